// Parses option values: whole numbers, durations, times, choices.
import { shown } from "../../lib/errors/excerpt.js";
import { Failure } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";
import { mistakeIn } from "./pasted_value.js";

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * @param {string} text
 * @returns {number | undefined} milliseconds
 */
function durationOf(text) {
  const found = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim());
  return found ? Math.round(Number(found[1]) * UNITS[/** @type {keyof typeof UNITS} */ (found[2])]) : undefined;
}

/** @typedef {(text: string, option: string) => any} ReadValue */

/** Reads an official account, and rejects what shells do to one; the library checks its form. @type {ReadValue} */
export function accountName(text, option) {
  const mistake = mistakeIn(text, "officialAccount");
  if (mistake !== undefined) throw new Failure(sentence("pasteMistake", { where: option, mistake }));
  if (text === "@TOA#_") throw new Failure(sentence("emptyAccount", { option, found: text }));
  if (!/^@TOA#?$/.test(text)) return text;
  throw new Failure(sentence("cutAccount", { option, found: text }));
}

/** @type {ReadValue} */
export function wholeNumber(text, option) {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new Failure(sentence("expectedValue", { option, found: shown(text), expected: "wholeNumber" }));
}

/** @param {number} most @param {"port" | "number"} what @returns {ReadValue} */
export function upTo(most, what) {
  return (text, option) => {
    const found = wholeNumber(text, option);
    if (found <= most) return found;
    throw new Failure(sentence("expectedUpTo", { option, found, what, most }));
  };
}

/** Reads milliseconds. A number without a unit is refused: assuming seconds would be a guess. @type {ReadValue} */
export function duration(text, option) {
  const ms = durationOf(text);
  if (ms !== undefined) return ms;
  throw new Failure(sentence("expectedValue", { option, found: shown(text), expected: "duration" }));
}

/** Reads whole seconds. @type {ReadValue} */
export function seconds(text, option) {
  const ms = duration(text, option);
  if (ms % 1000 === 0) return ms / 1000;
  throw new Failure(sentence("expectedValue", { option, found: shown(text), expected: "seconds" }));
}

/** Reads a moment: ISO 8601, or how long ago. @type {ReadValue} */
export function moment(text, option) {
  const ago = durationOf(text);
  if (ago !== undefined) return new Date(Date.now() - ago);
  const date = /^\d{4}-\d{2}-\d{2}/.test(text) ? new Date(text) : undefined;
  if (date && !Number.isNaN(date.getTime())) return date;
  throw new Failure(sentence("expectedValue", { option, found: shown(text), expected: "moment" }));
}

/**
 * Reads one of a few words.
 * @param {readonly string[]} words
 * @returns {ReadValue}
 */
export function oneOf(words) {
  return (text, option) => {
    if (words.includes(text)) return text;
    throw new Failure(sentence("expectedOneOf", { option, found: shown(text), words }));
  };
}
