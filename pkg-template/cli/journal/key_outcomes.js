// The outcome of every key of a journal, by key number, in a few bytes each.

/** @typedef {import("tencent-chat-recall").RecallStatus} RecallStatus */

/** States of a key. The first two are of a run that goes on, or was killed. */
const STATES = /** @type {const} */ (["notAttempted", "sent", "recalled", "presumedRecalled", "failed", "unconfirmed", "notFound"]);
const NUMBERS = /** @type {Record<string, number>} */ (Object.fromEntries(STATES.map((state, index) => [state, index])));
/** What a journal may say of a key's end. @type {ReadonlySet<unknown>} */
export const ENDINGS = new Set(STATES.filter((state) => state !== "sent"));
const SENT = 1;
const UNCONFIRMED = 5;
/** With these nothing is left to be said. @type {ReadonlySet<RecallStatus>} */
const SETTLED = new Set(["recalled", "presumedRecalled", "notFound"]);
const MOST_ATTEMPTS = 255;
/** Bits of a state. */
const WIDTH = 3;
const STATE = (1 << WIDTH) - 1;

export class KeyOutcomes {
  /** The state; of one that is sent, the state before it in the bits above. */
  #states;
  /** Index of the code in `#codes`, 0 for none. */
  #codeIndexes;
  #attempts;
  /** 1: an earlier process sent it and never learned what came of it, so that it may be gone. */
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

  /** @param {number} number of a key, in a request that is about to leave */
  sent(number) {
    const state = this.#state(number);
    if (state === UNCONFIRMED) this.#maybeGone[number] = 1;
    if (state !== SENT) this.#states[number] = SENT | (state << WIDTH);
    this.#attempts[number] = Math.min(MOST_ATTEMPTS, this.#attempt(number) + 1);
  }

  /** Whether a request of an earlier run that carried it was never answered, so that it may be gone. @param {number} number */
  isInDoubt(number) {
    return this.#maybeGone[number] === 1 || this.#state(number) === UNCONFIRMED;
  }

  /** Whether there is one in doubt, before a run. */
  get anyInDoubt() {
    return this.#maybeGone.includes(1) || this.#states.includes(UNCONFIRMED);
  }

  /**
   * What is known of a message that no request of a run carried although it was about to, because there was no connection: what was
   * known before the run.
   * @param {number} number
   * @returns {RecallStatus}
   */
  unsent(number) {
    return /** @type {RecallStatus} */ (STATES[/** @type {number} */ (this.#states[number]) >> WIDTH]);
  }

  /** Whether it is in a request of this process. @param {number} number */
  isSent(number) {
    return this.#state(number) === SENT;
  }

  /** @param {number} number @param {string} status @param {number} code 0 for none */
  ended(number, status, code) {
    this.#states[number] = NUMBERS[status] ?? 0;
    if (this.#states[number] === 0) this.#attempts[number] = 0;
    this.#codeIndexes[number] = this.#indexOf(code);
  }

  /** The process that sent what is open is no more. */
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

  /** Requests that carried it; 255 stands for that many or more. @param {number} number */
  attempts(number) {
    return this.#attempt(number);
  }

  /** How many there are of each status, and of each code for which a message is not known to be gone; "not there" says all that its code does. */
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
    // The vendor has about a hundred codes. Should there be more than fit, the last place stands for what did not fit.
    if (this.#codes.length < 256) return this.#codes.push(code) - 1;
    return 255;
  }
}
