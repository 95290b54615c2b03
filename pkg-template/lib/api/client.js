// RecallClient and recall(): start runs and return their reports.
import { Driver } from "../run/driver.js";
import { Eta } from "../run/eta.js";
import { notify } from "../run/notify.js";
import { progressOf, trafficOf } from "../run/progress.js";
import { recallEach } from "../run/recall_each.js";
import { PLAN } from "../../texts/en/plan.js";
import { RUN } from "../../texts/en/run.js";
import { makeError, readIssues } from "../errors/problems.js";
import { find } from "../find/find.js";
import { VERIFY_OPTIONS, findOptions } from "../find/find_input.js";
import { verify } from "../find/verify.js";
import { history } from "../history/history.js";
import { fetchHistoryPage } from "../history/fetch_page.js";
import { OPTIONS } from "../generated/facts.js";
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
    /** @type {import("../find/find.js").Reader} */
    #reader;

    /** @param {any} options */
    constructor(options) {
      const { options: members, limiter } = clientSnapshot(options);
      this.#client = call((glue) => clientContext(glue, new glue.CoreClient(members), members, limiter));
      this.#reader = readerOf(boundary, this.#client, members.concurrency);
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
      return planOf(boundary, this.#client, requestSnapshot(request));
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

    /** @param {any} options */
    find(options) {
      return find(this.#reader, () => snapshot(options, findOptions()));
    }

    /**
     * @param {any} input
     * @param {any} [options]
     */
    async verify(input, options) {
      return verify(this.#reader, input, snapshot(options, VERIFY_OPTIONS));
    }
  };
}

/**
 * Previews a recall.
 * @param {ErrorBoundary} boundary
 * @param {ClientContext} client
 * @param {any} members a snapshot of the request
 */
function planOf({ call }, client, members) {
  const { issues: rows, ...plan } = call(() => client.core.plan(members));
  const { byAccount, batches } = batchesOf(members);
  const issues = readIssues(rows, { texts: { ...RUN, ...PLAN }, rows: Object.keys(PLAN.issues), words: [] });
  const warnings = issues.map(({ message }) => message);
  return { ...plan, accounts: byAccount.length, batches, byAccount, warnings, issues };
}

/**
 * What find and verify need from a client.
 * @param {ErrorBoundary} boundary
 * @param {ClientContext} client
 * @param {number} [concurrency]
 * @returns {import("../find/find.js").Reader}
 */
function readerOf(boundary, client, concurrency = OPTIONS.concurrency.default) {
  const { call } = boundary;
  return {
    boundary,
    client,
    concurrency,
    checkPage: (account, page) => issuesOf(() => call(() => client.core.page(account, page, undefined)).free()),
    checkMessages: (messages) => issuesOf(() => call(() => client.core.plan({ messages }))),
  };
}

/**
 * The issues of the input that a call of the core checks.
 * @param {() => unknown} use
 * @returns {readonly import("../../index.js").Issue[]}
 */
function issuesOf(use) {
  try {
    use();
    return [];
  } catch (/** @type {any} */ error) {
    if (error?.code !== "ERR_INVALID_INPUT") throw error;
    return error.issues;
  }
}
