// Issues of the input of find and verify, with their sentences.
import { shown } from "../errors/excerpt.js";
import { makeError, makeIssue } from "../errors/problems.js";
import { tryCall } from "../errors/try_call.js";
import { findTexts } from "./find_texts.js";

/** @typedef {import("../../index.js").Issue} Issue */

/**
 * @param {string} path
 * @param {string} code
 * @param {Record<string, any>} [params]
 */
export const issue = (path, code, params = {}) => makeIssue(findTexts(), path, { code, params });

/**
 * The issue of a value of the wrong kind.
 * @param {string} path
 * @param {any} value
 * @param {string} expected a word of the tables
 */
export function unexpected(path, value, expected) {
  const found = wordFor(value);
  const isQuoted = found === "string" || found === "number";
  return issue(path, "unexpected-value", { expected, found, ...(isQuoted && { value: found === "string" ? shown(value) : value }) });
}

/** The error of an invalid input. @param {Issue[]} issues */
export const invalid = (issues) => makeError({ code: "ERR_INVALID_INPUT", issues }, findTexts());

/** The kind of a value, as a word of the tables. @param {any} value */
function wordFor(value) {
  if (value === undefined) return "nothing";
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value !== "object") return typeof value;
  if (tryCall(() => Array.isArray(value))) return "array";
  if (tryCall(() => typeof value.then === "function")) return "promise";
  return tryCall(() => Object.prototype.toString.call(value)) === "[object Date]" ? "date" : "object";
}
