// Sends one HTTP request to the handler: returns the lines of its response, or throws an error that tells whether a run may have begun.
import { issue } from "../handler/protocol/texts.js";
import { RecallError } from "../lib/errors/recall_error.js";
import { MOST_OF_REFUSAL, startOf, textLines } from "./response_body.js";
import { invalid } from "./message_list.js";
import { asDescription, makeError } from "./remote_error.js";
import { neverSent } from "./request_loss.js";

/** @typedef {import("../handler/index.js").HandlerEvent} HandlerEvent */
/** @typedef {import("./index.js").RemoteFetchResponse} Answer */
/** @typedef {Pick<import("./index.js").RemoteOptions, "url" | "fetch" | "headers" | "credentials">} Endpoint */
/** @typedef {Record<string, string> | (() => Record<string, string> | Promise<Record<string, string>>)} HeadersSource */

/** An error, and whether the handler may have begun the run. */
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
 * @returns {Promise<Answer>} a successful response
 * @throws {Broken}
 */
export async function post({ url, fetch: call, headers, credentials = "same-origin" }, body, signal) {
  if (!call && !isAddress(url)) throw new Broken(invalid([issue("url", "url-without-origin")]), false);
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
      // A redirect, usually to a sign-in page, means that nothing was done.
      redirect: "manual",
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (neverSent(cause)) throw new Broken(makeError("ERR_NO_REPLY", { detail: "handler-unreachable", cause }), false);
    throw broken(cause, signal);
  }
  if (response.ok) return response;
  throw await refused(response, signal);
}

/** Whether fetch accepts it: a path needs a page or a worker as its base. @param {string} url */
function isAddress(url) {
  try {
    return Boolean(new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href));
  } catch {
    return false;
  }
}

/**
 * Yields the lines of a response.
 * @param {Answer} response
 * @param {AbortSignal} [signal]
 * @returns {AsyncGenerator<HandlerEvent, void, void>}
 * @throws {Broken}
 */
export async function* linesOf(response, signal) {
  if (!response.body || !/^application\/x-ndjson\b/.test(response.headers.get("content-type") ?? "")) {
    throw new Broken(foreign("handler-answer"), true);
  }
  for await (const line of textLines(response.body, (cause) => broken(cause, signal))) yield parse(line);
}

/**
 * Reads a response that is one JSON object.
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
    throw new Broken(foreign("handler-answer"), true);
  }
}

/** @param {string} line @returns {HandlerEvent} */
function parse(line) {
  try {
    const event = JSON.parse(line);
    if (typeof event?.type === "string") return event;
  } catch {
    // The error below does not quote the line, which another server wrote.
  }
  throw new Broken(foreign("handler-line"), true);
}

/** @param {HeadersSource} [headers] */
async function headersOf(headers) {
  try {
    // Validates the headers before `fetch`, whose errors do not tell whether anything was sent.
    return Object.fromEntries(new Headers(typeof headers === "function" ? await headers() : headers));
  } catch (cause) {
    throw new Broken(makeError("ERR_INVALID_INPUT", { issues: [issue("headers", "headers-unusable")], cause }), false);
  }
}

/**
 * @param {unknown} cause
 * @param {AbortSignal} [signal]
 */
function broken(cause, signal) {
  if (signal?.aborted) return aborted(signal, true);
  return new Broken(makeError("ERR_NO_REPLY", { detail: "handler-connection", cause }), true);
}

/**
 * @param {AbortSignal} signal
 * @param {boolean} mayHaveBegun
 */
export function aborted({ reason }, mayHaveBegun) {
  return new Broken(makeError("ERR_ABORTED", { detail: "aborted", cause: reason }), mayHaveBegun);
}

/**
 * The error for a response that does not come from the handler.
 * @param {string} detail
 * @param {unknown} [cause]
 */
function foreign(detail, cause) {
  return makeError("ERR_UNREADABLE_REPLY", { detail, cause });
}

/** @param {unknown} cause */
export function unreadable(cause) {
  return foreign("handler-answer-cause", cause);
}

/**
 * Converts a refusal to an error. The handler refuses before anything is sent, and so does a proxy in front of it, except with 5xx.
 * @param {Answer} response
 * @param {AbortSignal} [signal]
 */
async function refused(response, signal) {
  const { status } = response;
  // Another server's page may be endless: its beginning is enough.
  const text = await startOf(response, MOST_OF_REFUSAL).catch(() => "");
  if (signal?.aborted) return aborted(signal, status >= 500);
  const error = readError(text);
  if (error) return new Broken(new RecallError(error), false);
  if (status === 0 || (status >= 300 && status < 400)) {
    return new Broken(makeError("ERR_PERMISSION", { detail: "handler-redirect" }), false);
  }
  const detail = status === 413 ? "handler-too-large" : status === 404 ? "handler-missing" : "handler-status";
  const code = status >= 500 ? "ERR_NO_REPLY" : status === 401 || status === 403 ? "ERR_PERMISSION" : "ERR_REFUSED";
  return new Broken(makeError(code, { detail, params: { status } }), status >= 500);
}

/**
 * Parses the handler's error object; undefined if it is anything else.
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
