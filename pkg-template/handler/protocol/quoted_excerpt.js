// Quotes untrusted text for a message, cut when it is long enough to be a misplaced secret.

/** A secret key has 64 characters; names and MsgKeys have fewer than these. */
const LONGEST = 32;
const KEPT = 12;

/**
 * @param {string} text
 * @returns {string} whole when it is short, otherwise its beginning
 */
export function cut(text) {
  return text.length < LONGEST ? text : `${text.slice(0, KEPT)}…`;
}

/** @param {string} text @returns {string} as in a string of JSON, without its quotes */
export function escaped(text) {
  return JSON.stringify(text).slice(1, -1);
}
