// Moves the outcomes of a run into its answer, at the reader's pace: while nobody reads, none is asked for. For recall.js.

/** Rows in one line at most. */
const ROWS = 500;

export class RowFeed {
  #ledger;
  #outlet;

  /**
   * @param {import("./recall_outcomes.js").RecallLedger} ledger
   * @param {import("./ndjson_stream.js").Outlet} outlet
   */
  constructor(ledger, outlet) {
    this.#ledger = ledger;
    this.#outlet = outlet;
  }

  /**
   * Takes outcomes until they end. The run slows to a stop when they are not taken, so at most a line of them waits here, and one
   * more than the outlet has room for there.
   * @param {AsyncIterable<import("tencent-chat-recall").RecallResult>} results
   */
  async take(results) {
    for await (const result of results) {
      this.#ledger.add(result);
      if (this.#ledger.waiting < ROWS) continue;
      this.flush();
      await this.#outlet.room();
    }
  }

  /** Writes what waits, unless nobody reads. For a timer, so that a few rows need not wait for many. */
  tick() {
    if (this.#outlet.hasRoom) this.flush();
  }

  /** Writes what waits. */
  flush() {
    const results = this.#ledger.takeRows();
    if (results.length > 0) this.#outlet.send({ type: "results", results });
  }
}
