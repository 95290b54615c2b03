// Writes the outcomes of a run to the response in batches, with backpressure: while the client does not read, the run pauses.

/** Most rows in one line. */
const ROWS = 500;
/** Most milliseconds for which a row waits for others. */
const ROWS_WAIT = 100;

export class ResultsWriter {
  #outcomes;
  #output;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** Whether the waiting rows are to be written as soon as the reader has room. */
  #isDue = false;

  /**
   * @param {import("./recall_outcomes.js").RecallOutcomes} outcomes
   * @param {import("./ndjson_stream.js").NdjsonStream} output
   */
  constructor(outcomes, output) {
    this.#outcomes = outcomes;
    this.#output = output;
    output.onRoom = () => this.#writeDue();
  }

  /**
   * Takes outcomes until they end. The run pauses while they are not taken, so at most one line of them waits here, and one
   * line more than the stream has room for waits there.
   * @param {AsyncIterable<import("tencent-chat-recall").RecallResult>} results
   */
  async take(results) {
    for await (const result of results) {
      this.#outcomes.add(result);
      if (this.#outcomes.waiting < ROWS) {
        this.#writeSoon();
        continue;
      }
      this.flush();
      await this.#output.room();
    }
  }

  /** Writes the waiting rows. */
  flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isDue = false;
    const results = this.#outcomes.takeRows();
    if (results.length > 0) this.#output.send({ type: "results", results });
  }

  /** A few rows need not wait for a full line. */
  #writeSoon() {
    if (this.#isDue) return;
    this.#timer ??= setTimeout(() => {
      this.#isDue = true;
      this.#writeDue();
    }, ROWS_WAIT);
  }

  #writeDue() {
    if (this.#isDue && this.#output.hasRoom) this.flush();
  }
}
