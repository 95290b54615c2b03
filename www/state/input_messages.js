// The messages of a pasted text: each MsgKey with the official account that the text names for it, or else the one in the field.
import { idOf } from "../connection/message.js";

/**
 * @typedef {object} InputMessages
 * @property {boolean} isNamed whether the text names accounts
 * @property {number} distinct
 * @property {number} duplicates
 * @property {Set<string>} ids of the distinct messages, if the text names accounts
 * @property {Set<string>} accounts that the text names
 * @property {{ line: number, officialAccount: string }[]} conflicts lines whose account is not that of the field
 * @property {number[]} unnamed lines without an account, if others have one and the field is empty
 */

/**
 * @param {import("./key_reading.js").Parsed} parsed
 * @param {string} officialAccount that of the field
 * @returns {InputMessages}
 */
export function messagesOf({ msgKeys, officialAccounts, lines, duplicates }, officialAccount) {
  /** @type {InputMessages} */
  const found = { isNamed: officialAccounts !== undefined, distinct: msgKeys.length - duplicates, duplicates, ids: new Set(), accounts: new Set(), conflicts: [], unnamed: [] };
  if (!officialAccounts) return found;
  for (const [place, msgKey] of msgKeys.entries()) {
    const named = officialAccounts[place] ?? officialAccount;
    if (named === "") found.unnamed.push(lines[place]);
    if (officialAccount !== "" && named !== officialAccount) found.conflicts.push({ line: lines[place], officialAccount: named });
    found.ids.add(idOf(named, msgKey));
    found.accounts.add(named);
  }
  return { ...found, distinct: found.ids.size, duplicates: msgKeys.length - found.ids.size };
}
