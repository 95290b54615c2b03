// Decodes the claims of a given UserSig for the run module, which checks the app and the expiry. It reuses the inflate code of the module
// itself; `inspectUserSig` and `verifyUserSig` have their own decoder in the offline module.
import { inflateSync } from "fflate";
import { fromBase64 } from "./base64.js";

/** Most bytes of JSON, so that a short text cannot exhaust the memory. */
const MOST = 16 * 1024;

/** Symbols that replace those of standard base64. */
const SYMBOLS = /** @type {Record<string, string>} */ ({ "*": "+", "-": "/", _: "=" });

/**
 * @param {string} text
 * @returns {unknown} its parsed JSON; undefined when it cannot be read: it may have the old form, which the service still accepts
 */
export function openUserSig(text) {
  try {
    const bytes = fromBase64(text.replace(/[*_-]/g, (symbol) => /** @type {string} */ (SYMBOLS[symbol])));
    // Without the two leading and four trailing bytes of the zlib container.
    return JSON.parse(new TextDecoder().decode(inflateSync(bytes.subarray(2, -4), { out: new Uint8Array(MOST) })));
  } catch {
    return undefined;
  }
}
