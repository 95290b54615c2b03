// One request out, what came back in: through the caller's `fetch` or the global one, with a timeout and a limit of size, whatever a
// foreign `fetch` throws, rejects with or answers. For drive.js and page.js.
import { attempt, settled } from "./settled.js";

/** How a request ended without an answer, by the numbers of src/run_bindings.rs. */
const LOSS = { network: 0, unsent: 1, timeout: 2, unreadable: 3 };

/**
 * What is in the names that Node.js gives when there was no connection by which a request could leave: refused, no such host, too slow
 * to open, or a certificate that it does not trust. An alert that the other side does not trust ours comes after the request: it says CERTIFICATE.
 */
const UNSENT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT|CERT_|SELF_|UNABLE_TO/;

/**
 * An answer, its JSON parsed (undefined where it is none), or how there was none and the name of the network error, like ECONNREFUSED.
 * @typedef {{ status: number, answer: any, loss?: undefined } | { loss: number, name?: string }} Exchange
 * @typedef {{ timeout: number, host: string, contentType: string, mostBytes: number }} Settings
 */

export class Transport {
  #fetch;
  #settings;
  #makeRequest;
  /** The name of the latest network error, if it was the latest outcome and has one. @type {string | undefined} */
  #trouble;

  /**
   * @param {unknown} fetch the caller's, or the global one where it is none
   * @param {Settings} settings
   * @param {(url: string, body: string, signal: AbortSignal) => Request} makeRequest for the `fetch` of a browser
   */
  constructor(fetch, settings, makeRequest) {
    this.#fetch = fetch;
    this.#settings = settings;
    this.#makeRequest = makeRequest;
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
      this.#trouble = exchange.loss === undefined ? undefined : exchange.name;
      done(exchange);
    };
    const timer = setTimeout(end, this.#settings.timeout, { loss: LOSS.timeout });
    this.#exchange(url, body, controller.signal).then(end, (thrown) => end(lossOf(thrown)));
    return end;
  }

  /**
   * An error for want of an answer, with the name of the network error that it ended with, and who was asked.
   * @template {{ code: string, message: string, apiCode?: number }} T
   * @param {T} error
   * @returns {T}
   */
  explain(error) {
    if (error.code !== "ERR_NO_REPLY" || error.apiCode !== undefined) return error;
    const name = this.#trouble ? `${this.#trouble}, ` : "";
    return { ...error, message: `${error.message} (${name}${this.#settings.host})` };
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
    const { status = 200 } = response;
    if (typeof status !== "number") return { loss: LOSS.unreadable };
    const text = await (isPlain(response, most) ? whole(response) : limited(response.body, most, signal));
    if (typeof text !== "string" || text.length > most) return { loss: LOSS.unreadable };
    // A browser hides the status of a redirect that it does not follow.
    return { status: Math.trunc(status) > 0 ? status : 302, answer: attempt(() => JSON.parse(text)) };
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
 * What a `fetch` threw. Nothing of it is passed on but a name: some put the URL, and so the UserSig, into their messages. Of an error
 * without a name nothing is known.
 * @param {any} thrown
 * @returns {Exchange}
 */
function lossOf(thrown) {
  const name = [() => thrown.cause.code, () => thrown.code].map(attempt).find((code) => typeof code === "string");
  if (name === undefined || !/^[A-Z_]{1,40}$/.test(name)) return { loss: LOSS.network };
  return { loss: UNSENT.test(name) ? LOSS.unsent : LOSS.network, name };
}

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
