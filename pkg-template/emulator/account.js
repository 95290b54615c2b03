/** Official accounts and their messages, compact enough for a million of them, for the commands and for tests. */

import { found, refuse } from "./code.js";

/**
 * One message as it is kept. `recallCode` 0: recallable. `request` is the number of the request that recalled it, 0: none;
 * `recalledAt` cannot tell, as an injected clock may say 0.
 * @typedef {{ seq: number, time: number, from: string, body: unknown[], random: number, onlineOnly: boolean,
 *   recallCode: number, recalledAt: number, reason: string | undefined, request: number, account: Account }} StoredMessage
 */

const MSG_KEY = /^(\d{1,10})_1_(\d{1,10})$/;

/** One official account. Messages are sorted by Seq, which is nearly always the order in which they came. */
export class Account {
  /** @type {StoredMessage[]} */
  messages = [];
  nextSeq = 1;
  lastMsgTime = 0;

  /**
   * @param {string} id
   * @param {{ name: string, owner: string, createTime: number, introduction: string, faceUrl: string,
   *   organization: string, customString: string, maxSubscriberNum: number }} info
   */
  constructor(id, info) {
    this.id = id;
    this.info = info;
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
    // Compared as text: "071_1_..." names no message.
    return message && msgKeyOf(message) === msgKey ? message : undefined;
  }

  /** How many messages have a Seq below this one. @param {number} seq */
  countBefore(seq) {
    return this.#position(seq);
  }

  /** @param {number} seq @returns {number} index of the first message whose Seq is not below */
  #position(seq) {
    const messages = this.messages;
    if (messages.length === 0) return 0;
    // Without gaps, which is the rule, the index follows from the Seq.
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

/** Has left the roaming period. @param {StoredMessage} message @param {number} now ms @param {number} roamingDays */
export function isExpired(message, now, roamingDays) {
  return message.time * 1000 < now - roamingDays * 86_400_000;
}

/**
 * What is wrong with an official account ID, as what follows its name in a sentence; or undefined. Default IDs of the service itself begin with `@TOA#_@TOA#`.
 * @param {string} id
 */
export function accountIdProblem(id) {
  if (!id.startsWith("@TOA#_")) return "does not begin with @TOA#_";
  if (id.length === 6) return "has nothing after @TOA#_";
  if (!/^[\x20-\x7e]*$/.test(id)) return "has characters outside printable ASCII";
  return id.length > 48 ? `has ${id.length} bytes, at most 48 are allowed` : undefined;
}

/**
 * The account that the body of a call names.
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
