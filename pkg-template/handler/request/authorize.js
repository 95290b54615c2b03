// Calls the `authorize` option to identify the user. Whatever fails in it, access is denied.
import { tryCall } from "../../lib/errors/try_call.js";
import { HttpError, httpError } from "./http_error.js";
import { withTimeout } from "./timeout.js";

/** @typedef {import("../config/options.js").Config} Config */
/** @typedef {{ user: string, allowAccounts?: ReadonlySet<string> }} Who */

/**
 * @param {Request} request
 * @param {Config} config
 * @returns {Promise<Who | Response>} a Response to answer with instead
 * @throws {import("./http_error.js").HttpError}
 */
export async function askWho(request, { authorize, checkTimeout }) {
  let who;
  try {
    const verdict = await withTimeout(checkTimeout, () => authorize(request), () => new Error(`authorize took more than ${checkTimeout} ms`));
    // Read here too: a getter of it may throw.
    who = read(verdict);
  } catch (cause) {
    if (tryCall(() => cause instanceof HttpError)) throw cause;
    throw httpError(503, "ERR_PERMISSION", "authorize-failed", { cause });
  }
  if (who) return who;
  throw httpError(401, "ERR_PERMISSION", "not-signed-in");
}

/**
 * @param {unknown} verdict
 * @returns {Who | Response | undefined} nothing when it is nobody
 * @throws {import("./http_error.js").HttpError} when it is something else than it should be
 */
function read(verdict) {
  // As in `session && { user }`.
  if (!verdict) return undefined;
  if (typeof verdict !== "object") throw defect(`authorize returned a ${typeof verdict}`);
  if (isResponse(verdict)) return verdict;
  if (!("user" in verdict)) throw defect("authorize returned an object without user");
  const { user, allowAccounts } = /** @type {any} */ (verdict);
  // As in `{ user: session?.email }`.
  if (user === undefined || user === null || user === "") return undefined;
  if (typeof user !== "string") throw defect(`authorize returned a user that is a ${typeof user}`);
  if (allowAccounts === undefined) return { user };
  const accounts = Array.isArray(allowAccounts) ? [...allowAccounts] : [undefined];
  if (!accounts.every((account) => typeof account === "string")) throw defect("authorize returned allowAccounts that is not an array of official account ids");
  return { user, allowAccounts: new Set(accounts) };
}

/** A Response of another realm has another class. @param {object} value @returns {value is Response} */
function isResponse(value) {
  if (value instanceof Response) return true;
  const { status, headers } = /** @type {any} */ (value);
  return typeof status === "number" && typeof headers?.get === "function";
}

/** The function itself is wrong: to ask again would not help. @param {string} message for the operator */
function defect(message) {
  const cause = new Error(`${message}, expected { user }, a Response, or null`);
  return httpError(500, "ERR_INTERNAL", "handler-failed", { cause });
}
