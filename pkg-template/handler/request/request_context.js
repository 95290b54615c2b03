// What the parts of the handler share for one request, from its arrival to the last audit record.
import { promiseTry } from "../../lib/errors/try_call.js";
import { AuditLog } from "./audit_log.js";

/** @typedef {import("../config/options.js").Config} Config */
/** @typedef {import("../index.js").HandlerContext} HandlerContext */

export class RequestContext {
  /** In the answer and in every record. */
  id = crypto.randomUUID();
  config;
  auditLog;
  runs;
  /** Who is calling, once that is known. */
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
   * @param {() => void} abandon ends the answer of work that failed
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
   * Tells the operator what the client is not told: the cause.
   * @param {string} what
   * @param {import("./http_error.js").HttpError} refusal
   */
  reportError(what, { cause }) {
    if (cause !== undefined) this.config.tell(what, cause);
  }
}
