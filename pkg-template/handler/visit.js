// One request to the handler: what its parts share, from the door to the last record.
import { Trail } from "./trail.js";

/** @typedef {import("./options.js").Config} Config */
/** @typedef {import("./index.js").HandlerContext} HandlerContext */

export class Visit {
  /** In the answer and in every record. */
  id = crypto.randomUUID();
  config;
  trail;
  runs;
  /** Who is calling, once that is known. */
  user = "";
  #signal;
  #context;

  /**
   * @param {{ config: Config, runs: import("./runs.js").Runs }} handler
   * @param {Request} request
   * @param {HandlerContext} [context]
   */
  constructor({ config, runs }, request, context) {
    this.config = config;
    this.runs = runs;
    this.trail = new Trail(config, this.id, request);
    // Old runtimes have none; there the end of the answer's stream tells.
    this.#signal = /** @type {AbortSignal | undefined} */ (request.signal);
    this.#context = context;
  }

  get isGone() {
    return this.#signal?.aborted === true;
  }

  /** @param {() => void} listener called when the client disconnects, at once if it has */
  whenGone(listener) {
    if (this.isGone) listener();
    else this.#signal?.addEventListener("abort", listener, { once: true });
  }

  /**
   * Lets work end properly where a runtime would stop it with the answer. Its failure is for the operator.
   * @param {Promise<unknown>} work
   */
  keepAlive(work) {
    const caught = work.catch((error) => this.config.onError("handler", error));
    if (typeof this.#context?.waitUntil === "function") this.#context.waitUntil(caught);
  }

  /**
   * Tells the operator what the client is not told: the cause.
   * @param {string} what
   * @param {import("./refusal.js").Refusal} refusal
   */
  tellOperator(what, { cause }) {
    if (cause !== undefined) this.config.onError(what, cause);
  }
}
