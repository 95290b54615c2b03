// The outcome of every key of a journal, by key number, in a few bytes each.

/** @typedef {import("tencent-chat-recall").RecallStatus} RecallStatus */

/** States of a key. The first two occur only while a run is in progress, or after it was killed. */
const STATES = /** @type {const} */ (["notAttempted", "sent", "recalled", "presumedRecalled", "failed", "unconfirmed", "notFound"]);
const NUMBERS = /** @type {Record<string, number>} */ (Object.fromEntries(STATES.map((state, index) => [state, index])));
/** Outcomes that a journal may record. @type {ReadonlySet<unknown>} */
export const ENDINGS = new Set(STATES.filter((state) => state !== "sent"));
const SENT = 1;
const UNCONFIRMED = 5;
/** Final outcomes, which need no further request. @type {ReadonlySet<RecallStatus>} */
const SETTLED = new Set(["recalled", "presumedRecalled", "notFound"]);
const MOST_ATTEMPTS = 255;
/** Bits of a state. */
const WIDTH = 3;
const STATE = (1 << WIDTH) - 1;

export class KeyOutcomes {
  /** The state of each key; while it is sent, the higher bits hold the state before. */
  #states;
  /** Index of the code in `#codes`, 0 for none. */
  #codeIndexes;
  #attempts;
  /** 1: an earlier process sent the key and never learned the outcome, so the message may be gone. */
  #maybeGone;
  #codes = [0];

  /** @param {number} size number of keys */
  constructor(size) {
    this.size = size;
    this.#states = new Uint8Array(size);
    this.#codeIndexes = new Uint8Array(size);
    this.#attempts = new Uint8Array(size);
    this.#maybeGone = new Uint8Array(size);
  }

  /** @param {number} number number of a key whose request is about to leave */
  sent(number) {
    const state = this.#state(number);
    if (state === UNCONFIRMED) this.#maybeGone[number] = 1;
    if (state !== SENT) this.#states[number] = SENT | (state << WIDTH);
    this.#attempts[number] = Math.min(MOST_ATTEMPTS, this.#attempt(number) + 1);
  }

  /** Whether an earlier run sent the key and got no answer, so that the message may be gone. @param {number} number */
  isInDoubt(number) {
    return this.#maybeGone[number] === 1 || this.#state(number) === UNCONFIRMED;
  }

  /** Whether any key is in doubt, before a run. */
  get anyInDoubt() {
    return this.#maybeGone.includes(1) || this.#states.includes(UNCONFIRMED);
  }

  /**
   * The status of a message whose request was about to leave but found no connection: the status
   * before the run.
   * @param {number} number
   * @returns {RecallStatus}
   */
  unsent(number) {
    return /** @type {RecallStatus} */ (STATES[/** @type {number} */ (this.#states[number]) >> WIDTH]);
  }

  /** Whether the key is in a request of this process. @param {number} number */
  isSent(number) {
    return this.#state(number) === SENT;
  }

  /** @param {number} number @param {string} status @param {number} code 0 for none */
  ended(number, status, code) {
    this.#states[number] = NUMBERS[status] ?? 0;
    if (this.#states[number] === 0) this.#attempts[number] = 0;
    this.#codeIndexes[number] = this.#indexOf(code);
  }

  /** Marks the sent keys as unanswered: the process that sent them has ended. */
  abandon() {
    for (let number = 0; number < this.size; number += 1) {
      const state = this.#state(number);
      if (state !== SENT && state !== UNCONFIRMED) continue;
      this.#maybeGone[number] = 1;
      this.#states[number] = UNCONFIRMED;
    }
  }

  /** @param {number} number @returns {RecallStatus} */
  status(number) {
    const state = STATES[this.#state(number)];
    return state === "sent" || state === undefined ? "unconfirmed" : state;
  }

  /** The vendor's code, 0 for none. @param {number} number */
  code(number) {
    return this.#codes[this.#codeIndexes[number] ?? 0] ?? 0;
  }

  /** Number of requests that contained the key; 255 means 255 or more. @param {number} number */
  attempts(number) {
    return this.#attempt(number);
  }

  /** Counts the keys by status, and by code where a message is not known to be gone. `notFound` needs no code: its status says the same. */
  summary() {
    /** @type {Record<RecallStatus, number>} */
    const counts = { recalled: 0, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 0, notAttempted: 0 };
    /** @type {Map<number, number>} */
    const codes = new Map();
    for (let number = 0; number < this.size; number += 1) {
      const status = this.status(number);
      counts[status] += 1;
      const code = this.code(number);
      if (code !== 0 && !SETTLED.has(status)) codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    return { counts, codes };
  }

  /** @param {number} number */
  #state(number) {
    return /** @type {number} */ (this.#states[number]) & STATE;
  }

  /** @param {number} number */
  #attempt(number) {
    return /** @type {number} */ (this.#attempts[number]);
  }

  /** @param {number} code */
  #indexOf(code) {
    const known = this.#codes.indexOf(code);
    if (known >= 0) return known;
    // The vendor has about a hundred codes. If there are too many, the last slot stands for all the others.
    if (this.#codes.length < 256) return this.#codes.push(code) - 1;
    return 255;
  }
}
