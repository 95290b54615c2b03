// Messages in requests and responses of the handler: MsgKeys of one account, or messages that name their accounts.

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
