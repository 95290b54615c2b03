// Tells from the progress of a run for how long the service has been silent. Time is an argument.

/** @typedef {import("tencent-chat-recall").RecallProgress} RecallProgress */

export class AnswerWatch {
  /** Number of requests whose answer has not been read. */
  inFlight = 0;
  /** Number of readable answers of the service. */
  answers = 0;
  #requests = 0;
  /** What only an answer of the service changes. */
  #known = { settled: 0, codes: 0, rate: Infinity };
  /** Since when requests have waited without any answer arriving. @type {number | undefined} */
  #unansweredSince;
  /** When the last request left or ended. @type {number | undefined} */
  #moved;

  /**
   * @param {Pick<RecallProgress, "requests" | "inFlight" | "counts" | "rate" | "loss" | "errorInfo">} progress
   * @param {number} now milliseconds
   */
  update(progress, now) {
    const { requests, inFlight } = progress;
    const ended = requests - inFlight - (this.#requests - this.inFlight);
    if (ended > 0 || requests > this.#requests) this.#moved = now;
    const isAnswered = this.#hasAnswer(progress) && ended > 0;
    this.#requests = requests;
    this.inFlight = inFlight;
    if (isAnswered) this.answers += ended;
    // After an answer, the silence of the remaining requests is measured from now on.
    if (isAnswered) this.#unansweredSince = inFlight > 0 ? now : undefined;
    else if (inFlight > 0) this.#unansweredSince ??= now;
  }

  /**
   * How long no answer has arrived, and how long nothing has happened.
   * @param {number} now milliseconds
   */
  silence(now) {
    return { silentMs: this.#unansweredSince === undefined ? 0 : now - this.#unansweredSince, idleMs: this.#moved === undefined ? 0 : now - this.#moved };
  }

  /**
   * Whether one of the requests that ended since the last progress got an answer: without any loss each did. Else the answer shows in the
   * outcomes, in the codes, or in a rate that the service has lowered.
   * @param {Pick<RecallProgress, "counts" | "rate" | "loss" | "errorInfo">} progress
   */
  #hasAnswer({ counts: { recalled, presumedRecalled, notFound, failed }, rate, loss, errorInfo = {} }) {
    const { settled, codes, rate: before } = this.#known;
    this.#known = { settled: recalled + presumedRecalled + notFound + failed, codes: Object.keys(errorInfo).length, rate };
    return loss === undefined || this.#known.settled > settled || this.#known.codes > codes || rate < before;
  }
}
