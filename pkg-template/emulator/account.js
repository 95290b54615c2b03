/** Official accounts with their messages and subscribers, in a form compact enough for a million messages. */

import { found, refuse } from "./code.js";
import { Subscribers } from "./subscribers.js";

/**
 * One stored message. `recallCode` is 0 for a recallable message. `request` is the number of the request that recalled it, or 0.
 * Test `request` to see whether it was recalled, not `recalledAt`: an injected clock may return 0.
 * @typedef {{ seq: number, time: number, from: string, body: unknown[], random: number, onlineOnly: boolean,
 *   recallCode: number, recalledAt: number, reason: string | undefined, request: number, account: Account }} StoredMessage
 */

const MSG_KEY = /^(\d{1,10})_1_(\d{1,10})$/;

/** One official account. Its messages are sorted by Seq, which is nearly always the order of arrival. */
export class Account {
  /** @type {StoredMessage[]} */
  messages = [];
  nextSeq = 1;
  lastMsgTime = 0;
  subscribers = new Subscribers();

  /**
   * @param {string} id
   * @param {{ name: string, owner: string, createTime: number, introduction: string, faceUrl: string,
   *   organization: string, customString: string, maxSubscriberNum: number }} info
   */
  constructor(id, info) {
    this.id = id;
    this.info = info;
  }

  /** Whether no further user can subscribe. */
  get isFull() {
    return this.subscribers.count >= this.info.maxSubscriberNum;
  }

  /**
   * @param {Omit<StoredMessage, "seq" | "account" | "recalledAt" | "reason" | "request">} message
   * @param {number} [seq]
   */
  add(message, seq = this.nextSeq) {
    const { time, from, body, random, onlineOnly, recallCode } = message;
    /** @type {StoredMessage} */
    const stored = {
      seq, time, from, body, random, onlineOnly, recallCode, recalledAt: 0, reason: undefined, request: 0, account: this,
    };
    const at = seq >= this.nextSeq ? this.messages.length : this.#position(seq);
    if (this.messages[at]?.seq === seq) throw new RangeError(`addMessage: seq: ${seq} is taken in ${this.id}`);
    if (at === this.messages.length) this.messages.push(stored);
    else this.messages.splice(at, 0, stored);
    if (seq >= this.nextSeq) this.nextSeq = seq + 1;
    if (time > this.lastMsgTime) this.lastMsgTime = time;
    return stored;
  }

  /** @param {string} msgKey @returns {StoredMessage | undefined} */
  find(msgKey) {
    const parts = MSG_KEY.exec(msgKey);
    if (!parts) return undefined;
    const message = this.messages[this.#position(Number(parts[1]))];
    // Compared as text, so that "071_1_..." does not match message 71.
    return message && msgKeyOf(message) === msgKey ? message : undefined;
  }

  /** Counts the messages with a lower Seq. @param {number} seq */
  countBefore(seq) {
    return this.#position(seq);
  }

  /** @param {number} seq @returns {number} index of the first message with this Seq or a higher one */
  #position(seq) {
    const messages = this.messages;
    if (messages.length === 0) return 0;
    // Seqs rarely have gaps, so the index usually follows from the Seq.
    const guess = seq - messages[0].seq;
    if (messages[guess]?.seq === seq) return guess;
    let low = 0;
    let high = messages.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (messages[middle].seq < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** `Seq_1_ServerTime`. @param {{ seq: number, time: number }} message */
export function msgKeyOf(message) {
  return `${message.seq}_1_${message.time}`;
}

/**
 * Returns whether the message is past the roaming period.
 * @param {StoredMessage} message
 * @param {number} now milliseconds since 1970
 * @param {number} roamingDays
 */
export function isExpired(message, now, roamingDays) {
  return message.time * 1000 < now - roamingDays * 86_400_000;
}

/**
 * Describes what is wrong with an official account ID, as the part of a sentence after the name of the field; undefined if it is valid.
 * IDs that the service generates begin with `@TOA#_@TOA#`.
 * @param {string} id
 */
export function accountIdProblem(id) {
  if (!id.startsWith("@TOA#_")) return "does not begin with @TOA#_";
  if (id.length === 6) return "has nothing after @TOA#_";
  if (!/^[\x20-\x7e]*$/.test(id)) return "has characters outside printable ASCII";
  return id.length > 48 ? `has ${id.length} bytes, at most 48 are allowed` : undefined;
}

/**
 * Returns the account named in the body of a call.
 * @param {import("./service.js").Call} call
 * @returns {Account | import("./code.js").Refusal}
 */
export function accountOf({ body, world }) {
  const id = body.Official_Account;
  if (typeof id !== "string") return refuse(10004, `Official_Account is ${found(id)}, expected a string`);
  const problem = accountIdProblem(id);
  if (problem) return refuse(10015, `Official_Account ${problem}`);
  return world.accounts.get(id) ?? refuse(10010, `there is no ${JSON.stringify(id)}`);
}
