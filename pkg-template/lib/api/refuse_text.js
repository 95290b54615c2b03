// Refuses what JavaScript sees to be no text before the core does: sources, chunks, and pieces after the end.
import { makeError, makeIssue } from "../errors/problems.js";
import { offlineTexts } from "./offline_texts.js";

/** What a value is, as a word of the tables. @param {unknown} value */
const wordFor = (value) => (value === null ? "null" : value === undefined ? "nothing" : Array.isArray(value) ? "array" : typeof value);

/** @param {string} path @param {"text-source" | "text-chunk" | "reader-ended"} code @param {unknown} [value] that was found */
export function refuseText(path, code, value) {
  const texts = offlineTexts();
  const params = code === "reader-ended" ? {} : { found: wordFor(value) };
  return makeError({ code: "ERR_INVALID_INPUT", issues: [makeIssue(texts, path, { code, params })] }, texts);
}
