// The state that the parts of the handler share for one request, from its arrival to the last audit record.
import { promiseTry } from "../../lib/errors/try_call.js";
import { AuditLog } from "./audit_log.js";

/** @typedef {import("../config/options.js").Config} Config */
/** @typedef {import("../index.js").HandlerContext} HandlerContext */

export class RequestContext {
  /** Identifies the request in its response and in every audit record. */
  id = crypto.randomUUID();
  config;
  auditLog;
  runs;
  /** The user, once known. */
  user = "";
  #signal;
  #context;

  /**
   * @param {{ config: Config, runs: import("./active_runs.js").ActiveRuns }} handler
   * @param {Request} request
   * @param {HandlerContext} [context]
   */
  constructor({ config, runs }, request, context) {
    this.config = config;
    this.runs = runs;
    this.auditLog = new AuditLog(config, this.id, request);
    // Old runtimes have no signal; there, the response stream reports a disconnect.
    this.#signal = /** @type {AbortSignal | undefined} */ (request.signal);
    this.#context = context;
  }

  get isGone() {
    return this.#signal?.aborted === true;
  }

  /** @param {() => void} listener called when the client disconnects, immediately if it already has */
  whenGone(listener) {
    if (this.isGone) listener();
    else this.#signal?.addEventListener("abort", listener, { once: true });
  }

  /**
   * Keeps work alive in runtimes that would stop it with the response. Reports its failure to the operator.
   * @param {Promise<unknown>} work
   * @param {() => void} abandon ends the response if the work fails
   */
  keepAlive(work, abandon) {
    const caught = work.catch((error) => {
      this.config.tell("handler", error);
      abandon();
    });
    const context = this.#context;
    const wait = () => (typeof context?.waitUntil === "function" ? context.waitUntil(caught) : undefined);
    promiseTry(wait).catch((error) => this.config.tell("waitUntil", error));
  }

  /**
   * Reports to the operator the cause, which the client does not see.
   * @param {string} what
   * @param {import("./http_error.js").HttpError} refusal
   */
  reportError(what, { cause }) {
    if (cause !== undefined) this.config.tell(what, cause);
  }
}
