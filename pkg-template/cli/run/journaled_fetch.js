// The `fetch` of a recall: journals the keys of a request before it is sent, and keeps to the rate limit although requests wait for the
// disk.

/** Added to a window of one second, because requests do not all take the same time to arrive. */
const MARGIN_MS = 20;
const MOST_BODY_BYTES = 4 * 1024 * 1024;

/**
 * At most so many requests in any window of one second, as the service sees them. A request on a new connection is on its way for
 * longer than the later ones, so what counts is not when it left but when it must have been there at the latest: the time of
 * its answer, less the time that the fastest one took.
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

  /** When the next one may leave, by what is known so far. */
  get earliest() {
    const there = Math.max(this.#at(this.#left), this.#at(this.#answered) - this.#fastest);
    return there + 1000 + MARGIN_MS;
  }

  /**
   * It leaves.
   * @param {number} now milliseconds
   * @returns {(at: number) => void} to be called when its answer is there
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
  /** Requests whose answer has not been read. */
  inFlight = 0;
  /** Answers of the service that could be read. */
  answers = 0;
  /** Since when one is waited for without any other coming. @type {number | undefined} */
  #unansweredSince;
  /** When a request left or an answer came. @type {number | undefined} */
  #moved;
  #window;
  #sent;
  /** Settled when the one before has left. @type {Promise<unknown>} */
  #queue = Promise.resolve();

  /**
   * @param {number} rateLimit
   * @param {(msgKeys: string[]) => Promise<void>} sent resolves when it is on the disk that these are about to leave
   */
  constructor(rateLimit, sent) {
    this.#window = new SlidingWindow(rateLimit);
    this.#sent = sent;
  }

  /** One after another: whoever waits longest leaves first. @param {AbortSignal} signal */
  async #turn(signal) {
    const before = this.#queue;
    let end = () => {};
    this.#queue = new Promise((resolve) => (end = () => resolve(undefined)));
    try {
      await before;
      // Again and again: what is known of earlier ones changes while it waits.
      for (let ms = this.#wait(); ms > 0 && !signal.aborted; ms = this.#wait()) await rest(ms, signal);
      // It may have been given up while it waited, also for the disk: then it must not leave any more.
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
   * How long nothing has been heard, and how long nothing has happened.
   * @param {number} now milliseconds, as of `performance.now()`
   */
  silence(now) {
    return { silentMs: this.#unansweredSince === undefined ? 0 : now - this.#unansweredSince, idleMs: this.#moved === undefined ? 0 : now - this.#moved };
  }

  /** A request leaves. @param {number} now */
  left(now) {
    this.#unansweredSince ??= now;
    this.#moved = now;
  }

  /** One came back. A gateway's page or a refusal in passing is no answer of the service. @param {number} now @param {boolean} isAnswer */
  returned(now, isAnswer) {
    this.#moved = now;
    if (!isAnswer) return;
    this.answers += 1;
    // Those that are still on their way are waited for from now on.
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

/** The body, read here so that a request counts as in flight until its last byte. @param {Response} response */
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
