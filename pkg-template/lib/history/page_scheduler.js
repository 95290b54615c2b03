// Decides, without IO, which page of which account is requested next, and keeps the messages until they are taken. For find and verify.

/**
 * The walk through one account's history.
 * @typedef {object} AccountWalk
 * @property {string} officialAccount
 * @property {string | undefined} before the next page is the one before this MsgKey; the newest if undefined
 * @property {boolean} isDone no further page is wanted
 * @property {(answer: any) => any[]} take takes a page as the service sent it, and returns the rows it yields
 * @property {(refusal: Refusal) => void} [refuse] the service refused the account
 *
 * @typedef {{ officialAccount: string, code: number, meaning: string }} Refusal
 *
 * `page`: request it. `account`: read the next account. `idle`: nothing to do until an input arrives. `done`: nothing is left to request.
 * @typedef {{ type: "page", number: number, officialAccount: string, before: string | undefined } | { type: "account" | "idle" | "done" }} Step
 */

/** Pages that wait for the pace or a permit at a time: enough to hide the latency of a limiter. */
const MOST_WAITING = 16;
/** No page is requested while this many rows wait for a slow consumer. */
const MOST_ROWS = 1000;
/** Accounts that are recognized if they come again. */
const REMEMBERED = 100_000;

export class PageScheduler {
  /** Accounts that were walked to their end, including refused ones. */
  accounts = 0;
  /** @type {Refusal[]} */
  refused = [];
  #open;
  #concurrency;
  /** The walks whose page is being requested, by its number. @type {Map<number, AccountWalk>} */
  #requested = new Map();
  /** Numbers of the requested pages that have not left. @type {Set<number>} */
  #waiting = new Set();
  /** The walks whose next page is not requested yet. @type {AccountWalk[]} */
  #due = [];
  /** @type {any[]} */
  #rows = [];
  #taken = 0;
  #pages = 0;
  #isReading = false;
  #isSourceOver = false;
  /** A page was answered: the credentials are good. Until then, one request is sent at a time. */
  #isAnswered = false;
  #known = new Set();

  /**
   * @param {(officialAccount: string) => AccountWalk} open begins the walk of an account
   * @param {number} concurrency pages requested at a time at most
   */
  constructor(open, concurrency) {
    this.#open = open;
    this.#concurrency = concurrency;
  }

  /** What the driver is to do now. @returns {Step} */
  next() {
    if (this.isDone) return { type: "done" };
    const mostRequested = this.#isAnswered ? this.#concurrency : 1;
    const hasRoom = this.#requested.size < mostRequested && this.#waiting.size < MOST_WAITING;
    if (!hasRoom || this.#rows.length - this.#taken >= MOST_ROWS) return { type: "idle" };
    // Accounts in progress come first, so that few are in progress.
    const walk = this.#due.shift();
    if (walk) return this.#request(walk);
    if (this.#isReading || this.#isSourceOver) return { type: "idle" };
    this.#isReading = true;
    return { type: "account" };
  }

  /** @param {AccountWalk} walk @returns {Step} */
  #request(walk) {
    const number = this.#pages;
    this.#pages += 1;
    this.#requested.set(number, walk);
    this.#waiting.add(number);
    const { officialAccount, before } = walk;
    return { type: "page", number, officialAccount, before };
  }

  /** Nothing is left to request. Rows may wait to be taken. */
  get isDone() {
    return this.#isSourceOver && this.#due.length === 0 && this.#requested.size === 0;
  }

  /** The next row, if there is one. */
  take() {
    if (this.#taken === this.#rows.length) return undefined;
    const row = this.#rows[this.#taken];
    this.#taken += 1;
    if (this.#taken === this.#rows.length) [this.#rows, this.#taken] = [[], 0];
    return row;
  }

  /** An account was read. One that was read before is ignored. @param {string} officialAccount */
  add(officialAccount) {
    this.#isReading = false;
    if (this.#isSourceOver || this.#known.has(officialAccount)) return;
    if (this.#known.size < REMEMBERED) this.#known.add(officialAccount);
    this.#due.push(this.#open(officialAccount));
  }

  /** No more accounts will come. */
  endOfAccounts() {
    this.#isSourceOver = true;
  }

  /** The request of a page has left. @param {number} number */
  left(number) {
    this.#waiting.delete(number);
  }

  /** A page was answered. @param {number} number @param {any} answer as the service sent it */
  answered(number, answer) {
    const walk = this.#end(number);
    if (!walk) return;
    this.#rows.push(...walk.take(answer));
    if (walk.isDone) this.accounts += 1;
    else this.#due.push(walk);
  }

  /** The service refused the account of a page. @param {number} number @param {{ code: number, meaning: string }} refusal */
  refuse(number, { code, meaning }) {
    const walk = this.#end(number);
    if (!walk) return;
    const refusal = { officialAccount: walk.officialAccount, code, meaning };
    this.accounts += 1;
    this.refused.push(refusal);
    walk.refuse?.(refusal);
  }

  /** Requests nothing more, and ignores the pages in flight. The rows can still be taken. */
  abort() {
    this.#isSourceOver = true;
    this.#due = [];
    this.#requested.clear();
    this.#waiting.clear();
  }

  /** @param {number} number */
  #end(number) {
    const walk = this.#requested.get(number);
    this.#isAnswered = true;
    this.#requested.delete(number);
    this.#waiting.delete(number);
    return walk;
  }
}
