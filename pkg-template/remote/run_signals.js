// Carries the caller's signals to a run in the handler: `stopSignal` stops it, `signal` aborts it, and leaving closes the connection.
import { objectOf, post } from "./http.js";

/** Milliseconds for the handler to end its response after an abort. Then the connection is closed, and keys without a row are in doubt. */
const GRACE = 3000;

/**
 * @typedef {object} Signals
 * @property {AbortSignal} signal aborts the run: the caller still wants the outcomes
 * @property {AbortSignal} stopSignal stops the run: what is in flight is waited for
 * @property {AbortSignal} leave closes the connection at once
 */

export class RunSignals {
  #endpoint;
  #signals;
  #connection = new AbortController();
  /** @type {any} */
  #timer;
  /** @type {string | undefined} */
  #id;
  /** @type {[AbortSignal, () => void][]} */
  #listeners;

  /**
   * @param {import("./http.js").Endpoint} endpoint
   * @param {Signals} signals
   */
  constructor(endpoint, { signal, stopSignal, leave }) {
    this.#endpoint = endpoint;
    this.#signals = { signal, stopSignal, leave };
    this.#listeners = [[signal, this.#abort], [stopSignal, this.#stop], [leave, this.#close]];
    for (const [source, listener] of this.#listeners) source.addEventListener("abort", listener);
    if (leave.aborted) this.#close();
  }

  /** The signal for fetch. */
  get connection() {
    return this.#connection.signal;
  }

  /** Notes that the handler has begun. @param {string} id the id of its run */
  begun(id) {
    this.#id = id;
    if (this.#signals.signal.aborted) this.#ask({});
    else if (this.#signals.stopSignal.aborted) this.#stop();
  }

  /** Stops listening. */
  release() {
    clearTimeout(this.#timer);
    for (const [source, listener] of this.#listeners) source.removeEventListener("abort", listener);
  }

  #abort = () => {
    this.#timer = setTimeout(this.#close, GRACE);
    this.#ask({});
  };

  #stop = () => {
    this.#ask({ graceful: true }, ({ error }) => {
      // A handler of 0.1.0, which only aborts.
      if (error.code !== "ERR_INVALID_INPUT") return this.#close();
      this.#abort();
    });
  };

  #close = () => {
    const { signal, stopSignal, leave } = this.#signals;
    this.#connection.abort([signal, stopSignal, leave].find(({ aborted }) => aborted)?.reason);
  };

  /**
   * @param {object} how
   * @param {(thrown: any) => void} [failed]
   */
  #ask(how, failed = this.#close) {
    if (this.#id === undefined) return;
    post(this.#endpoint, { action: "stop", id: this.#id, ...how }, this.#connection.signal)
      .then((response) => objectOf(response))
      // Another process or isolate may have received the request.
      .then(({ stopping }) => stopping === true || this.#close(), failed)
      .catch(this.#close);
  }
}
