// Runs a recall that takes keys as they arrive and yields outcomes as they become known.
import { asError, makeError } from "../errors/problems.js";
import { Driver, notify } from "./driver.js";
import { Eta } from "./eta.js";
import { progressOf, trafficOf } from "./progress.js";
import { tryCall } from "../errors/try_call.js";

/** Numbers per row of `take`: status, code, attempts, positions. */
const ROW = 4;

/**
 * Outcomes as columns, or the end.
 * @typedef {{ keys: string[], rows: Int32Array, done?: undefined } | { done: true, error?: unknown, traffic?: ReturnType<typeof trafficOf>, isStopped?: boolean }} Chunk
 */

export class OutcomeStream {
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
   * @param {{ msgKeys: any, onProgress?: any, signals: any[], stopSignal?: any, beforeSend?: any }} request a snapshot
   */
  constructor(client, run, { msgKeys, onProgress, signals, stopSignal, beforeSend }) {
    const eta = new Eta();
    this.#run = run;
    this.#source = msgKeys;
    const onNews = () => this.#wake?.();
    const onReport = onProgress && (() => notify(onProgress, progressOf(trafficOf(run), eta)));
    this.#driver = new Driver(client, run, { signals, deadline: client.settings, stopSignal, beforeSend, onReport, onNews });
    this.#driver.ended.then(
      ({ error, isStopped }) => this.#finish(error && makeError(error), isStopped),
      (thrown) => this.#finish(asError(thrown)),
    );
  }

  /** The source of the keys. */
  source() {
    return this.#source;
  }

  /** Takes keys. A value that is no key is an error, and those before it are taken. @param {unknown[]} values */
  push(values) {
    try {
      this.#run.push(values);
    } finally {
      this.#driver.turn();
      this.#wake?.();
    }
  }

  /** How many keys the core has room for now. */
  room() {
    return this.#end ? 0 : this.#run.room();
  }

  /** No more keys will come. */
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
      if (taken) return { keys: taken[0].trimEnd().split(" "), rows: taken[1] };
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
 * @template T
 * @param {{ keys: string[], rows: ArrayLike<any> }} chunk
 * @param {(msgKey: string, status: number, code: number, attempts: number) => T} make
 */
export function* unpack({ keys, rows }, make) {
  for (const [index, key] of keys.entries()) {
    const at = index * ROW;
    for (let copy = 0; copy < rows[at + 3]; copy += 1) yield make(key, rows[at], rows[at + 1], rows[at + 2]);
  }
}
