// Failure, thrown by a command that cannot do its work: sentences for the user as data, and an exit status for scripts.
import { linesIn } from "../languages/sentence.js";

/** @typedef {import("../languages/sentence.js").Sentence} Sentence */

/** Exit statuses of every command. */
export const EXIT = Object.freeze({
  /** All that was asked for is done; of a recall: every message is gone. */
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
 * Text of strangers for a terminal: no control characters, not too long.
 * @param {string} text
 * @param {number} [most] characters
 */
export function harmless(text, most = 60) {
  const characters = [...plain(text).replaceAll("\n", "�")];
  return characters.length > most ? `${characters.slice(0, most).join("")}…` : characters.join("");
}

/** Text without what moves a cursor, colours, or turns the order of letters round; lines stay lines. @param {string} text */
export const plain = (text) => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => (character === "\n" ? character : "�"));

/** What Node calls a failed file operation, for sentences that say it in words. @param {unknown} error @returns {string} */
export const reasonCode = (error) => /** @type {NodeJS.ErrnoException} */ (error)?.code ?? String(error);
