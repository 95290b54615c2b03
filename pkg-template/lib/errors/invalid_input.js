// A RecallError for input that JavaScript refuses before the core sees it.
import { RecallError } from "./recall_error.js";

/** @param {string} path of the member; empty for the whole input @param {string} message what was found, and what was expected */
export const invalidInput = (path, message) =>
  new RecallError({ code: "ERR_INVALID_INPUT", message: path === "" ? message : `${path}: ${message}`, issues: [/** @type {any} */ ({ path, message })] });

/** What a value is that is of another type than was expected. @param {unknown} value */
export const kindOf = (value) => (value === null ? "null" : value === undefined ? "nothing" : Array.isArray(value) ? "an array" : `a value of type ${typeof value}`);
