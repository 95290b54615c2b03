// The action `recall`: runs the library over the keys of one request and writes down what becomes of each as it is known.
import { Outlet } from "./ndjson_stream.js";
import { RecallLedger } from "./recall_outcomes.js";
import { asRefusal, describe } from "../request/http_error.js";
import { RowFeed } from "./results_writer.js";
import { Clock } from "./time_limit.js";

/** @typedef {import("../request/request_context.js").Visit} Visit */
/** @typedef {import("../request/action_input.js").RecallInput} RecallInput */

/** Milliseconds that a row waits for others. */
const ROWS_WAIT = 100;
/** Reason of a run that its client stops and wants to hear the end of. */
const STOPPED = new Error("stopped by the client");

/**
 * Begins a run. Its first record is written already.
 * @param {Visit} visit
 * @param {RecallInput} input
 * @param {readonly string[]} msgKeys distinct
 * @returns {ReadableStream<Uint8Array>}
 */
export function recall(visit, input, msgKeys) {
  const stop = new AbortController();
  const outlet = new Outlet(visit.config, (why) => stop.abort(why));
  visit.whenGone(() => outlet.abandon());
  visit.keepAlive(work(visit, { input, msgKeys, stop, outlet }), () => outlet.abandon("the handler failed"));
  return outlet.stream;
}

/** @typedef {{ input: RecallInput, msgKeys: readonly string[], stop: AbortController, outlet: Outlet }} Job */

/**
 * @param {Visit} visit
 * @param {Job} job
 */
async function work(visit, { input, msgKeys, stop, outlet }) {
  const ledger = new RecallLedger(msgKeys, input.unconfirmed);
  const clock = new Clock(visit, { onDrain: () => ledger.stopFeeding(), onTimeUp: (why) => stop.abort(why) });
  const feed = new RowFeed(ledger, outlet);
  const run = visit.runs.begin(visit.id, visit.user);
  const ticker = setInterval(() => {
    feed.tick();
    if (run.isStopped) stop.abort(STOPPED);
  }, ROWS_WAIT);
  outlet.send({ type: "start", id: visit.id, messages: msgKeys.length });
  outlet.send({ type: "progress", progress: ledger.progress() });
  try {
    const { officialAccount, unconfirmed, reason } = input;
    const onProgress = (/** @type {import("tencent-chat-recall").RecallProgress} */ progress) => outlet.send({ type: "progress", progress: ledger.progress(progress) });
    await feed.take(visit.config.client.recallEach({ officialAccount, unconfirmed, reason, msgKeys: ledger.feed(), onProgress, signal: stop.signal }));
    ledger.end();
  } catch (error) {
    ledger.end(error, { byTime: clock.isUp && stop.signal.reason === clock.reason });
  } finally {
    clearInterval(ticker);
    visit.runs.end(visit.id);
    clock.stop();
  }
  await close(visit, { ledger, outlet, feed, isGone: outlet.isGone, isStopped: stop.signal.reason === STOPPED });
}

/**
 * Writes the last rows and the end, and has it recorded.
 * @param {Visit} visit
 * @param {{ ledger: RecallLedger, outlet: Outlet, feed: RowFeed, isGone: boolean, isStopped: boolean }} run
 */
async function close(visit, { ledger, outlet, feed, isGone, isStopped }) {
  feed.flush();
  const report = { ...ledger.report(), durationMs: Date.now() - visit.trail.began };
  const { error, left } = ledger;
  const refusal = error === undefined ? undefined : asRefusal(error);
  const isFailure = refusal !== undefined && !isGone && !isStopped;
  if (isFailure) visit.tellOperator("recall", refusal);
  if (refusal) outlet.send({ type: "error", error: describe(refusal), report });
  else if (left.msgKeys.length + left.unconfirmed.length > 0) outlet.send({ type: "continue", ...left, report });
  else outlet.send({ type: "report", report });
  const outcome = isGone ? "disconnected" : isStopped ? "stopped" : refusal ? "failed" : left.msgKeys.length + left.unconfirmed.length > 0 ? "continued" : "completed";
  await visit.trail.end({
    outcome, counts: ledger.counts, requests: report.requests,
    ...(isFailure ? { code: refusal.code, message: refusal.message } : {}),
  });
  outlet.close();
}
