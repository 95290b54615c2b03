// The action `recall`: runs the library over the keys of one request and streams each outcome as it becomes known.
import { NdjsonStream } from "./ndjson_stream.js";
import { RecallOutcomes } from "./recall_outcomes.js";
import { asHttpError, describe } from "../request/http_error.js";
import { ResultsWriter } from "./results_writer.js";
import { TimeLimit } from "./time_limit.js";

/** @typedef {import("../request/request_context.js").RequestContext} RequestContext */
/** @typedef {import("../request/action_input.js").RecallInput} RecallInput */

/** Milliseconds for which a row waits, so that rows are written in batches. */
const ROWS_WAIT = 100;
/** Abort reason of a run that the client stopped and whose outcomes it still wants. */
const STOPPED = new Error("stopped by the client");

/**
 * Begins a run, after its first audit record has been written.
 * @param {RequestContext} requestContext
 * @param {RecallInput} input
 * @param {readonly string[]} msgKeys distinct keys
 * @returns {ReadableStream<Uint8Array>}
 */
export function recall(requestContext, input, msgKeys) {
  const stop = new AbortController();
  const output = new NdjsonStream(requestContext.config, (why) => stop.abort(why));
  requestContext.whenGone(() => output.abandon());
  requestContext.keepAlive(work(requestContext, { input, msgKeys, stop, output }), () => output.abandon("the handler failed"));
  return output.stream;
}

/** @typedef {{ input: RecallInput, msgKeys: readonly string[], stop: AbortController, output: NdjsonStream }} RecallWork */

/**
 * @param {RequestContext} requestContext
 * @param {RecallWork} job
 */
async function work(requestContext, { input, msgKeys, stop, output }) {
  const outcomes = new RecallOutcomes(msgKeys, input.unconfirmed);
  const timeLimit = new TimeLimit(requestContext, { onDrain: () => outcomes.stopFeeding(), onTimeUp: (why) => stop.abort(why) });
  const feed = new ResultsWriter(outcomes, output);
  const run = requestContext.runs.begin(requestContext.id, requestContext.user);
  const ticker = setInterval(() => {
    feed.tick();
    if (run.isStopped) stop.abort(STOPPED);
  }, ROWS_WAIT);
  output.send({ type: "start", id: requestContext.id, messages: msgKeys.length });
  output.send({ type: "progress", progress: outcomes.progress() });
  try {
    const { officialAccount, unconfirmed, reason } = input;
    const onProgress = (/** @type {import("tencent-chat-recall").RecallProgress} */ progress) => output.send({ type: "progress", progress: outcomes.progress(progress) });
    await feed.take(requestContext.config.client.recallEach({ officialAccount, unconfirmed, reason, msgKeys: outcomes.feed(), onProgress, signal: stop.signal }));
    outcomes.end();
  } catch (error) {
    outcomes.end(error, { byTime: timeLimit.isUp && stop.signal.reason === timeLimit.reason });
  } finally {
    clearInterval(ticker);
    requestContext.runs.end(requestContext.id);
    timeLimit.stop();
  }
  await close(requestContext, { outcomes, output, feed, isGone: output.isGone, isStopped: stop.signal.reason === STOPPED });
}

/**
 * Writes the last rows, the final line and the last audit record.
 * @param {RequestContext} requestContext
 * @param {{ outcomes: RecallOutcomes, output: NdjsonStream, feed: ResultsWriter, isGone: boolean, isStopped: boolean }} run
 */
async function close(requestContext, { outcomes, output, feed, isGone, isStopped }) {
  feed.flush();
  const report = { ...outcomes.report(), durationMs: Date.now() - requestContext.auditLog.began };
  const { error, left } = outcomes;
  const refusal = error === undefined ? undefined : asHttpError(error);
  const isFailure = refusal !== undefined && !isGone && !isStopped;
  if (isFailure) requestContext.reportError("recall", refusal);
  if (refusal) output.send({ type: "error", error: describe(refusal), report });
  else if (left.msgKeys.length + left.unconfirmed.length > 0) output.send({ type: "continue", ...left, report });
  else output.send({ type: "report", report });
  const outcome = isGone ? "disconnected" : isStopped ? "stopped" : refusal ? "failed" : left.msgKeys.length + left.unconfirmed.length > 0 ? "continued" : "completed";
  await requestContext.auditLog.end({
    outcome, counts: outcomes.counts, requests: report.requests,
    ...(isFailure ? { code: refusal.code, message: refusal.message } : {}),
  });
  output.close();
}
