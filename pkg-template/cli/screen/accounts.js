// Names the accounts of a run: the only one by its id, several by their number, and a few of them by id.
import { harmless } from "../failures/failure.js";
import { number } from "../languages/locale.js";
import { wordsOf } from "../languages/screen_texts.js";

/** @typedef {import("../keys/account_list.js").AccountFacts} AccountFacts */
/** @typedef {import("../languages/locale.js").Language} Language */

/** Most accounts that are named one by one. */
const SHOWN = 3;

/** @param {AccountFacts} facts @param {Language} language @param {number} [most] characters of an id */
export const accountText = ({ accounts, officialAccount }, language, most) =>
  officialAccount === undefined ? wordsOf(language).accounts(number(accounts, language)) : harmless(officialAccount, most);

/** Whose messages they are: "of @TOA#_a", "in 160 accounts". @param {AccountFacts} facts @param {Language} language */
export function placeText({ accounts, officialAccount }, language) {
  const { place } = wordsOf(language);
  return officialAccount === undefined ? place.several(number(accounts, language)) : place.one(harmless(officialAccount));
}

/** A number of messages with their accounts. @param {number} count @param {AccountFacts} facts @param {Language} language */
export function messagesText(count, facts, language) {
  const words = wordsOf(language);
  return words.messagesIn(words.messages(count, number(count, language)), placeText(facts, language));
}

/**
 * The first few of a list, and the number of the others. The last one is named rather than counted.
 * @template T
 * @param {T[]} list
 * @returns {{ shown: T[], rest: number }}
 */
export function firstOf(list) {
  const shown = list.slice(0, list.length === SHOWN + 1 ? SHOWN + 1 : SHOWN);
  return { shown, rest: list.length - shown.length };
}

/**
 * A line for each of the accounts with the most messages.
 * @param {{ officialAccount: string, messages: number }[]} byAccount
 * @param {Language} language
 */
export function largestAccounts(byAccount, language) {
  const { shown, rest } = firstOf([...byAccount].sort((one, other) => other.messages - one.messages));
  const lines = shown.map(({ officialAccount, messages }) => messagesText(messages, { accounts: 1, officialAccount }, language));
  return rest > 0 ? [...lines, wordsOf(language).moreAccounts(number(rest, language))] : lines;
}
