// find(): an async iterator over the messages of many accounts that match a filter.
import { PageRun } from "../history/page_run.js";
import { PageScheduler } from "../history/page_scheduler.js";
import { AccountSource } from "./account_source.js";
import { accountIssues, checkedFindOptions, noAccount } from "./find_input.js";
import { FindWalk, filterOf } from "./find_walk.js";
import { invalid } from "./issues.js";

/** @typedef {import("../../index.js").FoundMessage} FoundMessage */
/** @typedef {import("../../index.js").FindSummary} FindSummary */
/** @typedef {import("../history/page_run.js").Boundary} Boundary */
/** @typedef {import("../request/client_context.js").ClientContext} ClientContext */

/**
 * What find and verify need from their client.
 * @typedef {{ boundary: Boundary, client: ClientContext, concurrency: number, checkPage: import("./find_input.js").CheckPage, checkMessages: (columns: unknown[]) => readonly import("../../index.js").Issue[] }} Reader
 */

/**
 * @param {Reader} reader
 * @param {() => any} members takes a snapshot of the options; called at the consumer's first step
 * @returns {AsyncGenerator<FoundMessage, FindSummary, void>}
 */
export function find({ boundary, client, concurrency, checkPage }, members) {
  /** @type {{ pages?: PageRun, isLeft: boolean }} */
  const run = { isLeft: false };
  const begin = () => {
    const { officialAccounts, page, signal, onProgress, ...filter } = checkedFindOptions(members(), checkPage);
    const counts = { messages: 0, holes: 0, withoutKey: 0 };
    const wanted = filterOf(filter);
    const scheduler = new PageScheduler((officialAccount) => new FindWalk(officialAccount, wanted, counts), concurrency);
    const progress = () => ({ accounts: scheduler.accounts, refused: scheduler.refused.length, ...counts });
    const source = new CheckedAccounts(officialAccounts, checkPage);
    const pages = new PageRun(boundary, client, { scheduler, source, options: page, signal, onProgress, progress });
    const summary = () => ({ accounts: scheduler.accounts, refused: scheduler.refused, ...counts, requests: pages.requests, durationMs: pages.durationMs });
    return { pages, summary };
  };
  const rows = generate(begin, run);
  const end = rows.return.bind(rows);
  // A generator queues calls: without this wrapper, `return` would wait for a pending step, which may wait for the service.
  const leave = (/** @type {any} */ value) => {
    run.isLeft = true;
    run.pages?.stop();
    return end(value);
  };
  return Object.defineProperty(rows, "return", { value: leave });
}

/**
 * @param {() => { pages: PageRun, summary: () => FindSummary }} begin
 * @param {{ pages?: PageRun, isLeft: boolean }} run
 * @returns {AsyncGenerator<FoundMessage, FindSummary, void>}
 */
async function* generate(begin, run) {
  const { pages, summary } = begin();
  run.pages = pages;
  try {
    for (;;) {
      const message = await pages.next();
      // `return` settles with its own value.
      if (run.isLeft) return /** @type {any} */ (undefined);
      if (message === undefined) return summary();
      yield message;
    }
  } finally {
    pages.stop();
  }
}

/** The accounts of the input, each checked as it is read. */
class CheckedAccounts {
  #source;
  #check;
  #at = 0;

  /** @param {any} source @param {import("./find_input.js").CheckPage} check */
  constructor(source, check) {
    this.#source = new AccountSource(source);
    this.#check = check;
  }

  next() {
    const step = this.#source.next();
    return step instanceof Promise ? step.then((one) => this.#checked(one)) : this.#checked(step);
  }

  close() {
    this.#source.close();
  }

  /** @param {{ done?: boolean, value: unknown }} step */
  #checked(step) {
    const issues = step.done ? [] : accountIssues(step.value, this.#at, this.#check);
    if (step.done && this.#at === 0) issues.push(noAccount());
    this.#at += 1;
    if (issues.length > 0) throw invalid(issues);
    return step;
  }
}
