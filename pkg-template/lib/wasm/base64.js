// Decodes standard base64 to bytes, as fast as the runtime can.

/**
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fromBase64(text) {
  const runtime = /** @type {any} */ (globalThis);
  if (runtime.Uint8Array.fromBase64) return runtime.Uint8Array.fromBase64(text);
  if (runtime.Buffer) return runtime.Buffer.from(text, "base64");
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
