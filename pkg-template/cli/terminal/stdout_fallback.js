// Writes results to standard output, and to standard error when that fails, so that the result of a recall is never lost.
import { Failure, reasonCode } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";
import { wordsOf } from "../languages/screen_texts.js";

const state = { isDiverted: false };

/** Whether output of standard output went to standard error. */
export const isDiverted = () => state.isDiverted;

/** @param {string} text @param {import("../languages/locale.js").Language} language @returns {Promise<void>} resolves when it is written somewhere, or nowhere can be */
export function print(text, language) {
  return new Promise((resolve) => {
    process.stdout.write(text, (error) => {
      if (!error) return resolve();
      state.isDiverted = true;
      const why = new Failure(sentence("outputUnwritable", { reason: reasonCode(error) })).in(language);
      process.stderr.write(`${wordsOf(language).error}${why}\n\n${text}`, () => resolve());
    });
  });
}
