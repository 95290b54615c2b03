// The rules of paging through the history of one account, without IO: which page comes next, and where the walk ends.
import { readPage, rebuiltKey } from "./history_rows.js";

/** @typedef {import("../../index.js").HistoryMessage} HistoryMessage */

/** Keys that are remembered, to recognize messages that two pages have in common. */
const REMEMBERED = 1000;

export class HistoryWalk {
  /** The next page is the one before this MsgKey; the newest if undefined. @type {string | undefined} */
  before;
  /** No page is left to request. */
  isOver = false;
  /** It is over because the history has ended, and not because the service led in a circle. */
  isComplete = false;
  /** Send times of the last page in milliseconds, newest first. @type {number[]} */
  #times = [];
  #seen = new Set();
  /** Keys for which a page was requested, to stop if the service returns to one of them. */
  #asked = new Set();

  /**
   * Takes a page as the service sent it, and returns its new messages, newest first. A message without a MsgKey is among them.
   * @param {any} answer
   * @returns {HistoryMessage[]}
   */
  take(answer) {
    const { messages, next, finished } = readPage(answer);
    for (const key of this.#seen) if (this.#seen.size > REMEMBERED) this.#seen.delete(key);
    const fresh = messages.filter((message) => {
      const key = message.msgKey || rebuiltKey(message);
      const isKnown = key !== "" && this.#seen.has(key);
      if (key !== "") this.#seen.add(key);
      return !isKnown;
    });
    this.#times = messages.map(({ msgTime }) => msgTime * 1000);
    // The end of paging is not documented; these are all known signs of it.
    this.isComplete = finished || messages.length === 0;
    this.isOver = this.isComplete || next === "" || this.#asked.has(next);
    this.#asked.add(next);
    this.before = next;
    return fresh;
  }

  /**
   * Whether all older pages hold only messages from before a moment. Pages go back in time: so it is after a page that lies wholly before it,
   * and after one that ends before it, if the times in the page are in order.
   * @param {number} moment milliseconds since 1970
   */
  isPast(moment) {
    const times = this.#times;
    const oldest = times.at(-1) ?? 0;
    const isInOrder = times.every((time, at) => at === 0 || time <= /** @type {number} */ (times[at - 1]));
    return oldest > 0 && oldest < moment && (isInOrder || times.every((time) => time > 0 && time < moment));
  }
}

/**
 * The times of a filter in milliseconds. The service reports whole seconds: a message of the same second as `since` may have been sent after it.
 * @param {{ since?: Date | number | undefined, until?: Date | number | undefined }} filter
 */
export function windowOf({ since = -Infinity, until = Infinity }) {
  return { earliest: Number(since) - 999, latest: Number(until) };
}
