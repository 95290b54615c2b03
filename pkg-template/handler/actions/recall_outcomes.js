// The state of each message of one recall request, so that every message is accounted for at the end.
import { Eta } from "../../lib/run/eta.js";
import { idOf, refOf } from "../protocol/message_refs.js";
import { OutcomeCounts, noCounts, totalOf } from "../protocol/outcome_counts.js";

/** @typedef {import("tencent-chat-recall").MessageRef} MessageRef */
/** @typedef {import("tencent-chat-recall").RecallResult} RecallResult */
/** @typedef {import("tencent-chat-recall").RecallProgress} RecallProgress */

export class RecallOutcomes {
  /** Why the run ended early, unless it was the time limit. @type {unknown} */
  error;
  /** Messages to continue with in another request: `messages` were never sent or refused for now, `unconfirmed` got no readable answer. */
  left = { messages: /** @type {MessageRef[]} */ ([]), unconfirmed: /** @type {MessageRef[]} */ ([]) };
  #messages;
  /** Ids of messages that an earlier request sent without learning the outcome. */
  #inDoubt;
  /** Ids of messages without an outcome so far. */
  #open;
  /** Number of messages that the run has taken. */
  #taken = 0;
  /** Whether the time limit is near, so that what is left continues in another request. */
  #isDraining = false;
  #isStopped = false;
  /** @type {RecallResult[]} */
  #rows = [];
  /** Rows of messages that this run does not send. @type {RecallResult[]} */
  #unsent = [];
  /** Outcomes that another request may change. @type {RecallResult[]} */
  #passing = [];
  #outcomeCounts = new OutcomeCounts();
  #eta = new Eta();
  #requests = 0;
  #retries = 0;

  /**
   * @param {readonly MessageRef[]} messages distinct ones
   * @param {ReadonlySet<string>} [inDoubt] ids
   */
  constructor(messages, inDoubt = new Set()) {
    this.#messages = messages;
    this.#inDoubt = inDoubt;
    this.#open = new Set(messages.map(idOf));
  }

  /** Yields the messages as the run needs them. */
  *feed() {
    for (const message of this.#messages) {
      if (this.#isDraining) return;
      this.#taken += 1;
      yield message;
    }
  }

  /** From now on, what the run does not settle is left for another request. */
  drain() {
    this.#isDraining = true;
  }

  /** @param {RecallResult} result */
  add(result) {
    this.#open.delete(idOf(result));
    if (this.#isDraining && result.status === "notAttempted") this.#unsent.push(result);
    else this.#settle(result);
    if (this.#isDraining && result.retryable && result.status !== "notAttempted") this.#passing.push(result);
  }

  /** @param {RecallResult} result */
  #settle(result) {
    this.#rows.push(result);
    this.#outcomeCounts.add(result);
  }

  get waiting() {
    return this.#rows.length;
  }

  /** Returns the rows since the last call. */
  takeRows() {
    return this.#rows.splice(0);
  }

  /**
   * Adds the total of the request: the run counts only the messages that it has taken.
   * @param {RecallProgress} [progress]
   * @returns {RecallProgress}
   */
  progress(progress) {
    const total = this.#messages.length;
    if (!progress) return { total, counts: noCounts(), requests: 0, retries: 0, inFlight: 0, rate: 0, durationMs: 0 };
    this.#requests = progress.requests;
    this.#retries = progress.retries;
    return { ...progress, total, secondsLeft: this.#eta.secondsLeft(totalOf(progress.counts), { ...progress, total }) };
  }

  /**
   * Settles the messages without an outcome at the end of the run: they were not sent, unless the run broke down.
   * @param {unknown} [error]
   * @param {{ byTime?: boolean, isStopped?: boolean }} [how] whether the time limit ended it, and whether the client stopped it
   */
  end(error, { byTime = false, isStopped = false } = {}) {
    this.#isStopped = isStopped;
    const brokeDown = error !== undefined && /** @type {any} */ (error).code === "ERR_INTERNAL";
    this.#messages.forEach((message, index) => {
      const id = idOf(message);
      if (!this.#open.has(id)) return;
      const wasTaken = brokeDown && index < this.#taken;
      const status = wasTaken || this.#inDoubt.has(id) ? "unconfirmed" : "notAttempted";
      this.#unsent.push({ ...message, status, retryable: true, attempts: wasTaken ? 1 : 0 });
    });
    this.#open.clear();
    if (!isStopped && (error === undefined || byTime)) {
      this.#leave(this.#unsent);
      // Messages that the time limit interrupted continue with the rest; their rows say what is known so far.
      this.#leave(this.#passing);
      return;
    }
    if (!byTime) this.error = error;
    for (const result of this.#unsent.splice(0)) this.#settle(result);
  }

  /** @param {RecallResult[]} rows */
  #leave(rows) {
    for (const row of rows) this.left[row.status === "unconfirmed" ? "unconfirmed" : "messages"].push(refOf(row));
  }

  /** Whether messages are left for another request. */
  get isContinued() {
    return this.left.messages.length + this.left.unconfirmed.length > 0;
  }

  /** Counts all messages by status. */
  get counts() {
    const counts = { ...this.#outcomeCounts.counts };
    for (const { status } of this.#unsent) counts[status] += 1;
    return counts;
  }

  /** Summarizes the rows written. */
  report() {
    const { counts, byCode } = this.#outcomeCounts;
    const complete = counts.recalled === this.#messages.length;
    const stopped = this.#isStopped && { stopped: /** @type {const} */ (true) };
    return { complete, counts, byCode, ...stopped, requests: this.#requests, retries: this.#retries };
  }
}
