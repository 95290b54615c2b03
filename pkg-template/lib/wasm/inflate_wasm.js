// The bytes of a compiled module, kept as text inside the bundle: no file to find, nothing to fetch. For index.js.
import { inflateSync } from "fflate";
import { fromBase64 } from "./base64.js";

/**
 * Unpacks a module. It is compressed before it becomes text, because text of a plain module compresses badly on its way to a
 * browser: this saves a quarter of the download.
 * @param {string} deflated in base64
 * @param {number} size bytes when inflated
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function inlineSource(deflated, size) {
  const runtime = /** @type {any} */ (globalThis);
  const packed = fromBase64(deflated);
  // Node's own inflate is ten times faster than one in JavaScript. Absent in browsers and on old versions.
  const zlib = runtime.process?.getBuiltinModule?.("node:zlib");
  return zlib?.inflateRawSync ? zlib.inflateRawSync(packed) : inflateSync(packed, { out: new Uint8Array(size) });
}
