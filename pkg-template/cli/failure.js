// How a command ends that could not do its work: a sentence for the person, an exit status for the script.

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
   * @param {string} message what was found, where, and what was expected; never a secret
   * @param {number} [exitStatus]
   */
  constructor(message, exitStatus = EXIT.BAD_INPUT) {
    super(message);
    this.exitStatus = exitStatus;
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

/** What Node says of a failed file operation, in words. @param {unknown} error */
export function reasonOf(error) {
  const code = /** @type {NodeJS.ErrnoException} */ (error)?.code;
  const known = {
    ENOENT: "there is no such file or folder",
    EACCES: "this user may not",
    EPERM: "this user may not",
    EISDIR: "it is a folder",
    EEXIST: "it exists already",
    ENOSPC: "the disk is full",
    EFBIG: "it may not grow any more",
    EROFS: "the disk can only be read",
    EADDRINUSE: "another program listens there",
  };
  return known[/** @type {keyof typeof known} */ (code)] ?? code ?? String(error);
}
