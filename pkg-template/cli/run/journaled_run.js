// Runs a recall over a journal: sends the open keys, records outcomes as they arrive, and stops without losing any.
import { RecallClient, isOpen as isResultOpen, isRecallError } from "tencent-chat-recall";
import { OPTIONS } from "../../lib/generated/facts.js";
import { Eta } from "../../lib/run/eta.js";
import { JournaledFetch } from "./journaled_fetch.js";
import { keysOf } from "../journal/journal_reader.js";

/** @typedef {import("../journal/journal_reader.js").Journal} Journal */
/** @typedef {import("tencent-chat-recall").Loss} Loss */
/** @typedef {import("tencent-chat-recall").RecallError} RecallError */
/** @typedef {import("tencent-chat-recall").RecallCounts} RecallCounts */
/**
 * The progress. `counts` are of settled messages, by this run or earlier ones.
 * @typedef {import("./run_phase.js").Figures & {
 *   counts: RecallCounts, settled: number, toSend: number, requests: number, durationMs: number, secondsLeft?: number, loss?: Loss, stopsInMs?: number,
 * }} State
 */

/** After this time no answer can arrive any more: the timeout of a request, plus time for the disk. */
const GRACE_MS = 2000;
const POLL_MS = 20;

/**
 * Caches the results of a function that is called very often with few codes.
 * @template T
 * @param {(code: number) => T} ask
 * @returns {(code: number) => T}
 */
export function cachedByCode(ask) {
  /** @type {Map<number, T>} */
  const answers = new Map();
  return (code) => {
    if (!answers.has(code)) answers.set(code, ask(code));
    return /** @type {T} */ (answers.get(code));
  };
}

/** Whether a later run may succeed where the service refused the message. */
const mayBeOver = cachedByCode((code) => isResultOpen({ status: "failed", code }));

/**
 * Whether the next run must send a key: if the library calls it open, or with `retryFailed` if it was refused.
 * @param {import("../journal/key_outcomes.js").KeyOutcomes} outcomes
 * @param {number} number
 * @param {boolean} retryFailed
 */
export function isOpen(outcomes, number, retryFailed) {
  const status = outcomes.status(number);
  if (status === "failed") return retryFailed || mayBeOver(outcomes.code(number));
  return isResultOpen({ status });
}

/**
 * Counts the keys to send, and the others by status.
 * @param {import("../journal/key_outcomes.js").KeyOutcomes} outcomes
 * @param {boolean} retryFailed
 */
export function countOpen(outcomes, retryFailed) {
  /** @type {RecallCounts} */
  const counts = { recalled: 0, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 0, notAttempted: 0 };
  let open = 0;
  for (let number = 0; number < outcomes.size; number += 1) {
    if (isOpen(outcomes, number, retryFailed)) open += 1;
    else counts[outcomes.status(number)] += 1;
  }
  return { counts, open };
}

export class Run {
  /** The error of the library, if any. @type {RecallError | undefined} */
  error;
  /** How the last request without a readable answer ended, in English. @type {string | undefined} */
  lastLoss;
  /** The same as data. @type {Loss | undefined} */
  loss;
  /** Requests of this run. */
  requests = 0;
  isEnded = false;
  /** The ErrorInfo of each code. @type {Record<number, string>} */
  #errorInfo = {};
  #journal;
  #writer;
  #options;
  #retryFailed;
  /** Numbers of the keys that the library is working on. @type {Map<string, number>} */
  #numbers = new Map();
  #abort = new AbortController();
  #eta = new Eta();
  /** @type {number | undefined} */
  #secondsLeft;
  #stopping = false;
  /** The time at which a stopping run gives up waiting. */
  #until = 0;
  #began = 0;
  #journaledFetch;
  /** @type {Pick<State, "counts" | "settled" | "toSend" | "rate" | "rateLimit">} */
  #state;

  /**
   * @param {{ journal: Journal, writer: import("../journal/journal_writer.js").JournalWriter, options: import("tencent-chat-recall").ClientOptions, retryFailed: boolean }} parts
   */
  constructor({ journal, writer, options, retryFailed }) {
    this.#journal = journal;
    this.#writer = writer;
    this.#options = options;
    this.#retryFailed = retryFailed;
    this.#journaledFetch = new JournaledFetch(options.rateLimit ?? OPTIONS.rateLimit.default, (msgKeys) => this.#leaving(msgKeys));
    const { counts, open } = countOpen(journal.outcomes, retryFailed);
    const rateLimit = options.rateLimit ?? OPTIONS.rateLimit.default;
    this.#state = { counts, settled: 0, toSend: open, rate: rateLimit, rateLimit };
  }

  /** @returns {State} */
  get state() {
    const now = performance.now();
    const durationMs = this.#began === 0 ? 0 : now - this.#began;
    const { inFlight, answers } = this.#journaledFetch;
    return {
      ...this.#state, ...this.#journaledFetch.silence(now), requests: this.requests, inFlight, answers, durationMs, isStopping: this.#stopping,
      ...(this.loss === undefined ? {} : { loss: this.loss }),
      ...(this.#stopping ? { stopsInMs: Math.max(0, this.#until - now) } : {}),
      ...(this.#secondsLeft === undefined ? {} : { secondsLeft: this.#secondsLeft }),
    };
  }

  /** Whether keys are left over. If a run was stopped with nothing in flight, the library ends as if it were complete. */
  get isCut() {
    return this.#stopping && this.#state.settled < this.#state.toSend;
  }

  async go() {
    this.#began = performance.now();
    const client = new RecallClient({ ...this.#options, fetch: this.#journaledFetch.fetch, limiter: { acquire: () => this.#gate() } });
    const { officialAccount, reason } = this.#journal.header;
    const request = {
      officialAccount,
      ...(reason === undefined ? {} : { reason }),
      msgKeys: this.#open(),
      unconfirmed: this.#inDoubt(),
      signal: this.#abort.signal,
      onProgress: (/** @type {import("tencent-chat-recall").RecallProgress} */ { rate, lastLoss, loss, errorInfo = {} }) => {
        this.#state.rate = rate;
        // The library has counted only the keys that it has read so far.
        this.#secondsLeft = this.#eta.secondsLeft(this.#state.settled, { total: this.#state.toSend, durationMs: performance.now() - this.#began, rate });
        this.lastLoss = lastLoss;
        this.loss = loss;
        this.#errorInfo = errorInfo;
      },
    };
    try {
      for await (const result of client.recallEach(request)) this.#settle(result);
    } catch (error) {
      if (this.#writer.failure) throw this.#writer.failure;
      if (!isRecallError(error)) throw error;
      this.error = error;
    } finally {
      this.isEnded = true;
      await this.#writeWords();
    }
  }

  /** ErrorInfo is only informative: ignore a failed write. */
  async #writeWords() {
    const known = this.#journal.errorInfo;
    for (const [code, said] of Object.entries(this.#errorInfo)) {
      if (known[Number(code)] !== undefined) continue;
      known[Number(code)] = said;
      await this.#writer.append({ said, code: Number(code) }).catch(() => {});
    }
  }

  /** Stops the run: sends nothing more, waits for the answers in flight, then ends. */
  async stop() {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#until = performance.now() + (this.#options.timeout ?? OPTIONS.timeout.default) + GRACE_MS;
    while (this.#journaledFetch.inFlight > 0 && performance.now() < this.#until) await pause();
    // The library has read the last answer, and is still processing it.
    await pause();
    this.#abort.abort(new Error("stopped"));
  }

  /** A stopping run sends nothing more: this promise never settles, and the library stops waiting when it is aborted. */
  #gate() {
    return this.#stopping ? new Promise(() => {}) : Promise.resolve();
  }

  /** Keys that earlier runs left in doubt: mostly those in flight when they ended. */
  #inDoubt() {
    const { outcomes, path, header } = this.#journal;
    /** @type {string[]} */
    const found = [];
    if (!outcomes.anyInDoubt) return found;
    for (const [key, number] of keysOf(path, header)) if (outcomes.isInDoubt(number)) found.push(key);
    return found;
  }

  *#open() {
    for (const [key, number] of keysOf(this.#journal.path, this.#journal.header)) {
      if (this.#stopping) return;
      if (!isOpen(this.#journal.outcomes, number, this.#retryFailed)) continue;
      this.#numbers.set(key, number);
      yield key;
    }
  }

  /** @param {string[]} msgKeys */
  async #leaving(msgKeys) {
    const sent = msgKeys.map((key) => /** @type {number} */ (this.#numbers.get(key)));
    try {
      await this.#writer.append({ sent });
    } catch (error) {
      // If the journal cannot be written, nothing may be sent.
      this.#abort.abort(error);
      throw error;
    }
    this.requests += 1;
    for (const number of sent) this.#journal.outcomes.sent(number);
  }

  /** @param {import("tencent-chat-recall").RecallResult} result */
  #settle({ msgKey, status, attempts, code = 0 }) {
    const number = /** @type {number} */ (this.#numbers.get(msgKey));
    this.#numbers.delete(msgKey);
    const { outcomes } = this.#journal;
    if (attempts > 0) return this.#conclude(number, status, code);
    // This run did not send it: restore its status from before the run.
    if (outcomes.isSent(number)) this.#conclude(number, outcomes.unsent(number), outcomes.code(number));
  }

  /** @param {number} number @param {import("tencent-chat-recall").RecallStatus} counts @param {number} code 0 for none */
  #conclude(number, counts, code) {
    const { outcomes } = this.#journal;
    outcomes.ended(number, counts, code);
    this.#writer.ended(number, counts, code);
    this.#state.settled += 1;
    this.#state.counts[counts] += 1;
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, POLL_MS));
