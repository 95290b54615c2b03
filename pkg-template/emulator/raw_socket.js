/** Answers bytes that are not an HTTP request with an envelope whose ErrorInfo says what is wrong. */

import { refuse } from "./code.js";
import { envelope } from "./reply.js";

/** @typedef {Error & { code?: string, reason?: string, rawPacket?: Uint8Array }} ClientError of Node's HTTP parser */

/** The first bytes of a TLS connection: a handshake record, major version 3. */
const TLS_HANDSHAKE = [0x16, 0x03];

/**
 * @param {import("node:stream").Duplex} socket
 */
export function refuseConnect(socket) {
  answer(socket, "200 OK", "the method is \"CONNECT\", expected POST");
}

/**
 * @param {ClientError} error
 * @param {import("node:stream").Duplex} socket
 * @param {import("node:http").ServerResponse} [response] the latest on this connection
 */
export function refuseBytes(error, socket, response) {
  const isInAnswer = response !== undefined && response.headersSent && !response.writableFinished;
  if (!socket.writable || isInAnswer || error.code === "ECONNRESET") return void socket.destroy();
  const [status, detail] = explain(error);
  answer(socket, status, detail);
}

/** @param {ClientError} error @returns {[status: string, detail: string]} */
function explain({ code, reason = code, rawPacket = new Uint8Array() }) {
  if (code === "HPE_HEADER_OVERFLOW") return ["431 Request Header Fields Too Large", "the URL and the headers are too long"];
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return ["408 Request Timeout", "the request did not arrive in time"];
  if (TLS_HANDSHAKE.every((byte, at) => rawPacket[at] === byte)) return ["400 Bad Request", "these bytes begin a TLS connection; this port speaks plain HTTP, so use http:"];
  // A request from a client that does not percent-encode: answered in the service's form, with status 200.
  const at = firstBeyondAscii(rawPacket);
  if (at >= 0) {
    const escaped = `%${(rawPacket[at] ?? 0).toString(16).toUpperCase()}`;
    return ["200 OK", `byte ${at + 1} of the request line is not ASCII, expected the identifier and all else in the URL as percent-encoded UTF-8 (${escaped} for this byte)`];
  }
  return ["400 Bad Request", `these bytes are not an HTTP/1.1 request (${reason})`];
}

/** @param {Uint8Array} bytes @returns {number} index of the first non-ASCII byte in the request line; -1 if there is none */
function firstBeyondAscii(bytes) {
  const end = bytes.indexOf(0x0a);
  const line = end < 0 ? bytes : bytes.subarray(0, end);
  // A method, a space and a path.
  if (!/^[A-Z]{3,7} \//.test(String.fromCharCode(...line.subarray(0, 9)))) return -1;
  return line.findIndex((byte) => byte > 0x7f);
}

/** @param {import("node:stream").Duplex} socket @param {string} status @param {string} detail */
function answer(socket, status, detail) {
  const body = envelope(refuse(60002, detail), false);
  const head = `HTTP/1.1 ${status}\r\nContent-Type: application/json;charset=utf-8\r\nContent-Length: ${new TextEncoder().encode(body).length}\r\nConnection: close`;
  socket.on("error", () => {});
  socket.end(`${head}\r\n\r\n${body}`);
}
