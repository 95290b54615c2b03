// Checks method, origin and content type; builds CORS headers.
import { httpError, unfit } from "./http_error.js";

/** @typedef {import("../config/options.js").Config} Config */

/** What a page of an allowed origin may read and keep. */
const PREFLIGHT_SECONDS = "600";
/** Codings that leave a body as it is. Node takes the chunks apart and leaves any other coding of a transfer to its reader. */
const PLAIN = { "content-encoding": "identity", "transfer-encoding": "chunked" };
const TOKENS = /^[A-Za-z0-9!#$%&'*+.^_`|~, -]{1,1000}$/;

/**
 * Headers of every answer to this request.
 * @param {Request} request
 * @param {Config} config
 * @returns {Record<string, string>}
 */
export function answerHeaders(request, { allowOrigins }) {
  /** @type {Record<string, string>} */
  const headers = { "cache-control": "no-store", "x-content-type-options": "nosniff", vary: "Origin" };
  const origin = request.headers.get("origin");
  if (origin !== null && allowOrigins.has(origin)) {
    headers["access-control-allow-origin"] = origin;
    headers["access-control-allow-credentials"] = "true";
  }
  return headers;
}

/**
 * Lets a request in, or answers a preflight.
 * @param {Request} request
 * @param {Config} config
 * @returns {Record<string, string> | undefined} headers of the answer to a preflight
 * @throws {HttpError}
 */
export function checkRequest(request, config) {
  if (request.method !== "POST" && request.method !== "OPTIONS") {
    const { method } = request;
    const headers = { allow: "POST, OPTIONS" };
    throw /^[A-Z]{1,20}$/.test(method) ? unfit(405, "request-method", { params: { method }, headers }) : unfit(405, "odd-method", { headers });
  }
  checkOrigin(request, config);
  if (request.method === "OPTIONS") return preflight(request);
  checkType(request.headers);
  return undefined;
}

/**
 * A browser says where a POST comes from, and a page cannot make it lie: by Sec-Fetch-Site, and older ones by Origin.
 * A request with neither is not from a page, so that no visitor's cookie travels in it unasked.
 * @param {Request} request
 * @param {Config} config
 */
function checkOrigin({ headers, url }, { allowOrigins }) {
  const origin = headers.get("origin");
  if (origin !== null && allowOrigins.has(origin)) return;
  const site = headers.get("sec-fetch-site");
  // Behind a proxy that ends TLS the URL is another one than the page's, which is why Sec-Fetch-Site is asked first.
  const isOwn = site === null ? origin === null || origin === new URL(url).origin : site === "same-origin" && origin !== "null";
  if (!isOwn) throw httpError(403, "ERR_PERMISSION", "origin-not-allowed");
}

/**
 * @param {Request} request
 * @returns {Record<string, string>}
 */
function preflight({ headers }) {
  const asked = headers.get("access-control-request-headers");
  return {
    allow: "POST, OPTIONS",
    "access-control-allow-methods": "POST",
    "access-control-max-age": PREFLIGHT_SECONDS,
    ...(asked !== null && TOKENS.test(asked) ? { "access-control-allow-headers": asked } : {}),
  };
}

/**
 * A form or a text needs no preflight, so a stranger's page could send one: only JSON is taken.
 * @param {Headers} headers
 */
function checkType(headers) {
  const [type, ...parameters] = (headers.get("content-type") ?? "").split(";").map((part) => part.trim().toLowerCase());
  const isUtf8 = parameters.every((part) => !part.startsWith("charset=") || /^charset="?utf-8"?$/.test(part));
  if (type !== "application/json" || !isUtf8) throw unfit(415, "request-content-type");
  for (const [name, plain] of Object.entries(PLAIN)) {
    const coding = headers.get(name);
    if (coding !== null && coding.trim().toLowerCase() !== plain) throw unfit(415, "request-encoding", { params: { name } });
  }
}
