// toNodeListener over real connections: hostile bytes through raw sockets, and clients that disconnect.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { toNodeListener } from "../../../pkg/handler/index.js";
import { ACCOUNT, COOKIE, assertDiscreet, assertNothingUnhandled, linesOf, stage, until } from "./support/fixture.js";

/**
 * A handler behind node:http on a free port, closed when the test ends.
 * @param {import("node:test").TestContext} t
 * @param {Parameters<typeof stage>} options
 */
async function serve(t, ...options) {
  assertNothingUnhandled(t);
  const staged = stage(...options);
  const server = createServer(toNodeListener(staged.handler));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => new Promise((resolve) => {
    server.close(() => resolve(undefined));
    server.closeAllConnections();
  }));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const origin = `http://127.0.0.1:${port}`;
  const recall = (/** @type {string[]} */ msgKeys, /** @type {RequestInit} */ init = {}) => fetch(`${origin}/api/recall`, {
    method: "POST", body: JSON.stringify({ action: "recall", officialAccount: ACCOUNT, msgKeys }),
    headers: { "content-type": "application/json", cookie: COOKIE, origin }, ...init,
  });
  return { ...staged, server, port, origin, recall };
}

/**
 * Sends raw bytes and reads until the server closes the connection or an answer is complete.
 * @param {number} port
 * @param {string[]} parts written one after the other
 * @param {{ pause?: number, endless?: string }} [how] `endless` is written again and again until the connection ends
 * @returns {Promise<string>}
 */
function raw(port, parts, { pause = 0, endless } = {}) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    const end = () => {
      socket.destroy();
      resolve(answer);
    };
    socket.setEncoding("latin1").on("data", (text) => {
      answer += text;
      // If the body is chunked or has a known length, the connection may stay open.
      if (/\r\n0\r\n\r\n$|^HTTP\/1\.1 4\d\d [^]*connection: close\r\n[^]*\}/i.test(answer) && !endless) end();
    });
    socket.on("error", end).on("close", end);
    const more = () => {
      if (!endless || socket.destroyed) return;
      if (socket.write(endless)) setTimeout(more, pause);
      else socket.once("drain", () => setTimeout(more, pause));
    };
    socket.on("connect", async () => {
      for (const part of parts) socket.write(part);
      more();
    });
  });
}

/** The head of a valid request. @param {Record<string, string>} headers @param {string} [first] */
function head(headers, first = "POST /api/recall HTTP/1.1") {
  const all = { host: "ops.example.com", "content-type": "application/json", cookie: COOKIE, connection: "close", ...headers };
  return `${first}\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}

describe("over HTTP", () => {
  test("a recall streams its lines, which agree with the emulator", async (t) => {
    const { recall, broadcast, emulator, records } = await serve(t);
    const lines = await linesOf(await recall(broadcast(3000)));
    assert.deepEqual([lines.at(-1).report.complete, emulator.ledger.recalledCount], [true, 3000]);
    assert.equal(records.length, 2);
  });

  test("lines arrive during the run", async (t) => {
    /** @type {(() => void) | undefined} */
    let letGo;
    const gate = new Promise((/** @type {(value: void) => void} */ resolve) => (letGo = resolve));
    const { recall, broadcast } = await serve(t, { fetch: async () => (await gate, Response.error()), retries: 0, timeout: 600_000 });
    const response = await recall(broadcast(1));
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    assert.match(new TextDecoder().decode((await reader.read()).value), /"type":"start"/);
    letGo?.();
    await reader.cancel();
  });

  test("cookies set by authorize arrive as separate headers", async (t) => {
    const headers = new Headers([["set-cookie", "a=1"], ["set-cookie", "b=2"], ["location", "/sign-in"]]);
    const { recall } = await serve(t, { authorize: () => new Response(null, { status: 302, headers }) });
    const response = await recall(["1_1_1"], { redirect: "manual" });
    assert.deepEqual([response.status, response.headers.getSetCookie()], [302, ["a=1", "b=2"]]);
  });

  test("connections are reused for the next request", async (t) => {
    const { recall, broadcast, server } = await serve(t);
    const connections = new Set();
    server.on("connection", (socket) => connections.add(socket));
    for (let index = 0; index < 5; index += 1) await linesOf(await recall(broadcast(1)));
    // The client may open another connection before it has read the last bytes of the first.
    assert.ok(connections.size < 5, `${connections.size} connections for 5 requests`);
  });
});

describe("a client that leaves", () => {
  test("in the middle of the answer ends the run and its requests upstream", async (t) => {
    let aborted = 0;
    let sent = 0;
    const { recall, broadcast, records } = await serve(t, {
      timeout: 600_000,
      fetch: (_url, { signal }) => new Promise((_, reject) => {
        sent += 1;
        signal.addEventListener("abort", () => reject(((aborted += 1), signal.reason)));
      }),
    });
    const leave = new AbortController();
    const response = await recall(broadcast(100), { signal: leave.signal });
    await until(() => sent > 0, "the first request");
    leave.abort();
    await assert.rejects(response.text());
    await until(() => records.length === 2, "the last record");
    assert.deepEqual([records[1]?.outcome, aborted], ["disconnected", sent]);
  });

  test("in the middle of its body sends nothing", async (t) => {
    const { port, server, emulator, records } = await serve(t);
    const socket = connect(port, "127.0.0.1");
    const arrived = once(server, "request");
    socket.write(head({ "content-length": "1000" }) + `{"action":"recall","officialAccount":"${ACCOUNT}"`);
    await arrived;
    socket.destroy();
    await until(() => records.length === 1, "the record");
    assert.deepEqual([records[0]?.event, emulator.ledger.requests], ["refused", 0]);
  });

  test("repeatedly, at any moment, leaves no resources open", async (t) => {
    const { recall, broadcast, records } = await serve(t, {}, { faults: { latency: { min: 1, max: 20 } } });
    let ended = 0;
    for (let index = 0; index < 30; index += 1) {
      const leave = new AbortController();
      const work = recall(broadcast(50), { signal: leave.signal }).then((response) => response.text());
      setTimeout(() => leave.abort(), index);
      await work.catch(() => (ended += 1));
    }
    assert.ok(ended > 0);
    const open = () => new Set(records.filter(({ event }) => event === "start").map(({ id }) => id)).size - records.filter(({ event }) => event === "end").length;
    await until(() => open() === 0, "the last records");
  });
});

describe("hostile bytes", { skip: lacks("time") }, () => {
  const body = (/** @type {string[]} */ msgKeys) => JSON.stringify({ action: "recall", officialAccount: ACCOUNT, msgKeys });

  /** @type {[string, number, (port: number, keys: string[]) => Promise<string>, object?][]} */
  const cases = [
    ["a body of 100 MB, announced", 413, (port) => raw(port, [head({ "content-length": "104857600" })], { endless: " ".repeat(65_536) })],
    ["a body without end, in chunks", 413, (port) => raw(port, [head({ "transfer-encoding": "chunked" })], { endless: `10000\r\n${" ".repeat(65_536)}\r\n` })],
    ["a body that comes byte by byte", 408, (port) => raw(port, [head({ "content-length": "5000" })], { endless: " ", pause: 20 }), { bodyTimeout: 200 }],
    ["a body that never comes", 408, (port) => raw(port, [head({ "content-length": "5000" })]), { bodyTimeout: 100 }],
    ["a body shorter than announced, and then the next request in it", 400, (port, keys) => raw(port, [head({ "content-length": "10", connection: "keep-alive" }), body(keys)])],
    ["two lengths", 400, (port, keys) => raw(port, [head({ "content-length": "10", "Content-Length": "2000" }), body(keys)])],
    ["a length and chunks", 400, (port, keys) => raw(port, [head({ "content-length": "10", "transfer-encoding": "chunked" }), body(keys)])],
    ["no Host", 400, (port, keys) => raw(port, [`POST / HTTP/1.1\r\ncontent-type: application/json\r\ncookie: ${COOKIE}\r\ncontent-length: ${body(keys).length}\r\n\r\n${body(keys)}`])],
    ["a Host that holds a name and password", 400, (port, keys) => raw(port, [head({ host: "a:b@ops.example.com", "content-length": String(body(keys).length) }) + body(keys)])],
    ["a Host that holds a path", 400, (port, keys) => raw(port, [head({ host: "ops.example.com/x?", "content-length": String(body(keys).length) }) + body(keys)])],
    ["a stranger's origin under a whole URL", 400, (port, keys) => raw(port, [head({ origin: "https://evil.example", "content-length": String(body(keys).length) }, "POST https://evil.example/api/recall HTTP/1.1") + body(keys)])],
    ["a stranger's origin under a path that begins with two slashes", 403, (port, keys) => raw(port, [head({ origin: "http://evil.example", "content-length": String(body(keys).length) }, "POST //evil.example/api/recall HTTP/1.1") + body(keys)])],
    ["a GET with a body", 405, (port, keys) => raw(port, [head({ "content-length": String(body(keys).length) }, "GET /api/recall HTTP/1.1") + body(keys)])],
    ["a method of its own", 400, (port, keys) => raw(port, [head({ "content-length": String(body(keys).length) }, "RECALL /api/recall HTTP/1.1") + body(keys)])],
    ["no cookie", 401, (port, keys) => raw(port, [head({ cookie: "", "content-length": String(body(keys).length) }) + body(keys)])],
  ];
  for (const [name, status, send, options] of cases) {
    test(`${name}: ${status}`, async (t) => {
      const { port, broadcast, emulator } = await serve(t, options);
      const answer = await send(port, broadcast(3));
      assert.equal(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]), status, answer.slice(0, 300));
      assertDiscreet(answer);
      assert.equal(emulator.ledger.requests, 0);
    });
  }

  test("the valid request that these are made from is accepted", async (t) => {
    const { port, broadcast, emulator } = await serve(t);
    const text = body(broadcast(3));
    assert.match(await raw(port, [head({ "content-length": String(text.length) }), text]), /"complete":true/);
    assert.equal(emulator.ledger.recalledCount, 3);
  });

  test("a client that is rejected during a long upload can read the reason", async (t) => {
    const { port } = await serve(t, { maxBodyBytes: 1000 });
    const upload = httpRequest({ port, method: "POST", headers: { "content-type": "application/json", cookie: COOKIE, "transfer-encoding": "chunked" } });
    upload.on("error", () => {});
    const answer = once(upload, "response");
    for (let index = 0; index < 40; index += 1) upload.write(Buffer.alloc(65_536, 0x20));
    const [response] = await answer;
    assert.equal(response.statusCode, 413);
    assert.match(String(await new Response(response).text()), /more than 1000 bytes/);
    upload.destroy();
  });
});
