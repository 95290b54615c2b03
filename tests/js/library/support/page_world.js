/** A service of histories in memory, for the simulation of the page scheduler: seeded accounts, page forms and orders. */

import { seededRandom } from "./fixture.js";

export const PAGE = 20;
export const FIRST_TIME = 1_790_000_000;

/** @typedef {{ MsgKey: string, MsgSeq: number, MsgTimeStamp: number, From_Account: string, IsPlaceMsg: number, MsgBody: object[] }} Row */
/** @typedef {{ id: string, rows: Row[], isGone: boolean }} Account rows newest first */

/** @param {number} seed */
export function worldOf(seed) {
  const random = seededRandom(seed);
  const below = (/** @type {number} */ limit) => Math.floor(random() * limit);
  const finished = below(2) === 0 ? "end" : "page";
  const order = below(2) === 0 ? "newestFirst" : "oldestFirst";
  /** Each page begins with the last message of the page before. */
  const overlaps = below(5) === 0;
  const accounts = Array.from({ length: 1 + below(12) }, (_, at) => accountOf(`@TOA#_${at}`, below));
  return { random, below, finished, order, overlaps, accounts };
}

/** @param {string} id @param {(limit: number) => number} below @returns {Account} */
function accountOf(id, below) {
  /** @type {Row[]} */
  const rows = [];
  let time = FIRST_TIME + below(50);
  const count = below(3) === 0 ? PAGE * below(4) : below(90);
  for (let seq = 1; seq <= count; seq += 1) {
    time += below(3) === 0 ? 0 : below(20);
    const keyless = below(15) === 0;
    rows.unshift({
      MsgKey: keyless ? "" : `${seq}_1_${time}`,
      MsgSeq: seq,
      MsgTimeStamp: time,
      From_Account: `user${below(3)}`,
      IsPlaceMsg: below(8) === 0 ? 1 : below(8) === 0 ? 2 : 0,
      MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: below(2) === 0 ? "Wrong" : "right" } }],
    });
  }
  return { id, rows, isGone: below(10) === 0 };
}

/**
 * The answer for the page before a key, as the service gives it. A page's last key is that of its oldest message, rebuilt if it has none.
 * @param {ReturnType<typeof worldOf>} world
 * @param {Account} account
 * @param {string | undefined} before
 */
export function pageOf({ finished, order, overlaps }, { rows }, before) {
  const limit = before === undefined ? Infinity : Number(before.split("_")[0]);
  const older = rows.filter(({ MsgSeq }) => MsgSeq < limit || (overlaps && MsgSeq === limit));
  const page = older.slice(0, PAGE);
  const last = page.at(-1);
  const isEnd = older.length <= PAGE;
  return {
    RspMsgList: order === "oldestFirst" ? [...page].reverse() : page,
    LastMsgKey: last ? `${last.MsgSeq}_1_${last.MsgTimeStamp}` : before ?? "",
    IsFinished: isEnd || finished === "page" ? 1 : 0,
  };
}

/**
 * The least number of pages from which the end of a search can be known: up to the first page that holds a message from before `earliest`,
 * that is not full, or that is empty.
 * @param {Account} account
 * @param {number} earliest milliseconds
 */
export function leastPages({ rows, isGone }, earliest) {
  if (isGone) return 1;
  const past = rows.findIndex(({ MsgTimeStamp }) => MsgTimeStamp * 1000 < earliest);
  return Math.floor((past === -1 ? rows.length : past) / PAGE) + 1;
}
