// Follows the requests of a run by its events: how many are in flight, and for how long the service has been silent. Time is an argument.

/** @typedef {import("tencent-chat-recall").RecallEvent} RecallEvent */

const TOO_MANY_REQUESTS = 429;

export class AnswerWatch {
  /** Number of requests whose answer has not been read. */
  inFlight = 0;
  /** Number of readable answers of the service. */
  answers = 0;
  /** Since when requests have waited without any answer arriving. @type {number | undefined} */
  #unansweredSince;
  /** When the last request left or ended. @type {number | undefined} */
  #moved;

  /**
   * @param {RecallEvent} event
   * @param {number} now milliseconds
   */
  hear(event, now) {
    if (event.type === "request") this.#begins(now);
    if (event.type === "loss") this.#ends(now, false);
    // What a proxy answers in place of the service has no ErrorCode.
    if (event.type === "answer") this.#ends(now, event.errorCode !== undefined || event.status === TOO_MANY_REQUESTS);
  }

  /** @param {number} now */
  #begins(now) {
    this.inFlight += 1;
    this.#moved = now;
    this.#unansweredSince ??= now;
  }

  /** @param {number} now @param {boolean} isAnswered */
  #ends(now, isAnswered) {
    this.inFlight -= 1;
    this.#moved = now;
    if (!isAnswered) return;
    this.answers += 1;
    // The silence of the remaining requests is measured from now on.
    this.#unansweredSince = this.inFlight > 0 ? now : undefined;
  }

  /**
   * How long no answer has arrived, and how long nothing has happened.
   * @param {number} now milliseconds
   */
  silence(now) {
    return { silentMs: this.#unansweredSince === undefined ? 0 : now - this.#unansweredSince, idleMs: this.#moved === undefined ? 0 : now - this.#moved };
  }
}
