// The requests of a plan, account by account.
import { MAX_KEYS } from "../generated/facts.js";
import { messagesOf } from "./columns.js";

/** @param {any} request a snapshot that the core has checked */
export function batchesOf(request) {
  /** @type {Map<string, { messages: number, keys: Set<string> }>} */
  const accounts = new Map();
  for (const [officialAccount, msgKey] of messagesOf(request)) {
    let account = accounts.get(officialAccount);
    if (!account) accounts.set(officialAccount, (account = { messages: 0, keys: new Set() }));
    account.messages += 1;
    account.keys.add(msgKey);
  }
  /** @type {string[][]} */
  const batches = [];
  const byAccount = [...accounts].map(([officialAccount, { messages, keys }]) => {
    const list = [...keys];
    for (let from = 0; from < list.length; from += MAX_KEYS) batches.push(list.slice(from, from + MAX_KEYS));
    return { officialAccount, messages, distinct: list.length, requests: Math.ceil(list.length / MAX_KEYS) };
  });
  return { byAccount, batches };
}
