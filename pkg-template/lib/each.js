// recallEach: yields the outcomes of a run that is fed from any iterable, in bounded memory.
import { Feeder } from "./feed.js";
import { unpack } from "./stream.js";

/** @typedef {import("../index.js").RecallResult} RecallResult */
/** @typedef {(msgKey: string, status: number, code: number, attempts: number) => RecallResult} MakeResult */

/**
 * @param {() => import("./stream.js").Stream} begin called at the first step of the consumer: a loop that is never entered sends nothing
 * @param {{ wait: <T>(use: () => Promise<T>) => Promise<T>, result: () => MakeResult }} caller `result` gives what makes results
 * @returns {AsyncGenerator<RecallResult, void, void>}
 */
export function recallEach(begin, caller) {
  /** @type {Run} */
  const run = { stream: undefined, isLeft: false };
  const rows = generate(begin, caller, run);
  const end = rows.return.bind(rows);
  // A generator answers one call after the other: behind a step that waits for the service, leaving would wait as well.
  const leave = (/** @type {any} */ value) => {
    run.isLeft = true;
    run.stream?.stop();
    return end(value);
  };
  return Object.defineProperty(rows, "return", { value: leave });
}

/**
 * @typedef {{ stream: import("./stream.js").Stream | undefined, isLeft: boolean }} Run
 * @param {() => import("./stream.js").Stream} begin
 * @param {{ wait: <T>(use: () => Promise<T>) => Promise<T>, result: () => MakeResult }} caller
 * @param {Run} run
 * @returns {AsyncGenerator<RecallResult, void, void>}
 */
async function* generate(begin, { wait, result }, run) {
  const stream = begin();
  run.stream = stream;
  const make = result();
  const feeder = new Feeder(stream);
  let finished = false;
  try {
    for (;;) {
      const chunk = await wait(() => stream.next());
      if (run.isLeft) return;
      if (chunk.done) {
        finished = true;
        const failure = chunk.error ?? feeder.failure;
        if (failure) throw failure;
        return;
      }
      feeder.wake();
      yield* unpack(chunk, make);
      feeder.wake();
    }
  } finally {
    if (!finished) stream.stop();
    feeder.stop();
    stream.free();
  }
}
