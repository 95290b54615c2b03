// Carries out what a PageScheduler decides: requests pages, reads accounts, and hands over the rows. Each page keeps the client's pace and retries.
import { ACCOUNT_CODES } from "../generated/facts.js";
import * as crossing from "../generated/crossing.js";
import { asError, makeError } from "../errors/problems.js";
import { watchCancellation } from "../request/cancellation.js";
import { notify } from "../run/notify.js";
import { fetchHistoryPage } from "./fetch_page.js";

/**
 * @typedef {import("../request/client_context.js").ClientContext} ClientContext
 * @typedef {import("../run/driver.js").Engine} Engine
 *
 * What a run needs from the package.
 * @typedef {object} Boundary
 * @property {<T>(use: (glue: any) => T) => T} call
 * @property {<T>(use: () => Promise<T>) => Promise<T>} wait
 *
 * @typedef {object} PageRunInput
 * @property {import("./page_scheduler.js").PageScheduler} scheduler
 * @property {{ next: () => any, close: () => void }} source of the accounts, checked; its steps are those of an iterator
 * @property {Record<string, any>} options of every page, checked
 * @property {AbortSignal | undefined} signal
 * @property {((progress: any) => unknown) | undefined} onProgress
 * @property {() => any} progress
 */

/** Least milliseconds between two calls of `onProgress`. */
const PROGRESS_INTERVAL = 100;

export class PageRun {
  /** Requests so far. */
  requests = 0;
  #boundary;
  #client;
  #input;
  #begun = performance.now();
  #reported = -Infinity;
  /** Abort the pages in flight, one each: a signal with many listeners makes Node.js warn. @type {Set<AbortController>} */
  #pages = new Set();
  /** @type {{ error: unknown } | undefined} */
  #failure;
  #isOver = false;
  #unwatch;
  /** @type {(() => void) | undefined} */
  #wake;

  /**
   * Begins at once.
   * @param {Boundary} boundary
   * @param {ClientContext} client
   * @param {PageRunInput} input
   */
  constructor(boundary, client, input) {
    this.#boundary = boundary;
    this.#client = client;
    this.#input = input;
    this.#unwatch = watchCancellation([input.signal], client.settings, (error) => {
      // Rows found before are not handed over: an abort takes effect at once.
      while (input.scheduler.take());
      this.#fail(makeError(error));
    });
    if (this.#isOver) this.#unwatch();
    this.#pump();
  }

  /** Milliseconds since the start. */
  get durationMs() {
    return performance.now() - this.#begun;
  }

  /** The next row; undefined at the end. @returns {Promise<any>} */
  async next() {
    for (;;) {
      const row = this.#input.scheduler.take();
      this.#pump();
      if (row !== undefined) return row;
      if (this.#isOver) {
        if (this.#failure) throw this.#failure.error;
        return undefined;
      }
      await new Promise((/** @type {(value: void) => void} */ resolve) => (this.#wake = resolve));
    }
  }

  /** Ends the run; nothing more is sent. */
  stop() {
    this.#end();
  }

  #pump() {
    while (!this.#isOver) {
      const step = this.#input.scheduler.next();
      if (step.type === "page") this.#request(step);
      else if (step.type === "account") this.#readAccount();
      else return step.type === "done" ? this.#end() : undefined;
    }
  }

  /** @param {{ number: number, officialAccount: string, before: string | undefined }} step */
  #request({ number, officialAccount, before }) {
    const { scheduler, options } = this.#input;
    const { call, wait } = this.#boundary;
    const leaves = () => {
      this.requests += 1;
      scheduler.left(number);
      // Later: the page's driver is in the middle of its turn.
      void Promise.resolve().then(() => this.#pump());
    };
    const controller = new AbortController();
    this.#pages.add(controller);
    wait(async () => {
      const page = this.#client.core.page(officialAccount, options, before);
      return fetchHistoryPage(this.#client, watched(page, leaves), controller.signal);
    })
      .finally(() => this.#pages.delete(controller))
      .then(
        (answer) => this.#isOver || scheduler.answered(number, answer),
        (error) => {
          const code = error?.apiCode;
          if (!ACCOUNT_CODES.includes(code)) throw error;
          scheduler.refuse(number, { code, meaning: call((glue) => glue.meaningOf(code)) });
        },
      )
      .then(() => this.#news())
      .catch((error) => this.#fail(error));
  }

  #readAccount() {
    const { scheduler, source } = this.#input;
    const take = (/** @type {any} */ { done, value }) => (done ? scheduler.endOfAccounts() : scheduler.add(value));
    try {
      const step = source.next();
      if (!(step instanceof Promise)) return take(step);
      step.then((one) => {
        take(one);
        this.#news();
      }).catch((error) => this.#fail(error));
    } catch (error) {
      this.#fail(error);
    }
  }

  /** An input has arrived. */
  #news() {
    if (this.#isOver) return;
    this.#pump();
    const now = performance.now();
    if (now - this.#reported >= PROGRESS_INTERVAL && !this.#isOver) this.#report(now);
    this.#wake?.();
  }

  /** @param {number} now */
  #report(now) {
    const { onProgress, progress } = this.#input;
    this.#reported = now;
    if (onProgress) notify(onProgress, { ...progress(), requests: this.requests, durationMs: now - this.#begun });
  }

  /** @param {unknown} error */
  #fail(error) {
    if (this.#isOver) return;
    this.#failure = { error: asError(error) };
    this.#end();
  }

  /** Releases everything. */
  #end() {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#unwatch?.();
    this.#input.scheduler.abort();
    for (const controller of this.#pages) controller.abort();
    this.#input.source.close();
    this.#report(performance.now());
    this.#wake?.();
  }
}

/**
 * A page that notes when its request leaves, each time it is sent.
 * @param {import("tencent-chat-recall-glue").CorePage} page
 * @param {() => void} leaves
 * @returns {Engine & { free: () => void }}
 */
function watched(page, leaves) {
  return {
    next() {
      const command = page.next();
      if (command[0] === crossing.SEND) leaves();
      return command;
    },
    input: (number, request, first, second, text) => page.input(number, request, first, second, text),
    failure: () => page.failure(),
    free: () => page.free(),
  };
}
