// Runs a recall that takes messages as they arrive and yields outcomes as they become known.
import { asError, makeError } from "../errors/problems.js";
import { Driver } from "./driver.js";
import { Eta } from "./eta.js";
import { notify } from "./notify.js";
import { progressOf, trafficOf } from "./progress.js";
import { tryCall } from "../errors/try_call.js";
import { columnsOf } from "./columns.js";

/** Numbers per row of `take`: status, code, attempts, positions. */
const ROW = 4;

/**
 * Outcomes as columns, or the end.
 * @typedef {{ lines: string[], rows: Int32Array, done?: undefined } | { done: true, error?: unknown, traffic?: ReturnType<typeof trafficOf>, isStopped?: boolean }} Chunk
 */

export class OutcomeStream {
  /** The account of all messages; undefined if each has its own. @type {string | undefined} */
  account;
  #run;
  #driver;
  #source;
  /** @type {{ error?: unknown, traffic?: ReturnType<typeof trafficOf>, isStopped?: boolean } | undefined} */
  #end;
  /** @type {(() => void) | undefined} */
  #wake;

  /**
   * Begins the run at once.
   * @param {import("../request/client_context.js").ClientContext} client
   * @param {import("tencent-chat-recall-glue").CoreRun} run
   * @param {{ officialAccount?: any, msgKeys?: any, messages?: any, onProgress?: any, signals: any[], stopSignal?: any, beforeSend?: any }} request a snapshot
   */
  constructor(client, run, { officialAccount, msgKeys, messages, onProgress, signals, stopSignal, beforeSend }) {
    const eta = new Eta();
    this.#run = run;
    this.#source = messages ?? msgKeys;
    this.account = messages === undefined ? officialAccount : undefined;
    const onNews = () => this.#wake?.();
    const onReport = onProgress && (() => notify(onProgress, progressOf(trafficOf(run), eta)));
    this.#driver = new Driver(client, run, { signals, deadline: client.settings, stopSignal, beforeSend, onReport, onNews });
    this.#driver.ended.then(
      ({ error, isStopped }) => this.#finish(error && makeError(error), isStopped),
      (thrown) => this.#finish(asError(thrown)),
    );
  }

  /** The source of the messages. */
  source() {
    return this.#source;
  }

  /** Takes messages. An invalid one is an error, and those before it are taken. @param {unknown[]} values */
  push(values) {
    try {
      this.#run.push(this.account === undefined ? columnsOf(values) : values);
    } finally {
      this.#driver.turn();
      this.#wake?.();
    }
  }

  /** How many messages the core has room for now. */
  room() {
    return this.#end ? 0 : this.#run.room();
  }

  /** No more messages will come. */
  close() {
    this.#driver.endOfKeys();
  }

  /** Ends the run without reading its outcomes. */
  stop() {
    this.#driver.abort();
  }

  /** Frees the memory at the end; there are no calls after that. */
  free() {
    const free = () => this.#run.free();
    this.#driver.ended.then(free, free);
  }

  /** Returns the next outcomes, then the end. @returns {Promise<Chunk>} */
  async next() {
    for (;;) {
      const taken = this.#run.take();
      if (taken) return { lines: taken[0].split("\n"), rows: taken[1] };
      if (this.#end) return { done: true, ...this.#end };
      await new Promise((/** @type {(value: void) => void} */ resolve) => (this.#wake = resolve));
    }
  }

  /** @param {unknown} error @param {boolean} [isStopped] */
  #finish(error, isStopped = false) {
    // Undefined when the core has trapped.
    this.#end = { error, isStopped, traffic: tryCall(() => trafficOf(this.#run)) };
    this.#wake?.();
  }
}

/**
 * Yields the outcomes of a chunk, once for each position of the input.
 * @param {{ lines: string[], rows: ArrayLike<any> }} chunk
 * @param {string | undefined} account of all messages; undefined if a line before each key names it
 * @param {ReturnType<typeof import("./report.js").resultMaker>} make
 * @returns {Generator<import("../../index.js").RecallResult, void, void>}
 */
export function* unpack({ lines, rows }, account, make) {
  let line = 0;
  for (let at = 0; at < rows.length; at += ROW) {
    const officialAccount = /** @type {string} */ (account ?? lines[line++]);
    const msgKey = /** @type {string} */ (lines[line++]);
    for (let copy = 0; copy < rows[at + 3]; copy += 1) yield { officialAccount, ...make(msgKey, rows[at], rows[at + 1], rows[at + 2]) };
  }
}
