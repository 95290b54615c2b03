// recallEach: yields the outcomes of a run that is fed from any iterable, in bounded memory.
import { countsOf } from "./run_driver.js";
import { RecallError } from "../errors/recall_error.js";
import { Feeder } from "./source_pump.js";
import { CodeCounter, summaryOf } from "./report.js";
import { unpack } from "./outcome_stream.js";

/** @typedef {import("../../index.js").RecallResult} RecallResult */
/** @typedef {import("../../index.js").RecallSummary} RecallSummary */
/** @typedef {(msgKey: string, status: number, code: number, attempts: number) => RecallResult} MakeResult */

/**
 * @param {() => import("./outcome_stream.js").Stream} begin called at the first step of the consumer: a loop that is never entered sends nothing
 * @param {{ wait: <T>(use: () => Promise<T>) => Promise<T>, result: () => MakeResult, statusNames: () => readonly string[] }} caller `result` gives what makes results
 * @returns {AsyncGenerator<RecallResult, RecallSummary, void>}
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
 * @typedef {{ stream: import("./outcome_stream.js").Stream | undefined, isLeft: boolean }} Run
 * @param {() => import("./outcome_stream.js").Stream} begin
 * @param {{ wait: <T>(use: () => Promise<T>) => Promise<T>, result: () => MakeResult, statusNames: () => readonly string[] }} caller
 * @param {Run} run
 * @returns {AsyncGenerator<RecallResult, RecallSummary, void>}
 */
async function* generate(begin, { wait, result, statusNames }, run) {
  const stream = begin();
  run.stream = stream;
  const [make, codes] = [result(), new CodeCounter()];
  const feeder = new Feeder(stream);
  let finished = false;
  try {
    for (;;) {
      const chunk = await wait(() => stream.next());
      // Whoever left is given what they left with.
      if (run.isLeft) return /** @type {any} */ (undefined);
      if (chunk.done) {
        finished = true;
        return conclude(chunk.error ?? feeder.failure, chunk.traffic, codes, statusNames());
      }
      feeder.wake();
      for (const one of unpack(chunk, make)) {
        codes.add(one);
        yield one;
      }
      feeder.wake();
    }
  } finally {
    if (!finished) stream.stop();
    feeder.stop();
    stream.free();
  }
}

/**
 * The end of a run: its summary, or its error with the numbers of it.
 * @param {any} failure
 * @param {any} traffic none where the core has stopped working
 * @param {CodeCounter} codes
 * @param {readonly string[]} names of the statuses by number
 */
function conclude(failure, traffic, codes, names) {
  const counts = traffic && countsOf(traffic.byStatus, names);
  if (failure) throw traffic?.requests > 0 ? Object.assign(failure, { counts, requests: traffic.requests }) : failure;
  if (traffic.total === 0) {
    const [path, problem] = ["msgKeys", "empty, expected at least one MsgKey"];
    throw new RecallError({ code: "ERR_INVALID_INPUT", message: `${path}: ${problem}`, issues: [{ path, message: problem }] });
  }
  return summaryOf(traffic, counts, codes);
}
