// A UserSig that was given, opened for the module that runs recalls: it looks whether it was made for this app, and for how long. The code
// that unpacks is here already, for that module itself; `inspectUserSig` and `verifyUserSig`, which say what is wrong with one, have their own.
import { inflateSync } from "fflate";
import { fromBase64 } from "./base64.js";

/** Bytes of JSON at most, so that a short text cannot fill the memory. */
const MOST = 16 * 1024;

/** Symbols of base64 that have others in their places. */
const SYMBOLS = /** @type {Record<string, string>} */ ({ "*": "+", "-": "/", _: "=" });

/**
 * @param {string} text
 * @returns {unknown} its JSON, parsed; undefined when it cannot be read: it may be of the older kind, which the service still takes
 */
export function openUserSig(text) {
  try {
    const bytes = fromBase64(text.replace(/[*_-]/g, (symbol) => /** @type {string} */ (SYMBOLS[symbol])));
    // The two bytes before and the four behind are those of the zlib container.
    return JSON.parse(new TextDecoder().decode(inflateSync(bytes.subarray(2, -4), { out: new Uint8Array(MOST) })));
  } catch {
    return undefined;
  }
}
