// Inflates a module that the bundle carries as text: no file to find, nothing to fetch.
import { inflateSync } from "fflate";
import { fromBase64 } from "./base64.js";

/**
 * Inflates a module. It is deflated before it becomes text, because the text of a plain module compresses badly: this saves a quarter of the
 * download.
 * @param {string} deflated in base64
 * @param {number} size bytes when inflated
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function inflateWasm(deflated, size) {
  const runtime = /** @type {any} */ (globalThis);
  const packed = fromBase64(deflated);
  // Node's inflate is ten times faster than one in JavaScript. Browsers and old versions lack it.
  const zlib = runtime.process?.getBuiltinModule?.("node:zlib");
  return zlib?.inflateRawSync ? zlib.inflateRawSync(packed) : inflateSync(packed, { out: new Uint8Array(size) });
}
