// Sends one request and reads its response, with a timeout and a size limit. The caller's `fetch`, or the global one, may throw or return
// anything.
import { LOSS } from "../generated/facts.js";
import { RUN } from "../../texts/en/run.js";
import { errorSentence } from "../../texts/templates/fill.js";
import { boundedText, chunksOf } from "./bounded_body.js";
import { lossOf, retryAfter, unreadable } from "./request_loss.js";
import { tryCall, promiseTry } from "../errors/try_call.js";

/**
 * An answer with its JSON (undefined if the body is not JSON) and its Retry-After in milliseconds; or a loss, with a description if there
 * is a better one than that of its kind, and the error that `fetch` threw.
 * @typedef {{ status: number, answer: any, wait: number, loss?: undefined } | { loss: number, words?: string, cause?: Error }} Exchange
 * @typedef {{ timeout: number, host: string, contentType: string, mostBytes: number }} Settings
 */

export class Transport {
  #fetch;
  #settings;
  #makeRequest;
  #masked;
  /** The error of `fetch`, if the latest request failed with one. @type {Error | undefined} */
  #cause;

  /**
   * @param {unknown} fetch the caller's; the global one when it is undefined
   * @param {Settings} settings
   * @param {(url: string, body: string, signal: AbortSignal) => Request} makeRequest for the `fetch` of a browser
   * @param {(text: string) => string} masked removes secrets from a text
   */
  constructor(fetch, settings, makeRequest, masked) {
    this.#fetch = fetch;
    this.#settings = settings;
    this.#makeRequest = makeRequest;
    this.#masked = masked;
  }

  /**
   * Posts a body at once: a request that leaves late may exceed the rate together with those that leave on time.
   * @param {string} url
   * @param {string} body
   * @param {(exchange: Exchange) => void} done called once, never before this returns, and not after a cancellation
   * @returns {() => void} cancels it
   */
  post(url, body, done) {
    const controller = new AbortController();
    let isOver = false;
    const end = (/** @type {Exchange | void} */ exchange) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      if (!exchange || exchange.loss !== undefined) controller.abort();
      if (!exchange) return;
      this.#cause = exchange.loss === undefined ? undefined : exchange.cause;
      done(exchange);
    };
    const timer = setTimeout(end, this.#settings.timeout, { loss: LOSS.timeout });
    this.#exchange(url, body, controller.signal).then(end, (thrown) => isOver || end(lossOf(thrown, this.#masked)));
    return end;
  }

  /**
   * Adds the host and the error of `fetch` to an error without an answer.
   * @param {import("../errors/problems.js").Description} error
   * @returns {import("../errors/problems.js").Description}
   */
  explain(error) {
    const { detail } = error;
    if (detail?.code !== "no-reply") return error;
    detail.params.host = this.#settings.host;
    return { ...error, cause: this.#cause ?? new Error(errorSentence(RUN, error)) };
  }

  /**
   * Reads anything that looks like a Response: those of mocks and other realms have other classes.
   * @param {string} url
   * @param {string} body
   * @param {AbortSignal} signal stops the reading
   * @returns {Promise<Exchange>}
   */
  async #exchange(url, body, signal) {
    const most = this.#settings.mostBytes;
    const response = await this.#call(url, body, signal);
    const words = unreadable(response);
    if (words) return { loss: LOSS.unreadable, words };
    const { status = 200 } = response;
    const text = await (isPlain(response, most) ? whole(response) : limited(response.body, most, signal));
    if (typeof text !== "string" || text.length > most) return { loss: LOSS.unreadable };
    // A browser hides the status of an unfollowed redirect.
    return { status: Math.trunc(status) > 0 ? status : 302, answer: tryCall(() => JSON.parse(text)), wait: retryAfter(status, response.headers) };
  }

  /**
   * @param {string} url
   * @param {string} body
   * @param {AbortSignal} signal
   */
  #call(url, body, signal) {
    const fetch = this.#fetch;
    const runtime = /** @type {any} */ (globalThis);
    // Another library's `fetch` does not know this realm's Request, and Node's copies a Request and pipes its body through a stream, which
    // takes longer than everything else.
    if (typeof fetch !== "function" && !isObject(runtime.process)) return runtime.fetch(this.#makeRequest(url, body, signal));
    const headers = { "content-type": this.#settings.contentType };
    // A redirect would send the UserSig to another host.
    const init = { method: "POST", headers, body, redirect: "manual", signal };
    return typeof fetch === "function" ? fetch(url, init) : runtime.fetch(url, init);
  }
}

/** @param {unknown} value @returns {value is any} */
const isObject = (value) => typeof value === "object" && value !== null;

/**
 * Whether the body may be read in one call: its length is known and within the limit, or it has no stream.
 * @param {any} response
 * @param {number} most
 */
function isPlain({ body, headers }, most) {
  if (!isObject(body) || typeof body.getReader !== "function") return true;
  const header = (/** @type {string} */ name) => (typeof headers?.get === "function" ? headers.get(name) : undefined);
  return /^\d{1,9}$/.test(header("content-length")) && header("content-length") <= most && typeof header("content-encoding") !== "string";
}

/**
 * The body by `text()`, or by `json()` where a mock has only that.
 * @param {any} response
 */
function whole(response) {
  if (typeof response.text === "function") return response.text();
  return typeof response.json === "function" ? promiseTry(() => response.json()).then((json) => JSON.stringify(json)) : undefined;
}

/**
 * The text of a stream; undefined if it exceeds the limit or is not text.
 * @param {any} body
 * @param {number} most bytes
 * @param {AbortSignal} signal stops the reading
 */
async function limited(body, most, signal) {
  const { text, problem } = await boundedText(chunksOf(body.getReader(), signal), most);
  return problem ? undefined : text;
}
