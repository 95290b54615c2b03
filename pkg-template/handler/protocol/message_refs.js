// Messages in requests and responses of the handler: MsgKeys of one account, or messages that name their accounts.
import { MAX_KEYS } from "../../lib/generated/facts.js";

/** @typedef {import("tencent-chat-recall").MessageRef} MessageRef */
/**
 * The messages of a request in either form.
 * @typedef {{ officialAccount?: string, msgKeys?: readonly string[], messages?: readonly MessageRef[], unconfirmed?: readonly (string | MessageRef)[] }} RequestedMessages
 */

/** Identifies a message: MsgKeys are unique within their account, and have no spaces. @param {MessageRef} message */
export const idOf = ({ officialAccount, msgKey }) => `${msgKey} ${officialAccount}`;

/** The message alone, without other members. @param {MessageRef} message @returns {MessageRef} */
export const refOf = ({ officialAccount, msgKey }) => ({ officialAccount, msgKey });

/**
 * The distinct messages of a valid request, in order.
 * @param {RequestedMessages} input
 * @returns {MessageRef[]}
 */
export function distinctOf({ officialAccount = "", msgKeys = [], messages }) {
  /** @type {Map<string, MessageRef>} */
  const distinct = new Map();
  for (const message of messages ?? msgKeys.map((msgKey) => ({ officialAccount, msgKey }))) {
    const id = idOf(message);
    if (!distinct.has(id)) distinct.set(id, refOf(message));
  }
  return [...distinct.values()];
}

/** Ids of the messages that a valid request names as unconfirmed. @param {RequestedMessages} input */
export function unconfirmedIds({ officialAccount = "", unconfirmed = [] }) {
  return new Set(unconfirmed.map((one) => idOf(typeof one === "string" ? { officialAccount, msgKey: one } : one)));
}

/**
 * How many of the messages each account has, in the order in which the accounts first appear.
 * @param {Iterable<MessageRef>} messages
 * @returns {Map<string, number>}
 */
export function countByAccount(messages) {
  /** @type {Map<string, number>} */
  const accounts = new Map();
  for (const { officialAccount } of messages) accounts.set(officialAccount, (accounts.get(officialAccount) ?? 0) + 1);
  return accounts;
}

/**
 * Orders messages so that the accounts take turns, each with as many messages as a request to the service has.
 * @param {readonly MessageRef[]} messages
 * @returns {MessageRef[]}
 */
export function inTurns(messages) {
  /** @type {Map<string, MessageRef[]>} */
  const accounts = new Map();
  for (const message of messages) {
    const own = accounts.get(message.officialAccount);
    if (own) own.push(message);
    else accounts.set(message.officialAccount, [message]);
  }
  /** @type {MessageRef[]} */
  const ordered = [];
  for (let lists = [...accounts.values()], from = 0; lists.length > 0; from += MAX_KEYS, lists = lists.filter((list) => list.length > from)) {
    for (const list of lists) ordered.push(...list.slice(from, from + MAX_KEYS));
  }
  return ordered;
}
