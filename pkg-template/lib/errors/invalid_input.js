// Builds the ERR_INVALID_INPUT error for input that is rejected before the core sees it, in the core's wording.
import { RecallError } from "./recall_error.js";

/**
 * @param {string} path
 * @param {unknown} value
 * @param {string} expected
 */
export function refuse(path, value, expected) {
  const message = `found ${nameOf(value)}, expected ${expected}`;
  return new RecallError({ code: "ERR_INVALID_INPUT", message: `${path}: ${message}`, issues: [{ path, message }] });
}

/**
 * Its type, as the core names it.
 * @param {unknown} value
 */
function nameOf(value) {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
