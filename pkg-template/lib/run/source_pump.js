// Moves keys from an iterable to a run while the core has room, and closes the iterable at the end.
import { asError, detailed, makeError } from "../errors/problems.js";

/** @typedef {Iterable<unknown> | AsyncIterable<unknown>} Source */

/** Values taken from a synchronous source at a time. */
const AT_ONCE = 500;
/** Values after which answers and timers have their turn: promises alone leave them none. Fewer would send half-full requests. */
const PAUSE_AFTER = 20_000;

export class SourcePump {
  /** What went wrong with the source, if anything did. @type {unknown} */
  failure;
  #stopped = false;
  /** @type {(() => void) | undefined} */
  #resume;
  /** @type {Iterator<unknown> | AsyncIterator<unknown> | undefined} */
  #iterator;

  /**
   * Begins to pump at once.
   * @param {import("./outcome_stream.js").OutcomeStream} stream
   */
  constructor(stream) {
    this.#run(stream, stream.source())
      .catch((error) => {
        this.failure = asError(error);
        this.#close();
      })
      .finally(() => {
        if (!this.#stopped) stream.close();
      });
  }

  /** Notes that the core may have room again. */
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
   * @param {import("./outcome_stream.js").OutcomeStream} stream
   * @param {Source} source
   */
  async #run(stream, source) {
    const { isAsync, iterator } = open(source);
    this.#iterator = iterator;
    for (let taken = 0; !this.#stopped; ) {
      const room = stream.room();
      if (room === 0) {
        await new Promise((/** @type {(value: void) => void} */ resolve) => (this.#resume = resolve));
        continue;
      }
      const { values, ended, failure } = isAsync ? await takeOne(iterator) : takeSome(/** @type {Iterator<unknown>} */ (iterator), room);
      if (ended) this.#iterator = undefined;
      if (this.#stopped) return;
      stream.push(values);
      if (failure) throw sourceFailed(failure.thrown);
      if (ended) return;
      taken += values.length;
      if (taken >= PAUSE_AFTER) {
        taken = 0;
        await new Promise((resolve) => setTimeout(resolve));
      } else if (!isAsync) await undefined;
    }
  }

  /** Closes the source, and ignores what it throws then. */
  #close() {
    const left = this.#iterator;
    this.#iterator = undefined;
    void Promise.resolve()
      .then(() => left?.return?.())
      .catch(() => {});
  }
}

/** @typedef {{ values: unknown[], ended: boolean, failure?: { thrown: unknown } }} Taken */

/**
 * @param {Iterator<unknown> | AsyncIterator<unknown>} iterator
 * @returns {Promise<Taken>}
 */
async function takeOne(iterator) {
  try {
    const step = await iterator.next();
    return step.done ? { values: [], ended: true } : { values: [step.value], ended: false };
  } catch (thrown) {
    return { values: [], ended: true, failure: { thrown } };
  }
}

/**
 * Takes values up to the room. Those taken before the source threw count.
 * @param {Iterator<unknown>} iterator
 * @param {number} room
 * @returns {Taken}
 */
function takeSome(iterator, room) {
  /** @type {unknown[]} */
  const values = [];
  try {
    while (values.length < Math.min(room, AT_ONCE)) {
      const step = iterator.next();
      if (step.done) return { values, ended: true };
      values.push(step.value);
    }
  } catch (thrown) {
    return { values, ended: true, failure: { thrown } };
  }
  return { values, ended: false };
}

/**
 * @param {Source} source
 * @returns {{ isAsync: boolean, iterator: Iterator<unknown> | AsyncIterator<unknown> }}
 */
function open(source) {
  try {
    const { [Symbol.asyncIterator]: begin } = /** @type {any} */ (source);
    if (typeof begin === "function") return { isAsync: true, iterator: begin.call(source) };
    return { isAsync: false, iterator: /** @type {Iterable<unknown>} */ (source)[Symbol.iterator]() };
  } catch (thrown) {
    throw sourceFailed(thrown);
  }
}

/** @param {unknown} cause */
function sourceFailed(cause) {
  return makeError(detailed("ERR_INPUT_SOURCE", "source-failed", { cause }));
}
