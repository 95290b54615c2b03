// The action `history`: messages of an official account as JSON Lines, so that a page can find MsgKeys.
import { RecallError } from "tencent-chat-recall";
import { Outlet } from "./ndjson_stream.js";
import { asRefusal, describe } from "../request/http_error.js";
import { Clock } from "./time_limit.js";

/** @typedef {import("../request/request_context.js").Visit} Visit */
/** @typedef {import("tencent-chat-recall").HistoryMessage} HistoryMessage */

/** Messages in one line: a page of the service. */
const ROWS = 20;

/**
 * Reads the first page before it answers, so that what is wrong is told with a status.
 * @param {Visit} visit
 * @param {import("../request/action_input.js").HistoryInput} input
 * @returns {Promise<ReadableStream<Uint8Array>>}
 */
export async function history(visit, { officialAccount, since, until, from, includeRecalled }) {
  const stop = new AbortController();
  visit.whenGone(() => stop.abort(new Error("the client went away")));
  const clock = new Clock(visit, { onTimeUp: (why) => stop.abort(why) });
  try {
    const messages = visit.config.client.history(officialAccount, { since, until, from, includeRecalled, signal: stop.signal });
    const first = await messages.next();
    const outlet = new Outlet(visit.config, (why) => stop.abort(why));
    visit.whenGone(() => outlet.abandon());
    visit.keepAlive(work(visit, { messages, first, outlet, clock }), () => outlet.abandon("the handler failed"));
    return outlet.stream;
  } catch (error) {
    clock.stop();
    throw clock.isUp ? late() : error;
  }
}

/**
 * @param {Visit} visit
 * @param {{ messages: AsyncIterator<HistoryMessage>, first: IteratorResult<HistoryMessage>, outlet: Outlet, clock: Clock }} reading
 */
async function work(visit, { messages, first, outlet, clock }) {
  outlet.send({ type: "start", id: visit.id });
  let count = 0;
  /** @type {HistoryMessage[]} */
  let rows = [];
  const flush = () => {
    if (rows.length > 0) outlet.send({ type: "messages", messages: rows });
    rows = [];
  };
  let refusal;
  try {
    for (let step = first; !step.done; step = await messages.next()) {
      rows.push(step.value);
      count += 1;
      if (rows.length < ROWS) continue;
      flush();
      await outlet.room();
    }
  } catch (error) {
    refusal = asRefusal(clock.isUp ? late() : error);
  }
  clock.stop();
  flush();
  const report = { messages: count, durationMs: Date.now() - visit.trail.began };
  if (refusal) outlet.send({ type: "error", error: describe(refusal), report });
  else outlet.send({ type: "report", report });
  const outcome = visit.isGone || outlet.isGone ? "disconnected" : refusal ? "failed" : "completed";
  if (refusal && outcome === "failed") visit.tellOperator("history", refusal);
  await visit.trail.end({ outcome, messages: count, ...(refusal && outcome === "failed" ? { code: refusal.code, message: refusal.message } : {}) });
  outlet.close();
}

function late() {
  const message = "the time limit of the handler passed before the history ended";
  return new /** @type {any} */ (RecallError)({ code: "ERR_DEADLINE", message });
}
