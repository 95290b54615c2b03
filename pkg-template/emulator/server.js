/** Serves the emulator over HTTP/1.1, with or without TLS, in Node.js, Deno and Bun. Node's modules are loaded only when startEmulator is called. */

import { Emulator } from "./emulator.js";
import { named } from "./code.js";
import { createServer, originOf } from "./node_server.js";
import { MOST_BODY_BYTES } from "./request_checks.js";
import { refuseBytes, refuseConnect } from "./raw_socket.js";
import { corsHeaders } from "./reply.js";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {import("./reply.js").Reply} Reply */

/** A larger body is not read to its end: the connection is closed. */
const MOST_DRAINED_BYTES = 64 * 1024 * 1024;
const KEEP_ALIVE_MS = 65_000;

/** @param {import("./index.js").ServerOptions} [options] @returns {Promise<import("./index.js").RunningEmulator>} */
export async function startEmulator({ port = 0, host = "127.0.0.1", tls, emulator: given, ...options } = {}) {
  if (given && Object.keys(options).length > 0) {
    throw new TypeError(`startEmulator: ${Object.keys(options).map(named).join(", ")}: options of an emulator that exists already; give them to createEmulator`);
  }
  const emulator = given ?? new Emulator(options);
  /** The latest response on each connection. @type {WeakMap<object, ServerResponse>} */
  const underWay = new WeakMap();
  const answer = (/** @type {IncomingMessage} */ request, /** @type {ServerResponse} */ response) => {
    underWay.set(request.socket, response);
    receive(/** @type {Emulator} */ (emulator), request, response);
  };
  const server = await createServer(tls, answer);
  // Without this listener, Node answers an Expect header other than 100-continue itself, without a body.
  server.on("checkExpectation", answer);
  server.on("connect", (_request, socket) => refuseConnect(socket));
  server.on("clientError", (error, socket) => refuseBytes(/** @type {any} */ (error), socket, underWay.get(socket)));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const sockets = socketsOf(server);
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(undefined));
  });
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: originOf(address, host, tls !== undefined), port: address.port, emulator,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
    }),
  };
}

/**
 * Keeps the open connections: closeAllConnections misses one that is still in the handshake of TLS.
 * @param {import("node:http").Server} server
 */
function socketsOf(server) {
  /** @type {Set<import("node:net").Socket>} */
  const open = new Set();
  server.on("connection", (socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  return open;
}

/** @param {Emulator} emulator @param {IncomingMessage} request @param {ServerResponse} response */
function receive(emulator, request, response) {
  /** @type {Buffer[]} */
  const chunks = [];
  let length = 0;
  request.on("data", (/** @type {Buffer} */ chunk) => {
    length += chunk.length;
    if (length <= MOST_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
    // A client that is still sending would not read a response.
    if (length > MOST_DRAINED_BYTES) request.destroy();
  });
  request.once("end", () => {
    const text = (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)).toString("utf8");
    const arrival = {
      method: request.method ?? "", target: request.url ?? "/", text, bytes: length,
      gone: () => response.destroyed,
      get signal() {
        return signalOf(response);
      },
    };
    emulator.handleRequest(arrival).then(
      (outcome) => (outcome.kind === "reply" ? send(emulator, request, response, outcome) : request.socket.destroy()),
      () => request.socket.destroy(),
    );
  });
  request.once("error", () => request.socket.destroy());
}

/**
 * Makes a signal that is aborted when the client disconnects. Called only for requests that have to wait.
 * @param {ServerResponse} response
 */
function signalOf(response) {
  const abort = new AbortController();
  if (response.destroyed) abort.abort();
  response.once("close", () => {
    if (!response.writableFinished) abort.abort();
  });
  return abort.signal;
}

/** @param {Emulator} emulator @param {IncomingMessage} request @param {ServerResponse} response @param {Reply} outcome */
function send(emulator, request, response, outcome) {
  const body = typeof outcome.body === "string" ? Buffer.from(outcome.body) : Buffer.from(outcome.body.buffer);
  /** @type {Record<string, string | number>} */
  const headers = corsHeaders(emulator.cors, {
    isPreflight: outcome.status === 204, requestedHeaders: request.headers["access-control-request-headers"]?.toString(),
  });
  if (outcome.type) headers["content-type"] = outcome.type;
  if (outcome.status !== 204) headers["content-length"] = body.length + outcome.padding;
  response.writeHead(outcome.status, headers);
  if (outcome.padding > 0) response.write(Buffer.alloc(outcome.padding, 0x20));
  if (!outcome.cut) response.end(body);
  else response.write(body.subarray(0, body.length >> 1), () => request.socket.destroy());
}
