// Runs a recall over a journal: sends the open keys, records outcomes as they arrive, and stops without losing any.
import { RecallClient, isRecallError } from "tencent-chat-recall";
import { OPTIONS } from "../../lib/generated/facts.js";
import { Eta } from "../../lib/run/eta.js";
import { accountFacts } from "../keys/account_list.js";
import { keysOf } from "../journal/journal_reader.js";
import { isOfAccount } from "./account_summaries.js";
import { AnswerWatch } from "./answer_watch.js";
import { countOpen, isOpen } from "./open_keys.js";

/** @typedef {import("../journal/journal_reader.js").Journal} Journal */
/** @typedef {import("tencent-chat-recall").MessageRef} MessageRef */
/** @typedef {import("tencent-chat-recall").Loss} Loss */
/** @typedef {import("tencent-chat-recall").RecallError} RecallError */
/** @typedef {import("tencent-chat-recall").RecallCounts} RecallCounts */
/**
 * The progress. `counts` are of settled messages, by this run or earlier ones; `refusedAccounts`: the number of accounts that the service refused.
 * @typedef {import("./run_phase.js").Figures & import("../keys/account_list.js").AccountFacts & {
 *   counts: RecallCounts, settled: number, toSend: number, refusedAccounts: number, requests: number, durationMs: number, secondsLeft?: number, loss?: Loss, stopsInMs?: number,
 * }} State
 */

/** One string for a message. @param {MessageRef} message */
const nameOf = ({ officialAccount, msgKey }) => `${officialAccount} ${msgKey}`;

export class Run {
  /** The error of the library, if any. @type {RecallError | undefined} */
  error;
  /** How the last request without a readable answer ended, in English. @type {string | undefined} */
  lastLoss;
  /** The same as data. @type {Loss | undefined} */
  loss;
  /** Requests of this run. */
  requests = 0;
  /** Whether the run was stopped before every message had an outcome. */
  isCut = false;
  /** The ErrorInfo of each code. @type {Record<number, string>} */
  #errorInfo = {};
  #journal;
  #writer;
  #options;
  #retryFailed;
  /** Numbers of the messages that the library is working on, by account and key. @type {Map<string, number>} */
  #numbers = new Map();
  #stop = new AbortController();
  #abort = new AbortController();
  #eta = new Eta();
  /** @type {number | undefined} */
  #secondsLeft;
  /** The time by which every request in flight of a stopping run has ended. */
  #until = 0;
  #began = 0;
  #answerWatch = new AnswerWatch();
  /** Accounts that the service refused in this run. @type {Set<string>} */
  #refused = new Set();
  /** @type {Pick<State, "counts" | "settled" | "toSend" | "rate" | "rateLimit" | "accounts" | "officialAccount">} */
  #state;

  /**
   * @param {{ journal: Journal, writer: import("../journal/journal_writer.js").JournalWriter, options: import("tencent-chat-recall").ClientOptions, retryFailed: boolean }} parts
   */
  constructor({ journal, writer, options, retryFailed }) {
    this.#journal = journal;
    this.#writer = writer;
    this.#options = options;
    this.#retryFailed = retryFailed;
    const { counts, open } = countOpen(journal.outcomes, retryFailed);
    const rateLimit = options.rateLimit ?? OPTIONS.rateLimit.default;
    this.#state = { ...accountFacts(journal.accounts), counts, settled: 0, toSend: open, rate: rateLimit, rateLimit };
  }

  /** @returns {State} */
  get state() {
    const now = performance.now();
    const durationMs = this.#began === 0 ? 0 : now - this.#began;
    const { inFlight, answers } = this.#answerWatch;
    const isStopping = this.#stop.signal.aborted;
    return {
      ...this.#state, ...this.#answerWatch.silence(now), requests: this.requests, inFlight, answers, durationMs, isStopping, refusedAccounts: this.#refused.size,
      ...(this.loss === undefined ? {} : { loss: this.loss }),
      ...(isStopping ? { stopsInMs: Math.max(0, this.#until - now) } : {}),
      ...(this.#secondsLeft === undefined ? {} : { secondsLeft: this.#secondsLeft }),
    };
  }

  /** Whether `abort` ended it. */
  get isAborted() {
    return this.#abort.signal.aborted && this.error?.code === "ERR_ABORTED";
  }

  /** The accounts that the service refused in this run. */
  get refusedAccounts() {
    return [...this.#refused];
  }

  async go() {
    this.#began = performance.now();
    try {
      const onEvent = (/** @type {import("tencent-chat-recall").RecallEvent} */ event) => this.#answerWatch.hear(event, performance.now());
      const rows = new RecallClient({ ...this.#options, onEvent }).recallEach(this.#request());
      let step = await rows.next();
      for (; !step.done; step = await rows.next()) this.#settle(step.value);
      const { stopped = false, counts } = step.value;
      this.isCut = stopped && counts.notAttempted + counts.unconfirmed > 0;
    } catch (error) {
      if (this.#writer.failure) throw this.#writer.failure;
      if (!isRecallError(error)) throw error;
      this.error = error;
    } finally {
      await this.#writeWords();
    }
  }

  /** @returns {import("tencent-chat-recall").RecallEachRequest} */
  #request() {
    const { reason } = this.#journal.header;
    return {
      messages: this.#open(),
      unconfirmed: this.#inDoubt(),
      ...(reason === undefined ? {} : { reason }),
      stopSignal: this.#stop.signal,
      signal: this.#abort.signal,
      beforeSend: (request) => this.#leaving(request),
      onProgress: (progress) => this.#watch(progress),
    };
  }

  /** @param {import("tencent-chat-recall").RecallProgress} progress */
  #watch(progress) {
    const now = performance.now();
    const { requests, rate, lastLoss, loss, errorInfo = {} } = progress;
    this.requests = requests;
    this.#state.rate = rate;
    // The library has counted only the keys that it has read so far.
    this.#secondsLeft = this.#eta.secondsLeft(this.#state.settled, { total: this.#state.toSend, durationMs: now - this.#began, rate });
    this.lastLoss = lastLoss;
    this.loss = loss;
    this.#errorInfo = errorInfo;
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
  stop() {
    this.#until = performance.now() + (this.#options.timeout ?? OPTIONS.timeout.default);
    this.#stop.abort();
  }

  /** Ends the run at once: messages in flight become unconfirmed. */
  abort() {
    this.#abort.abort();
  }

  /** Messages that earlier runs left in doubt: mostly those in flight when they ended. @returns {Generator<MessageRef, void, void>} */
  *#inDoubt() {
    const { outcomes } = this.#journal;
    if (!outcomes.anyInDoubt) return;
    for (const { key, number, account } of keysOf(this.#journal)) if (outcomes.isInDoubt(number)) yield { officialAccount: account, msgKey: key };
  }

  /** @returns {Generator<MessageRef, void, void>} */
  *#open() {
    for (const { key, number, account } of keysOf(this.#journal)) {
      if (!isOpen(this.#journal.outcomes, number, this.#retryFailed)) continue;
      const message = { officialAccount: account, msgKey: key };
      this.#numbers.set(nameOf(message), number);
      yield message;
    }
  }

  /** Writes that a request is about to leave. If that fails, the library sends nothing more. @param {import("tencent-chat-recall").BeforeSendRequest} request */
  #leaving({ officialAccount, msgKeys }) {
    const sent = msgKeys.map((msgKey) => /** @type {number} */ (this.#numbers.get(nameOf({ officialAccount, msgKey }))));
    const written = this.#writer.append({ sent });
    // At once: an outcome may come before the disk is done, when the run ends meanwhile and the request does not leave.
    for (const number of sent) this.#journal.outcomes.sent(number);
    return written;
  }

  /** @param {import("tencent-chat-recall").RecallResult} result */
  #settle({ status, attempts, code = 0, ...message }) {
    const name = nameOf(message);
    const number = /** @type {number} */ (this.#numbers.get(name));
    this.#numbers.delete(name);
    const { outcomes } = this.#journal;
    if (status === "failed" && isOfAccount(code)) this.#refused.add(message.officialAccount);
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
