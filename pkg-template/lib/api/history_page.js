// One page of history, asked for until there is an answer. For history.js.
import { RecallError, asError } from "../errors/recall_error.js";
import { guard } from "../request/cancellation.js";
import { acquire } from "../request/limiter_permits.js";

/** The answer is the page, as src/page_bindings.rs has it. */
const ANSWERED = -1;

/** @typedef {import("tencent-chat-recall-glue").CorePage} CorePage */
/** @typedef {import("../request/client_context.js").Shared} Shared */

/**
 * @param {Shared} client
 * @param {CorePage} page
 * @returns {Promise<any>} the page as the service sent it; its envelope says OK
 */
export function fetchPage(client, page) {
  return new Promise((resolve, reject) => {
    const asking = new Asking(client, page);
    const end = (/** @type {(value: any) => void} */ settle, /** @type {unknown} */ value) => {
      asking.stop();
      unwatch();
      settle(value);
    };
    let unwatch = () => {};
    unwatch = guard([page.held().signal], {}, (error) => end(reject, new RecallError(error)));
    if (asking.isStopped) return unwatch();
    asking.answer().then(
      (answer) => end(resolve, answer),
      (/** @type {any} */ thrown) => end(reject, asError(thrown instanceof Error ? thrown : client.transport.explain(thrown))),
    );
  });
}

/** What goes on for one page, until it is stopped: then it stays where it is for ever. */
class Asking {
  #client;
  #page;
  isStopped = false;
  /** Breaks off what is waited for. */
  #breakOff = () => {};

  /**
   * @param {Shared} client
   * @param {CorePage} page
   */
  constructor(client, page) {
    this.#client = client;
    this.#page = page;
  }

  stop() {
    this.isStopped = true;
    this.#breakOff();
  }

  /** @returns {Promise<any>} */
  async answer() {
    for (;;) {
      await this.#permit();
      const [, url, body] = /** @type {[string, string, string]} */ ((await this.#lines()).split("\n"));
      const exchange = await this.#wait((done) => this.#client.transport.post(url, body, done));
      if (exchange.loss === undefined) {
        const next = this.#page.answered(0, exchange.status, exchange.answer, exchange.wait);
        if (next === ANSWERED) return exchange.answer;
        await this.#sleep(next);
      } else {
        await this.#sleep(this.#page.lost(0, exchange.loss, exchange.words));
      }
    }
  }

  async #permit() {
    const { limiter } = this.#client;
    if (!limiter) return;
    const controller = new AbortController();
    await this.#wait((done, fail) => {
      acquire(limiter, controller.signal).then(done, fail);
      return () => controller.abort();
    });
  }

  /** The next request, once the pace and the UserSig permit it. */
  async #lines() {
    for (;;) {
      const wait = this.#page.poll();
      const lines = wait === 0 ? this.#page.send() : "";
      if (lines) return lines;
      if (wait > 0) await this.#sleep(wait);
      else await this.#userSig();
    }
  }

  #userSig() {
    return this.#wait((done, fail) => {
      const asked = this.#client.userSigs.ask();
      asked.done.then(done, fail);
      return asked.leave;
    });
  }

  /** @param {number} ms */
  #sleep(ms) {
    return this.#wait((done) => {
      const timer = setTimeout(done, ms);
      return () => clearTimeout(timer);
    });
  }

  /**
   * @template T
   * @param {(done: (value: T) => void, fail: (thrown: unknown) => void) => () => void} begin gives what breaks it off
   * @returns {Promise<any>}
   */
  async #wait(begin) {
    const value = await new Promise((resolve, reject) => {
      this.#breakOff = begin(resolve, reject);
      // What is begun is foreign code too, which may have ended it.
      if (this.isStopped) this.#breakOff();
    });
    if (this.isStopped) await new Promise(() => {});
    return value;
  }
}
