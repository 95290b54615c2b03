// Builds results, reports and summaries from the columns of numbers that the core returns.
import { STATUSES } from "../generated/facts.js";

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
   * @returns {RecallResult}
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
 * @param {string[]} keys the key at each position of the input
 * @param {ArrayLike<any>} rows of the core, one for each of them
 * @param {ReturnType<typeof resultMaker>} result
 */
export function resultsOf(keys, rows, result) {
  return keys.map((msgKey, position) => {
    const at = position * ROW;
    return result(msgKey, rows[at], rows[at + 1], rows[at + 2]);
  });
}
