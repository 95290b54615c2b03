// RecallClient and recall(): begin runs of the core and make their ends into reports.
import { recallEach } from "./each.js";
import { RecallError, asError } from "./error.js";
import { history } from "./history.js";
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

  /**
   * @template T
   * @param {(glue: Glue) => Promise<T>} use
   * @returns {Promise<T>}
   */
  async function wait(use) {
    try {
      return await core.wait(use);
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
  return { call, wait, statusNames, result };
}

/** @typedef {ReturnType<typeof makeCaller>} Caller */

/**
 * Begins a run of a list and makes its end a report.
 * @param {Caller} caller
 * @param {(glue: Glue) => Promise<any>} begin
 */
export async function runList({ wait, statusNames, result }, begin) {
  const columns = await wait(begin);
  const report = makeReport(columns, statusNames(), result());
  if (columns.error) throw new RecallError({ ...columns.error, report: columns.requests > 0 ? report : undefined });
  return report;
}

/** @param {Caller} caller */
export function makeClientClass(caller) {
  const { call, wait } = caller;
  return class RecallClient {
    /** @type {import("tencent-chat-recall-glue").CoreClient} */
    #core;

    /** @param {any} options */
    constructor(options) {
      this.#core = call((glue) => new glue.CoreClient(options));
    }

    /** @param {any} request */
    recall(request) {
      return runList(caller, () => this.#core.recall(request));
    }

    /**
     * @param {any} request
     * @param {{ signal?: AbortSignal }} [options]
     */
    recallEach(request, options) {
      return recallEach(() => call(() => this.#core.stream(request, options)), caller);
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
    history(officialAccount, options) {
      /** @param {string | undefined} last */
      const page = (last) => wait(() => this.#core.page(officialAccount, options, last));
      return history(page, options);
    }
  };
}
