// RecallClient and recall(): begin runs of the core and make their ends into reports.
import { Drive, countsOf, trafficOf } from "../run/run_driver.js";
import { recallEach } from "../run/recall_each.js";
import { RecallError } from "../errors/recall_error.js";
import { history } from "./history.js";
import { fetchPage } from "./history_page.js";
import { CodeCounter, resultsOf, summaryOf } from "../run/report.js";
import { share } from "../request/client_context.js";
import { Stream } from "../run/outcome_stream.js";

/** @typedef {import("../wasm/instance.js").Glue} Glue */
/** @typedef {import("./error_boundary.js").Caller} Caller */
/** @typedef {import("../request/client_context.js").Shared} Shared */
/** @typedef {import("tencent-chat-recall-glue").CoreRun} CoreRun */

/** Keys in one request. */
const BATCH = 10;

/** @param {Caller} caller */
export function makeRecall(caller) {
  /** @param {any} options */
  return function recall(options) {
    return runList(caller, (glue) => {
      const [core, run] = glue.recallOnce(options);
      return { client: share(glue, core, caller.statusNames()), run, free: () => core.free() };
    });
  };
}

/**
 * Begins a run of a list and makes its end a report.
 * @param {Caller} caller
 * @param {(glue: Glue) => { client: Shared, run: CoreRun, free?: () => void }} begin checks the input
 */
async function runList({ wait, statusNames, result }, begin) {
  const { report, error } = await wait(async (glue) => {
    const { client, run, free } = begin(glue);
    const { msgKeys, signal, onProgress } = run.held();
    const end = await new Drive(client, run, { signals: [signal], onProgress }).ended;
    const [traffic, results] = [trafficOf(run), resultsOf(msgKeys, run.rows(), result())];
    run.free();
    free?.();
    const codes = new CodeCounter();
    for (const one of results) codes.add(one);
    const { complete, counts, ...summary } = summaryOf(traffic, countsOf(traffic.byStatus, statusNames()), codes);
    return { report: { complete, counts, results, ...summary }, error: end.error };
  });
  if (error) throw new RecallError({ ...error, report: report.requests > 0 ? report : undefined });
  return report;
}

/** @param {Caller} caller */
export function makeClientClass(caller) {
  const { call, wait, statusNames } = caller;
  return class RecallClient {
    /** @type {Shared} */
    #client;

    /** @param {any} options */
    constructor(options) {
      this.#client = call((glue) => share(glue, new glue.CoreClient(options), statusNames()));
    }

    /** @param {any} request */
    recall(request) {
      return runList(caller, () => ({ client: this.#client, run: this.#client.core.recall(request) }));
    }

    /**
     * @param {any} request
     * @param {{ signal?: AbortSignal }} [options]
     */
    recallEach(request, options) {
      return recallEach(() => call(() => new Stream(this.#client, this.#client.core.stream(request, options))), caller);
    }

    /** @param {any} request */
    plan(request) {
      const { distinct, ...plan } = call(() => this.#client.core.plan(request));
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
      const page = (last) => wait(async () => fetchPage(this.#client, this.#client.core.page(officialAccount, options, last)));
      return history(page, options);
    }
  };
}
