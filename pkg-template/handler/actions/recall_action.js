// The action `recall`: runs the library over the keys of one request and streams each outcome as it becomes known.
import { NdjsonStream } from "./ndjson_stream.js";
import { RecallOutcomes } from "./recall_outcomes.js";
import { asHttpError, describe } from "../request/http_error.js";
import { ResultsWriter } from "./results_writer.js";
import { TimeLimit } from "./time_limit.js";
import { inTurns, unconfirmedIds } from "../protocol/message_refs.js";
import { withTimeout } from "../request/timeout.js";

/** @typedef {import("../request/request_context.js").RequestContext} RequestContext */
/** @typedef {import("../request/action_input.js").RecallInput} RecallInput */
/** @typedef {import("tencent-chat-recall").MessageRef} MessageRef */

/** Abort reason of a run that the client aborted and whose outcomes it still wants. */
const ABORTED = new Error("aborted by the client");

/**
 * Begins a run, after its first audit record has been written.
 * @param {RequestContext} requestContext
 * @param {RecallInput} input
 * @param {readonly MessageRef[]} messages distinct ones
 * @returns {ReadableStream<Uint8Array>}
 */
export function recall(requestContext, input, messages) {
  const abort = new AbortController();
  const output = new NdjsonStream(requestContext.config, (why) => abort.abort(why));
  requestContext.whenGone(() => output.abandon());
  requestContext.keepAlive(work(requestContext, { input, messages, abort, output }), () => output.abandon("the handler failed"));
  return output.stream;
}

/** @typedef {{ input: RecallInput, messages: readonly MessageRef[], abort: AbortController, output: NdjsonStream }} RecallWork */

/**
 * @param {RequestContext} requestContext
 * @param {RecallWork} job
 */
async function work(requestContext, { input, messages, abort, output }) {
  const { config, runs, id, user } = requestContext;
  const outcomes = new RecallOutcomes(inTurns(messages), unconfirmedIds(input));
  const stop = new AbortController();
  const drain = () => {
    outcomes.drain();
    stop.abort();
  };
  const timeLimit = new TimeLimit(requestContext, { onDrain: drain, onTimeUp: (why) => abort.abort(why) });
  const writer = new ResultsWriter(outcomes, output);
  const run = runs.begin(id, user, { onStop: () => stop.abort(), onAbort: () => abort.abort(ABORTED) });
  output.send({ type: "start", id, messages: messages.length });
  output.send({ type: "progress", progress: outcomes.progress() });
  try {
    const onProgress = (/** @type {import("tencent-chat-recall").RecallProgress} */ progress) => output.send({ type: "progress", progress: outcomes.progress(progress) });
    const signals = { signal: abort.signal, stopSignal: stop.signal };
    const request = { ...sourceOf(input, outcomes), reason: input.reason, onProgress, ...signals, ...journal(requestContext, input) };
    await writer.take(config.client.recallEach(request));
    outcomes.end(undefined, { isStopped: run.isStopped });
  } catch (error) {
    outcomes.end(error, { byTime: timeLimit.isUp && abort.signal.reason === timeLimit.reason, isStopped: run.isStopped });
  } finally {
    runs.end(id);
    timeLimit.stop();
  }
  await close(requestContext, { input, outcomes, output, writer, isStopped: run.isStopped, isAborted: abort.signal.reason === ABORTED });
}

/**
 * The messages of the run, in the form of the request.
 * @param {RecallInput} input
 * @param {RecallOutcomes} outcomes
 * @returns {any} members of a request of the library
 */
function sourceOf({ officialAccount, messages, unconfirmed }, outcomes) {
  if (messages) return { messages: outcomes.feed(), unconfirmed };
  const msgKeys = function* () {
    for (const { msgKey } of outcomes.feed()) yield msgKey;
  };
  return { officialAccount, msgKeys: msgKeys(), unconfirmed };
}

/**
 * The messages that are left, in the form of the request.
 * @param {RecallInput} input
 * @param {RecallOutcomes} outcomes
 */
function leftOf(input, { left: { messages, unconfirmed } }) {
  if (input.messages) return { messages, unconfirmed };
  const keysOf = (/** @type {MessageRef[]} */ list) => list.map(({ msgKey }) => msgKey);
  return { msgKeys: keysOf(messages), unconfirmed: keysOf(unconfirmed) };
}

/**
 * The `beforeSend` of the run, if the handler has one. It must not hold up the response for ever.
 * @param {RequestContext} requestContext
 * @param {RecallInput} input
 */
function journal({ config: { beforeSend, checkTimeout }, id, user }, { run }) {
  if (!beforeSend) return {};
  const late = () => new Error(`beforeSend took more than ${checkTimeout} ms`);
  return {
    beforeSend: (/** @type {import("tencent-chat-recall").BeforeSendRequest} */ request) =>
      withTimeout(checkTimeout, () => beforeSend({ ...request, user, id, ...(run !== undefined && { run }) }), late),
  };
}

/**
 * Writes the last rows, the final line and the last audit record.
 * @param {RequestContext} requestContext
 * @param {{ input: RecallInput, outcomes: RecallOutcomes, output: NdjsonStream, writer: ResultsWriter, isStopped: boolean, isAborted: boolean }} run
 */
async function close(requestContext, { input, outcomes, output, writer, isStopped, isAborted }) {
  const { isGone } = output;
  writer.flush();
  const report = { ...outcomes.report(), durationMs: Date.now() - requestContext.auditLog.began };
  const { error, isContinued } = outcomes;
  const refusal = error === undefined ? undefined : asHttpError(error);
  const isFailure = refusal !== undefined && !isGone && !isAborted;
  if (isFailure) requestContext.reportError("recall", refusal);
  if (refusal) output.send({ type: "error", error: describe(refusal), report });
  else if (isContinued) output.send({ type: "continue", ...leftOf(input, outcomes), report });
  else output.send({ type: "report", report });
  const outcome = isGone ? "disconnected" : isFailure ? "failed" : isStopped || isAborted ? "stopped" : isContinued ? "continued" : "completed";
  await requestContext.auditLog.end({
    outcome, counts: outcomes.counts, requests: report.requests,
    ...(isFailure ? { code: refusal.code, message: refusal.message } : {}),
  });
  output.close();
}
