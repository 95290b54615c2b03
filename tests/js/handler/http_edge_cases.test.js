// Edge cases of HTTP for toNodeListener: Expect headers, other methods, content codings, chunks, silent clients.
import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { toNodeListener } from "../../../pkg/handler/index.js";
import { ACCOUNT, COOKIE, assertDiscreet, until } from "./support/fixture.js";
import { servedBy } from "./support/served.js";

const make = (/** @type {any} */ listener) => createServer(listener);
const good = (/** @type {string[]} */ msgKeys) => JSON.stringify({ action: "recall", officialAccount: ACCOUNT, msgKeys, reason: "\u8bef" });

/** The head of a request. @param {Record<string, string | number>} headers @param {string} [first] */
function head(headers, first = "POST /api/recall HTTP/1.1") {
  const all = { host: "ops.example.com", "content-type": "application/json", cookie: COOKIE, connection: "close", ...headers };
  return `${first}\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}

/**
 * Writes the parts; a part that is a pattern waits for a matching answer. Reads until the server closes the connection.
 * @param {number} port
 * @param {(string | Uint8Array | RegExp)[]} parts
 * @returns {Promise<string>}
 */
async function exchange(port, parts) {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("latin1").on("data", (text) => (answer += text));
  socket.on("error", () => {});
  const closed = once(socket, "close");
  for (const part of parts) {
    if (part instanceof RegExp) await until(() => part.test(answer), String(part));
    else socket.write(part);
  }
  await closed;
  return answer;
}

const chunk = (/** @type {string} */ text) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const length = (/** @type {string} */ text) => ({ "content-length": Buffer.byteLength(text) });
const chunked = { "transfer-encoding": "chunked" };
const misread = Buffer.from(good(["1_1_1"])).subarray(0, -4);

/** @type {[string, RegExp, (keys: string[]) => (string | Uint8Array | RegExp)[], object?][]} */
const CASES = [
  ["a body that waits for 100 Continue", /100 Continue[^]*"complete":true/, (keys) => [head({ expect: "100-continue", ...length(good(keys)) }), /100 Continue/, good(keys)]],
  ["a refused one that would wait", / 401 /, () => [head({ expect: "100-continue", "content-length": 1000, cookie: "" })]],
  ["an expectation of its own", / 417 /, (keys) => [head({ expect: "a miracle", ...length(good(keys)) }), good(keys)]],
  ["a body in single bytes", /"complete":true/, (keys) => [head(length(good(keys))), ...Array.from(Buffer.from(good(keys)), (byte) => Uint8Array.of(byte))]],
  ["a body in chunks, with a line that follows", /"complete":true/, (keys) => [head(chunked), chunk(good(keys).slice(0, 20)), chunk(good(keys).slice(20)), "0\r\nx-more: 1\r\n\r\n"]],
  ["a chunk of four gigabytes that does not come", / 408 /, () => [head(chunked), "ffffffff\r\n", " ".repeat(100)], { bodyTimeout: 50 }],
  ["a chunk that is larger than is allowed", / 413 /, () => [head(chunked), chunk(" ".repeat(100_000))], { maxBodyBytes: 1000 }],
  ["a chunk without a size", / 400 /, () => [head(chunked), "xyz\r\n"]],
  ["a chunk whose size never ends", / 4\d\d /, () => [head(chunked), "0".repeat(100_000)]],
  ["half a body and then silence", / 408 /, (keys) => [head(length(good(keys))), good(keys).slice(0, 30)], { bodyTimeout: 50 }],
  ["a body of half a character", / 400 [^]*not UTF-8/, (keys) => [head({ "content-length": 3 }), Buffer.from(good(keys)).subarray(-6, -3), Buffer.alloc(0)]],
  ["a body that ends in the midst", / 400 [^]*not JSON|not UTF-8/, () => [head({ "content-length": misread.length }), misread]],
  ["a body in gzip", / 415 [^]*content-encoding/, (keys) => [head({ "content-encoding": "gzip", "content-length": gzipSync(good(keys)).length }), gzipSync(good(keys))]],
  ["a body in two codings", / 415 [^]*content-encoding/, (keys) => [head({ "content-encoding": "identity, gzip", ...length(good(keys)) }), good(keys)]],
  ["a transfer in gzip", / 415 [^]*transfer-encoding/, (keys) => [head({ "transfer-encoding": "gzip, chunked" }), chunk(good(keys)), "0\r\n\r\n"]],
  ["HEAD", /^HTTP\/1\.1 405 [^]*\r\n\r\n$/, () => [head({}, "HEAD /api/recall HTTP/1.1")]],
  ["OPTIONS of its own page", / 204 [^]*access-control-allow-methods: POST/, () => [head({ origin: "http://ops.example.com" }, "OPTIONS /api/recall HTTP/1.1")]],
  ["OPTIONS of another page, with a body that does not come", / 403 /, () => [head({ origin: "https://evil.example", "content-length": 1000 }, "OPTIONS /api/recall HTTP/1.1")]],
  ["OPTIONS for everything", / 204 /, () => [head({}, "OPTIONS * HTTP/1.1")]],
];
/** The requests that recall. */
const LET_IN = /"complete":true/;

for (const [name, expected, parts, options] of CASES) {
  test(`${name} gets ${expected.source.slice(0, 40)}`, async (t) => {
    const { port, broadcast, emulator } = await servedBy(t, make, options ?? {});
    const answer = await exchange(port, parts(broadcast(3)));
    assert.match(answer, expected);
    assertDiscreet(answer);
    assert.equal(emulator.ledger.recalledCount, expected.source.includes(LET_IN.source) ? 3 : 0);
  });
}

/** A Node response that accepts one chunk and never drains. */
function stalled() {
  const outgoing = Object.assign(new EventEmitter(), { destroyed: false, writableFinished: false, writeHead: () => {}, write: () => false, end: () => {}, destroy: () => {} });
  outgoing.destroy = () => {
    if (outgoing.destroyed) return;
    outgoing.destroyed = true;
    outgoing.emit("close");
  };
  return outgoing;
}

const arrived = () => Object.assign(new EventEmitter(), { method: "POST", url: "/", headers: { host: "ops.example.com" }, complete: true, readableEnded: false, destroyed: false, pause() {}, resume() {}, destroy() {} });

describe("a connection", () => {
  test("that never drains is closed when the handler gives up its client", async () => {
    /** @type {ReadableStreamDefaultController<Uint8Array> | undefined} */
    let controller;
    const body = new ReadableStream({ start: (given) => void (controller = given) });
    const outgoing = stalled();
    const listening = toNodeListener(async () => new Response(body))(arrived(), outgoing);
    controller?.enqueue(Uint8Array.of(1));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(outgoing.destroyed, false);
    controller?.error(new Error("the client does not read"));
    await listening;
    assert.equal(outgoing.destroyed, true);
  });

  test("that closed before the handler saw the request is not waited for", async (t) => {
    const { port, records, emulator } = await servedBy(t, (listener) => createServer((request, response) => {
      request.on("error", () => {});
      request.once("close", () => setImmediate(() => listener(request, response)));
    }), { bodyTimeout: 600_000 });
    const socket = connect(port, "127.0.0.1");
    socket.write(head({ "content-length": 1000 }) + '{"action"', () => setTimeout(() => socket.destroy(), 50));
    await until(() => records.length === 1, "the record");
    assert.deepEqual([records[0]?.status, emulator.ledger.requests], [400, 0]);
  });
});
