// The section of a summary about the accounts that the service refused: how many, the first of them with their codes, and what to do.
import { explainCode } from "tencent-chat-recall";
import { harmless } from "../failures/failure.js";
import { withCommandNames } from "../languages/command_names.js";
import { number } from "../languages/locale.js";
import { wordsOf } from "../languages/screen_texts.js";
import { table } from "../terminal/layout.js";
import { firstOf } from "./accounts.js";

/** @typedef {import("tencent-chat-recall").AccountSummary} AccountSummary */
/** @typedef {import("../terminal/layout.js").Style} Style */

/**
 * @param {AccountSummary[]} byAccount
 * @param {{ language: import("../languages/locale.js").Language, paint: import("../terminal/layout.js").Paint, width: number, columns: [number, number] }} how `columns`: the
 *   widths of the numbers of messages and of the codes
 * @returns {string[]} none if it was the only account: then the run as a whole was refused
 */
export function refusedAccountsSection(byAccount, { language, paint, width, columns: [counts, codes] }) {
  const refused = byAccount.flatMap(({ refused: refusal, ...summary }) => (refusal ? [{ ...summary, code: refusal.code }] : []));
  if (refused.length === 0 || byAccount.length === 1) return [];
  const words = wordsOf(language);
  const { shown, rest } = firstOf(refused);
  const under = (/** @type {string} */ text, /** @type {Style} */ style) => [{ text: "", width: counts }, { text: "", width: codes }, { text, style }];
  const rows = shown.flatMap(({ officialAccount, counts: { failed }, code }) => [
    [{ text: number(failed, language), width: counts, align: /** @type {const} */ ("right") }, { text: String(code), width: codes }, { text: harmless(officialAccount) }],
    under(explainCode(code, { locale: language }).meaning, "dim"),
  ]);
  const advice = new Set(refused.map(({ code }) => withCommandNames(explainCode(code, { locale: language }).advice)));
  const more = rest > 0 ? [under(words.moreAccounts(number(rest, language)), "dim")] : [];
  const todo = [...advice, words.aboutRefused].map((text) => under(text, "cyan"));
  return [`${paint("bold", words.refusedAccounts(number(refused.length, language), number(byAccount.length, language)))}\n${table([...rows, ...more, ...todo], width, paint)}`];
}
