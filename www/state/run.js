// One recall: the outcome of each message, for the chart, the table, the journal and the exports.
import * as library from "../pkg/index.js";
import { STATUSES as FINAL } from "../generated/facts.js";

/** @typedef {import("../pkg/index.js").RecallStatus | "pending"} Status */
/**
 * @typedef {{ status: Status, code?: number, meaning?: string, retryable?: boolean, attempts: number }} Outcome
 */
/** @typedef {[string, Outcome]} JournalledOutcome */
/**
 * @typedef {{ departed?: string[], outcomes?: JournalledOutcome[], gone?: string[] }} JournalEntry
 *   `gone`: keys recalled in the page's emulator, so that it can be restored
 */

/** @typedef {Pick<import("../connection/connections.js").Connection, "kind" | "host" | "address" | "identity">} Target where a run goes, without its secrets */

/** @type {readonly Status[]} in the order in which they are shown */
export const STATUSES = [...FINAL, "pending"];

/** @type {Outcome} */
const PENDING = { status: "pending", attempts: 0 };

/** Fires `change` (often) and `end` (once for each start). */
export class Run extends EventTarget {
  /** @type {"ready" | "running" | "stopping" | "ended"} */
  state = "ready";
  /** @type {unknown} why it ended early */
  error = undefined;
  /** What answered the last request. @type {import("../connection/connection_check.js").Answer | undefined} */
  answer = undefined;
  /** @type {Map<string, Outcome>} */
  outcomes = new Map();
  /** @type {Set<string>} left in a request, of this page or of one before it */
  departed = new Set();
  /** @type {Set<string>} of these, those whose fate an earlier page did not see */
  ambiguous = new Set();
  /** The missing messages that an earlier run recalled, with the start of that run. @type {Map<string, number>} */
  recalledBy = new Map();
  /** @type {{ at: number, counts: Record<Status, number> }[]} */
  history = [];
  /** Settles when its journal is written. @type {Promise<void> | undefined} */
  recorded = undefined;
  /** Whether the browser keeps the journal. */
  journalled = true;
  requests = 0;
  retries = 0;
  rate = 0;
  durationMs = 0;
  secondsLeft = /** @type {number | undefined} */ (undefined);
  /** The ErrorInfo of each code. @type {Record<number, string>} */
  errorInfo = {};
  #stop = new AbortController();

  /**
   * @param {{ id?: string, target: Target, connection?: import("../connection/connections.js").Connection, officialAccount: string, reason: string, msgKeys: string[], startedAt?: number }} options
   *   `connection` may come later, for a run of an earlier page
   */
  constructor({ id = crypto.randomUUID(), target, connection, officialAccount, reason, msgKeys, startedAt = Date.now() }) {
    super();
    this.id = id;
    this.target = { kind: target.kind, host: target.host, address: target.address, identity: target.identity };
    this.connection = connection;
    this.officialAccount = officialAccount;
    this.reason = reason;
    this.startedAt = startedAt;
    this.msgKeys = [...new Set(msgKeys)];
    /** @type {Record<Status, number>} */
    this.counts = { recalled: 0, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 0, notAttempted: 0, pending: this.msgKeys.length };
  }

  /** @param {string} msgKey @returns {Outcome} */
  outcome(msgKey) {
    return this.outcomes.get(msgKey) ?? PENDING;
  }

  /** Number of messages whose outcome is known. */
  get settled() {
    return this.msgKeys.length - this.counts.pending;
  }

  /** @param {string} msgKey @param {Outcome} outcome */
  settle(msgKey, outcome) {
    this.counts[this.outcome(msgKey).status] -= 1;
    this.counts[outcome.status] += 1;
    this.outcomes.set(msgKey, outcome);
  }

  /**
   * Restores the events of an earlier page, in order. Messages that departed without an outcome are ambiguous.
   * @param {JournalEntry[]} entries
   */
  restore(entries) {
    for (const { departed = [], outcomes = [] } of entries) {
      for (const msgKey of departed) {
        this.departed.add(msgKey);
        this.ambiguous.add(msgKey);
        this.settle(msgKey, { status: "pending", attempts: this.outcome(msgKey).attempts });
      }
      for (const [msgKey, outcome] of outcomes) {
        this.settle(msgKey, outcome);
        if (outcome.status !== "unconfirmed") this.ambiguous.delete(msgKey);
      }
    }
    this.#close();
    this.state = "ended";
  }

  /** Messages that another start would send: those that the library calls open, and those still pending. */
  get open() {
    return this.msgKeys.filter((msgKey) => {
      const outcome = this.outcome(msgKey);
      return outcome.status === "pending" || library.isOpen(/** @type {import("../pkg/index.js").RecallResult} */ (outcome));
    });
  }

  /**
   * Sends all open messages. Never rejects: a failure is in `error`.
   * @param {{ departing?: (msgKeys: string[]) => Promise<void>, arrived?: (msgKeys: string[]) => Promise<void>, settled?: (msgKey: string, outcome: Outcome) => void }} [hooks]
   *   `departing` is awaited before each request, `arrived` after it
   */
  async start({ departing, arrived, settled } = {}) {
    const msgKeys = this.open;
    // The user may stop before the start, while the journal is being opened.
    if (this.state !== "stopping") {
      this.#stop = new AbortController();
      this.state = "running";
    }
    this.error = undefined;
    for (const msgKey of msgKeys) this.#reopen(msgKey);
    this.#changed();
    const before = { requests: this.requests, retries: this.retries, durationMs: this.durationMs };
    try {
      if (!this.connection) throw new Error("A run needs a connection before it starts");
      const client = this.connection.open(async (keys) => {
        for (const msgKey of keys) this.departed.add(msgKey);
        await departing?.(keys);
      }, arrived);
      const { signal } = this.#stop;
      const unconfirmed = msgKeys.filter((msgKey) => this.ambiguous.has(msgKey));
      const request = { officialAccount: this.officialAccount, msgKeys, unconfirmed, ...(this.reason && { reason: this.reason }), onProgress: (/** @type {any} */ now) => this.#progress(before, now) };
      for await (const result of client.recallEach(request, { signal })) {
        const outcome = this.#read(result);
        settled?.(result.msgKey, outcome);
      }
    } catch (error) {
      this.error = error;
    }
    this.#finish();
  }

  /** Sends nothing more, and waits for requests in flight. */
  stop() {
    if (this.state !== "running" && this.state !== "ready") return;
    this.state = "stopping";
    this.#stop.abort();
    this.#changed();
  }

  /** Whether the user ended it. */
  get stopped() {
    return library.isRecallError(this.error) && this.error.code === "ERR_ABORTED";
  }

  /** Whether it ended because the caller was refused: a new connection is needed, with another UserSig or sign-in. */
  get refused() {
    return library.isRecallError(this.error) && (this.error.code === "ERR_PERMISSION" || this.error.code === "ERR_USER_SIG");
  }

  /** @param {string} msgKey */
  #reopen(msgKey) {
    if (this.outcome(msgKey).status === "unconfirmed") this.ambiguous.add(msgKey);
    if (!this.ambiguous.has(msgKey)) this.departed.delete(msgKey);
    this.settle(msgKey, { status: "pending", attempts: this.outcome(msgKey).attempts });
  }

  /** @param {import("../pkg/index.js").RecallResult} result @returns {Outcome} */
  #read({ msgKey, status, code, meaning, retryable, attempts }) {
    const known = this.outcome(msgKey);
    const outcome = { status, attempts: known.attempts + attempts, ...(code !== undefined && { code, meaning }), retryable };
    this.settle(msgKey, outcome);
    this.#changed();
    return outcome;
  }

  /** @param {{ requests: number, retries: number, durationMs: number }} before @param {import("../pkg/index.js").RecallProgress} now */
  #progress(before, now) {
    this.requests = before.requests + now.requests;
    this.retries = before.retries + now.retries;
    this.durationMs = before.durationMs + now.durationMs;
    this.rate = now.rate;
    this.errorInfo = { ...now.errorInfo, ...this.errorInfo };
    this.#sample();
    this.secondsLeft = this.#estimate(before.durationMs);
    this.#changed();
  }

  /** Estimates from the pace since this start; the library cannot know how many keys an iterable has. @param {number} since */
  #estimate(since) {
    const first = this.history.find(({ at }) => at >= since);
    const last = this.history.at(-1);
    if (!first || !last || last.at - first.at < 500) return undefined;
    const done = first.counts.pending - last.counts.pending;
    return done > 0 ? (last.counts.pending / done) * ((last.at - first.at) / 1000) : undefined;
  }

  /** Keeps at most 240 points: at more, every second one is dropped. */
  #sample() {
    this.history.push({ at: this.durationMs, counts: { ...this.counts } });
    if (this.history.length > 240) this.history = this.history.filter((_, index) => index % 2 === 0 || index === this.history.length - 1);
  }

  #finish() {
    this.answer = this.connection?.answer;
    this.#close();
    this.#sample();
    this.secondsLeft = undefined;
    this.state = "ended";
    this.#changed();
    this.dispatchEvent(new Event("end"));
  }

  /** No more outcomes will arrive: pending messages are unconfirmed if they departed. */
  #close() {
    for (const msgKey of this.msgKeys) {
      const { status, attempts } = this.outcome(msgKey);
      if (status === "pending") this.settle(msgKey, { status: this.departed.has(msgKey) ? "unconfirmed" : "notAttempted", attempts, retryable: true });
    }
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
