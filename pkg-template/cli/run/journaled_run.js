// One run over a journal: sends the open keys, records outcomes as they arrive, and stops without losing any.
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
 * How far it is. `counts` are of what is settled, by this run or by earlier ones.
 * @typedef {import("./run_phase.js").Figures & {
 *   counts: RecallCounts, settled: number, toSend: number, requests: number, durationMs: number, secondsLeft?: number, loss?: Loss, stopsInMs?: number,
 * }} State
 */

/** After this time an answer does not come any more: the timeout of a request, and what the disk may take. */
const GRACE_MS = 2000;
const POLL_MS = 20;

/**
 * A function that is asked about few codes very often.
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

/** Whether what a message was refused for may be over by a later run. */
const mayBeOver = cachedByCode((code) => isResultOpen({ status: "failed", code }));

/**
 * Whether a key is to be sent by the next run: what the library calls open, and with `retryFailed` whatever was refused.
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
 * Keys that are to be sent, and the others by status.
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
  /** What the library threw, if it did. @type {RecallError | undefined} */
  error;
  /** How the last request without a readable answer ended. @type {string | undefined} */
  lastLoss;
  /** The same as data. @type {Loss | undefined} */
  loss;
  /** Requests of this run. */
  requests = 0;
  isEnded = false;
  /** What the service said with its codes. @type {Record<number, string>} */
  #errorInfo = {};
  #journal;
  #writer;
  #options;
  #retryFailed;
  /** Numbers of the keys that the library has. @type {Map<string, number>} */
  #numbers = new Map();
  #abort = new AbortController();
  #eta = new Eta();
  /** @type {number | undefined} */
  #secondsLeft;
  #stopping = false;
  /** When a run that stops waits no more. */
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

  /** Whether keys are left that it did not come to. Of a run that was stopped when nothing was on its way the library ends as of any other. */
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
        // The library knows only of what it has read so far.
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

  /** What the service said is no loss if it cannot be written. */
  async #writeWords() {
    const known = this.#journal.errorInfo;
    for (const [code, said] of Object.entries(this.#errorInfo)) {
      if (known[Number(code)] !== undefined) continue;
      known[Number(code)] = said;
      await this.#writer.append({ said, code: Number(code) }).catch(() => {});
    }
  }

  /** Sends nothing more, waits for the answers that are on their way, and ends the run. */
  async stop() {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#until = performance.now() + (this.#options.timeout ?? OPTIONS.timeout.default) + GRACE_MS;
    while (this.#journaledFetch.inFlight > 0 && performance.now() < this.#until) await pause();
    // The last answer has just been read, and is on its way through the library.
    await pause();
    this.#abort.abort(new Error("stopped"));
  }

  /** Once the run is to stop, nothing passes any more: the library gives up waiting when it is aborted. */
  #gate() {
    return this.#stopping ? new Promise(() => {}) : Promise.resolve();
  }

  /** What earlier runs left in doubt: mostly what was on its way when they ended. */
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
      // Without a journal nothing may leave.
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
    // Nothing new: it is what it was before this run, which may have been about to send it.
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
