// Failure, thrown by a command that cannot do its work: sentences for the user as data, and an exit status for scripts.
import { linesIn } from "../languages/sentence.js";

/** @typedef {import("../languages/sentence.js").Sentence} Sentence */

/** Exit statuses of every command. */
export const EXIT = Object.freeze({
  /** Everything is done; for a recall: every message is gone. */
  DONE: 0,
  /** The run ended, and some messages are not known to be gone. */
  SOME_NOT: 1,
  /** Bad input or usage: nothing was sent. */
  BAD_INPUT: 2,
  /** The service refused the run as a whole. */
  REFUSED: 3,
  /** Nothing is left to do, and some messages were not there: recalled before, expired, or never existed. */
  NOT_THERE: 4,
  INTERRUPTED: 130,
  TERMINATED: 143,
});

export class Failure extends Error {
  /**
   * @param {Sentence | Sentence[]} said what was found, where, and what was expected; never a secret
   * @param {number} [exitStatus]
   */
  constructor(said, exitStatus = EXIT.BAD_INPUT) {
    const sentences = Array.isArray(said) ? said : [said];
    super(linesIn(sentences, "en"));
    this.sentences = sentences;
    this.exitStatus = exitStatus;
  }

  /** @param {import("../languages/locale.js").Language} language */
  in(language) {
    return linesIn(this.sentences, language);
  }
}

/**
 * Sanitizes untrusted text for a terminal: no control characters, limited length.
 * @param {string} text
 * @param {number} [most] characters
 */
export function harmless(text, most = 60) {
  const characters = [...plain(text).replaceAll("\n", "�")];
  return characters.length > most ? `${characters.slice(0, most).join("")}…` : characters.join("");
}

/** Removes what could move the cursor, change colours or reverse the direction of text; keeps line breaks. @param {string} text */
export const plain = (text) => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => (character === "\n" ? character : "�"));

/** Node's code for a failed file operation, which the sentences put into words. @param {unknown} error @returns {string} */
export const reasonCode = (error) => /** @type {NodeJS.ErrnoException} */ (error)?.code ?? String(error);
