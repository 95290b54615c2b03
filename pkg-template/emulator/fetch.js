/** Adapts the emulator to the Fetch API: reads the arguments of fetch, and makes Responses. */

import { corsHeaders, HUGE_PADDING } from "./reply.js";

/** @typedef {import("./reply.js").Reply} Reply */
/** @typedef {"permissive" | "documented" | "none"} Cors */

const CHUNK = 64 * 1024;

/**
 * Reads the arguments of fetch without making a Request object. A string body is returned as it is, not as a promise, so that
 * the request arrives at the moment of the call.
 * @param {string | { readonly href: string } | Request} input
 * @param {RequestInit} [init]
 */
export function readFetchArguments(input, init = {}) {
  const isRequest = typeof input === "object" && "url" in input;
  const url = isRequest ? input.url : typeof input === "object" ? String(input.href ?? input) : String(input);
  const signal = init.signal ?? (isRequest ? input.signal : undefined) ?? undefined;
  const method = (init.method ?? (isRequest ? input.method : "GET")).toUpperCase();
  const { host, target } = splitUrl(url);
  /** @type {string | Promise<string>} */
  let text = "";
  if (typeof init.body === "string") text = init.body;
  else if (init.body) text = new Response(init.body).text();
  else if (isRequest && method !== "GET" && method !== "HEAD") text = input.text();
  return { method, host, target, text, signal };
}

/**
 * Splits the URL by hand: the class URL would put the whole text, UserSig included, into its error.
 * @param {string} url
 */
function splitUrl(url) {
  const parts = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)([^#]*)/.exec(url);
  const target = parts ? parts[2] : url.replace(/#.*$/s, "");
  return { host: parts ? parts[1].replace(/:\d+$/, "").toLowerCase() : undefined, target: target || "/" };
}

/** The error with which fetch reports a lost connection. @returns {TypeError} */
export function networkError() {
  const cause = Object.assign(new Error("the emulator broke the connection"), { code: "ECONNRESET" });
  return new TypeError("fetch failed", { cause });
}

/** @param {AbortSignal} [signal] @returns {unknown} what fetch rejects with */
export function abortReason(signal) {
  return signal?.reason ?? new DOMException("This operation was aborted", "AbortError");
}

/** @param {Reply} outcome @param {Cors} cors @param {string | null} [requestedHeaders] @returns {Response} */
export function toResponse(outcome, cors, requestedHeaders) {
  const headers = corsHeaders(cors, { isPreflight: outcome.status === 204, requestedHeaders });
  if (outcome.type) headers["content-type"] = outcome.type;
  const init = { status: outcome.status, headers };
  if (outcome.status === 204) return new Response(null, init);
  if (!outcome.cut && outcome.padding === 0) return new Response(outcome.body, init);
  return new Response(streamOf(outcome), init);
}

/** Streams a body that breaks off in the middle, or one with 10 MB of padding. @param {Reply} outcome */
function streamOf({ body, cut, padding }) {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  let left = Math.min(padding, HUGE_PADDING);
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (left > 0) {
        const length = Math.min(left, CHUNK);
        left -= length;
        controller.enqueue(new Uint8Array(length).fill(0x20));
      } else if (!sent) {
        sent = true;
        controller.enqueue(cut ? bytes.slice(0, bytes.length >> 1) : bytes);
      } else if (cut) {
        controller.error(new TypeError("terminated"));
      } else {
        controller.close();
      }
    },
  });
}
