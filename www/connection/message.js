// A message is the pair of an official account and a MsgKey. The page identifies it by a line of both, which the reader of pasted texts reads too.

/** @typedef {import("../pkg/index.js").MessageRef} MessageRef */

/** @param {string} officialAccount @param {string} msgKey */
export const idOf = (officialAccount, msgKey) => `${officialAccount} ${msgKey}`;

/** A MsgKey has no blank. @param {string} id */
export const keyOf = (id) => id.slice(id.lastIndexOf(" ") + 1);

/** @param {string} id */
export const accountOf = (id) => id.slice(0, id.lastIndexOf(" "));

/** @param {string} id @returns {MessageRef} */
export const messageOf = (id) => ({ officialAccount: accountOf(id), msgKey: keyOf(id) });

/** The accounts of messages, in order of first appearance. @param {Iterable<string>} ids */
export function accountsOf(ids) {
  /** @type {Set<string>} */
  const accounts = new Set();
  for (const id of ids) accounts.add(accountOf(id));
  return [...accounts];
}

/** The time in a MsgKey, Unix seconds. @param {string} msgKey */
export const sentAt = (msgKey) => Number(msgKey.slice(msgKey.lastIndexOf("_") + 1));
