// Counts outcomes by status and by code, for the reports of the handler and of its client.
import { STATUSES } from "../../lib/generated/facts.js";
import { CodeCounter } from "../../lib/run/code_counter.js";

/** @typedef {import("tencent-chat-recall").RecallResult} RecallResult */

/** @returns {import("tencent-chat-recall").RecallCounts} */
export function noCounts() {
  return /** @type {any} */ (Object.fromEntries(STATUSES.map((status) => [status, 0])));
}

export class OutcomeCounts {
  counts = noCounts();
  #codes = new CodeCounter();

  /** @param {RecallResult} result */
  add(result) {
    this.counts[result.status] += 1;
    this.#codes.add(result);
  }

  /** Codes with their counts, most frequent first. */
  get byCode() {
    return this.#codes.list();
  }

  get total() {
    return totalOf(this.counts);
  }
}

/** @param {import("tencent-chat-recall").RecallCounts} counts */
export const totalOf = (counts) => Object.values(counts).reduce((sum, count) => sum + count, 0);
