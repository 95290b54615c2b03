// RemoteRecallClient: the library's client for a web page, by way of a handler that keeps the secret.
import { idOf } from "../handler/protocol/message_refs.js";
import { OutcomeCounts } from "../handler/protocol/outcome_counts.js";
import { outOfRange, unexpected } from "../handler/protocol/texts.js";
import { unknownMembers } from "../handler/protocol/unknown_members.js";
import { tryCall } from "../lib/errors/try_call.js";
import { RecallError } from "../lib/errors/recall_error.js";
import { accountsOf } from "../lib/run/report.js";
import { recallEach } from "./recall_each.js";
import { Broken, linesOf, objectOf, post, unreadable } from "./http.js";
import { asDescription, makeError } from "./remote_error.js";
import { inDoubt, recallMessages, unsent } from "./recall_request.js";
import { formOf, invalid, readList, readUnconfirmed, valuesOf } from "./message_list.js";
import { ProgressMeter } from "./progress.js";
import { RunAccounts } from "./run_accounts.js";

/** @typedef {import("../index.js").RecallResult} RecallResult */
/** @typedef {import("../index.js").RecallReport} RecallReport */
/** @typedef {import("../index.js").MessageRef} MessageRef */
/** @typedef {import("./message_list.js").Form} Form */

const KEYS_PER_REQUEST = 10_000;
const OPTIONS = ["url", "fetch", "headers", "credentials", "keysPerRequest"];
const REQUEST = ["officialAccount", "msgKeys", "messages", "unconfirmed", "reason", "signal", "stopSignal", "onProgress"];
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

  /** @param {import("./index.js").RemoteRecallRequest} request @returns {Promise<RecallReport>} */
  async recall(request) {
    checkNames(request, REQUEST);
    const form = formOf(request);
    const { messages, entries } = readList(request, form);
    const prior = inDoubt(readUnconfirmed(request, form));
    const meter = new ProgressMeter(request.onProgress);
    meter.total = messages.length;
    const distinct = [...entries.values()];
    /** @type {Map<string, RecallResult>} */
    const outcomes = new Map();
    const add = (/** @type {RecallResult} */ result) => {
      const id = idOf(result);
      outcomes.set(id, result);
      meter.count(result, entries.get(id)?.count ?? 0);
    };
    const order = this.#order(request, { form, signal: request.signal, watch: (event) => meter.watch(event) });
    order.accounts.add(messages);
    let failure;
    let mayHaveSent = false;
    try {
      for (let from = 0; from < distinct.length; from += this.#keysPerRequest) {
        for await (const result of recallMessages(order, distinct.slice(from, from + this.#keysPerRequest), prior)) {
          add(result);
          mayHaveSent ||= result.attempts > 0;
        }
      }
    } catch (error) {
      failure = /** @type {RecallError} */ (error);
    }
    for (const result of unsent(distinct.filter(({ id }) => !outcomes.has(id)), prior)) add(result);
    meter.end();
    const report = makeReport(messages, outcomes, { meter, isStopped: order.stopSignal.aborted });
    if (failure) throw withReport(failure, mayHaveSent ? report : undefined);
    return report;
  }

  /**
   * @param {import("./index.js").RemoteRecallEachRequest} request
   * @param {{ signal?: AbortSignal }} [options]
   */
  recallEach(request, options) {
    checkNames(request, REQUEST);
    checkNames(options, ["signal"]);
    const form = formOf(request);
    const meter = new ProgressMeter(request?.onProgress);
    const signals = [request?.signal, options?.signal].filter((signal) => signal !== undefined);
    const signal = signals.length > 0 ? AbortSignal.any(signals) : undefined;
    const begin = (/** @type {AbortSignal} */ leave) => this.#order(request, { form, signal, leave, isOpenEnded: form.name === "messages", watch: (event) => meter.watch(event) });
    const earlier = new Set(readUnconfirmed(request, form).map(idOf));
    return recallEach({ form, source: request?.[form.name], earlier, atOnce: this.#keysPerRequest, meter, begin });
  }

  /** @param {import("./index.js").RemoteRecallRequest} request @returns {Promise<import("../index.js").RecallPlan>} */
  async plan(request) {
    checkNames(request, REQUEST);
    const { officialAccount, msgKeys, messages, unconfirmed, reason, signal } = request ?? {};
    try {
      const body = { action: "plan", officialAccount, msgKeys: listed(msgKeys), messages: listed(messages), unconfirmed: listed(unconfirmed), reason };
      const { plan } = await objectOf(await post(this.#endpoint, body, signal), signal);
      if (typeof plan !== "object" || plan === null) throw new TypeError("it has no plan");
      const { messages: total, distinct, requests } = plan;
      // A handler of 0.1.0 knows one account.
      return { accounts: 1, byAccount: [{ officialAccount, messages: total, distinct, requests }], ...plan };
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
   * @param {{ reason?: string, stopSignal?: AbortSignal }} request
   * @param {{ form: Form, signal?: AbortSignal, leave?: AbortSignal, isOpenEnded?: boolean, watch: (event: import("../handler/index.js").HandlerEvent) => void }} how
   * @returns {import("./recall_request.js").Order}
   */
  #order({ reason, stopSignal = never() }, { form, signal = never(), leave = never(), isOpenEnded = false, watch }) {
    const accounts = new RunAccounts(isOpenEnded);
    return { endpoint: this.#endpoint, members: { reason, run: newId() }, form, accounts, signal, stopSignal, leave, watch };
  }
}

/**
 * A list for the handler to check; messages without members that it does not know.
 * @param {any} list
 */
function listed(list) {
  const row = (/** @type {any} */ value) => (typeof value === "object" && value !== null && !Array.isArray(value) ? { officialAccount: tryCall(() => value.officialAccount), msgKey: tryCall(() => value.msgKey) } : value);
  return valuesOf(list)?.map(row) ?? list;
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
 * @param {readonly MessageRef[]} messages
 * @param {Map<string, RecallResult>} outcomes
 * @param {{ meter: ProgressMeter, isStopped: boolean }} end
 * @returns {RecallReport}
 */
function makeReport(messages, outcomes, { meter, isStopped }) {
  const outcomeCounts = new OutcomeCounts();
  const results = messages.map((message) => ({ .../** @type {RecallResult} */ (outcomes.get(idOf(message))) }));
  for (const result of results) outcomeCounts.add(result);
  return { ...meter.summary(outcomeCounts, isStopped), results, byAccount: accountsOf(results) };
}

/**
 * @param {RecallError} error
 * @param {RecallReport | undefined} report
 */
function withReport({ code, message, detail, apiCode, issues, cause }, report) {
  return new RecallError({ code, message, detail, apiCode, issues, cause, report });
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
