// Groups the messages that were not recalled by their code, for the reports of the library, the handler and its client.

/** Counts the messages that ended with each code, except those that are presumed gone. */
export class CodeCounter {
  /** @type {Map<number, import("../../index.js").CodeSummary>} */
  #groups = new Map();

  /** @param {import("../../index.js").RecallResult} result */
  add({ status, code, meaning = "", retryable = false }) {
    if (code === undefined || status === "presumedRecalled") return;
    const group = this.#groups.get(code) ?? { code, meaning, count: 0, retryable };
    group.count += 1;
    group.retryable ||= retryable;
    this.#groups.set(code, group);
  }

  /** The counts, most frequent first. */
  list() {
    return [...this.#groups.values()].sort((a, b) => b.count - a.count || a.code - b.code);
  }
}
