// Validates MsgKeys before they are sent: all of a list, before the first of several requests.
import { quoted } from "../handler/protocol/quoted_excerpt.js";
import { RecallError } from "../lib/errors/recall_error.js";
import { isMsgKey } from "../lib/vendor/msg_key.js";

/**
 * @param {unknown} value
 * @param {number} position
 * @param {string} [name] of the list
 * @returns {import("../index.js").Issue | undefined}
 */
export function problemOf(value, position, name = "msgKeys") {
  if (typeof value === "string" && isMsgKey(value)) return undefined;
  const found = typeof value === "string" ? quoted(value) : value === null ? "null" : `a ${typeof value}`;
  return { path: `${name}[${position}]`, message: `found ${found}, expected a MsgKey like "71_1_1698741698" (Seq_1_ServerTime)` };
}

/** @param {import("../index.js").Issue[]} issues */
export function invalid(issues) {
  const shown = issues.slice(0, 5).map(({ path, message }) => (path ? `${path}: ${message}` : message));
  const more = issues.length > 5 ? `; and ${issues.length - 5} more in issues` : "";
  return new RecallError({ code: "ERR_INVALID_INPUT", message: shown.join("; ") + more, issues });
}

/** A list without keys is a mistake of whoever made it. */
export function empty() {
  return invalid([{ path: "msgKeys", message: "empty, expected at least one MsgKey" }]);
}

/**
 * A copy of a list, which may be any iterable but a text.
 * @param {any} list
 * @returns {unknown[] | undefined}
 * @throws {RecallError} when it fails
 */
export function valuesOf(list) {
  try {
    return typeof list === "object" && typeof list?.[Symbol.iterator] === "function" ? [...list] : undefined;
  } catch (cause) {
    throw new RecallError({ code: "ERR_INPUT_SOURCE", message: "the iterable of MsgKeys failed; see cause", cause });
  }
}

/**
 * Keys that an earlier run left unconfirmed.
 * @param {any} request
 * @returns {Set<string>}
 */
export function readUnconfirmed(request) {
  const list = request?.unconfirmed;
  if (list === undefined) return new Set();
  const keys = valuesOf(list);
  if (!keys) throw invalid([{ path: "unconfirmed", message: `found ${list === null ? "null" : `a ${typeof list}`}, expected an array of MsgKeys` }]);
  const issues = keys.map((key, position) => problemOf(key, position, "unconfirmed")).filter((issue) => issue !== undefined);
  if (issues.length > 0) throw invalid(issues);
  return new Set(/** @type {string[]} */ (keys));
}

/**
 * The list and how often each key is in it, in its order.
 * @param {unknown} request
 */
export function readList(request) {
  const list = /** @type {any} */ (request)?.msgKeys;
  const msgKeys = valuesOf(list);
  if (!msgKeys) throw invalid([{ path: "msgKeys", message: `found ${list === null ? "null" : `a ${typeof list}`}, expected an array of MsgKeys` }]);
  if (msgKeys.length === 0) throw empty();
  const issues = msgKeys.map((value, position) => problemOf(value, position)).filter((issue) => issue !== undefined);
  if (issues.length > 0) throw invalid(issues);
  /** @type {Map<string, number>} */
  const positions = new Map();
  const texts = /** @type {string[]} */ (msgKeys);
  for (const msgKey of texts) positions.set(msgKey, (positions.get(msgKey) ?? 0) + 1);
  return { msgKeys: texts, positions };
}
