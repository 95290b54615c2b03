// Writes a Response to a Node response with backpressure, completely even if the request has not ended.

/** @typedef {import("../index.js").NodeRequest} NodeRequest */
/** @typedef {import("../index.js").NodeResponse} NodeResponse */

/** After a refusal, the rest of the body is read and dropped for this many milliseconds, so that the client can read the response. */
const LINGER = 2000;

/**
 * @param {Response} response
 * @param {NodeRequest} incoming
 * @param {NodeResponse} outgoing
 */
export async function write(response, incoming, outgoing) {
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
 * Writes a response before the end of the request's body. Closing the connection while the client still writes would reset it, and the
 * response would be lost: so all of the response is written, and more of the body is read, before the connection is closed.
 * @param {Response} response
 * @param {Record<string, string | string[]>} headers
 * @param {NodeRequest} incoming
 * @param {NodeResponse} outgoing
 */
async function writeEarly(response, headers, incoming, outgoing) {
  const bytes = new Uint8Array(await response.arrayBuffer());
  // A connection with unread body bytes cannot be reused.
  if ((incoming.httpVersionMajor ?? 1) < 2) headers.connection = "close";
  headers["content-length"] = String(bytes.length);
  outgoing.writeHead(response.status, headers);
  if (bytes.length > 0) outgoing.write(bytes);
  if (incoming.stream) return reset(incoming.stream, outgoing);
  await linger(incoming);
  outgoing.end();
  if (!incoming.complete) incoming.destroy();
}

/**
 * HTTP/2: sends the response, then resets the stream, which tells the client to stop sending its body (RFC 9113, 8.1).
 * @param {{ close: (code: number) => unknown }} stream
 * @param {NodeResponse} outgoing
 */
function reset(stream, outgoing) {
  outgoing.end();
  // NO_ERROR: the response is complete and valid.
  stream.close(0);
}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @param {NodeResponse} outgoing
 */
async function pour(body, outgoing) {
  const reader = body.getReader();
  const leave = () => void reader.cancel().catch(() => {});
  outgoing.once("close", leave);
  // The handler gives up a client that reads nothing. Without this listener, the wait for "drain" would never end.
  reader.closed.catch(() => outgoing.destroy());
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
