// Moves keys from an iterable to a run of the core while the core has room, and lets the iterable clean up.
import { RecallError, asError } from "./error.js";

/** @typedef {{ push(values: unknown[]): number, room(): number, close(): void, stop(): void, next(): Promise<any> }} CoreStream */
/** @typedef {Iterable<unknown> | AsyncIterable<unknown>} Source */

/** Values taken from a synchronous source at a time, so that a long one leaves time for answers. */
const AT_ONCE = 500;

export class Feeder {
  /** What went wrong with the source, if anything did. @type {unknown} */
  failure;
  #stopped = false;
  /** @type {(() => void) | undefined} */
  #resume;
  /** @type {Iterator<unknown> | AsyncIterator<unknown> | undefined} */
  #iterator;

  /**
   * Begins at once.
   * @param {CoreStream} stream
   * @param {Source} source
   */
  constructor(stream, source) {
    this.#run(stream, source)
      .catch((error) => {
        this.failure = describe(error);
        this.#close();
      })
      .finally(() => {
        if (!this.#stopped) stream.close();
      });
  }

  /** There may be room again. */
  wake() {
    this.#resume?.();
    this.#resume = undefined;
  }

  /** Takes nothing more. */
  stop() {
    this.#stopped = true;
    this.#close();
    this.wake();
  }

  /**
   * @param {CoreStream} stream
   * @param {Source} source
   */
  async #run(stream, source) {
    const isAsync = Symbol.asyncIterator in source;
    const iterator = (this.#iterator = isAsync ? source[Symbol.asyncIterator]() : source[Symbol.iterator]());
    while (!this.#stopped) {
      const room = stream.room();
      if (room === 0) {
        await new Promise((/** @type {(value: void) => void} */ resolve) => (this.#resume = resolve));
        continue;
      }
      const { values, ended } = isAsync ? await takeOne(iterator) : takeSome(/** @type {Iterator<unknown>} */ (iterator), room);
      if (ended) this.#iterator = undefined;
      if (this.#stopped) return;
      stream.push(values);
      if (ended) return;
      // Answers must not wait for a source that never waits.
      if (!isAsync) await undefined;
    }
  }

  /** Lets the source clean up; what it throws then is of no more use to anyone. */
  #close() {
    const left = this.#iterator;
    this.#iterator = undefined;
    void Promise.resolve()
      .then(() => left?.return?.())
      .catch(() => {});
  }
}

/** @param {Iterator<unknown> | AsyncIterator<unknown>} iterator */
async function takeOne(iterator) {
  const step = await iterator.next();
  return { values: step.done ? [] : [step.value], ended: step.done === true };
}

/**
 * @param {Iterator<unknown>} iterator
 * @param {number} room
 */
function takeSome(iterator, room) {
  const values = [];
  while (values.length < Math.min(room, AT_ONCE)) {
    const step = iterator.next();
    if (step.done) return { values, ended: true };
    values.push(step.value);
  }
  return { values, ended: false };
}

/**
 * The core refuses a value with a plain object; anything else comes from the source.
 * @param {unknown} error
 */
function describe(error) {
  const isRefusal = typeof error === "object" && error !== null && !(error instanceof Error) && "issues" in error;
  if (isRefusal || error instanceof WebAssembly.RuntimeError) return asError(error);
  return new RecallError({ code: "ERR_INPUT_SOURCE", message: "the iterable given as msgKeys failed; see cause", cause: error });
}
