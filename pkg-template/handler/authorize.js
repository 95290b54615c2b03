// Asks the user's function who is calling. Whatever goes wrong with it, nobody gets in.
import { Refusal } from "./refusal.js";
import { within } from "./within.js";

/** @typedef {import("./options.js").Config} Config */

/**
 * @param {Request} request
 * @param {Config} config
 * @returns {Promise<{ user: string, allowAccounts?: ReadonlySet<string> } | Response>} a Response to answer with instead
 * @throws {Refusal}
 */
export async function askWho(request, { authorize, checkTimeout }) {
  const verdict = await ask(request, authorize, checkTimeout);
  if (verdict === null || verdict === undefined) throw new Refusal(401, "ERR_PERMISSION", "not signed in, or not allowed");
  if (isResponse(verdict)) return verdict;
  const { user, allowAccounts } = /** @type {any} */ (typeof verdict === "object" ? verdict : {});
  if (typeof user !== "string" || user === "") throw failed("authorize returned something else than { user }, null or a Response");
  if (allowAccounts === undefined) return { user };
  const areTexts = Array.isArray(allowAccounts) && allowAccounts.every((account) => typeof account === "string");
  if (!areTexts) throw failed("authorize returned allowAccounts that is not an array of official account ids");
  return { user, allowAccounts: new Set(allowAccounts) };
}

/**
 * @param {Request} request
 * @param {Config["authorize"]} authorize
 * @param {number} ms
 * @returns {Promise<unknown>}
 */
async function ask(request, authorize, ms) {
  try {
    return await within(ms, () => authorize(request), () => new Error(`authorize took more than ${ms} ms`));
  } catch (cause) {
    throw failed("authorize failed", cause);
  }
}

/** A Response of another realm has another class. @param {unknown} value @returns {value is Response} */
function isResponse(value) {
  if (value instanceof Response) return true;
  const { status, headers } = /** @type {any} */ (typeof value === "object" ? value : {});
  return typeof status === "number" && typeof headers?.get === "function";
}

/**
 * @param {string} message for the operator
 * @param {unknown} [cause]
 */
function failed(message, cause = new Error(message)) {
  return new Refusal(503, "ERR_PERMISSION", "it could not be decided whether this is allowed; nothing was sent", { cause });
}
