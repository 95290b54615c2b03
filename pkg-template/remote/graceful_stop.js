// Stops a request to the handler gracefully: asks the handler to stop, then reads the rest of the response for the remaining outcomes.
import { objectOf, post } from "./http.js";

/** Milliseconds for the handler to end its response. Then the connection is closed, and keys without a row are in doubt. */
const GRACE = 3000;

export class GracefulStop {
  #endpoint;
  #soft;
  #leave;
  #hard = new AbortController();
  /** @type {any} */
  #timer;
  /** @type {string | undefined} */
  #id;

  /**
   * @param {import("./http.js").Endpoint} endpoint
   * @param {AbortSignal} soft stops the run gracefully: the caller still wants the outcomes
   * @param {AbortSignal} leave closes the connection at once
   */
  constructor(endpoint, soft, leave) {
    this.#endpoint = endpoint;
    this.#soft = soft;
    this.#leave = leave;
    soft.addEventListener("abort", this.#stop);
    leave.addEventListener("abort", this.#breakOff);
    if (leave.aborted) this.#breakOff();
  }

  /** The signal for fetch. */
  get signal() {
    return this.#hard.signal;
  }

  /** Notes that the handler has begun. @param {string} id the id of its run */
  begun(id) {
    this.#id = id;
    if (this.#soft.aborted) this.#ask(id);
  }

  /** Stops listening. */
  release() {
    clearTimeout(this.#timer);
    this.#soft.removeEventListener("abort", this.#stop);
    this.#leave.removeEventListener("abort", this.#breakOff);
  }

  #stop = () => {
    this.#timer = setTimeout(this.#breakOff, GRACE);
    if (this.#id !== undefined) this.#ask(this.#id);
  };

  #breakOff = () => this.#hard.abort((this.#soft.aborted ? this.#soft : this.#leave).reason);

  /** @param {string} id */
  #ask(id) {
    post(this.#endpoint, { action: "stop", id }, this.#hard.signal)
      .then((response) => objectOf(response))
      .then(({ stopping }) => stopping === true || this.#breakOff())
      .catch(this.#breakOff);
  }
}
