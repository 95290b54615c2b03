// recallEach(): yields the outcomes of a run that reads its messages from any iterable, in bounded memory.
import { RUN } from "../../texts/en/run.js";
import { makeError, makeIssue } from "../errors/problems.js";
import { SourcePump } from "./source_pump.js";
import { CodeCounter } from "./code_counter.js";
import { summaryOf } from "./report.js";
import { unpack } from "./outcome_stream.js";

/** @typedef {import("../../index.js").RecallResult} RecallResult */
/** @typedef {import("../../index.js").RecallSummary} RecallSummary */
/** @typedef {ReturnType<typeof import("./report.js").resultMaker>} MakeResult */

/**
 * @param {() => import("./outcome_stream.js").OutcomeStream} begin called at the consumer's first step: a loop that is never entered sends nothing
 * @param {{ wait: <T>(use: () => Promise<T>) => Promise<T>, result: () => MakeResult }} boundary `result` returns the function that builds results
 * @returns {AsyncGenerator<RecallResult, RecallSummary, void>}
 */
export function recallEach(begin, boundary) {
  /** @type {Run} */
  const run = { stream: undefined, isLeft: false };
  const rows = generate(begin, boundary, run);
  const end = rows.return.bind(rows);
  // A generator queues calls: without this wrapper, `return` would wait for a pending step, which may wait for the service.
  const leave = (/** @type {any} */ value) => {
    run.isLeft = true;
    run.stream?.stop();
    return end(value);
  };
  return Object.defineProperty(rows, "return", { value: leave });
}

/**
 * @typedef {{ stream: import("./outcome_stream.js").OutcomeStream | undefined, isLeft: boolean }} Run
 * @param {() => import("./outcome_stream.js").OutcomeStream} begin
 * @param {{ wait: <T>(use: () => Promise<T>) => Promise<T>, result: () => MakeResult }} boundary
 * @param {Run} run
 * @returns {AsyncGenerator<RecallResult, RecallSummary, void>}
 */
async function* generate(begin, { wait, result }, run) {
  const stream = begin();
  run.stream = stream;
  const [make, codes] = [result(), new CodeCounter()];
  const sourcePump = new SourcePump(stream);
  let finished = false;
  try {
    for (;;) {
      const chunk = await wait(() => stream.next());
      // `return` settles with its own value.
      if (run.isLeft) return /** @type {any} */ (undefined);
      if (chunk.done) {
        finished = true;
        return conclude(chunk.error ?? sourcePump.failure, chunk.traffic, codes, stream.account, chunk.isStopped);
      }
      sourcePump.wake();
      for (const one of unpack(chunk, stream.account, make)) {
        codes.add(one);
        yield one;
      }
      sourcePump.wake();
    }
  } finally {
    if (!finished) stream.stop();
    sourcePump.stop();
    stream.free();
  }
}

/**
 * Ends a run: returns its summary, or throws its error with the counts.
 * @param {any} failure
 * @param {any} traffic undefined when the core has trapped
 * @param {CodeCounter} codes
 * @param {string | undefined} account of all messages
 * @param {boolean} [isStopped]
 */
function conclude(failure, traffic, codes, account, isStopped = false) {
  const { counts } = traffic ?? {};
  if (failure) throw traffic?.requests > 0 ? Object.assign(failure, { counts, requests: traffic.requests }) : failure;
  if (traffic.total === 0 && !isStopped) {
    const [path, expected] = account === undefined ? ["messages", "one-message"] : ["msgKeys", "one-msg-key"];
    const issue = makeIssue(RUN, path, { code: "empty", params: { expected } });
    throw makeError({ code: "ERR_INVALID_INPUT", issues: [issue] });
  }
  return summaryOf(traffic, codes, isStopped);
}
