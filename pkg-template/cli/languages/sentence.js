// A sentence as data: a code of the failure tables and its values. It becomes text in the user's language.
import en from "./en/failures.js";
import zh from "./zh/failures.js";

/** @typedef {typeof en} Table */
/** @typedef {{ code: keyof Table, values: any[] }} Sentence */

/**
 * @template {keyof Table} Code
 * @param {Code} code
 * @param {Parameters<Table[Code]>} values
 * @returns {Sentence}
 */
export const sentence = (code, ...values) => ({ code, values });

/**
 * @param {Sentence} said
 * @param {import("./locale.js").Language} language
 * @returns {string}
 */
export function textIn({ code, values }, language) {
  const say = /** @type {(...values: any[]) => string} */ ((language === "zh" ? zh : en)[code]);
  return say(...values);
}
