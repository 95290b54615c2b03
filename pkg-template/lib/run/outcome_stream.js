// A run that is fed as it goes and gives its outcomes as they become known. For each.js, which feeds it.
import { asError } from "../errors/recall_error.js";
import { Drive, trafficOf } from "./run_driver.js";
import { attempt } from "../errors/try_call.js";

/** Numbers in a row of `take`: status, code, attempts, positions. */
const ROW = 4;

/**
 * Outcomes in columns, or the end.
 * @typedef {{ keys: string[], rows: Int32Array, done?: undefined } | { done: true, error?: unknown, traffic?: ReturnType<typeof trafficOf> }} Chunk
 */

export class Stream {
  #run;
  #drive;
  #source;
  /** @type {{ error?: unknown, traffic?: ReturnType<typeof trafficOf> } | undefined} */
  #end;
  /** @type {(() => void) | undefined} */
  #wake;

  /**
   * Begins at once.
   * @param {import("../request/client_context.js").Shared} client
   * @param {import("tencent-chat-recall-glue").CoreRun} run
   */
  constructor(client, run) {
    const { msgKeys, signal, onProgress, options } = run.held();
    this.#run = run;
    this.#source = msgKeys;
    const onNews = () => this.#wake?.();
    this.#drive = new Drive(client, run, { signals: [signal, options.signal], onProgress, onNews });
    this.#drive.ended.then(
      ({ error }) => this.#finish(error && asError(error)),
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
      this.#drive.turn();
      this.#wake?.();
    }
  }

  /** How many keys would be welcome now. */
  room() {
    return this.#end ? 0 : this.#run.room();
  }

  /** No more keys will come. */
  close() {
    this.#run.close();
    this.#drive.turn();
  }

  /** Ends the run; nobody listens any more. */
  stop() {
    this.#drive.stop();
  }

  /** Gives the memory back at the end, after which nobody calls. */
  free() {
    const free = () => this.#run.free();
    this.#drive.ended.then(free, free);
  }

  /** The next outcomes, and the end once there are no more. @returns {Promise<Chunk>} */
  async next() {
    for (;;) {
      const keys = this.#run.keys();
      if (keys !== "") return { keys: keys.trimEnd().split(" "), rows: this.#run.take() };
      if (this.#end) return { done: true, ...this.#end };
      await new Promise((/** @type {(value: void) => void} */ resolve) => (this.#wake = resolve));
    }
  }

  /** @param {unknown} error */
  #finish(error) {
    // Nothing where the core has stopped working.
    this.#end = { error, traffic: attempt(() => trafficOf(this.#run)) };
    this.#wake?.();
  }
}

/**
 * Goes over the outcomes of a chunk, once for each position of the input.
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
