// The `fetch` of a recall: journals the keys of a request before it is sent, and keeps to the rate limit although requests wait for the
// disk.

/** Added to a window of one second, because the travel time of requests varies. */
const MARGIN_MS = 20;
const MOST_BODY_BYTES = 4 * 1024 * 1024;

/**
 * Limits the requests in any window of one second, as the service sees them. A request on a new connection takes longer
 * to arrive than the later ones, so the time that counts is not its departure but its latest possible arrival: the time of
 * its answer, minus the duration of the fastest request.
 */
export class SlidingWindow {
  #left;
  #answered;
  #next = 0;
  #fastest = Infinity;

  /** @param {number} rateLimit */
  constructor(rateLimit) {
    this.#left = new Float64Array(rateLimit).fill(-Infinity);
    this.#answered = new Float64Array(rateLimit).fill(-Infinity);
  }

  /** When the next request may leave, from what is known so far. */
  get earliest() {
    const there = Math.max(this.#at(this.#left), this.#at(this.#answered) - this.#fastest);
    return there + 1000 + MARGIN_MS;
  }

  /**
   * Notes that a request leaves.
   * @param {number} now milliseconds
   * @returns {(at: number) => void} to be called when its answer has arrived
   */
  leave(now) {
    const place = this.#next;
    this.#next = (place + 1) % this.#left.length;
    this.#left[place] = now;
    this.#answered[place] = -Infinity;
    return (at) => {
      this.#fastest = Math.min(this.#fastest, at - now);
      if (this.#left[place] === now) this.#answered[place] = at;
    };
  }

  /** @param {Float64Array} times */
  #at(times) {
    return /** @type {number} */ (times[this.#next]);
  }
}

/** @param {number} ms @param {AbortSignal} signal */
function rest(ms, signal) {
  return new Promise((/** @type {(value: void) => void} */ resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}

export class JournaledFetch {
  /** Number of requests whose answer has not been read. */
  inFlight = 0;
  /** Number of readable answers of the service. */
  answers = 0;
  /** Since when requests have waited without any answer arriving. @type {number | undefined} */
  #unansweredSince;
  /** When the last request left or the last answer arrived. @type {number | undefined} */
  #moved;
  #window;
  #sent;
  /** Settles when the previous request has left. @type {Promise<unknown>} */
  #queue = Promise.resolve();

  /**
   * @param {number} rateLimit
   * @param {(msgKeys: string[]) => Promise<void>} sent writes that these keys are about to leave; resolves when that is on the disk
   */
  constructor(rateLimit, sent) {
    this.#window = new SlidingWindow(rateLimit);
    this.#sent = sent;
  }

  /** Lets requests leave one after another, in order of arrival. @param {AbortSignal} signal */
  async #turn(signal) {
    const before = this.#queue;
    let end = () => {};
    this.#queue = new Promise((resolve) => (end = () => resolve(undefined)));
    try {
      await before;
      // Recompute after each wait: the known arrivals of earlier requests change meanwhile.
      for (let ms = this.#wait(); ms > 0 && !signal.aborted; ms = this.#wait()) await rest(ms, signal);
      // An aborted request must not leave, even if it was waiting for the disk.
      signal.throwIfAborted();
      return this.#window.leave(performance.now());
    } finally {
      end();
    }
  }

  #wait() {
    return this.#window.earliest - performance.now();
  }

  /**
   * How long no answer has arrived, and how long nothing has happened.
   * @param {number} now milliseconds, as of `performance.now()`
   */
  silence(now) {
    return { silentMs: this.#unansweredSince === undefined ? 0 : now - this.#unansweredSince, idleMs: this.#moved === undefined ? 0 : now - this.#moved };
  }

  /** Notes that a request leaves. @param {number} now */
  left(now) {
    this.#unansweredSince ??= now;
    this.#moved = now;
  }

  /** Notes that a request has ended. A gateway's page or a temporary refusal does not count as an answer of the service. @param {number} now @param {boolean} isAnswer */
  returned(now, isAnswer) {
    this.#moved = now;
    if (!isAnswer) return;
    this.answers += 1;
    // The silence of the remaining requests is measured from now on.
    this.#unansweredSince = this.inFlight > 1 ? now : undefined;
  }

  /** @type {import("tencent-chat-recall").FetchLike} */
  fetch = async (url, init) => {
    this.inFlight += 1;
    try {
      await this.#sent(JSON.parse(init.body).MsgKeyList);
      const answered = await this.#turn(init.signal);
      this.left(performance.now());
      const response = await fetch(url, init);
      answered(performance.now());
      const text = await limited(response);
      this.returned(performance.now(), response.status === 200 && text.trimStart().startsWith("{"));
      return /** @type {Response} */ ({ status: response.status, text: async () => text });
    } finally {
      this.inFlight -= 1;
    }
  };
}

/** Reads the body, so that a request counts as in flight until the last byte. @param {Response} response */
async function limited(response) {
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for await (const chunk of /** @type {AsyncIterable<Uint8Array>} */ (response.body ?? [])) {
    length += chunk.length;
    if (length > MOST_BODY_BYTES) throw new Error("the answer is too long");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
