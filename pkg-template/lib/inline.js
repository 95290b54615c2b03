// The bytes of the compiled core, kept as text inside the bundle: no file to find, nothing to fetch. For index.js.
import { inflateSync } from "fflate";
import { deflated, size } from "#wasm";

/**
 * Unpacks the core. It is compressed before it becomes text, because text of a plain module compresses badly on its way to a
 * browser: this saves a quarter of the download.
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function inlineSource() {
  const runtime = /** @type {any} */ (globalThis);
  const packed = fromBase64(deflated(), runtime);
  // Node's own inflate is ten times faster than one in JavaScript. Absent in browsers and on old versions.
  const zlib = runtime.process?.getBuiltinModule?.("node:zlib");
  return zlib?.inflateRawSync ? zlib.inflateRawSync(packed) : inflateSync(packed, { out: new Uint8Array(size) });
}

/**
 * @param {string} text
 * @param {any} runtime the global object
 * @returns {Uint8Array<ArrayBuffer>}
 */
function fromBase64(text, runtime) {
  if (runtime.Uint8Array.fromBase64) return runtime.Uint8Array.fromBase64(text);
  if (runtime.Buffer) return runtime.Buffer.from(text, "base64");
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
