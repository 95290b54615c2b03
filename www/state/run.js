// One recall: the outcome of each message, for the chart, the table, the journal and the exports.
import * as library from "../pkg/index.js";
import { STATUSES as FINAL } from "../generated/facts.js";
import { accountsOf, idOf, messageOf } from "../connection/message.js";

/** @typedef {import("../pkg/index.js").RecallStatus | "pending"} Status */
/**
 * @typedef {{ status: Status, code?: number, meaning?: string, retryable?: boolean, attempts: number }} Outcome
 */
/** The id of a message with its outcome. @typedef {[string, Outcome]} JournalledOutcome */
/** @typedef {{ departed?: string[], outcomes?: JournalledOutcome[] }} JournalEntry `departed`: ids of messages */

/** @typedef {Pick<import("../connection/connections.js").Connection, "kind" | "host" | "address" | "identity">} Target where a run goes, without its secrets */

/** @type {readonly Status[]} in the order in which they are shown */
export const STATUSES = [...FINAL, "pending"];

/** @type {Outcome} */
const PENDING = { status: "pending", attempts: 0 };

/** Fires `change` (often), `end` (once for each start), and `readBack` when the history has been read. */
export class Run extends EventTarget {
  /** @type {"ready" | "running" | "stopping" | "ended"} */
  state = "ready";
  /** @type {unknown} why it ended early */
  error = undefined;
  /** What answered the last request. @type {import("../connection/connection_check.js").Answer | undefined} */
  answer = undefined;
  /** By the id of the message. @type {Map<string, Outcome>} */
  outcomes = new Map();
  /** @type {Set<string>} ids of messages that left in a request, of this page or of one before it */
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
  /** What the history shows after it, if that is read. @type {import("./read_back.js").Shown | undefined} */
  shown = undefined;
  #stop = new AbortController();

  /**
   * @param {{ id?: string, target: Target, connection?: import("../connection/connections.js").Connection, ids: Iterable<string>, reason: string, startedAt?: number }} options
   *   `ids` of the messages; `connection` may come later, for a run of an earlier page
   */
  constructor({ id = crypto.randomUUID(), target, connection, ids, reason, startedAt = Date.now() }) {
    super();
    this.id = id;
    this.target = { kind: target.kind, host: target.host, address: target.address, identity: target.identity };
    this.connection = connection;
    this.reason = reason;
    this.startedAt = startedAt;
    this.ids = [...new Set(ids)];
    this.accounts = accountsOf(this.ids);
    /** @type {Record<Status, number>} */
    this.counts = { recalled: 0, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 0, notAttempted: 0, pending: this.ids.length };
  }

  /** @param {string} id @returns {Outcome} */
  outcome(id) {
    return this.outcomes.get(id) ?? PENDING;
  }

  /** Number of messages. */
  get total() {
    return this.ids.length;
  }

  /** Number of messages whose outcome is known. */
  get settled() {
    return this.total - this.counts.pending;
  }

  /** @param {string} id @param {Outcome} outcome */
  settle(id, outcome) {
    this.counts[this.outcome(id).status] -= 1;
    this.counts[outcome.status] += 1;
    this.outcomes.set(id, outcome);
  }

  /**
   * Restores the events of an earlier page, in order. Messages that departed without an outcome are ambiguous.
   * @param {JournalEntry[]} entries
   */
  restore(entries) {
    for (const { departed = [], outcomes = [] } of entries) {
      for (const id of departed) {
        this.departed.add(id);
        this.ambiguous.add(id);
        this.settle(id, { status: "pending", attempts: this.outcome(id).attempts });
      }
      for (const [id, outcome] of outcomes) {
        this.settle(id, outcome);
        if (outcome.status !== "unconfirmed") this.ambiguous.delete(id);
      }
    }
    this.#close();
    this.state = "ended";
  }

  /** Messages that another start would send: those that the library calls open, and those still pending. */
  get open() {
    return this.ids.filter((id) => {
      const outcome = this.outcome(id);
      return outcome.status === "pending" || library.isOpen(/** @type {import("../pkg/index.js").RecallResult} */ (outcome));
    });
  }

  /**
   * Sends all open messages. Never rejects: a failure is in `error`.
   * @param {{ departing?: (ids: string[]) => Promise<void>, settled?: (id: string, outcome: Outcome) => void }} [hooks]
   *   `departing` is awaited before messages leave
   */
  async start({ departing, settled } = {}) {
    const ids = this.open;
    // The user may stop before the start, while the journal is being opened.
    if (this.state !== "stopping") {
      this.#stop = new AbortController();
      this.state = "running";
    }
    this.error = undefined;
    this.shown = undefined;
    for (const id of ids) this.#reopen(id);
    this.#changed();
    const depart = async (/** @type {string[]} */ leaving) => {
      for (const id of leaving) this.departed.add(id);
      await departing?.(leaving);
    };
    try {
      if (!this.connection) throw new Error("A run needs a connection before it starts");
      for await (const result of this.connection.open().recallEach(this.#request(this.connection, ids, depart))) {
        const id = idOf(result.officialAccount, result.msgKey);
        const outcome = this.#read(id, result);
        settled?.(id, outcome);
      }
    } catch (error) {
      this.error = error;
    }
    this.#finish();
  }

  /** @param {import("../connection/connections.js").Connection} connection @param {string[]} ids @param {(ids: string[]) => Promise<void>} depart @returns {any} */
  #request({ perRequest }, ids, depart) {
    const before = { requests: this.requests, retries: this.retries, durationMs: this.durationMs };
    return {
      // A handler sends the requests to the service: its messages depart when the page hands them over.
      messages: perRequest === undefined ? ids.map(messageOf) : handOver(ids, perRequest, depart),
      ...(perRequest === undefined && { beforeSend: (/** @type {import("../pkg/index.js").BeforeSendRequest} */ { officialAccount, msgKeys }) => depart(msgKeys.map((msgKey) => idOf(officialAccount, msgKey))) }),
      unconfirmed: ids.filter((id) => this.ambiguous.has(id)).map(messageOf),
      ...(this.reason && { reason: this.reason }),
      stopSignal: this.#stop.signal,
      onProgress: (/** @type {import("../pkg/index.js").RecallProgress} */ now) => this.#progress(before, now),
    };
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
    return this.#stop.signal.aborted && this.error === undefined;
  }

  /** Whether it ended because the caller was refused: a new connection is needed, with another UserSig or sign-in. */
  get refused() {
    return library.isRecallError(this.error) && (this.error.code === "ERR_PERMISSION" || this.error.code === "ERR_USER_SIG");
  }

  /** @param {string} id */
  #reopen(id) {
    if (this.outcome(id).status === "unconfirmed") this.ambiguous.add(id);
    if (!this.ambiguous.has(id)) this.departed.delete(id);
    this.settle(id, { status: "pending", attempts: this.outcome(id).attempts });
  }

  /** @param {string} id @param {import("../pkg/index.js").RecallResult} result @returns {Outcome} */
  #read(id, { status, code, meaning, retryable, attempts }) {
    const known = this.outcome(id);
    const outcome = { status, attempts: known.attempts + attempts, ...(code !== undefined && { code, meaning }), retryable };
    this.settle(id, outcome);
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
    for (const id of this.ids) {
      const { status, attempts } = this.outcome(id);
      if (status === "pending") this.settle(id, { status: this.departed.has(id) ? "unconfirmed" : "notAttempted", attempts, retryable: true });
    }
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** Hands over messages in the size of a request to a handler, which takes them one request at a time. @param {string[]} ids @param {number} size @param {(ids: string[]) => Promise<void>} depart */
async function* handOver(ids, size, depart) {
  for (let from = 0; from < ids.length; from += size) {
    const leaving = ids.slice(from, from + size);
    await depart(leaving);
    yield* leaving.map(messageOf);
  }
}
