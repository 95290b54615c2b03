// Builds results, reports and summaries from the columns of numbers that the core returns.
import { ACCOUNT_CODES, STATUSES } from "../generated/facts.js";
import { messagesOf } from "./columns.js";

/** @typedef {import("../../index.js").RecallResult} RecallResult */
/** @typedef {import("../../index.js").RecallStatus} RecallStatus */
/** @typedef {(code: number) => { meaning: string, retryable: boolean }} Explain */
/** Numbers per row: status, code, attempts. */
const ROW = 3;

/**
 * Makes the function that builds a result from a row.
 * @param {Explain} explain
 */
export function resultMaker(explain) {
  /** @type {Map<number, { meaning: string, retryable: boolean }>} */
  const seen = new Map();

  /** @param {number} code */
  function explained(code) {
    let found = seen.get(code);
    if (!found) seen.set(code, (found = explain(code)));
    return found;
  }

  /**
   * @param {string} msgKey
   * @param {number} status
   * @param {number} code 0 for none
   * @param {number} attempts
   * @returns {Omit<RecallResult, "officialAccount">}
   */
  function result(msgKey, status, code, attempts) {
    const name = /** @type {RecallStatus} */ (STATUSES[status]);
    if (code === 0) {
      return name === "recalled" ? { msgKey, status: name, attempts } : { msgKey, status: name, retryable: true, attempts };
    }
    const { meaning, retryable } = explained(code);
    return { msgKey, status: name, code, meaning, retryable: retryable || name === "unconfirmed", attempts };
  }

  return result;
}

/**
 * Makes `isOpen`: whether a later run may still have to recall a message. These are open: an unknown outcome, a message never sent, and a
 * refusal that does not concern the message, such as a missing permission.
 * @param {{ call: (use: (glue: any) => boolean) => boolean }} boundary
 */
export function makeIsOpen({ call }) {
  /** @param {{ status: string, code?: number }} result */
  return function isOpen({ status, code }) {
    if (status !== "failed") return status === "unconfirmed" || status === "notAttempted";
    return code === undefined || !call((glue) => glue.isAboutMessage(code));
  };
}

/**
 * The summary of a finished run, without its rows.
 * @param {import("./progress.js").Traffic} traffic
 * @param {import("./code_counter.js").CodeCounter} codes
 * @param {boolean} stopped
 * @returns {import("../../index.js").RecallSummary}
 */
export function summaryOf({ total, counts, requests, retries, durationMs, said }, codes, stopped) {
  return { complete: counts.recalled === total, counts, byCode: codes.list(), ...(stopped && { stopped }), requests, retries, durationMs, ...said };
}

/**
 * One result for each position of a list.
 * @param {any} request a snapshot
 * @param {ArrayLike<any>} rows of the core, one for each position
 * @param {ReturnType<typeof resultMaker>} result
 */
export function resultsOf(request, rows, result) {
  /** @type {RecallResult[]} */
  const results = [];
  let at = 0;
  for (const [officialAccount, msgKey] of messagesOf(request)) {
    results.push({ officialAccount, ...result(msgKey, rows[at], rows[at + 1], rows[at + 2]) });
    at += ROW;
  }
  return results;
}

/**
 * The results by account, in the order in which the accounts first appear.
 * @param {RecallResult[]} results
 */
export function accountsOf(results) {
  /** @type {Map<string, import("../../index.js").AccountSummary>} */
  const accounts = new Map();
  for (const { officialAccount, status, code, meaning } of results) {
    let account = accounts.get(officialAccount);
    if (!account) {
      const counts = /** @type {any} */ (Object.fromEntries(STATUSES.map((name) => [name, 0])));
      accounts.set(officialAccount, (account = { officialAccount, total: 0, counts }));
    }
    account.total += 1;
    account.counts[status] += 1;
    if (code !== undefined && meaning !== undefined && ACCOUNT_CODES.includes(code)) account.refused = { code, meaning };
  }
  return [...accounts.values()];
}
