// Writes the outcomes of a run to the response in batches, with backpressure: while the client does not read, the run pauses.

/** Most rows in one line. */
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
   * Takes outcomes until they end. The run pauses while they are not taken, so at most one line of them waits here, and one
   * line more than the stream has room for waits there.
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

  /** Writes the waiting rows if the reader has room. Called by a timer, so that a few rows need not wait for a full line. */
  tick() {
    if (this.#output.hasRoom) this.flush();
  }

  /** Writes the waiting rows. */
  flush() {
    const results = this.#outcomes.takeRows();
    if (results.length > 0) this.#output.send({ type: "results", results });
  }
}
