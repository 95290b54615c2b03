// Counts the messages of a journal by account, with the refusal that ended an account, in the form of the package's report.
import { explainCode } from "tencent-chat-recall";
import { keysOf } from "../journal/journal_reader.js";
import { cachedByCode, countOpen } from "./open_keys.js";

/** @typedef {import("../journal/journal_reader.js").Journal} Journal */
/** @typedef {import("tencent-chat-recall").AccountSummary} AccountSummary */

const explained = cachedByCode((code) => explainCode(code));

/** Whether the service refused an account with this code. @param {number} code 0 for none */
export const isOfAccount = (code) => code !== 0 && explained(code).class === "account";

/** @param {Journal} journal @returns {AccountSummary[]} in the order of their first message */
export function accountSummaries(journal) {
  const { outcomes, accounts } = journal;
  const found = new Map(accounts.map((officialAccount) => [officialAccount, emptySummary(officialAccount)]));
  for (const { number, account } of accounts.length === 1 ? numbersOf(journal) : keysOf(journal)) {
    const summary = /** @type {AccountSummary} */ (found.get(account));
    const status = outcomes.status(number);
    const code = outcomes.code(number);
    summary.total += 1;
    summary.counts[status] += 1;
    if (status === "failed" && isOfAccount(code)) summary.refused ??= { code, meaning: explained(code).meaning };
  }
  return [...found.values()];
}

/** The messages of the only account, for which the file need not be read. @param {Journal} journal */
function* numbersOf({ outcomes, accounts }) {
  const account = /** @type {string} */ (accounts[0]);
  for (let number = 0; number < outcomes.size; number += 1) yield { number, account };
}

/** @param {string} officialAccount @returns {AccountSummary} */
const emptySummary = (officialAccount) => ({ officialAccount, total: 0, counts: { recalled: 0, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 0, notAttempted: 0 } });

/** The figures of a journal for a summary. @param {Journal} journal */
export function figuresOf(journal) {
  const { outcomes, path, errorInfo } = journal;
  // Without --retry-failed, a later run does not send again what was refused for good.
  return { ...outcomes.summary(), total: outcomes.size, path, errorInfo, open: countOpen(outcomes, false).open, byAccount: accountSummaries(journal) };
}
