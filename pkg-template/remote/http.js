// One HTTP request to the handler: the lines of its response, or an error that says whether anything may have been sent.
import { RecallError } from "../lib/errors/recall_error.js";
import { ERROR_CODES } from "../lib/generated/facts.js";
import { MOST_OF_REFUSAL, startOf, textLines } from "./response_body.js";
import { invalid } from "./msg_keys.js";
import { neverSent } from "./request_loss.js";

/** @typedef {import("../handler/index.js").HandlerEvent} HandlerEvent */
/** @typedef {import("./index.js").RemoteFetchResponse} Answer */
/** @typedef {Pick<import("./index.js").RemoteOptions, "url" | "fetch" | "headers" | "credentials">} Endpoint */
/** @typedef {Record<string, string> | (() => Record<string, string> | Promise<Record<string, string>>)} HeadersSource */

/** Those of the library: errors of other programs begin with ERR_ too. */
const CODES = new Set(/** @type {readonly string[]} */ (ERROR_CODES));

/** An error, and whether the handler may have begun before it. */
export class Broken extends Error {
  /**
   * @param {RecallError} error
   * @param {boolean} mayHaveBegun
   */
  constructor(error, mayHaveBegun) {
    super(error.message);
    this.error = error;
    this.mayHaveBegun = mayHaveBegun;
  }
}

/**
 * @param {Endpoint} endpoint
 * @param {object} body
 * @param {AbortSignal} [signal]
 * @returns {Promise<Answer>} one that succeeded
 * @throws {Broken}
 */
export async function post({ url, fetch: call, headers, credentials = "same-origin" }, body, signal) {
  if (!call && !isAddress(url)) throw new Broken(invalid([{ path: "url", message: "found one without an origin where there is no page, expected a whole URL like \"https://ops.example.com/api/recall\"" }]), false);
  const given = await headersOf(headers);
  const text = JSON.stringify(body);
  if (signal?.aborted) throw aborted(signal, false);
  /** @type {Answer} */
  let response;
  try {
    response = await (call ?? globalThis.fetch)(url, {
      method: "POST",
      headers: { ...given, "content-type": "application/json", accept: "application/x-ndjson, application/json" },
      body: text,
      credentials,
      // A sign-in page is no answer, and to be sent there means that nothing was done.
      redirect: "manual",
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (neverSent(cause)) throw new Broken(new RecallError({ code: "ERR_NO_REPLY", message: "no connection to the handler; see cause", cause }), false);
    throw broken(cause, signal);
  }
  if (response.ok) return response;
  throw await refused(response, signal);
}

/** Whether fetch can take it: a path needs a page or a worker to start from. @param {string} url */
function isAddress(url) {
  try {
    return Boolean(new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href));
  } catch {
    return false;
  }
}

/**
 * The lines of an answer.
 * @param {Answer} response
 * @param {AbortSignal} [signal]
 * @returns {AsyncGenerator<HandlerEvent, void, void>}
 * @throws {Broken}
 */
export async function* linesOf(response, signal) {
  if (!response.body || !/^application\/x-ndjson\b/.test(response.headers.get("content-type") ?? "")) {
    throw new Broken(foreign("an answer", "; see url"), true);
  }
  for await (const line of textLines(response.body, (cause) => broken(cause, signal))) yield parse(line);
}

/**
 * An answer that is one object, whole.
 * @param {Answer} response
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 * @throws {Broken}
 */
export async function objectOf(response, signal) {
  const text = await response.text().catch((cause) => {
    throw broken(cause, signal);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new Broken(foreign("an answer", "; see url"), true);
  }
}

/** @param {string} line @returns {HandlerEvent} */
function parse(line) {
  try {
    const event = JSON.parse(line);
    if (typeof event?.type === "string") return event;
  } catch {
    // Told below: the text of a foreign line helps nobody.
  }
  throw new Broken(foreign("a line"), true);
}

/** @param {HeadersSource} [headers] */
async function headersOf(headers) {
  try {
    // What is no header is found here, and not by a fetch of which nobody knows how far it came.
    return Object.fromEntries(new Headers(typeof headers === "function" ? await headers() : headers));
  } catch (cause) {
    const message = "headers: found some that cannot be had or sent, expected names and values of HTTP headers; see cause";
    throw new Broken(new RecallError({ code: "ERR_INVALID_INPUT", message, issues: [{ path: "headers", message }], cause }), false);
  }
}

/**
 * @param {unknown} cause
 * @param {AbortSignal} [signal]
 */
function broken(cause, signal) {
  if (signal?.aborted) return aborted(signal, true);
  return new Broken(new RecallError({ code: "ERR_NO_REPLY", message: "the connection to the handler failed; see cause", cause }), true);
}

/**
 * @param {AbortSignal} signal
 * @param {boolean} mayHaveBegun
 */
export function aborted({ reason }, mayHaveBegun) {
  return new Broken(new RecallError({ code: "ERR_ABORTED", message: "aborted by the signal", cause: reason }), mayHaveBegun);
}

/**
 * @param {string} what
 * @param {string} [where]
 * @param {unknown} [cause]
 */
function foreign(what, where = "", cause) {
  return new RecallError({ code: "ERR_UNREADABLE_REPLY", message: `found ${what} that is not of tencent-chat-recall/handler${where}`, cause });
}

/** @param {unknown} cause */
export function unreadable(cause) {
  return foreign("an answer", "; see cause", cause);
}

/**
 * The handler's own refusals come before anything is sent; so do those of whatever stands before it, unless it failed.
 * @param {Answer} response
 * @param {AbortSignal} [signal]
 */
async function refused(response, signal) {
  const { status } = response;
  // Of something else's page, which may have no end, the beginning is enough.
  const text = await startOf(response, MOST_OF_REFUSAL).catch(() => "");
  if (signal?.aborted) return aborted(signal, status >= 500);
  const error = readError(text);
  if (error) return new Broken(new RecallError(error), false);
  if (status === 0 || (status >= 300 && status < 400)) {
    const message = "the handler's URL led elsewhere, to a sign-in page perhaps";
    return new Broken(new RecallError({ code: "ERR_PERMISSION", message }), false);
  }
  const hint = status === 413 ? "; fewer keys at once (keysPerRequest) may fit" : status === 404 ? "; see url" : "";
  const message = `the handler's URL answered with HTTP ${status}, and not in the handler's words${hint}`;
  if (status >= 500) return new Broken(new RecallError({ code: "ERR_NO_REPLY", message }), true);
  return new Broken(new RecallError({ code: status === 401 || status === 403 ? "ERR_PERMISSION" : "ERR_REFUSED", message }), false);
}

/**
 * The one shape of errors, if it is that.
 * @param {string} text
 * @returns {import("../lib/errors/recall_error.js").Description | undefined}
 */
function readError(text) {
  try {
    return asDescription(JSON.parse(text).error);
  } catch {
    return undefined;
  }
}

/**
 * @param {any} error
 * @returns {import("../lib/errors/recall_error.js").Description}
 */
export function asDescription({ code, message, apiCode, issues }) {
  if (!CODES.has(code)) throw new TypeError("not an error of the handler");
  return {
    code,
    message: String(message),
    ...(Number.isSafeInteger(apiCode) ? { apiCode } : {}),
    issues: Array.isArray(issues) ? issues.map((issue) => ({ path: String(issue.path), message: String(issue.message) })) : [],
  };
}
