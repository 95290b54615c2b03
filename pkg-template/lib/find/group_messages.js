// groupMessages(): found messages by equal text and sender.
import { comparable } from "./message_text.js";

/** @typedef {import("../../index.js").FoundMessage} FoundMessage */
/** @typedef {import("../../index.js").MessageGroup} MessageGroup */

/**
 * @param {Iterable<FoundMessage>} found
 * @returns {MessageGroup[]}
 */
export function groupMessages(found) {
  /** @type {Map<string, MessageGroup & { known: Set<string> }>} */
  const groups = new Map();
  for (const message of found) {
    const { text, from, msgTime, officialAccount } = message;
    const key = JSON.stringify([comparable(text), from]);
    let group = groups.get(key);
    if (!group) {
      group = { text, from, count: 0, accounts: [], first: msgTime, last: msgTime, messages: [], known: new Set() };
      groups.set(key, group);
    }
    group.count += 1;
    group.first = Math.min(group.first, msgTime);
    group.last = Math.max(group.last, msgTime);
    group.known.add(officialAccount);
    group.messages.push(message);
  }
  // Stable: groups of one size stay in the order of their first message.
  return [...groups.values()].sort((a, b) => b.count - a.count).map(({ known, ...group }) => ({ ...group, accounts: [...known] }));
}
