// RecallClient and recall(): begin runs of the core and make their ends into reports.
import { recallEach } from "./each.js";
import { RecallError, asError } from "./error.js";
import { history } from "./history.js";
import { moment, refuse } from "./refuse.js";
import { makeReport, resultMaker } from "./report.js";

/** @typedef {import("./core.js").Core} Core */
/** @typedef {import("./core.js").Glue} Glue */

/** Keys in one request. */
const BATCH = 10;

/**
 * A core whose errors are ours.
 * @param {Core} core
 */
export function makeCaller(core) {
  /** @type {readonly string[] | undefined} */
  let names;
  /** @type {ReturnType<typeof resultMaker> | undefined} */
  let maker;

  /**
   * @template T
   * @param {(glue: Glue) => T} use
   * @returns {T}
   */
  function call(use) {
    try {
      return core.call(use);
    } catch (thrown) {
      throw asError(thrown);
    }
  }

  /** Names of the statuses by number. */
  const statusNames = () => (names ??= call((glue) => /** @type {string[]} */ (glue.statusNames())));
  /** @param {number} code */
  const explain = (code) => call((glue) => glue.explainCode(code, undefined));
  /** What makes a result of a row. */
  const result = () => (maker ??= resultMaker(statusNames(), explain));
  return { call, statusNames, result };
}

/** @typedef {ReturnType<typeof makeCaller>} Caller */

/**
 * Begins a run of a list and makes its end a report.
 * @param {Caller} caller
 * @param {any} request
 * @param {(glue: Glue, request: any) => Promise<any>} begin
 */
export async function runList({ call, statusNames, result }, request, begin) {
  // A copy, since the caller's array may change while the run goes on; anything else is for the core to refuse.
  const msgKeys = Array.isArray(request?.msgKeys) ? [...request.msgKeys] : undefined;
  const input = msgKeys ? { ...request, msgKeys } : request;
  const columns = await call((glue) => begin(glue, input)).catch((thrown) => {
    throw asError(thrown);
  });
  const report = makeReport(msgKeys ?? [], columns, statusNames(), result());
  if (columns.error) throw new RecallError({ ...columns.error, report: columns.requests > 0 ? report : undefined });
  return report;
}

/** @param {Caller} caller */
export function makeClientClass(caller) {
  const { call } = caller;
  return class RecallClient {
    /** @type {import("tencent-chat-recall-glue").CoreClient} */
    #core;

    /** @param {any} options */
    constructor(options) {
      this.#core = call((glue) => new glue.CoreClient(options));
    }

    /** @param {any} request */
    recall(request) {
      return runList(caller, request, (_, input) => this.#core.recall(input));
    }

    /**
     * @param {any} request
     * @param {{ signal?: AbortSignal }} [options]
     */
    recallEach(request, options) {
      const source = request?.msgKeys;
      if (!isIterable(source)) throw refuse("msgKeys", source, "an iterable or async iterable of MsgKeys");
      return recallEach(() => call(() => this.#core.stream(request, options)), source, caller.result());
    }

    /** @param {any} request */
    plan(request) {
      const { distinct, ...plan } = call(() => this.#core.plan(request));
      /** @type {string[][]} */
      const batches = [];
      for (let from = 0; from < distinct.length; from += BATCH) batches.push(distinct.slice(from, from + BATCH));
      return { ...plan, distinct: distinct.length, batches };
    }

    /**
     * @param {any} officialAccount
     * @param {any} [options]
     */
    history(officialAccount, options = {}) {
      const { since, until, from, includeRecalled = false } = options;
      if (from !== undefined && typeof from !== "string") throw refuse("from", from, "a UserID");
      const wanted = { since: moment("since", since), until: moment("until", until), from };
      /** @param {string | undefined} last */
      const page = async (last) => call(() => this.#core.page(officialAccount, last, includeRecalled === true, options));
      return history(page, wanted);
    }
  };
}

/** @param {any} value */
function isIterable(value) {
  if (typeof value !== "object" || value === null) return false;
  return typeof value[Symbol.asyncIterator] === "function" || typeof value[Symbol.iterator] === "function";
}
