// Counts outcomes by status and by code, for the reports of the handler and of its client.

/** @typedef {import("tencent-chat-recall").RecallResult} RecallResult */
/** @typedef {import("tencent-chat-recall").CodeSummary} CodeSummary */

/** @returns {import("tencent-chat-recall").RecallCounts} */
export function noCounts() {
  return { recalled: 0, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 0, notAttempted: 0 };
}

export class OutcomeCounts {
  counts = noCounts();
  /** @type {Map<number, CodeSummary>} */
  #byCode = new Map();

  /** @param {RecallResult} result */
  add({ status, code, meaning = "", retryable = false }) {
    this.counts[status] += 1;
    // As in the library's reports: what did not succeed.
    if (code === undefined || status === "presumedRecalled") return;
    const summary = this.#byCode.get(code) ?? { code, meaning, count: 0, retryable };
    summary.count += 1;
    summary.retryable ||= retryable;
    this.#byCode.set(code, summary);
  }

  /** Most frequent first. */
  get byCode() {
    return [...this.#byCode.values()].sort((a, b) => b.count - a.count || a.code - b.code);
  }

  get total() {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }
}
