// The official accounts of one recall: whether there are several, and which of them the service has refused.
import { ACCOUNT_CODES } from "../lib/generated/facts.js";

/** @typedef {import("../index.js").MessageRef} MessageRef */
/** @typedef {import("../index.js").RecallResult} RecallResult */
/** @typedef {import("../lib/errors/recall_error.js").RecallError} RecallError */

export class RunAccounts {
  /** Whether the messages have several accounts; in a stream, those so far. */
  isMany = false;
  /** @type {string | undefined} */
  #first;
  /** Whether a refused account may turn out to be one of several. */
  #isOpenEnded;
  /** The code, meaning and `retryable` with which the service refused an account. @type {Map<string, Partial<RecallResult>>} */
  #refused = new Map();
  /** @type {RecallError | undefined} */
  #refusal;

  /** @param {boolean} isOpenEnded whether more messages of other accounts may follow */
  constructor(isOpenEnded) {
    this.#isOpenEnded = isOpenEnded;
  }

  /** @param {Iterable<MessageRef>} messages */
  add(messages) {
    for (const { officialAccount } of messages) {
      this.#first ??= officialAccount;
      this.isMany ||= officialAccount !== this.#first;
    }
  }

  /** Notes a row, which may tell that its account was refused. @param {RecallResult} row */
  note({ officialAccount, status, code, meaning, retryable }) {
    if (status === "failed" && code !== undefined && ACCOUNT_CODES.includes(code)) this.#refused.set(officialAccount, { code, meaning, retryable });
  }

  /**
   * The outcome of a message whose account was refused before it was sent.
   * @param {MessageRef} message
   * @returns {RecallResult | undefined}
   */
  outcomeOf({ officialAccount, msgKey }) {
    const refused = this.#refused.get(officialAccount);
    return refused && { officialAccount, msgKey, status: "failed", ...refused, attempts: 0 };
  }

  /**
   * Whether an error of the handler ends only one account, so that the others go on.
   * @param {RecallError} error
   */
  isOfOne(error) {
    if (error.code !== "ERR_OFFICIAL_ACCOUNT" || !(this.isMany || this.#isOpenEnded)) return false;
    this.#refusal = error;
    return true;
  }

  /** The error of a run whose only account was refused. */
  get refusal() {
    return this.isMany ? undefined : this.#refusal;
  }
}
