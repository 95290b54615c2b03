/** The commands get_subscriber_info, add_subscriber, delete_subscriber, modify_subscriber_info and get_subscribed_official_account_list. */

import { accountOf } from "./account.js";
import { baseInfoOf, checkFilter, filtered } from "./account_info.js";
import { found, Refusal, refuse } from "./code.js";
import { userIdProblem } from "./subscribers.js";
import { WEBHOOK } from "./webhook.js";

/** @typedef {import("./service.js").Call} Call */
/** @typedef {import("./service.js").Answer} Answer */

const MOST_PER_PAGE = 200;
const MOST_TO_ADD = 100;
const SELF_FIELDS = ["SubscribeTime", "CustomString"];
/** Result in the rows of add_subscriber and delete_subscriber; 2: there was nothing to do. */
const RESULT = Object.freeze({ FAILED: 0, DONE: 1, ALREADY: 2 });

/** @param {Call} call @returns {Answer} */
export function getSubscriberInfo(call) {
  const account = accountOf(call);
  if (account instanceof Refusal) return account;
  const { Limit: limit, Next: next } = call.body;
  if (limit !== undefined && !isWhole(limit, 1, MOST_PER_PAGE)) return refuse(10004, `Limit is ${found(limit)}, expected a whole number from 1 to ${MOST_PER_PAGE}`);
  const number = numberOf(next);
  if (number === undefined) return refuse(10004, `Next is ${found(next)}, expected "" or the Next of the previous reply`);
  const { page, isEnd } = account.subscribers.after(number, limit ?? Infinity);
  const last = page.at(-1);
  const rows = page.map(({ account: id, time, customString }) => ({
    Subscriber_Account: id, SubscribeTime: time, CustomString: customString, MsgFlag: "AcceptAndNotify", LastSendMsgTime: 0,
  }));
  return { fields: { Next: isEnd || !last ? "" : btoa(`after ${last.number}`), SubscriberNum: account.subscribers.count, SubscriberList: rows } };
}

/** @param {Call} call @returns {Answer | Promise<Answer>} */
export function addSubscribers(call) {
  const account = accountOf(call);
  if (account instanceof Refusal) return account;
  const ids = subscribersIn(call.body.SubscriberList, "SubscriberList");
  if (ids instanceof Refusal) return ids;
  if (ids.length > MOST_TO_ADD) return refuse(10004, `SubscriberList has ${ids.length} subscribers, at most ${MOST_TO_ADD} are allowed`);
  const isNew = (/** @type {string} */ id) => !account.subscribers.get(id);
  if (account.isFull && ids.every(isNew)) return refuse(130006, `${account.subscribers.count} of ${account.info.maxSubscriberNum}`);
  const wanted = [...new Set(ids)].filter(isNew);
  if (wanted.length === 0) return rowsOf(ids, () => RESULT.ALREADY);
  const { webhooks } = call.world;
  return webhooks.before(WEBHOOK.BEFORE_SUBSCRIBE, eventOf(call, wanted), (reply) => subscribe(call, ids, reply?.RefusedSubscribers_Account));
}

/** @param {Call} call @param {string[]} ids @param {unknown} refused UserIDs that the backend refuses @returns {Answer} */
function subscribe(call, ids, refused) {
  const account = accountOf(call);
  if (account instanceof Refusal) return account;
  const wasFull = account.isFull;
  /** @type {string[]} */
  const added = [];
  const answer = rowsOf(ids, (id) => {
    if (account.subscribers.get(id)) return RESULT.ALREADY;
    if (account.isFull || (Array.isArray(refused) && refused.includes(id))) return RESULT.FAILED;
    account.subscribers.add(id, Math.floor(call.now / 1000));
    added.push(id);
    return RESULT.DONE;
  });
  const { webhooks } = call.world;
  if (added.length > 0) webhooks.after(WEBHOOK.AFTER_SUBSCRIBE, eventOf(call, added));
  if (account.isFull && !wasFull) webhooks.after(WEBHOOK.AFTER_FULL, { Official_Account: account.id });
  return answer;
}

/** @param {Call} call @returns {Answer} */
export function deleteSubscribers(call) {
  const account = accountOf(call);
  if (account instanceof Refusal) return account;
  const { SubscriberToDel_Account: ids, SubscriberList: list } = call.body;
  // The document has the one name in its sample and the other in its table.
  const read = ids === undefined && list !== undefined ? subscribersIn(list, "SubscriberList") : userIdsIn(ids, "SubscriberToDel_Account");
  if (read instanceof Refusal) return read;
  /** @type {string[]} */
  const deleted = [];
  const answer = rowsOf(read, (id) => {
    if (!account.subscribers.delete(id)) return RESULT.ALREADY;
    deleted.push(id);
    return RESULT.DONE;
  });
  if (deleted.length > 0) call.world.webhooks.after(WEBHOOK.AFTER_UNSUBSCRIBE, eventOf(call, deleted));
  return answer;
}

/** @param {Call} call @returns {Answer} */
export function modifySubscriberInfo(call) {
  const account = accountOf(call);
  if (account instanceof Refusal) return account;
  const { Subscriber_Account: id, CustomString: customString } = call.body;
  const refusal = checkUserId(id, "Subscriber_Account");
  if (refusal) return refusal;
  if (typeof customString !== "string") return refuse(10004, `CustomString is ${found(customString)}, expected a string`);
  const subscriber = account.subscribers.get(id);
  if (!subscriber) return refuse(131003, `${found(id)} does not subscribe to ${found(account.id)}`);
  subscriber.customString = customString;
  return { fields: {} };
}

/** @param {Call} call @returns {Answer} */
export function getSubscribedAccounts({ body, world }) {
  const { Subscriber_Account: id, Limit: limit = MOST_PER_PAGE, Offset: offset = 0, ResponseFilter: filter } = body;
  const refusal = checkUserId(id, "Subscriber_Account") ?? checkFilter(filter, { SelfInfoFilter: SELF_FIELDS });
  if (refusal) return refusal;
  if (!isWhole(limit, 1, MOST_PER_PAGE)) return refuse(10004, `Limit is ${found(limit)}, expected a whole number from 1 to ${MOST_PER_PAGE}`);
  if (!isWhole(offset, 0, Number.MAX_SAFE_INTEGER)) return refuse(10004, `Offset is ${found(offset)}, expected a whole number from 0`);
  const subscribed = [...world.accounts.values()].filter((account) => account.subscribers.get(id));
  const next = offset + limit;
  const isComplete = next >= subscribed.length;
  const rows = subscribed.slice(offset, next).map((account) => {
    const { time, customString } = /** @type {import("./subscribers.js").Subscriber} */ (account.subscribers.get(id));
    const self = { SubscribeTime: time, CustomString: customString };
    return { ...baseInfoOf(account, filter), SelfInfo: filtered(self, filter?.SelfInfoFilter) };
  });
  return { fields: { OfficialAccountInfoList: rows, TotalCount: subscribed.length, CompleteFlag: isComplete ? 1 : 0, Next: isComplete ? 0 : next } };
}

/** @param {string[]} ids @param {(id: string) => number} resultOf */
const rowsOf = (ids, resultOf) => ({ fields: { SubscriberList: ids.map((id) => ({ Subscriber_Account: id, Result: resultOf(id) })) } });

/** The fields of a webhook about subscribers. @param {Call} call @param {string[]} ids */
const eventOf = (call, ids) => ({
  Official_Account: call.body.Official_Account, Operator_Account: call.identifier,
  SubscribeAccountList: ids.map((id) => ({ Subscriber_Account: id })),
});

/** @param {unknown} next @returns {number | undefined} the number of the last subscriber of the previous page */
function numberOf(next) {
  if (next === "") return 0;
  if (typeof next !== "string" || !/^[A-Za-z0-9+/]+=*$/.test(next)) return undefined;
  try {
    const number = /^after (\d{1,15})$/.exec(atob(next))?.[1];
    return number === undefined ? undefined : Number(number);
  } catch {
    return undefined;
  }
}

/** @param {unknown} list array of { Subscriber_Account } @param {string} name @returns {string[] | Refusal} */
function subscribersIn(list, name) {
  if (!Array.isArray(list) || list.length === 0) return refuse(10004, `${name} is ${found(list)}, expected a non-empty array`);
  for (const [at, item] of list.entries()) {
    const refusal = checkUserId(item?.Subscriber_Account, `${name}[${at}].Subscriber_Account`);
    if (refusal) return refusal;
  }
  return list.map((item) => item.Subscriber_Account);
}

/** @param {unknown} ids @param {string} name @returns {string[] | Refusal} */
function userIdsIn(ids, name) {
  if (!Array.isArray(ids) || ids.length === 0) return refuse(10004, `${name} is ${found(ids)}, expected a non-empty array`);
  for (const [at, id] of ids.entries()) {
    const refusal = checkUserId(id, `${name}[${at}]`);
    if (refusal) return refusal;
  }
  return ids;
}

/** @param {unknown} id @param {string} name */
function checkUserId(id, name) {
  if (typeof id !== "string") return refuse(10004, `${name} is ${found(id)}, expected a UserID`);
  const problem = userIdProblem(id);
  return problem ? refuse(10004, `${name} ${problem}`) : undefined;
}

/** @param {unknown} value @param {number} least @param {number} most */
function isWhole(value, least, most) {
  return Number.isSafeInteger(value) && /** @type {number} */ (value) >= least && /** @type {number} */ (value) <= most;
}
