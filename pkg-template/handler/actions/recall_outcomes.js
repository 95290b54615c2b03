// The state of each message of one recall request, so that every key is accounted for at the end.
import { Eta } from "../../lib/run/eta.js";
import { OutcomeCounts, noCounts, totalOf } from "../protocol/outcome_counts.js";

/** @typedef {import("tencent-chat-recall").RecallResult} RecallResult */
/** @typedef {import("tencent-chat-recall").RecallProgress} RecallProgress */

export class RecallOutcomes {
  /** Why the run ended early, other than by the time limit. @type {unknown} */
  error;
  /** Keys to go on with in another request: never sent or refused for now; and sent without a readable answer. */
  left = { msgKeys: /** @type {string[]} */ ([]), unconfirmed: /** @type {string[]} */ ([]) };
  #msgKeys;
  /** Keys that an earlier request sent without learning what came of it. */
  #inDoubt;
  /** Keys without an outcome. */
  #open;
  /** How many the run has taken. */
  #taken = 0;
  #feeding = true;
  /** @type {RecallResult[]} */
  #rows = [];
  /** Rows of messages that this run did not send. @type {RecallResult[]} */
  #unsent = [];
  /** Outcomes that more time may change. @type {RecallResult[]} */
  #passing = [];
  #outcomeCounts = new OutcomeCounts();
  #eta = new Eta();
  #requests = 0;
  #retries = 0;

  /**
   * @param {readonly string[]} msgKeys distinct
   * @param {readonly string[]} [inDoubt]
   */
  constructor(msgKeys, inDoubt) {
    this.#msgKeys = msgKeys;
    this.#inDoubt = new Set(inDoubt);
    this.#open = new Set(msgKeys);
  }

  /** The keys, for the run to take as it needs them. */
  *feed() {
    for (const msgKey of this.#msgKeys) {
      if (!this.#feeding) return;
      this.#taken += 1;
      yield msgKey;
    }
  }

  stopFeeding() {
    this.#feeding = false;
  }

  /** @param {RecallResult} result */
  add(result) {
    this.#open.delete(result.msgKey);
    if (!this.#feeding && result.status === "notAttempted") this.#unsent.push(result);
    else this.#settle(result);
    if (!this.#feeding && result.retryable && result.status !== "notAttempted") this.#passing.push(result);
  }

  /** @param {RecallResult} result */
  #settle(result) {
    this.#rows.push(result);
    this.#outcomeCounts.add(result);
  }

  get waiting() {
    return this.#rows.length;
  }

  /** Rows since the last call. */
  takeRows() {
    return this.#rows.splice(0);
  }

  /**
   * With the total of the request, since the run knows only what it has taken.
   * @param {RecallProgress} [progress]
   * @returns {RecallProgress}
   */
  progress(progress) {
    const total = this.#msgKeys.length;
    if (!progress) return { total, counts: noCounts(), requests: 0, retries: 0, inFlight: 0, rate: 0, durationMs: 0 };
    this.#requests = progress.requests;
    this.#retries = progress.retries;
    return { ...progress, total, secondsLeft: this.#eta.secondsLeft(totalOf(progress.counts), { ...progress, total }) };
  }

  /**
   * The run has ended: what it did not speak of was not sent, unless it broke down.
   * @param {unknown} [error]
   * @param {{ byTime: boolean }} [how] whether it ended because the time was over
   */
  end(error, { byTime } = { byTime: false }) {
    const brokeDown = error !== undefined && /** @type {any} */ (error).code === "ERR_INTERNAL";
    this.#msgKeys.forEach((msgKey, index) => {
      if (!this.#open.has(msgKey)) return;
      const wasTaken = brokeDown && index < this.#taken;
      const status = wasTaken || this.#inDoubt.has(msgKey) ? "unconfirmed" : "notAttempted";
      this.#unsent.push({ msgKey, status, retryable: true, attempts: wasTaken ? 1 : 0 });
    });
    this.#open.clear();
    if (error === undefined || byTime) {
      this.#leave(this.#unsent);
      // What was broken off by the time limit goes on with the rest, after its row has said what is known so far.
      if (byTime) this.#leave(this.#passing);
      return;
    }
    this.error = error;
    for (const result of this.#unsent.splice(0)) this.#settle(result);
  }

  /** @param {RecallResult[]} rows */
  #leave(rows) {
    for (const { msgKey, status } of rows) {
      if (status === "unconfirmed") this.left.unconfirmed.push(msgKey);
      else this.left.msgKeys.push(msgKey);
    }
  }

  /** Outcomes of all messages by status. */
  get counts() {
    const counts = { ...this.#outcomeCounts.counts };
    for (const { status } of this.#unsent) counts[status] += 1;
    return counts;
  }

  /** Of the rows written. */
  report() {
    const { counts, byCode } = this.#outcomeCounts;
    const complete = counts.recalled === this.#msgKeys.length;
    return { complete, counts, byCode, requests: this.#requests, retries: this.#retries };
  }
}
