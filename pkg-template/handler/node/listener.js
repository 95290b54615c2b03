// Adapter for node:http, https, http2 and Express: IncomingMessage to Request, Response to ServerResponse. It imports nothing of Node, so
// that edge runtimes can load the same file.
import { describe, unfit } from "../request/http_error.js";
import { write } from "./node_response.js";
import { bodyOf } from "./node_request.js";

/** @typedef {import("../index.js").NodeRequest} NodeRequest */
/** @typedef {import("../index.js").NodeResponse} NodeResponse */

const HOST = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;

/**
 * @param {import("../index.js").RecallHandler} handler
 * @returns {(request: NodeRequest, response: NodeResponse) => Promise<void>}
 */
export function toNodeListener(handler) {
  return async function listen(incoming, outgoing) {
    const gone = new AbortController();
    outgoing.once("close", () => {
      if (!outgoing.writableFinished) gone.abort(new Error("the client went away"));
    });
    // Without a listener, a connection that breaks would end the process.
    outgoing.on("error", () => {});
    incoming.on("error", () => {});
    try {
      const request = toRequest(incoming, gone.signal);
      const response = request ? await handler(request) : badHead();
      await write(response, incoming, outgoing);
    } catch {
      // The handler itself never rejects: the connection broke while the answer was written.
      outgoing.destroy();
    }
  };
}

/**
 * @param {NodeRequest} incoming
 * @param {AbortSignal} signal
 * @returns {Request | undefined} nothing when its head makes no Request
 */
function toRequest(incoming, signal) {
  const path = incoming.originalUrl ?? incoming.url ?? "/";
  const method = incoming.method ?? "GET";
  const host = hostOf(incoming, path);
  if (host === undefined) return undefined;
  try {
    // What is no path, such as a whole URL, names no place here: the handler serves one.
    const url = `${incoming.socket?.encrypted ? "https" : "http"}://${host}${path.startsWith("/") ? path : "/"}`;
    const hasBody = method !== "GET" && method !== "HEAD";
    const init = { method, headers: headersOf(incoming), signal, ...(hasBody ? { body: bodyOf(incoming), duplex: "half" } : {}) };
    return new Request(url, /** @type {RequestInit} */ (init));
  } catch {
    return undefined;
  }
}

/**
 * The host that was asked for, wherever the head of a request names it. X-Forwarded-Host is not part of that: anybody may send it.
 * @param {NodeRequest} incoming
 * @param {string} path
 * @returns {string | undefined} nothing when it is none, or when two places name two
 */
function hostOf({ headers }, path) {
  const whole = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(path)?.[1];
  const named = [headers.host, headers[":authority"], whole].filter((host) => host !== undefined).map((host) => String(host).toLowerCase());
  const [host = ""] = named;
  return HOST.test(host) && named.every((other) => other === host) ? host : undefined;
}

function badHead() {
  const error = describe(unfit(400, "request-head"));
  return new Response(JSON.stringify({ error }), { status: 400, headers: { "content-type": "application/json; charset=utf-8" } });
}

/** @param {NodeRequest} incoming */
function headersOf({ headers }) {
  const found = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(":") || value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) found.append(name, one);
  }
  return found;
}
