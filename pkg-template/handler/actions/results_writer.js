// Writes the outcomes of a run to the response in batches, with backpressure: while the client does not read, the run pauses.

/** Rows in one line at most. */
const ROWS = 500;

export class ResultsWriter {
  #outcomes;
  #output;

  /**
   * @param {import("./recall_outcomes.js").RecallOutcomes} outcomes
   * @param {import("./ndjson_stream.js").NdjsonStream} output
   */
  constructor(outcomes, output) {
    this.#outcomes = outcomes;
    this.#output = output;
  }

  /**
   * Takes outcomes until they end. The run slows to a stop when they are not taken, so at most a line of them waits here, and one
   * more than the outlet has room for there.
   * @param {AsyncIterable<import("tencent-chat-recall").RecallResult>} results
   */
  async take(results) {
    for await (const result of results) {
      this.#outcomes.add(result);
      if (this.#outcomes.waiting < ROWS) continue;
      this.flush();
      await this.#output.room();
    }
  }

  /** Writes what waits, unless nobody reads. For a timer, so that a few rows need not wait for many. */
  tick() {
    if (this.#output.hasRoom) this.flush();
  }

  /** Writes what waits. */
  flush() {
    const results = this.#outcomes.takeRows();
    if (results.length > 0) this.#output.send({ type: "results", results });
  }
}
