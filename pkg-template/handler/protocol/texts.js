// Sentences of the handler and of RemoteRecallClient, and issues with them.
import { HANDLER } from "../../messages/en/handler.js";
import { RUN } from "../../messages/en/run.js";
import { errorSentence, merge, sentence } from "../../messages/templates/fill.js";

/** @typedef {import("tencent-chat-recall").Issue} Issue */
/** @typedef {{ code: string, params: Record<string, any> }} Detail */

/** @type {import("../../messages/templates/fill.js").Texts | undefined} */
let merged;

/** Made when it is needed, since an import must do nothing. */
export const texts = () => (merged ??= merge(RUN, HANDLER));

/**
 * @param {string} path
 * @param {string} code
 * @param {Record<string, any>} [params] those that are undefined are left out
 * @returns {Issue}
 */
export function issue(path, code, params = {}) {
  const given = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
  return /** @type {any} */ ({ path, code, params: given, message: sentence(texts(), texts().issues, code, given) });
}

/**
 * Another value than expected. Texts are not shown.
 * @param {string} path
 * @param {unknown} value
 * @param {string} expected
 */
export function unexpected(path, value, expected) {
  return issue(path, "unexpected-value", { expected, ...found(value) });
}

/**
 * No whole number of a range.
 * @param {string} path
 * @param {unknown} value
 * @param {{ min: number, max?: number, unit?: string }} range
 */
export function outOfRange(path, value, range) {
  return issue(path, "not-in-range", { ...range, ...found(value) });
}

/** @param {unknown} value */
export function found(value) {
  if (value === undefined) return { found: "nothing" };
  if (value === null) return { found: "null" };
  if (Array.isArray(value)) return { found: "array", value: value.length };
  return { found: typeof value, ...(typeof value === "number" && { value }) };
}

/** @param {string} code @param {Record<string, any>} [params] @returns {Detail} */
export const detailed = (code, params = {}) => ({ code, params });

/** The message of an error with a detail or with issues. @param {{ detail?: Detail, issues?: readonly Issue[] }} error */
export const messageOf = (error) => errorSentence(texts(), error);
