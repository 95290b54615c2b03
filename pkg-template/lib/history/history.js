// history(): an async iterator over the messages of an official account, newest first.
import { detailed, makeError } from "../errors/problems.js";
import { HistoryWalk, windowOf } from "./history_walk.js";

/** @typedef {import("../../index.js").HistoryMessage} HistoryMessage */
/** @typedef {import("../../index.js").HistoryOptions} HistoryOptions */

/**
 * @param {(before: string | undefined) => Promise<any>} page returns the page before a MsgKey, after checking the options
 * @param {HistoryOptions} [options]
 * @returns {AsyncGenerator<HistoryMessage, void, void>}
 */
export async function* history(page, options) {
  const walk = new HistoryWalk();
  let answer = await page(undefined);
  const { from, signal } = options ?? {};
  const { earliest, latest } = windowOf(options ?? {});
  for (;;) {
    for (const message of walk.take(answer)) {
      // During a request, the driver watches the signal.
      if (signal?.aborted) throw makeError(detailed("ERR_ABORTED", "aborted", { cause: signal.reason }));
      const sent = message.msgTime * 1000;
      if (message.msgKey !== "" && sent >= earliest && sent <= latest && (from === undefined || message.from === from)) yield message;
    }
    if (walk.isOver || walk.isPast(earliest)) return;
    answer = await page(walk.before);
  }
}
