// Reads one page of history: its messages, newest first, and whether older pages may exist.
import { detailed, makeError } from "../errors/problems.js";
import { HISTORY_PAGE } from "../generated/facts.js";

/** @typedef {import("../../index.js").HistoryMessage} HistoryMessage */

const STATES = /** @type {const} */ (["normal", "hole", "recalled"]);

/**
 * @param {any} page whose envelope says OK
 * @returns {{ messages: HistoryMessage[], next: string, finished: boolean }}
 */
export function readPage(page) {
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
    msgTime: u32(row?.MsgTimeStamp) || timeOf(msgKey),
    from: text(row?.From_Account),
    state: STATES[row?.IsPlaceMsg === undefined ? 0 : Number(text(row.IsPlaceMsg) || NaN)] ?? "hole",
    msgBody: Array.isArray(row?.MsgBody) ? row.MsgBody : [],
  };
}

/** The send time in a MsgKey, Unix seconds; 0 if there is none. @param {string} msgKey */
export const timeOf = (msgKey) => u32(msgKey.split("_")[2]);

/** The MsgKey that a message must have by its number and time; empty if one of them is missing. @param {HistoryMessage} message */
export const rebuiltKey = ({ msgSeq, msgTime }) => (msgSeq > 0 && msgTime > 0 ? `${msgSeq}_1_${msgTime}` : "");

/** A string of the service, or a number as a string; empty for anything else. @param {unknown} value */
const text = (value) => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** A number of the service, which may come as a string; 0 for anything else. @param {unknown} value */
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
