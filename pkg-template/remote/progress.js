// Sums up the progress of a recall over all of its requests to the handler, for onProgress and the report.
import { noCounts, totalOf } from "../handler/protocol/outcome_counts.js";
import { Eta } from "../lib/run/eta.js";

/** @typedef {import("../index.js").RecallProgress} RecallProgress */

export class ProgressMeter {
  counts = noCounts();
  total = 0;
  #began = performance.now();
  /** Sums over the ended requests to the handler. */
  #before = { requests: 0, retries: 0 };
  #now = { requests: 0, retries: 0, inFlight: 0, rate: 0 };
  /**
   * How the last request to the service without a readable answer ended, and the ErrorInfo of each code.
   * @type {{ lastLoss?: string, loss?: import("../index.js").Loss, errorInfo?: Record<number, string> }}
   */
  words = {};
  #eta = new Eta();
  #onProgress;

  /** @param {((progress: RecallProgress) => void) | undefined} onProgress */
  constructor(onProgress) {
    this.#onProgress = onProgress;
  }

  /**
   * @param {import("../index.js").RecallResult} result
   * @param {number} positions how many positions of the input have this key
   */
  count({ status }, positions) {
    this.counts[status] += positions;
  }

  /** @param {import("../handler/index.js").HandlerEvent} event */
  watch(event) {
    if (event.type === "start") {
      this.#before = this.traffic;
      this.#now = { requests: 0, retries: 0, inFlight: 0, rate: 0 };
    } else if (event.type === "progress") {
      const { requests, retries, inFlight, rate, lastLoss, loss, errorInfo } = event.progress;
      if (lastLoss !== undefined) Object.assign(this.words, { lastLoss, loss });
      if (errorInfo !== undefined) this.words.errorInfo = { ...errorInfo, ...this.words.errorInfo };
      this.#now = { requests, retries, inFlight, rate };
      this.tell();
    }
  }

  get traffic() {
    return { requests: this.#before.requests + this.#now.requests, retries: this.#before.retries + this.#now.retries };
  }

  get durationMs() {
    return performance.now() - this.#began;
  }

  /**
   * Summarizes the whole recall.
   * @param {import("../handler/protocol/outcome_counts.js").OutcomeCounts} outcomeCounts of all results
   * @param {boolean} isStopped
   * @returns {import("../index.js").RecallSummary}
   */
  summary({ counts, byCode, total }, isStopped) {
    return { complete: counts.recalled === total, counts, byCode, ...(isStopped && { stopped: true }), ...this.traffic, durationMs: this.durationMs, ...this.words };
  }

  /** Calls `onProgress` and ignores what it throws. */
  tell() {
    if (!this.#onProgress) return;
    const { total, counts, durationMs } = this;
    const { inFlight, rate } = this.#now;
    const secondsLeft = this.#eta.secondsLeft(totalOf(counts), { total, durationMs, rate });
    try {
      this.#onProgress({ total, counts: { ...counts }, ...this.traffic, inFlight, rate, ...(secondsLeft !== undefined && { secondsLeft }), durationMs, ...this.words });
    } catch {
      // Ignored, as in the library.
    }
  }

  /** Reports the final progress. */
  end() {
    this.#now.inFlight = 0;
    this.tell();
  }
}
