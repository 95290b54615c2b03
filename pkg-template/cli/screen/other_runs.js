// Lines about other runs of the same messages, for the plan and the summary.
import { plain } from "../failures/failure.js";
import { clock, number } from "../languages/locale.js";
import { quotedPath } from "./resume_command.js";
import { wordsOf } from "../languages/screen_texts.js";

/** @typedef {import("../journal/other_runs.js").OtherRun} OtherRun */
/** @typedef {import("../journal/other_runs.js").OtherRuns} OtherRuns */
/** @typedef {(n: number, count: string, when: string, journal: string) => string} Say */

/**
 * @param {Partial<OtherRuns>} [earlier]
 * @param {import("../languages/locale.js").Language} [language]
 * @returns {string[]}
 */
export function otherRunLines({ recalledBy = [], presumedBy = [], unfinished = [] } = {}, language = "en") {
  const words = wordsOf(language);
  const lines = (/** @type {OtherRun[]} */ found, /** @type {Say} */ say) => found.map(({ journal, at, count, pid }) => {
    const told = say(count, number(count, language), clock(at / 1000, language), quotedPath(plain(journal)));
    return pid === undefined ? told : words.atWorkToo(told, pid);
  });
  return [...lines(recalledBy, words.recalledBy), ...lines(presumedBy, words.presumedBy), ...lines(unfinished, words.unfinished)];
}
