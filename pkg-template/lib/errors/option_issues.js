// Issues of values that JavaScript checks without the core, with the sentences of the part that checks them.
import { sentence } from "../../texts/templates/fill.js";

/** @typedef {import("../../index.js").Issue} Issue */
/** @typedef {import("../../texts/templates/fill.js").Texts} Texts */

/**
 * @param {() => Texts} texts
 */
export function optionIssues(texts) {
  /** @param {string} path @param {string} code @param {Record<string, any>} params @returns {Issue} */
  const issue = (path, code, params) => /** @type {any} */ ({ path, code, params, message: sentence(texts(), texts().issues, code, params) });
  return {
    issue,
    /** The issue of an unexpected value. Texts are not quoted. @param {string} path @param {unknown} value @param {string} expected a word */
    unexpected: (path, value, expected) => issue(path, "unexpected-value", { expected, ...found(value) }),
    /** The issue of anything but a whole number in a range. @param {string} path @param {unknown} value @param {{ min: number, max: number, unit?: string }} range */
    outOfRange: (path, value, range) => issue(path, "not-in-range", { ...range, ...found(value) }),
    /** The issues of members that do not exist. @param {object} object @param {readonly string[]} known */
    unknownMembers: (object, known) => Object.keys(object).filter((name) => !known.includes(name)).map((name) => issue(name.slice(0, 12), "unknown-member", { value: name.slice(0, 12), known: known.join(", ") })),
  };
}

/** @param {unknown} value */
function found(value) {
  if (value === undefined) return { found: "nothing" };
  if (value === null) return { found: "null" };
  if (Array.isArray(value)) return { found: "array", value: value.length };
  return { found: typeof value, ...(typeof value === "number" && { value }) };
}
