// history(): an async iterator over the messages of an official account, newest first.
import { detailed, makeError } from "../errors/problems.js";
import { HISTORY_PAGE } from "../generated/facts.js";

/** @typedef {import("../../index.js").HistoryMessage} HistoryMessage */
/** @typedef {import("../../index.js").HistoryOptions} HistoryOptions */

const STATES = /** @type {const} */ (["normal", "hole", "recalled"]);

/**
 * @param {(last: string | undefined) => Promise<any>} page returns the page before a MsgKey, after checking the options
 * @param {HistoryOptions} [options]
 * @returns {AsyncGenerator<HistoryMessage, void, void>}
 */
export async function* history(page, options) {
  let answer = await page(undefined);
  const { since = -Infinity, until = Infinity, from, signal } = options ?? {};
  // The service reports whole seconds: a message of the same second as `since` may have been sent after it.
  const earliest = Number(since) - 999;
  const latest = Number(until);
  /** @type {string | undefined} */
  let last;
  const seen = new Set();
  /** Keys before which a page was asked for: a service that comes back to one would go round for ever. */
  const asked = new Set();
  for (;;) {
    const { messages, next, finished } = readPage(answer);
    for (const message of messages) {
      // During a request the driver watches the signal.
      if (signal?.aborted) throw makeError(detailed("ERR_ABORTED", "aborted", { cause: signal.reason }));
      const sent = message.msgTime * 1000;
      const wanted = sent >= earliest && sent <= latest && (from === undefined || message.from === from);
      if (wanted && message.msgKey !== "" && !seen.has(message.msgKey)) yield message;
      seen.add(message.msgKey);
    }
    // Pages go back in time: after one that lies wholly before `since`, all are older.
    const before = messages.length > 0 && messages.every(({ msgTime }) => msgTime > 0 && msgTime * 1000 < earliest);
    // The end of paging is not documented; these are all known signs of it.
    if (finished || before || messages.length === 0 || next === "" || asked.has(next)) return;
    last = next;
    asked.add(next);
    answer = await page(last);
    for (const key of seen) if (seen.size > 1000) seen.delete(key);
  }
}

/**
 * @param {any} page whose envelope says OK
 * @returns {{ messages: HistoryMessage[], next: string, finished: boolean }}
 */
function readPage(page) {
  if (page.RspMsgList !== undefined && page.RspMsgList !== null && !Array.isArray(page.RspMsgList)) {
    throw makeError(detailed("ERR_UNREADABLE_REPLY", "no-message-list"));
  }
  /** @type {HistoryMessage[]} */
  const messages = (page.RspMsgList ?? []).map(readMessage);
  messages.sort((a, b) => b.msgSeq - a.msgSeq);
  return { messages, next: text(page.LastMsgKey), finished: isLast(page.IsFinished, messages.length) };
}

/**
 * @param {any} row
 * @returns {HistoryMessage}
 */
function readMessage(row) {
  const msgKey = text(row?.MsgKey);
  return {
    msgKey,
    msgSeq: u32(row?.MsgSeq),
    // The key ends with the same timestamp.
    msgTime: u32(row?.MsgTimeStamp) || u32(msgKey.split("_")[2]),
    from: text(row?.From_Account),
    state: STATES[row?.IsPlaceMsg === undefined ? 0 : Number(text(row.IsPlaceMsg) || NaN)] ?? "hole",
    msgBody: Array.isArray(row?.MsgBody) ? row.MsgBody : [],
  };
}

/** A text of the service, or a number in its place; nothing for anything else. @param {unknown} value */
const text = (value) => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** A number of the service, of which some come as text; 0 for anything else. @param {unknown} value */
function u32(value) {
  const number = Number(text(value));
  return Number.isInteger(number) && number >= 0 && number <= 0xffff_ffff ? number : 0;
}

/**
 * 2 means that all older messages have expired. 1 means that the requested range was answered in full: not an end by itself, since older pages
 * may exist, and one request too many is better than missing messages.
 * @param {unknown} isFinished
 * @param {number} count
 */
function isLast(isFinished, count) {
  return isFinished === 2 || (isFinished === 1 && count < HISTORY_PAGE);
}
