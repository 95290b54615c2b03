// RemoteRecallClient: the library's client for a web page, by way of a handler that keeps the secret.
import { OutcomeCounts } from "../handler/protocol/outcome_counts.js";
import { outOfRange, unexpected } from "../handler/protocol/texts.js";
import { unknownMembers } from "../handler/protocol/unknown_members.js";
import { RecallError } from "../lib/errors/recall_error.js";
import { recallEach } from "./recall_each.js";
import { Broken, linesOf, objectOf, post, unreadable } from "./http.js";
import { asDescription, makeError } from "./remote_error.js";
import { inDoubt, notAttempted, recallKeys } from "./recall_request.js";
import { invalid, readList, readUnconfirmed, valuesOf } from "./msg_keys.js";
import { ProgressMeter } from "./progress.js";

/** @typedef {import("../index.js").RecallResult} RecallResult */
/** @typedef {import("../index.js").RecallReport} RecallReport */

const KEYS_PER_REQUEST = 10_000;
const OPTIONS = ["url", "fetch", "headers", "credentials", "keysPerRequest"];
const REQUEST = ["officialAccount", "msgKeys", "unconfirmed", "reason", "signal", "stopSignal", "onProgress"];
const HISTORY = ["since", "until", "from", "includeRecalled", "signal"];
/** A signal that is never aborted. */
const never = () => new AbortController().signal;
const CREDENTIALS = ["omit", "same-origin", "include"];

export class RemoteRecallClient {
  #endpoint;
  #keysPerRequest;

  /** @param {import("./index.js").RemoteOptions} options */
  constructor(options) {
    const { keysPerRequest = KEYS_PER_REQUEST, ...endpoint } = options ?? {};
    const issues = unknownOnes(options, OPTIONS);
    if (typeof endpoint.url !== "string" || endpoint.url === "") issues.push(unexpected("url", endpoint.url, "handler-url"));
    if (!Number.isSafeInteger(keysPerRequest) || keysPerRequest < 1) issues.push(outOfRange("keysPerRequest", keysPerRequest, { min: 1 }));
    if (endpoint.fetch !== undefined && typeof endpoint.fetch !== "function") issues.push(unexpected("fetch", endpoint.fetch, "fetch"));
    if (endpoint.headers !== undefined && (typeof endpoint.headers !== "function" && !isObject(endpoint.headers))) issues.push(unexpected("headers", endpoint.headers, "headers"));
    if (endpoint.credentials !== undefined && !CREDENTIALS.includes(endpoint.credentials)) issues.push(unexpected("credentials", endpoint.credentials, "credentials"));
    if (issues.length > 0) throw invalid(issues);
    this.#endpoint = endpoint;
    this.#keysPerRequest = keysPerRequest;
  }

  /** @param {import("../index.js").RecallRequest} request @returns {Promise<RecallReport>} */
  async recall(request) {
    checkNames(request, REQUEST);
    const { msgKeys, positions } = readList(request);
    const meter = new ProgressMeter(request.onProgress);
    meter.total = msgKeys.length;
    const distinct = [...positions.keys()];
    const prior = inDoubt(readUnconfirmed(request));
    /** @type {Map<string, RecallResult>} */
    const outcomes = new Map();
    let failure;
    let mayHaveSent = false;
    const watch = (/** @type {import("../handler/index.js").HandlerEvent} */ event) => meter.watch(event);
    const order = this.#order(request, { signal: request.signal, watch });
    const { stopSignal } = order;
    try {
      for (let from = 0; from < distinct.length; from += this.#keysPerRequest) {
        for await (const result of recallKeys(order, distinct.slice(from, from + this.#keysPerRequest), prior)) {
          outcomes.set(result.msgKey, result);
          meter.count(result, positions.get(result.msgKey) ?? 0);
          mayHaveSent ||= result.attempts > 0;
        }
      }
    } catch (error) {
      failure = /** @type {RecallError} */ (error);
    }
    for (const msgKey of distinct) {
      if (outcomes.has(msgKey)) continue;
      const result = prior.get(msgKey) ?? notAttempted(msgKey);
      outcomes.set(msgKey, result);
      meter.count(result, positions.get(msgKey) ?? 0);
    }
    meter.end();
    const report = makeReport(msgKeys, outcomes, { meter, isStopped: stopSignal.aborted });
    if (failure) throw withReport(failure, { report: mayHaveSent ? report : undefined, distinct, msgKeys });
    return report;
  }

  /**
   * @param {import("../index.js").RecallEachRequest} request
   * @param {{ signal?: AbortSignal }} [options]
   */
  recallEach(request, options) {
    checkNames(request, REQUEST);
    checkNames(options, ["signal"]);
    const meter = new ProgressMeter(request?.onProgress);
    const signals = [request?.signal, options?.signal].filter((signal) => signal !== undefined);
    const signal = signals.length > 0 ? AbortSignal.any(signals) : undefined;
    const begin = (/** @type {AbortSignal} */ leave) => this.#order(request, { signal, leave, watch: (event) => meter.watch(event) });
    return recallEach({ source: request?.msgKeys, earlier: readUnconfirmed(request), atOnce: this.#keysPerRequest, meter, begin });
  }

  /** @param {import("../index.js").RecallRequest} request @returns {Promise<import("../index.js").RecallPlan>} */
  async plan(request) {
    checkNames(request, REQUEST);
    const { officialAccount, msgKeys, unconfirmed, reason, signal } = request ?? {};
    try {
      const { plan } = await objectOf(await post(this.#endpoint, { action: "plan", officialAccount, msgKeys: valuesOf(msgKeys) ?? msgKeys, unconfirmed: valuesOf(unconfirmed) ?? unconfirmed, reason }, signal), signal);
      if (typeof plan !== "object" || plan === null) throw new TypeError("it has no plan");
      return plan;
    } catch (thrown) {
      throw unwrapped(thrown);
    }
  }

  /**
   * @param {string} officialAccount
   * @param {import("../index.js").HistoryOptions} [options]
   * @returns {AsyncGenerator<import("../index.js").HistoryMessage, void, void>}
   */
  async *history(officialAccount, options = {}) {
    checkNames(options, HISTORY);
    const { since, until, from, includeRecalled, signal } = options;
    const leave = new AbortController();
    const ended = signal ? AbortSignal.any([signal, leave.signal]) : leave.signal;
    try {
      const body = { action: "history", officialAccount, since: ms(since), until: ms(until), from, includeRecalled };
      for await (const event of linesOf(await post(this.#endpoint, body, ended), ended)) {
        if (event.type === "messages") yield* event.messages;
        if (event.type === "error") throw new RecallError(asDescription(event.error));
        if (event.type === "report") return;
      }
      throw makeError("ERR_NO_REPLY", { detail: "handler-broke-off" });
    } catch (thrown) {
      throw unwrapped(thrown);
    } finally {
      leave.abort();
    }
  }

  /**
   * @param {{ officialAccount: string, reason?: string, stopSignal?: AbortSignal }} request
   * @param {{ signal?: AbortSignal, leave?: AbortSignal, watch: (event: import("../handler/index.js").HandlerEvent) => void }} how
   * @returns {import("./recall_request.js").Order}
   */
  #order({ officialAccount, reason, stopSignal = never() }, { signal = never(), leave = never(), watch }) {
    return { endpoint: this.#endpoint, members: { officialAccount, reason, run: newId() }, signal, stopSignal, leave, watch };
  }
}

/**
 * Rejects unknown options, since a misspelt one would silently have its default. Undefined ones are ignored.
 * @param {any} given
 * @param {readonly string[]} known
 */
function unknownOnes(given, known) {
  if (!isObject(given)) return [];
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return unknownMembers(set, new Set(known), known);
}

/** @param {any} given @param {readonly string[]} known @throws {RecallError} */
function checkNames(given, known) {
  const issues = unknownOnes(given, known);
  if (issues.length > 0) throw invalid(issues);
}

/** @param {unknown} value */
function isObject(value) {
  return typeof value === "object" && value !== null;
}

/** A random id. Pages without TLS lack `randomUUID`. */
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {readonly string[]} msgKeys
 * @param {Map<string, RecallResult>} outcomes
 * @param {{ meter: ProgressMeter, isStopped: boolean }} end
 * @returns {RecallReport}
 */
function makeReport(msgKeys, outcomes, { meter, isStopped }) {
  const outcomeCounts = new OutcomeCounts();
  const results = msgKeys.map((msgKey) => ({ .../** @type {RecallResult} */ (outcomes.get(msgKey)) }));
  for (const result of results) outcomeCounts.add(result);
  return { ...meter.summary(outcomeCounts, isStopped), results };
}

/**
 * Adds the report to an error, and converts the handler's positions, which count distinct keys, to positions of the input.
 * @param {RecallError} error
 * @param {{ report: RecallReport | undefined, distinct: string[], msgKeys: string[] }} run
 */
function withReport({ code, message, detail, apiCode, issues, cause }, { report, distinct, msgKeys }) {
  const positions = new Map([...msgKeys.entries()].reverse().map(([position, msgKey]) => [msgKey, position]));
  const moved = issues.map((issue) => {
    const place = /^msgKeys\[(\d+)\]$/.exec(issue.path)?.[1];
    const position = place === undefined ? undefined : positions.get(String(distinct[Number(place)]));
    return position === undefined ? issue : { ...issue, path: `msgKeys[${position}]` };
  });
  return new RecallError({ code, message, detail, apiCode, issues: moved, cause, report });
}

/** @param {unknown} thrown */
function unwrapped(thrown) {
  if (thrown instanceof Broken) return thrown.error;
  return thrown instanceof RecallError ? thrown : unreadable(thrown);
}

/** @param {Date | number | undefined} moment */
function ms(moment) {
  return moment instanceof Date ? moment.getTime() : moment;
}
