/** The command official_account_msg_get_simple: the history of an account in pages, newest first. */

import { accountOf, isExpired, msgKeyOf } from "./account.js";
import { found, Refusal, refuse } from "./code.js";

const MOST_MESSAGES = 20;

/** @param {import("./service.js").Call} call @returns {import("./service.js").Answer} */
export function getHistory(call) {
  const { body, world } = call;
  const account = accountOf(call);
  if (account instanceof Refusal) return account;
  const { ReqMsgNumber: wanted = MOST_MESSAGES, WithRecalledMsg: withRecalled = 0, LastMsgKey: lastMsgKey } = body;
  if (!Number.isInteger(wanted) || wanted < 1) return refuse(10004, `ReqMsgNumber is ${found(wanted)}, expected a whole number from 1`);
  if (withRecalled !== 0 && withRecalled !== 1) return refuse(10004, `WithRecalledMsg is ${found(withRecalled)}, expected 0 or 1`);
  const before = positionOf(account, lastMsgKey);
  if (typeof before !== "number") return before;
  const { page, next } = pageBefore(account, before, Math.min(wanted, MOST_MESSAGES), withRecalled === 1);
  const rows = page.map((message) => rowOf(message, call.now, world.options.roamingDays));
  if (world.options.historyOrder === "oldestFirst") rows.reverse();
  const last = page.at(-1);
  return {
    fields: {
      Official_Account: account.id,
      IsFinished: finished(call, account, next, wanted),
      LastMsgKey: last ? msgKeyOf(last) : lastMsgKey ?? "",
      RspMsgList: rows,
    },
  };
}

/** @param {import("./account.js").Account} account @param {unknown} lastMsgKey */
function positionOf(account, lastMsgKey) {
  if (lastMsgKey === undefined || lastMsgKey === "") return account.messages.length;
  const seq = typeof lastMsgKey === "string" ? /^(\d{1,10})_1_\d{1,10}$/.exec(lastMsgKey)?.[1] : undefined;
  if (seq === undefined) return refuse(10004, `LastMsgKey is ${found(lastMsgKey)}, expected the LastMsgKey of an earlier reply`);
  return account.countBefore(Number(seq));
}

/**
 * @param {import("./account.js").Account} account
 * @param {number} before
 * @param {number} count
 * @param {boolean} withRecalled
 */
function pageBefore(account, before, count, withRecalled) {
  const page = [];
  let next = before;
  while (next > 0 && page.length < count) {
    next -= 1;
    const message = account.messages[next];
    if (withRecalled || message.request === 0) page.push(message);
  }
  if (!withRecalled) while (next > 0 && account.messages[next - 1].request > 0) next -= 1;
  return { page, next };
}

/**
 * Returns IsFinished. 1: all requested messages are in the page; 0: not all; 2: all older messages have expired.
 * @param {import("./service.js").Call} call
 * @param {import("./account.js").Account} account
 * @param {number} next number of messages older than the page
 * @param {number} wanted
 */
function finished({ now, world }, account, next, wanted) {
  if (next === 0) return 1;
  if (isExpired(account.messages[next - 1], now, world.options.roamingDays)) return 2;
  // The documents do not say whether 1 refers to the page or to the whole history.
  return world.options.historyFinished === "page" && wanted <= MOST_MESSAGES ? 1 : 0;
}

/** @param {import("./account.js").StoredMessage} message @param {number} now @param {number} roamingDays */
function rowOf(message, now, roamingDays) {
  const isHole = isExpired(message, now, roamingDays) || message.onlineOnly;
  const place = isHole ? 1 : message.request > 0 ? 2 : 0;
  return {
    From_Account: message.from,
    IsPlaceMsg: place,
    IsSystemMsg: 0,
    MsgBody: place === 0 ? message.body : [],
    MsgKey: msgKeyOf(message),
    MsgPriority: 1,
    MsgRandom: message.random,
    MsgSeq: message.seq,
    MsgTimeStamp: message.time,
  };
}
