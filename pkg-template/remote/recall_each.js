// recallEach() through the handler: takes keys from an iterable of any length, one request's worth at a time.
import { OutcomeCounts } from "../handler/protocol/outcome_counts.js";
import { unexpected } from "../handler/protocol/texts.js";
import { aborted } from "./http.js";
import { inDoubt, recallKeys } from "./recall_request.js";
import { empty, invalid, problemOf } from "./msg_keys.js";
import { makeError } from "./remote_error.js";

/** @typedef {import("../index.js").RecallResult} RecallResult */
/** @typedef {import("../index.js").RecallSummary} RecallSummary */

/** Milliseconds for which keys wait for more keys from a slow source. */
const PATIENCE = 1000;

/**
 * @typedef {object} Job
 * @property {any} source
 * @property {ReadonlySet<string>} earlier keys that an earlier run left unconfirmed
 * @property {number} atOnce keys in one request
 * @property {import("./progress.js").ProgressMeter} meter
 * @property {(leave: AbortSignal) => import("./recall_request.js").Order} begin
 */

/**
 * @param {Job} job
 * @returns {AsyncGenerator<RecallResult, RecallSummary, void>}
 */
export function recallEach(job) {
  const isIterable = typeof job.source === "object" && job.source !== null && (Symbol.asyncIterator in job.source || Symbol.iterator in job.source);
  if (!isIterable) throw invalid([unexpected("msgKeys", job.source, "msg-key-source")]);
  return run(job);
}

/**
 * @param {Job} job
 * @returns {AsyncGenerator<RecallResult, RecallSummary, void>}
 */
async function* run({ source, earlier, atOnce, meter, begin }) {
  const leave = new AbortController();
  const order = begin(leave.signal);
  const intake = new Intake(source, [order.signal, order.stopSignal]);
  /** Outcomes of the last request, for duplicates that follow soon after. @type {Map<string, RecallResult>} */
  let last = new Map();
  const outcomeCounts = new OutcomeCounts();
  try {
    for (;;) {
      const { positions, failure, ended } = await intake.take(atOnce);
      /** @type {Map<string, RecallResult>} */
      const outcomes = new Map();
      const prior = inDoubt([...positions.keys()].filter((msgKey) => earlier.has(msgKey)));
      for (const msgKey of positions.keys()) {
        const known = last.get(msgKey);
        if (known) (known.retryable ? prior : outcomes).set(msgKey, known);
      }
      for (const count of positions.values()) meter.total += count;
      for (const [msgKey, known] of outcomes) yield* emit(known, positions.get(msgKey) ?? 0, { meter, outcomeCounts });
      for await (const result of recallKeys(order, [...positions.keys()].filter((msgKey) => !outcomes.has(msgKey)), prior)) {
        outcomes.set(result.msgKey, result);
        yield* emit(result, positions.get(result.msgKey) ?? 0, { meter, outcomeCounts });
      }
      last = outcomes;
      if (order.signal.aborted) throw aborted(order.signal, false).error;
      if (failure) throw failure;
      const isStopped = order.stopSignal.aborted;
      if (ended && meter.total === 0 && !isStopped) throw empty();
      if (ended || isStopped) return meter.summary(outcomeCounts, isStopped);
    }
  } finally {
    meter.end();
    leave.abort();
    intake.close();
  }
}

/**
 * @param {RecallResult} result
 * @param {number} positions
 * @param {{ meter: import("./progress.js").ProgressMeter, outcomeCounts: OutcomeCounts }} counters
 */
function* emit(result, positions, { meter, outcomeCounts }) {
  meter.count(result, positions);
  for (let copy = 0; copy < positions; copy += 1) {
    outcomeCounts.add(result);
    yield { ...result };
  }
}

/** Takes keys from the caller's iterable. */
class Intake {
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
   * @param {any} source
   * @param {AbortSignal[]} signals
   */
  constructor(source, signals) {
    this.#signals = signals;
    this.#ended = new Promise((resolve) => (this.#end = () => resolve(undefined)));
    for (const signal of signals) {
      if (signal.aborted) this.#end();
      signal.addEventListener("abort", this.#end);
    }
    this.#iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  }

  /**
   * @param {number} most distinct keys
   * @returns {Promise<{ positions: Map<string, number>, ended: boolean, failure?: ReturnType<typeof makeError> }>}
   */
  async take(most) {
    /** @type {Map<string, number>} */
    const positions = new Map();
    const until = performance.now() + PATIENCE;
    while (positions.size < most) {
      let step;
      try {
        step = await this.#next(positions.size > 0 ? until : Infinity);
      } catch (cause) {
        this.#iterator = undefined;
        return { positions, ended: true, failure: makeError("ERR_INPUT_SOURCE", { detail: "source-failed", cause }) };
      }
      if (!step) break;
      if (step.done) {
        this.#iterator = undefined;
        return { positions, ended: true };
      }
      const issue = problemOf(step.value, this.#position);
      if (issue) return { positions, ended: true, failure: invalid([issue]) };
      this.#position += 1;
      const msgKey = /** @type {string} */ (step.value);
      positions.set(msgKey, (positions.get(msgKey) ?? 0) + 1);
    }
    return { positions, ended: false };
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
