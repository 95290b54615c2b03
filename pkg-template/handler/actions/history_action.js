// The action `history`: streams the messages of an official account as NDJSON, so that a web page can find MsgKeys.
import { NdjsonStream } from "./ndjson_stream.js";
import { asHttpError, describe, httpError } from "../request/http_error.js";
import { TimeLimit } from "./time_limit.js";

/** @typedef {import("../request/request_context.js").RequestContext} RequestContext */
/** @typedef {import("tencent-chat-recall").HistoryMessage} HistoryMessage */

/** Messages in one line: a page of the service. */
const ROWS = 20;

/**
 * Reads the first page before it answers, so that what is wrong is told with a status.
 * @param {RequestContext} requestContext
 * @param {import("../request/action_input.js").HistoryInput} input
 * @returns {Promise<ReadableStream<Uint8Array>>}
 */
export async function history(requestContext, { officialAccount, since, until, from, includeRecalled }) {
  const stop = new AbortController();
  requestContext.whenGone(() => stop.abort(new Error("the client went away")));
  const timeLimit = new TimeLimit(requestContext, { onTimeUp: (why) => stop.abort(why) });
  try {
    const messages = requestContext.config.client.history(officialAccount, { since, until, from, includeRecalled, signal: stop.signal });
    const first = await messages.next();
    const output = new NdjsonStream(requestContext.config, (why) => stop.abort(why));
    requestContext.whenGone(() => output.abandon());
    requestContext.keepAlive(work(requestContext, { messages, first, output, timeLimit }), () => output.abandon("the handler failed"));
    return output.stream;
  } catch (error) {
    timeLimit.stop();
    throw timeLimit.isUp ? late() : error;
  }
}

/**
 * @param {RequestContext} requestContext
 * @param {{ messages: AsyncIterator<HistoryMessage>, first: IteratorResult<HistoryMessage>, output: NdjsonStream, timeLimit: TimeLimit }} reading
 */
async function work(requestContext, { messages, first, output, timeLimit }) {
  output.send({ type: "start", id: requestContext.id });
  let count = 0;
  /** @type {HistoryMessage[]} */
  let rows = [];
  const flush = () => {
    if (rows.length > 0) output.send({ type: "messages", messages: rows });
    rows = [];
  };
  let refusal;
  try {
    for (let step = first; !step.done; step = await messages.next()) {
      rows.push(step.value);
      count += 1;
      if (rows.length < ROWS) continue;
      flush();
      await output.room();
    }
  } catch (error) {
    refusal = asHttpError(timeLimit.isUp ? late() : error);
  }
  timeLimit.stop();
  flush();
  const report = { messages: count, durationMs: Date.now() - requestContext.auditLog.began };
  if (refusal) output.send({ type: "error", error: describe(refusal), report });
  else output.send({ type: "report", report });
  const outcome = requestContext.isGone || output.isGone ? "disconnected" : refusal ? "failed" : "completed";
  if (refusal && outcome === "failed") requestContext.reportError("history", refusal);
  await requestContext.auditLog.end({ outcome, messages: count, ...(refusal && outcome === "failed" ? { code: refusal.code, message: refusal.message } : {}) });
  output.close();
}

function late() {
  return httpError(502, "ERR_DEADLINE", "history-late");
}
