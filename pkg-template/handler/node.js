// The handler behind node:http (and https, http2, Express, Fastify's raw objects): IncomingMessage to Request, Response to ServerResponse.
// Imports nothing of Node, so that edge runtimes can load the same file.

/** @typedef {import("./index.js").NodeRequest} NodeRequest */
/** @typedef {import("./index.js").NodeResponse} NodeResponse */

const HOST = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;
/** Milliseconds for which the rest of a refused body is read and dropped, so that the client gets to read the answer. */
const LINGER = 2000;

/**
 * @param {import("./index.js").RecallHandler} handler
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
  const error = { code: "ERR_INVALID_INPUT", message: "found a request whose head makes no sense" };
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

/**
 * The body at the reader's pace.
 * @param {NodeRequest} incoming
 * @returns {ReadableStream<Uint8Array>}
 */
function bodyOf(incoming) {
  let isOver = false;
  return new ReadableStream({
    start(controller) {
      const end = (/** @type {() => void} */ finish) => {
        if (!isOver) finish();
        isOver = true;
      };
      incoming.on("data", (chunk) => {
        if (isOver) return;
        controller.enqueue(new Uint8Array(chunk));
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
      });
      incoming.once("end", () => end(() => controller.close()));
      incoming.once("close", () => end(() => controller.error(new Error("the request broke off"))));
      incoming.pause();
      // A body parser has taken it all before.
      if (incoming.readableEnded) end(() => controller.close());
    },
    pull() {
      incoming.resume();
    },
    cancel() {
      isOver = true;
    },
  });
}

/**
 * @param {Response} response
 * @param {NodeRequest} incoming
 * @param {NodeResponse} outgoing
 */
async function write(response, incoming, outgoing) {
  /** @type {Record<string, string | string[]>} */
  const headers = Object.fromEntries(response.headers);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers["set-cookie"] = cookies;
  if (!incoming.complete) return writeEarly(response, headers, incoming, outgoing);
  outgoing.writeHead(response.status, headers);
  if (response.body) await pour(response.body, outgoing);
  outgoing.end();
}

/**
 * A refusal before the end of the body. A connection that is closed while the client still writes is reset, and the answer with it:
 * so it is written whole, and some more of the body is read before the end.
 * @param {Response} response
 * @param {Record<string, string | string[]>} headers
 * @param {NodeRequest} incoming
 * @param {NodeResponse} outgoing
 */
async function writeEarly(response, headers, incoming, outgoing) {
  const bytes = new Uint8Array(await response.arrayBuffer());
  // On a connection with an unread rest of a body nothing else can follow.
  if ((incoming.httpVersionMajor ?? 1) < 2) headers.connection = "close";
  headers["content-length"] = String(bytes.length);
  outgoing.writeHead(response.status, headers);
  if (bytes.length > 0) outgoing.write(bytes);
  await linger(incoming);
  outgoing.end();
  if (!incoming.complete) incoming.destroy();
}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @param {NodeResponse} outgoing
 */
async function pour(body, outgoing) {
  const reader = body.getReader();
  const leave = () => void reader.cancel().catch(() => {});
  outgoing.once("close", leave);
  for (;;) {
    const { done, value } = await reader.read();
    if (done || outgoing.destroyed) break;
    if (!outgoing.write(value)) await drained(outgoing);
  }
  outgoing.off("close", leave);
}

/** @param {NodeResponse} outgoing @returns {Promise<void>} */
function drained(outgoing) {
  return new Promise((resolve) => {
    const go = () => {
      outgoing.off("drain", go);
      outgoing.off("close", go);
      resolve();
    };
    outgoing.once("drain", go);
    outgoing.once("close", go);
  });
}

/** @param {NodeRequest} incoming @returns {Promise<void>} */
function linger(incoming) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LINGER);
    const over = () => {
      clearTimeout(timer);
      resolve();
    };
    incoming.once("close", over);
    incoming.once("end", over);
    incoming.resume();
  });
}
