// RecallClient and recall(): start runs and return their reports.
import { Driver } from "../run/driver.js";
import { Eta } from "../run/eta.js";
import { notify } from "../run/notify.js";
import { progressOf, trafficOf } from "../run/progress.js";
import { recallEach } from "../run/recall_each.js";
import { PLAN } from "../../texts/en/plan.js";
import { RUN } from "../../texts/en/run.js";
import { makeError, readIssues } from "../errors/problems.js";
import { history } from "./history.js";
import { fetchHistoryPage } from "./history_page.js";
import { CodeCounter } from "../run/code_counter.js";
import { batchesOf } from "../run/batches.js";
import { accountsOf, resultsOf, summaryOf } from "../run/report.js";
import { clientContext } from "../request/client_context.js";
import { OutcomeStream } from "../run/outcome_stream.js";
import { clientSnapshot, historySnapshot, requestSnapshot, snapshot } from "./snapshot.js";

/** @typedef {import("../wasm/instance.js").Glue} Glue */
/** @typedef {import("./error_boundary.js").ErrorBoundary} ErrorBoundary */
/** @typedef {import("../request/client_context.js").ClientContext} ClientContext */
/** @typedef {import("tencent-chat-recall-glue").CoreRun} CoreRun */

/** @param {ErrorBoundary} boundary */
export function makeRecall(boundary) {
  /** @param {any} options */
  return function recall(options) {
    const { options: members, limiter } = clientSnapshot(options);
    return runList(boundary, members, (glue) => {
      const [core, run] = glue.recallOnce(members);
      return { client: clientContext(glue, core, members, limiter), run, free: () => core.free() };
    });
  };
}

/**
 * Starts a run of a list and returns its report.
 * @param {ErrorBoundary} boundary
 * @param {any} request a snapshot
 * @param {(glue: Glue) => { client: ClientContext, run: CoreRun, free?: () => void }} begin checks it
 */
async function runList({ wait, result }, request, begin) {
  const { report, error } = await wait(async (glue) => {
    const { client, run, free } = begin(glue);
    const { signal, stopSignal, beforeSend, onProgress } = request;
    const eta = new Eta();
    const onReport = onProgress && (() => notify(onProgress, progressOf(trafficOf(run), eta)));
    const end = await new Driver(client, run, { signals: [signal], deadline: client.settings, stopSignal, beforeSend, onReport }).ended;
    const [traffic, results] = [trafficOf(run), resultsOf(request, run.rows(), result())];
    const byAccount = accountsOf(results);
    run.free();
    free?.();
    const codes = new CodeCounter();
    for (const one of results) codes.add(one);
    const { complete, counts, byCode, ...summary } = summaryOf(traffic, codes, end.isStopped);
    return { report: { complete, counts, results, byCode, byAccount, ...summary }, error: end.error };
  });
  if (error) throw makeError({ ...error, report: report.requests > 0 ? report : undefined });
  return report;
}

/** @param {ErrorBoundary} boundary */
export function makeClientClass(boundary) {
  const { call, wait } = boundary;
  return class RecallClient {
    /** @type {ClientContext} */
    #client;

    /** @param {any} options */
    constructor(options) {
      const { options: members, limiter } = clientSnapshot(options);
      this.#client = call((glue) => clientContext(glue, new glue.CoreClient(members), members, limiter));
    }

    /** @param {any} request */
    recall(request) {
      const members = requestSnapshot(request);
      return runList(boundary, members, () => ({ client: this.#client, run: this.#client.core.recall(members) }));
    }

    /**
     * @param {any} request
     * @param {{ signal?: AbortSignal }} [options]
     */
    recallEach(request, options) {
      const begin = () => {
        const [members, more] = [requestSnapshot(request, true), snapshot(options, ["signal"])];
        const run = this.#client.core.stream(members, more);
        return new OutcomeStream(this.#client, run, { ...members, signals: [members.signal, more?.signal] });
      };
      return recallEach(() => call(begin), boundary);
    }

    /** @param {any} request */
    plan(request) {
      const members = requestSnapshot(request);
      const { issues: rows, ...plan } = call(() => this.#client.core.plan(members));
      const { byAccount, batches } = batchesOf(members);
      const issues = readIssues(rows, { texts: { ...RUN, ...PLAN }, rows: Object.keys(PLAN.issues), words: [] });
      const warnings = issues.map(({ message }) => message);
      return { ...plan, accounts: byAccount.length, batches, byAccount, warnings, issues };
    }

    /**
     * @param {any} officialAccount
     * @param {any} [options]
     */
    history(officialAccount, options) {
      const members = historySnapshot(options);
      /** @param {string | undefined} last */
      const page = (last) => wait(async () => fetchHistoryPage(this.#client, this.#client.core.page(officialAccount, members, last), members?.signal));
      return history(page, members);
    }
  };
}
