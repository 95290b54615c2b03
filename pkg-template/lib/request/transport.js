// One request out, what came back in: through the caller's `fetch` or the global one, with a timeout and a limit of size, whatever a
// foreign `fetch` throws, rejects with or answers. For drive.js and page.js.
import { LOSS, lossOf, retryAfter, unreadable } from "./request_loss.js";
import { attempt, settled } from "../errors/try_call.js";

/**
 * An answer, its JSON parsed (undefined where it is none) and for how many milliseconds it asks to wait; or how there was none, in words
 * where there are better ones than those for the kind of loss, and what `fetch` threw.
 * @typedef {{ status: number, answer: any, wait: number, loss?: undefined } | { loss: number, words?: string, cause?: Error }} Exchange
 * @typedef {{ timeout: number, host: string, contentType: string, mostBytes: number }} Settings
 */

export class Transport {
  #fetch;
  #settings;
  #makeRequest;
  #masked;
  /** What `fetch` threw at last, if that was the latest outcome. @type {Error | undefined} */
  #cause;

  /**
   * @param {unknown} fetch the caller's, or the global one where it is none
   * @param {Settings} settings
   * @param {(url: string, body: string, signal: AbortSignal) => Request} makeRequest for the `fetch` of a browser
   * @param {(text: string) => string} masked takes secrets out of a text
   */
  constructor(fetch, settings, makeRequest, masked) {
    this.#fetch = fetch;
    this.#settings = settings;
    this.#makeRequest = makeRequest;
    this.#masked = masked;
  }

  /**
   * Posts a body, now: a request that leaves later than the pace was told may meet those that leave on time.
   * @param {string} url
   * @param {string} body
   * @param {(exchange: Exchange) => void} done called once, never before this returns and not after a break-off
   * @returns {() => void} breaks it off
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
   * An error for want of an answer, with who was asked and what `fetch` threw.
   * @template {{ code: string, message: string, apiCode?: number }} T
   * @param {T} error
   * @returns {T & { cause?: Error }}
   */
  explain(error) {
    if (error.code !== "ERR_NO_REPLY" || error.apiCode !== undefined) return error;
    const message = `${error.message} (${this.#settings.host})`;
    return { ...error, message, cause: this.#cause ?? new Error(message) };
  }

  /**
   * Reads anything that looks like a Response: mocks and other realms have no common class.
   * @param {string} url
   * @param {string} body
   * @param {AbortSignal} signal once it is aborted nobody waits any more, and nothing is read
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
    // A browser hides the status of a redirect that it does not follow.
    return { status: Math.trunc(status) > 0 ? status : 302, answer: attempt(() => JSON.parse(text)), wait: retryAfter(status, response.headers) };
  }

  /**
   * @param {string} url
   * @param {string} body
   * @param {AbortSignal} signal
   */
  #call(url, body, signal) {
    const fetch = this.#fetch;
    const runtime = /** @type {any} */ (globalThis);
    // A `fetch` of another library does not know the Request of this realm, and Node's makes another Request of a Request and pipes
    // the body through a stream: that takes longer than all the rest.
    if (typeof fetch !== "function" && !isObject(runtime.process)) return runtime.fetch(this.#makeRequest(url, body, signal));
    const headers = { "content-type": this.#settings.contentType };
    // A redirect would carry the UserSig to wherever the answer says.
    const init = { method: "POST", headers, body, redirect: "manual", signal };
    return typeof fetch === "function" ? fetch(url, init) : runtime.fetch(url, init);
  }
}

/** @param {unknown} value @returns {value is any} */
const isObject = (value) => typeof value === "object" && value !== null;

/**
 * Whether the text may be asked for at once: its length is known and small, or it has no stream.
 * @param {any} response
 * @param {number} most
 */
function isPlain({ body, headers }, most) {
  if (!isObject(body) || typeof body.getReader !== "function") return true;
  const header = (/** @type {string} */ name) => (typeof headers?.get === "function" ? headers.get(name) : undefined);
  return /^\d{1,9}$/.test(header("content-length")) && header("content-length") <= most && typeof header("content-encoding") !== "string";
}

/**
 * `text()`, or what mocks have instead.
 * @param {any} response
 */
function whole(response) {
  if (typeof response.text === "function") return response.text();
  return typeof response.json === "function" ? settled(() => response.json()).then((json) => JSON.stringify(json)) : undefined;
}

/**
 * The text of a stream, up to a limit; nothing when it goes on beyond, or is no text.
 * @param {any} body
 * @param {number} most bytes
 * @param {AbortSignal} signal
 */
async function limited(body, most, signal) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let bytes = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += ArrayBuffer.isView(value) ? value.byteLength : Infinity;
    if (bytes > most || signal.aborted) break;
    text += decoder.decode(value, { stream: true });
  }
  settled(() => reader.cancel()).catch(() => {});
  return undefined;
}
