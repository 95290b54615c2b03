// MsgKeys before they are sent: all of a list must be fit before the first request of several leaves.
import { quoted } from "../handler/shown.js";
import { RecallError } from "../lib/error.js";

const MSG_KEY = /^\d{1,10}_\d{1,50}_\d{1,10}$/;
const LONGEST = 50;

/**
 * @param {unknown} value
 * @param {number} position
 * @param {string} [name] of the list
 * @returns {import("../index.js").Issue | undefined}
 */
export function problemOf(value, position, name = "msgKeys") {
  if (typeof value === "string" && value.length <= LONGEST && MSG_KEY.test(value)) return undefined;
  const found = typeof value === "string" ? quoted(value) : value === null ? "null" : `a ${typeof value}`;
  return { path: `${name}[${position}]`, message: `found ${found}, expected a MsgKey like "71_1_1698741698" (Seq_1_ServerTime)` };
}

/** @param {import("../index.js").Issue[]} issues */
export function invalid(issues) {
  const shown = issues.slice(0, 5).map(({ path, message }) => (path ? `${path}: ${message}` : message));
  const more = issues.length > 5 ? `; and ${issues.length - 5} more in issues` : "";
  return new RecallError({ code: "ERR_INVALID_INPUT", message: shown.join("; ") + more, issues });
}

/**
 * Keys that an earlier run left unconfirmed.
 * @param {any} request
 * @returns {Set<string>}
 */
export function readUnconfirmed(request) {
  const list = request?.unconfirmed;
  if (list === undefined) return new Set();
  if (!Array.isArray(list)) throw invalid([{ path: "unconfirmed", message: `found ${list === null ? "null" : `a ${typeof list}`}, expected an array of MsgKeys` }]);
  const keys = [...list];
  const issues = keys.map((key, position) => problemOf(key, position, "unconfirmed")).filter((issue) => issue !== undefined);
  if (issues.length > 0) throw invalid(issues);
  return new Set(keys);
}

/**
 * The list and how often each key is in it, in its order.
 * @param {unknown} request
 */
export function readList(request) {
  const list = /** @type {any} */ (request)?.msgKeys;
  if (!Array.isArray(list) || list.length === 0) {
    throw invalid([{ path: "msgKeys", message: `found ${Array.isArray(list) ? "an empty array" : `a ${typeof list}`}, expected an array of MsgKeys` }]);
  }
  const msgKeys = [...list];
  const issues = msgKeys.map((value, position) => problemOf(value, position)).filter((issue) => issue !== undefined);
  if (issues.length > 0) throw invalid(issues);
  /** @type {Map<string, number>} */
  const positions = new Map();
  for (const msgKey of msgKeys) positions.set(msgKey, (positions.get(msgKey) ?? 0) + 1);
  return { msgKeys: /** @type {string[]} */ (msgKeys), positions };
}
