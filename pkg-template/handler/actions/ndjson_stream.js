// NDJSON response stream with backpressure and heartbeat.

/** Lines that wait for the reader at most, beside what the runtime holds. */
const AHEAD = 16;
const UNREAD = "the client does not read";

/** @typedef {{ type: string, [member: string]: unknown }} Event */

export class NdjsonStream {
  /** @type {ReadableStream<Uint8Array>} */
  stream;
  /** @type {ReadableStreamDefaultController<Uint8Array>} */
  #controller = /** @type {any} */ (undefined);
  #encoder = new TextEncoder();
  #closed = false;
  #gone = false;
  /** @type {(() => void) | undefined} */
  #wake;
  /** @type {ReturnType<typeof setInterval>} */
  #heart;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #rest;
  #quiet = true;
  /** @type {Event | undefined} */
  #lastProgress;
  #stallTimeout;
  #onGone;

  /**
   * @param {{ heartbeat: number, stallTimeout: number }} config
   * @param {(why: Error) => void} onGone called once when the reader leaves or stops reading
   */
  constructor({ heartbeat, stallTimeout }, onGone) {
    this.#stallTimeout = stallTimeout;
    this.#onGone = onGone;
    const source = {
      start: (/** @type {ReadableStreamDefaultController<Uint8Array>} */ controller) => void (this.#controller = controller),
      pull: () => this.#stir(),
      cancel: () => {
        clearTimeout(this.#rest);
        this.#leave("the client went away");
      },
    };
    // Counted one by one. Not a CountQueuingStrategy, which Vercel's edge runtime lacks.
    this.stream = new ReadableStream(source, { highWaterMark: AHEAD });
    // Proxies end connections on which nothing moves; a run may have to wait for a minute.
    this.#heart = setInterval(() => this.#beat(), heartbeat);
  }

  /** @param {Event} event */
  send(event) {
    if (this.#closed) return;
    if (event.type === "progress") {
      this.#lastProgress = event;
      // The next one says all that this one does.
      if (!this.hasRoom) return;
    }
    this.#quiet = false;
    this.#controller.enqueue(this.#encoder.encode(`${JSON.stringify(event)}\n`));
  }

  /** Resolves when the reader has room for more, or is gone. */
  async room() {
    if (this.#closed || this.hasRoom) return;
    let timer;
    await new Promise((/** @type {(value: void) => void} */ resolve) => {
      this.#wake = resolve;
      // Whoever does not read gets no end either.
      timer = setTimeout(() => this.abandon(UNREAD), this.#stallTimeout);
    });
    clearTimeout(timer);
  }

  /** Whether the reader left, rather than being told the end. */
  get isGone() {
    return this.#gone;
  }

  /** No more will come. */
  close() {
    if (this.#closed) return;
    this.#end();
    const space = this.#controller.desiredSize ?? 0;
    this.#controller.close();
    if (space < AHEAD) this.#watchRest(space);
  }

  /**
   * Ends the answer without an end.
   * @param {string} [why]
   */
  abandon(why = "the client went away") {
    if (this.#closed) return;
    this.#leave(why);
    this.#controller.error(new Error(why));
  }

  /** Whether the reader would take another line now. */
  get hasRoom() {
    return (this.#controller.desiredSize ?? 0) > 0;
  }

  /**
   * Gives up a reader who does not take what is left after the end. Once all of it was read, there is nothing left to give up.
   * @param {number | null} before room at the last look
   */
  #watchRest(before) {
    const look = () => {
      const now = this.#controller.desiredSize;
      if (now === before) this.#controller.error(new Error(UNREAD));
      else this.#watchRest(now);
    };
    this.#rest = setTimeout(look, this.#stallTimeout);
    // Of Node's timers: a process that has nothing else to do may end.
    /** @type {any} */ (this.#rest).unref?.();
  }

  #beat() {
    if (this.#quiet && this.#lastProgress) this.send(this.#lastProgress);
    this.#quiet = true;
  }

  /** @param {string} why */
  #leave(why) {
    if (this.#closed) return;
    this.#gone = true;
    this.#end();
    this.#onGone(new Error(why));
  }

  #end() {
    this.#closed = true;
    clearInterval(this.#heart);
    this.#stir();
  }

  #stir() {
    this.#wake?.();
    this.#wake = undefined;
  }
}
