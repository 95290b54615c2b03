// The bytes of the compiled core, kept as text inside the bundle: no file to find, nothing to fetch. For index.js.
import text from "#wasm";

/**
 * Decodes the core by the fastest means at hand.
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function inlineSource() {
  const runtime = /** @type {any} */ (globalThis);
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  if (runtime.Buffer) return runtime.Buffer.from(text, "base64");
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
