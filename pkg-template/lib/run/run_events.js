// Tells the caller's `onEvent` what happens in a run: plain objects without MsgKey, UserSig or secret key.
import { readLoss } from "../errors/problems.js";
import { LOCKED_OUT, LOSS } from "../generated/facts.js";
import { tryCall } from "../errors/try_call.js";
import { notify } from "./notify.js";
import { trafficOf } from "./progress.js";

/** @typedef {import("../../index.js").RecallEvent} RecallEvent */
/** @typedef {{ at: number, officialAccount: string, messages: number }} Sent */

export class RunEvents {
  #client;
  #engine;
  #run;
  /** The requests in flight, by their numbers. @type {Map<number, Sent>} */
  #sent = new Map();
  #rate = 0;
  #requeued = 0;

  /**
   * @param {import("../request/client_context.js").ClientContext} client
   * @param {any} engine a recall; a page of history has no counters
   */
  constructor(client, engine) {
    this.#client = client;
    this.#engine = engine;
    this.#run = client.runs += 1;
    this.#rate = this.#counters()?.rate;
  }

  /** @param {any} event a `RecallEvent` without the number of its run */
  tell({ type, ...members }) {
    notify(this.#client.onEvent, { type, run: this.#run, ...members });
  }

  /**
   * A request leaves.
   * @param {number} request
   * @param {string} body
   */
  leaves(request, body) {
    const { Official_Account: officialAccount, MsgKeyList } = JSON.parse(body);
    const command = MsgKeyList ? "recall" : "history";
    const sent = { command, officialAccount, messages: MsgKeyList?.length ?? 0 };
    this.#sent.set(request, { at: performance.now(), ...sent });
    this.tell({ type: "request", request, ...sent });
  }

  /**
   * A request has ended.
   * @param {number} request
   * @param {import("../request/transport.js").Exchange} exchange
   */
  ended(request, exchange) {
    const { at, ...sent } = /** @type {Sent} */ (this.#sent.get(request));
    this.#sent.delete(request);
    const about = { request, ...sent, ms: performance.now() - at };
    if (exchange.loss !== undefined) {
      const { loss: code, ...params } = readLoss(exchange.words ?? kindOf(exchange.loss));
      return this.tell({ type: "loss", ...about, loss: { code, params } });
    }
    const { status, answer } = exchange;
    const errorCode = Number.isInteger(answer?.ErrorCode) ? answer.ErrorCode : undefined;
    this.tell({ type: "answer", ...about, status, ...(errorCode !== undefined && { errorCode }), codes: codesOf(answer) });
    if (errorCode === LOCKED_OUT) this.tell({ type: "lockout", request });
  }

  /** The core has taken an input: tells what has changed. */
  changed() {
    const counters = this.#counters();
    if (!counters) return;
    const { rate, requeued } = counters;
    if (requeued > this.#requeued) this.tell({ type: "retry", messages: requeued - this.#requeued });
    if (rate !== this.#rate) this.tell({ type: "pace", rate });
    this.#rate = rate;
    this.#requeued = requeued;
  }

  /** @returns {any} */
  #counters() {
    return tryCall(() => trafficOf(this.#engine));
  }
}

/** @param {number} loss */
const kindOf = (loss) => (loss === LOSS.timeout ? "timeout" : loss === LOSS.unreadable ? "unreadable" : "network");

/** How many rows of an answer have each RetCode. @param {any} answer any JSON */
function codesOf(answer) {
  /** @type {Record<number, number>} */
  const codes = {};
  for (const row of Array.isArray(answer?.RecallRetList) ? answer.RecallRetList : []) {
    if (Number.isInteger(row?.RetCode)) codes[row.RetCode] = (codes[row.RetCode] ?? 0) + 1;
  }
  return codes;
}
