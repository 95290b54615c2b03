// recallEach() through the handler: takes keys from an iterable of any length, one request's worth at a time.
import { OutcomeCounts } from "../handler/protocol/outcome_counts.js";
import { unexpected } from "../handler/protocol/texts.js";
import { aborted } from "./http.js";
import { inDoubt, recallKeys } from "./recall_request.js";
import { empty, invalid, problemOf } from "./msg_keys.js";
import { makeError } from "./remote_error.js";

/** @typedef {import("../index.js").RecallResult} RecallResult */
/** @typedef {import("../index.js").RecallSummary} RecallSummary */

/** Milliseconds that keys wait for more of them from a slow source. */
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
  const intake = new Intake(source, order.signal);
  /** Outcomes of the last request, for duplicates that follow it closely. @type {Map<string, RecallResult>} */
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
      if (ended && meter.total === 0) throw empty();
      if (ended) return meter.summary(outcomeCounts);
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

/** Takes keys from a source. */
class Intake {
  /** @type {any} */
  #iterator;
  /** A step that was asked for and has not come. @type {Promise<IteratorResult<unknown>> | undefined} */
  #pending;
  #position = 0;
  /** A source that never comes must not keep anyone. @type {Promise<undefined>} */
  #stopped;

  /**
   * @param {any} source
   * @param {AbortSignal} signal
   */
  constructor(source, signal) {
    this.#stopped = new Promise((resolve) => {
      if (signal.aborted) resolve(undefined);
      signal.addEventListener("abort", () => resolve(undefined), { once: true });
    });
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
   * @returns {Promise<IteratorResult<unknown> | undefined>} nothing when it takes too long, or the run is stopped
   */
  async #next(until) {
    const step = this.#pending ?? this.#iterator.next();
    if (typeof step?.then !== "function") return step;
    this.#pending = step;
    const found = await Promise.race([until === Infinity ? step : soon(step, until - performance.now()), this.#stopped]);
    if (found) this.#pending = undefined;
    return found;
  }

  /** Lets the source clean up. */
  close() {
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
  // Node's types and the browser's do not agree on what a timer is.
  /** @type {any} */
  let timer;
  const late = new Promise((/** @type {(value: undefined) => void} */ resolve) => (timer = setTimeout(resolve, Math.max(ms, 0))));
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
