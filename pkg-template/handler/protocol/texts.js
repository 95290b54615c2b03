// Sentences of the handler and of RemoteRecallClient, and issues with them.
import { HANDLER } from "../../texts/en/handler.js";
import { RUN } from "../../texts/en/run.js";
import { errorSentence, merge, sentence } from "../../texts/templates/fill.js";

/** @typedef {import("tencent-chat-recall").Issue} Issue */
/** @typedef {{ code: string, params: Record<string, any> }} Detail */

/** @type {import("../../texts/templates/fill.js").Texts | undefined} */
let merged;

/** Created on first use: an import must have no side effects. */
export const texts = () => (merged ??= merge(RUN, HANDLER));

/**
 * @param {string} path
 * @param {string} code
 * @param {Record<string, any>} [params] undefined ones are left out
 * @returns {Issue}
 */
export function issue(path, code, params = {}) {
  const given = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
  return /** @type {any} */ ({ path, code, params: given, message: sentence(texts(), texts().issues, code, given) });
}

/**
 * An issue for an unexpected value. Texts are not quoted.
 * @param {string} path
 * @param {unknown} value
 * @param {string} expected
 */
export function unexpected(path, value, expected) {
  return issue(path, "unexpected-value", { expected, ...found(value) });
}

/**
 * An issue for anything but a whole number in a range.
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
