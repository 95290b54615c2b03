// recallEach() through the handler: takes messages from an iterable of any length, one request's worth at a time.
import { idOf } from "../handler/protocol/message_refs.js";
import { OutcomeCounts } from "../handler/protocol/outcome_counts.js";
import { unexpected } from "../handler/protocol/texts.js";
import { aborted } from "./http.js";
import { inDoubt, recallMessages } from "./recall_request.js";
import { addTo, empty, invalid, readMessage } from "./message_list.js";
import { makeError } from "./remote_error.js";

/** @typedef {import("../index.js").RecallResult} RecallResult */
/** @typedef {import("../index.js").RecallSummary} RecallSummary */
/** @typedef {import("./message_list.js").Entry} Entry */
/** @typedef {import("./message_list.js").Form} Form */

/** Milliseconds for which messages wait for more messages from a slow source. */
const PATIENCE = 1000;

/**
 * @typedef {object} Job
 * @property {Form} form
 * @property {any} source
 * @property {ReadonlySet<string>} earlier ids of messages that an earlier run left unconfirmed
 * @property {number} atOnce messages in one request
 * @property {import("./progress.js").ProgressMeter} meter
 * @property {(leave: AbortSignal) => import("./recall_request.js").Order} begin
 */

/**
 * @param {Job} job
 * @returns {AsyncGenerator<RecallResult, RecallSummary, void>}
 */
export function recallEach(job) {
  const isIterable = typeof job.source === "object" && job.source !== null && (Symbol.asyncIterator in job.source || Symbol.iterator in job.source);
  if (!isIterable) throw invalid([unexpected(job.form.name, job.source, job.form.name === "messages" ? "message-source" : "msg-key-source")]);
  return run(job);
}

/**
 * @param {Job} job
 * @returns {AsyncGenerator<RecallResult, RecallSummary, void>}
 */
async function* run({ form, source, earlier, atOnce, meter, begin }) {
  const leave = new AbortController();
  const order = begin(leave.signal);
  const intake = new Intake(form, source, [order.signal, order.stopSignal]);
  /** Outcomes of the last request, for duplicates that follow soon after. @type {Map<string, RecallResult>} */
  let last = new Map();
  const outcomeCounts = new OutcomeCounts();
  try {
    for (;;) {
      const { entries, failure, ended } = await intake.take(atOnce);
      order.accounts.add(Array.from(entries.values(), ({ message }) => message));
      const { prior, outcomes, todo } = recognized(entries, last, earlier);
      const emit = (/** @type {RecallResult} */ result) => copies(result, entries.get(idOf(result))?.count ?? 0, { meter, outcomeCounts });
      for (const { count } of entries.values()) meter.total += count;
      for (const known of outcomes.values()) yield* emit(known);
      for await (const result of recallMessages(order, todo, prior)) {
        outcomes.set(idOf(result), result);
        yield* emit(result);
      }
      last = outcomes;
      if (order.signal.aborted) throw aborted(order.signal, false).error;
      if (failure) throw failure;
      const isStopped = order.stopSignal.aborted;
      if (ended && meter.total === 0 && !isStopped) throw empty(form);
      const { refusal } = order.accounts;
      if ((ended || isStopped) && refusal) throw refusal;
      if (ended || isStopped) return meter.summary(outcomeCounts, isStopped);
    }
  } finally {
    meter.end();
    leave.abort();
    intake.close();
  }
}

/**
 * Recognizes duplicates of the last request, and messages that an earlier run left unconfirmed.
 * @param {ReadonlyMap<string, Entry>} entries
 * @param {ReadonlyMap<string, RecallResult>} last
 * @param {ReadonlySet<string>} earlier
 */
function recognized(entries, last, earlier) {
  const doubtful = [...entries.values()].filter(({ id }) => earlier.has(id));
  const prior = inDoubt(doubtful.map(({ message }) => message));
  /** @type {Map<string, RecallResult>} */
  const outcomes = new Map();
  for (const id of entries.keys()) {
    const known = last.get(id);
    if (known) (known.retryable ? prior : outcomes).set(id, known);
  }
  return { prior, outcomes, todo: [...entries.values()].filter(({ id }) => !outcomes.has(id)) };
}

/**
 * The result at each position of its message.
 * @param {RecallResult} result
 * @param {number} positions
 * @param {{ meter: import("./progress.js").ProgressMeter, outcomeCounts: OutcomeCounts }} counters
 */
function* copies(result, positions, { meter, outcomeCounts }) {
  meter.count(result, positions);
  for (let copy = 0; copy < positions; copy += 1) {
    outcomeCounts.add(result);
    yield { ...result };
  }
}

/** Takes messages from the caller's iterable. */
class Intake {
  #form;
  /** @type {any} */
  #iterator;
  /** The pending call of next(). @type {Promise<IteratorResult<unknown>> | undefined} */
  #pending;
  #position = 0;
  /** Resolves at an abort or a stop, so that a source that never yields cannot block the loop. @type {Promise<undefined>} */
  #ended;
  #end = () => {};
  #signals;

  /**
   * @param {Form} form
   * @param {any} source
   * @param {AbortSignal[]} signals
   */
  constructor(form, source, signals) {
    this.#form = form;
    this.#signals = signals;
    this.#ended = new Promise((resolve) => (this.#end = () => resolve(undefined)));
    for (const signal of signals) {
      if (signal.aborted) this.#end();
      signal.addEventListener("abort", this.#end);
    }
    this.#iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  }

  /**
   * @param {number} most distinct messages
   * @returns {Promise<{ entries: Map<string, Entry>, ended: boolean, failure?: ReturnType<typeof makeError> }>}
   */
  async take(most) {
    /** @type {Map<string, Entry>} */
    const entries = new Map();
    const until = performance.now() + PATIENCE;
    while (entries.size < most) {
      let step;
      try {
        step = await this.#next(entries.size > 0 ? until : Infinity);
      } catch (cause) {
        this.#iterator = undefined;
        return { entries, ended: true, failure: makeError("ERR_INPUT_SOURCE", { detail: "source-failed", cause }) };
      }
      if (!step) break;
      if (step.done) {
        this.#iterator = undefined;
        return { entries, ended: true };
      }
      const { message, issues } = readMessage(this.#form, step.value, this.#position);
      if (!message) return { entries, ended: true, failure: invalid(issues) };
      addTo(entries, message, this.#position);
      this.#position += 1;
    }
    return { entries, ended: false };
  }

  /**
   * @param {number} until
   * @returns {Promise<IteratorResult<unknown> | undefined>} undefined when it takes too long, or the run is stopped
   */
  async #next(until) {
    const step = this.#pending ?? this.#iterator.next();
    if (typeof step?.then !== "function") return step;
    this.#pending = step;
    const found = await Promise.race([until === Infinity ? step : soon(step, until - performance.now()), this.#ended]);
    if (found) this.#pending = undefined;
    return found;
  }

  /** Closes the iterator, so that the source can clean up. */
  close() {
    this.#end();
    for (const signal of this.#signals) signal.removeEventListener("abort", this.#end);
    const iterator = this.#iterator;
    this.#iterator = undefined;
    void Promise.resolve().then(() => iterator?.return?.()).catch(() => {});
  }
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {number} ms
 * @returns {Promise<T | undefined>}
 */
async function soon(promise, ms) {
  // The types of Node and of browsers disagree about timers.
  /** @type {any} */
  let timer;
  const late = new Promise((/** @type {(value: undefined) => void} */ resolve) => (timer = setTimeout(resolve, Math.max(ms, 0))));
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
