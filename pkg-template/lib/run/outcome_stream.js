// A run that takes keys as they come and yields outcomes as they become known.
import { asError, makeError } from "../errors/problems.js";
import { Driver, notify } from "./driver.js";
import { Eta } from "./eta.js";
import { progressOf, trafficOf } from "./progress.js";
import { tryCall } from "../errors/try_call.js";

/** Numbers in a row of `take`: status, code, attempts, positions. */
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
   * Begins at once.
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

  /** What the keys are to be taken from. */
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

  /** How many keys would be welcome now. */
  room() {
    return this.#end ? 0 : this.#run.room();
  }

  /** No more keys will come. */
  close() {
    this.#driver.endOfKeys();
  }

  /** Ends the run; nobody listens any more. */
  stop() {
    this.#driver.abort();
  }

  /** Gives the memory back at the end, after which nobody calls. */
  free() {
    const free = () => this.#run.free();
    this.#driver.ended.then(free, free);
  }

  /** The next outcomes, and the end once there are no more. @returns {Promise<Chunk>} */
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
