// recallEach: feeds a run of the core from any iterable and yields its outcomes, in bounded memory.
import { RecallError, asError } from "./error.js";

/** @typedef {import("../index.js").RecallResult} RecallResult */
/** @typedef {{ push(values: unknown[]): number, room(): number, close(): void, stop(): void, next(): Promise<any> }} CoreStream */

/** Values taken from a synchronous source at a time, so that a long one leaves time for answers. */
const AT_ONCE = 500;

/**
 * @param {() => CoreStream} begin called at the first step of the consumer: a loop that is never entered sends nothing
 * @param {Iterable<unknown> | AsyncIterable<unknown>} source
 * @param {(msgKey: string, status: number, code: number, attempts: number) => RecallResult} result
 * @returns {AsyncGenerator<RecallResult, void, void>}
 */
export async function* recallEach(begin, source, result) {
  const stream = begin();
  const feeder = feed(stream, source);
  let finished = false;
  try {
    for (;;) {
      const chunk = await stream.next();
      if (chunk.done) {
        finished = true;
        const failure = chunk.error ? asError(chunk.error) : feeder.failure();
        if (failure) throw failure;
        return;
      }
      feeder.wake();
      yield* unpack(chunk, result);
      feeder.wake();
    }
  } finally {
    if (!finished) stream.stop();
    feeder.stop();
  }
}

/**
 * @param {any} chunk columns of the core
 * @param {(msgKey: string, status: number, code: number, attempts: number) => RecallResult} result
 */
function* unpack({ keys, statuses, codes, attempts, positions }, result) {
  for (let row = 0; row < keys.length; row += 1) {
    for (let copy = 0; copy < positions[row]; copy += 1) {
      yield result(keys[row], statuses[row], codes[row], attempts[row]);
    }
  }
}

/**
 * Moves values from the source to the core while the core has room.
 * @param {CoreStream} stream
 * @param {Iterable<unknown> | AsyncIterable<unknown>} source
 */
function feed(stream, source) {
  /** @type {unknown} */
  let failure;
  let stopped = false;
  /** @type {(() => void) | undefined} */
  let resume;
  /** @type {Iterator<unknown> | AsyncIterator<unknown> | undefined} */
  let iterator;

  async function run() {
    const sync = !(Symbol.asyncIterator in source);
    iterator = sync ? source[Symbol.iterator]() : source[Symbol.asyncIterator]();
    let room = stream.room();
    while (!stopped) {
      if (room === 0) {
        await new Promise((/** @type {(value: void) => void} */ resolve) => (resume = resolve));
        if (stopped) return;
        room = stream.room();
        continue;
      }
      /** @type {unknown[]} */
      const values = [];
      const most = sync ? Math.min(room, AT_ONCE) : 1;
      let ended = false;
      while (values.length < most && !ended) {
        const step = sync ? /** @type {IteratorResult<unknown>} */ (iterator.next()) : await iterator.next();
        if (step.done) ended = true;
        else values.push(step.value);
      }
      if (stopped) return;
      room = stream.push(values);
      if (ended) {
        iterator = undefined;
        return;
      }
      // Answers must not wait for a source that never waits.
      if (sync) await undefined;
    }
  }

  run()
    .catch((error) => {
      failure = isDescribed(error)
        ? asError(error)
        : new RecallError({ code: "ERR_INPUT_SOURCE", message: "the iterable given as msgKeys failed; see cause", cause: error });
    })
    .finally(() => {
      if (!stopped) stream.close();
      if (failure) close();
    });

  /** Lets the source clean up; what it throws then is of no more use to anyone. */
  function close() {
    const left = iterator;
    iterator = undefined;
    void Promise.resolve()
      .then(() => left?.return?.())
      .catch(() => {});
  }

  return {
    failure: () => failure,
    wake() {
      resume?.();
      resume = undefined;
    },
    stop() {
      stopped = true;
      close();
      resume?.();
    },
  };
}

/**
 * Whether the core refused a value.
 * @param {unknown} error
 */
function isDescribed(error) {
  return typeof error === "object" && error !== null && !(error instanceof Error) && "issues" in error;
}
