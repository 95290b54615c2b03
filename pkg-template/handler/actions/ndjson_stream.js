// NDJSON response stream with backpressure and heartbeat.

/** Most lines that wait for the reader, besides those that the runtime buffers. */
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
  /** Called when the reader has made room. */
  onRoom = () => {};
  #stallTimeout;
  #onGone;

  /**
   * @param {{ heartbeat: number, stallTimeout: number }} config
   * @param {(why: Error) => void} onGone called once, when the reader leaves or stops reading
   */
  constructor({ heartbeat, stallTimeout }, onGone) {
    this.#stallTimeout = stallTimeout;
    this.#onGone = onGone;
    const source = {
      start: (/** @type {ReadableStreamDefaultController<Uint8Array>} */ controller) => void (this.#controller = controller),
      pull: () => {
        this.#stir();
        this.onRoom();
      },
      cancel: () => {
        clearTimeout(this.#rest);
        this.#leave("the client went away");
      },
    };
    // Counts lines. Vercel's edge runtime lacks CountQueuingStrategy.
    this.stream = new ReadableStream(source, { highWaterMark: AHEAD });
    // Proxies close idle connections, and a run may have to wait for a minute.
    this.#heart = setInterval(() => this.#beat(), heartbeat);
  }

  /** @param {Event} event */
  send(event) {
    if (this.#closed) return;
    if (event.type === "progress") {
      this.#lastProgress = event;
      // The next progress line supersedes this one.
      if (!this.hasRoom) return;
    }
    this.#quiet = false;
    this.#controller.enqueue(this.#encoder.encode(`${JSON.stringify(event)}\n`));
  }

  /** Resolves when there is room for more, or the reader is gone. */
  async room() {
    if (this.#closed || this.hasRoom) return;
    let timer;
    await new Promise((/** @type {(value: void) => void} */ resolve) => {
      this.#wake = resolve;
      // A reader that reads nothing does not receive the end either.
      timer = setTimeout(() => this.abandon(UNREAD), this.#stallTimeout);
    });
    clearTimeout(timer);
  }

  /** Whether the reader left before the end. */
  get isGone() {
    return this.#gone;
  }

  /** Ends the stream: no more lines follow. */
  close() {
    if (this.#closed) return;
    this.#end();
    const space = this.#controller.desiredSize ?? 0;
    this.#controller.close();
    if (space < AHEAD) this.#watchRest(space);
  }

  /**
   * Breaks the response off, without a final line.
   * @param {string} [why]
   */
  abandon(why = "the client went away") {
    if (this.#closed) return;
    this.#leave(why);
    this.#controller.error(new Error(why));
  }

  /** Whether there is room for another line now. */
  get hasRoom() {
    return (this.#controller.desiredSize ?? 0) > 0;
  }

  /**
   * After the end, gives up a reader that does not read the remaining lines.
   * @param {number | null} before the room at the previous check
   */
  #watchRest(before) {
    const look = () => {
      const now = this.#controller.desiredSize;
      if (now === before) this.#controller.error(new Error(UNREAD));
      else this.#watchRest(now);
    };
    this.#rest = setTimeout(look, this.#stallTimeout);
    // Node's timers only: do not keep the process alive.
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
