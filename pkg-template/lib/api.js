// The public functions and classes over one core: check nothing here, call the core, make its answers into objects.
import { recallEach } from "./each.js";
import { RecallError, asError, isRecallError } from "./error.js";
import { history } from "./history.js";
import { makeReport, resultMaker } from "./report.js";

/** @typedef {import("./core.js").Core} Core */
/** @typedef {import("./report.js").Columns} Columns */

/** Keys in one request. */
const BATCH = 10;

/** @param {Core} core */
export function createApi(core) {
  /** @type {readonly string[] | undefined} */
  let names;
  /** @type {ReturnType<typeof resultMaker> | undefined} */
  let result;

  /**
   * Runs a synchronous function of the core and makes its errors ours.
   * @template T
   * @param {(glue: import("./core.js").Glue) => T} use
   * @returns {T}
   */
  function call(use) {
    try {
      return core.call(use);
    } catch (thrown) {
      throw asError(thrown);
    }
  }

  const statusNames = () => (names ??= call((glue) => /** @type {string[]} */ (glue.statusNames())));
  /** @param {number} code */
  const explain = (code) => call((glue) => glue.explainCode(code, undefined));
  const maker = () => (result ??= resultMaker(statusNames(), explain));

  /**
   * Begins a run and makes its end a report.
   * @param {any} request
   * @param {(glue: import("./core.js").Glue, request: any) => Promise<any>} begin
   */
  async function runList(request, begin) {
    // A copy, since the caller's array may change while the run goes on; anything else is for the core to refuse.
    const msgKeys = Array.isArray(request?.msgKeys) ? [...request.msgKeys] : undefined;
    const input = msgKeys ? { ...request, msgKeys } : request;
    const columns = await call((glue) => begin(glue, input)).catch((thrown) => {
      throw asError(thrown);
    });
    const report = makeReport(msgKeys ?? [], columns, statusNames(), maker());
    if (columns.error) throw new RecallError({ ...columns.error, report: columns.requests > 0 ? report : undefined });
    return report;
  }

  class RecallClient {
    /** @type {import("tencent-chat-recall-glue").CoreClient} */
    #core;

    /** @param {any} options */
    constructor(options) {
      this.#core = call((glue) => new glue.CoreClient(options));
    }

    /** @param {any} request */
    recall(request) {
      return runList(request, (_, input) => this.#core.recall(input));
    }

    /**
     * @param {any} request
     * @param {{ signal?: AbortSignal }} [options]
     */
    recallEach(request, options) {
      const source = request?.msgKeys;
      if (source === null || source === undefined || typeof source === "string" || !isIterable(source)) {
        const message = `found ${source === null ? "null" : typeof source}, expected an iterable or async iterable of MsgKeys`;
        const issues = [{ path: "msgKeys", message }];
        throw new RecallError({ code: "ERR_INVALID_INPUT", message: `msgKeys: ${message}`, issues });
      }
      const core = this.#core;
      return recallEach(() => call(() => core.stream(request, options)), source, maker());
    }

    /** @param {any} request */
    plan(request) {
      const plan = call(() => this.#core.plan(request));
      const { distinct } = plan;
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
      const wanted = { since: moment("since", since), until: moment("until", until), from };
      /** @param {string | undefined} last */
      const page = async (last) => call(() => this.#core.page(officialAccount, last, includeRecalled, options));
      return history(page, wanted);
    }
  }

  return {
    RecallClient,
    RecallError,
    isRecallError,
    /** @param {any} options */
    recall: (options) => runList(options, (glue, input) => glue.recallOnce(input)),
    /** @param {any} options */
    signUserSig: (options) => call((glue) => glue.signUserSig(options)),
    /** @param {any} userSig */
    inspectUserSig: (userSig) => call((glue) => glue.inspectUserSig(userSig)),
    /**
     * @param {any} userSig
     * @param {any} options
     */
    verifyUserSig: (userSig, options) => call((glue) => glue.verifyUserSig(userSig, options)),
    /** @param {any} options */
    buildRequest: (options) => call((glue) => glue.buildRequest(options)),
    /**
     * @param {any} reply
     * @param {any} msgKeys
     */
    decodeResponse(reply, msgKeys) {
      const { rows, ...rest } = call((glue) => glue.decodeResponse(reply, msgKeys));
      const results = rows.map((/** @type {number[]} */ row, /** @type {number} */ position) =>
        maker()(msgKeys[position], ...(/** @type {[number, number, number]} */ (row))),
      );
      return { ...rest, results };
    },
    /**
     * @param {any} code
     * @param {any} [options]
     */
    explainCode: (code, options) => call((glue) => glue.explainCode(code, options?.locale)),
  };
}

/** @param {any} value */
function isIterable(value) {
  return typeof value[Symbol.asyncIterator] === "function" || typeof value[Symbol.iterator] === "function";
}

/**
 * @param {string} path
 * @param {unknown} value
 * @returns {number | undefined} milliseconds since 1970
 */
function moment(path, value) {
  if (value === undefined) return undefined;
  const ms = value instanceof Date ? value.getTime() : value;
  if (typeof ms === "number" && Number.isFinite(ms)) return ms;
  const message = `found ${value instanceof Date ? "an invalid Date" : typeof value}, expected a Date, or milliseconds since 1970`;
  throw new RecallError({ code: "ERR_INVALID_INPUT", message: `${path}: ${message}`, issues: [{ path, message }] });
}
