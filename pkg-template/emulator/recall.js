/** The command official_account_msg_recall. */

import { accountOf, isExpired } from "./account.js";
import { found, Refusal, refuse } from "./code.js";

const MOST_KEYS = 10;
const MOST_KEY_CHARACTERS = 50;
const MOST_REASON_BYTES = 100;
const LOOKS_LIKE_KEY = /^\d{1,10}_\d+_\d{1,10}$/;

/** @typedef {import("./service.js").Call} Call */

/** @param {Call} call @returns {import("./service.js").Answer} */
export function recallMessages(call) {
  const { body, world } = call;
  const refusal = checkBody(body, world.options.malformedMsgKey);
  if (refusal) return refusal;
  const account = accountOf(call);
  if (account instanceof Refusal) return account;
  /** @type {import("./account.js").StoredMessage[]} */
  const recalled = [];
  const list = body.MsgKeyList.map((/** @type {string} */ msgKey) => {
    const injected = call.itemFault(msgKey);
    if (injected && !injected.workDone) return { MsgKey: msgKey, RetCode: injected.code };
    const code = recallOne(call, account, msgKey, recalled);
    return { MsgKey: msgKey, RetCode: injected?.code ?? code };
  });
  if (recalled.length > 0) world.afterRecall(account, recalled);
  return { fields: { RecallRetList: list }, recalled };
}

/**
 * @param {Call} call
 * @param {import("./account.js").Account} account
 * @param {string} msgKey
 * @param {import("./account.js").StoredMessage[]} recalled
 * @returns {number} RetCode
 */
function recallOne({ body, world, now, number }, account, msgKey, recalled) {
  const { options } = world;
  const message = account.find(msgKey);
  if (!message) return 10030;
  if (message.request > 0) return options.alreadyRecalledCode;
  if (isExpired(message, now, options.roamingDays)) return options.expiredCode;
  if (message.recallCode !== 0) return message.recallCode;
  if (message.onlineOnly && options.onlineOnlyCode !== 0) return options.onlineOnlyCode;
  if (options.recallTimeLimit !== null && message.time < now / 1000 - options.recallTimeLimit) return 10031;
  message.recalledAt = now;
  message.reason = body.Reason;
  message.request = number;
  recalled.push(message);
  return 0;
}

/** @param {any} body @param {"refuseRequest" | "notFound"} malformed */
function checkBody(body, malformed) {
  const keys = body.MsgKeyList;
  if (typeof body.Official_Account !== "string") return refuse(10004, `Official_Account is ${found(body.Official_Account)}, expected a string`);
  if (!Array.isArray(keys)) return refuse(10004, `MsgKeyList is ${found(keys)}, expected an array`);
  if (keys.length === 0 || keys.length > MOST_KEYS) {
    return refuse(10004, `MsgKeyList has ${keys.length} keys, expected 1 to ${MOST_KEYS}`);
  }
  for (const [at, key] of keys.entries()) {
    if (typeof key !== "string" || key === "" || key.length > MOST_KEY_CHARACTERS) {
      return refuse(10004, `MsgKeyList[${at}] is ${found(key)}, expected a string of 1 to ${MOST_KEY_CHARACTERS} characters`);
    }
    if (malformed === "refuseRequest" && !LOOKS_LIKE_KEY.test(key)) {
      return refuse(10004, `MsgKeyList[${at}] is ${found(key)}, expected Seq_1_ServerTime`);
    }
  }
  if (!("Reason" in body)) return undefined;
  const bytes = typeof body.Reason === "string" ? new TextEncoder().encode(body.Reason).length : 0;
  if (bytes > 0 && bytes <= MOST_REASON_BYTES) return undefined;
  const what = bytes > MOST_REASON_BYTES ? `a string of ${bytes} bytes` : found(body.Reason);
  return refuse(10004, `Reason is ${what}, expected 1 to ${MOST_REASON_BYTES} bytes of UTF-8, or no Reason`);
}
