// Validates MsgKeys before they are sent: all of a list, before the first of several requests.
import { cut, escaped } from "../handler/protocol/quoted_excerpt.js";
import { found, issue, unexpected } from "../handler/protocol/texts.js";
import { isMsgKey } from "../lib/vendor/msg_key.js";
import { makeError } from "./remote_error.js";

/**
 * @param {unknown} value
 * @param {number} position
 * @param {string} [name] of the list
 * @returns {import("../index.js").Issue | undefined}
 */
export function problemOf(value, position, name = "msgKeys") {
  if (typeof value === "string" && isMsgKey(value)) return undefined;
  const path = `${name}[${position}]`;
  if (typeof value === "string") return issue(path, "msg-key-form", { value: escaped(cut(value)) });
  return issue(path, "unexpected-value", { expected: "msg-key", found: found(value).found });
}

/** @param {import("../index.js").Issue[]} issues */
export const invalid = (issues) => makeError("ERR_INVALID_INPUT", { issues });

/** A list without keys is a mistake of whoever made it. */
export function empty() {
  return invalid([issue("msgKeys", "empty", { expected: "one-msg-key" })]);
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
    throw makeError("ERR_INPUT_SOURCE", { detail: "source-failed", cause });
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
  if (!keys) throw invalid([unexpected("unconfirmed", list, "msg-key-list")]);
  const issues = keys.map((key, position) => problemOf(key, position, "unconfirmed")).filter((problem) => problem !== undefined);
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
  if (!msgKeys) throw invalid([unexpected("msgKeys", list, "msg-key-list")]);
  if (msgKeys.length === 0) throw empty();
  const issues = msgKeys.map((value, position) => problemOf(value, position)).filter((problem) => problem !== undefined);
  if (issues.length > 0) throw invalid(issues);
  /** @type {Map<string, number>} */
  const positions = new Map();
  const texts = /** @type {string[]} */ (msgKeys);
  for (const msgKey of texts) positions.set(msgKey, (positions.get(msgKey) ?? 0) + 1);
  return { msgKeys: texts, positions };
}
