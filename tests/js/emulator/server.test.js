// The emulator as an HTTP server: plain fetch, keep-alive, broken connections, and close.
import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { after, before, describe, it } from "node:test";
import { createEmulator, startEmulator } from "../../../pkg-template/emulator/index.js";
import { ACCOUNT, RECALL, retCodes, sign, urlOf } from "./support/caller.js";

const userSig = sign({ at: Date.now() });

/** @type {import("../../../pkg-template/emulator/index.js").RunningEmulator} */
let server;
/** @type {string} */
let url;

before(async () => {
  server = await startEmulator({ accounts: [ACCOUNT], rateLimit: null });
  url = urlOf(RECALL, { userSig, url: `${server.url}/v4/official_account_open_http_svc` });
});
after(() => server.close());

const bodyOf = (/** @type {string[]} */ msgKeys) => JSON.stringify({ Official_Account: ACCOUNT, MsgKeyList: msgKeys });
const fresh = (/** @type {number} */ count) => server.emulator.addMessages({ officialAccount: ACCOUNT, count, text: "wrong" });

/** Sends one request on a new connection and reads to the end. @param {string} text @returns {Promise<string>} */
function raw(text) {
  return new Promise((resolve) => {
    let got = "";
    const socket = connect(server.port, "127.0.0.1", () => socket.write(text));
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => { got += chunk; });
    socket.on("error", () => {});
    socket.on("close", () => resolve(got));
  });
}

/** @param {string} body */
function rawPost(body) {
  const { pathname, search } = new URL(url);
  return `POST ${pathname}${search} HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

describe("the server", () => {
  it("answers plain fetch, with a Content-Length", async () => {
    const keys = fresh(10);
    const response = await fetch(url, { method: "POST", body: bodyOf(keys) });
    const text = await response.text();
    assert.deepEqual(retCodes(JSON.parse(text)), Array(10).fill(0));
    assert.equal(response.headers.get("content-length"), String(Buffer.byteLength(text)));
    assert.equal(response.headers.get("access-control-allow-origin"), "*");
  });

  it("answers the bytes of the vendor's own example, which has no Content-Type", async () => {
    const [key] = fresh(1);
    const got = await raw(rawPost(bodyOf([key])).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
    assert.match(got, /^HTTP\/1\.1 200 OK\r\n/);
    assert.deepEqual(JSON.parse(got.slice(got.indexOf("{"))).RecallRetList, [{ MsgKey: key, RetCode: 0 }]);
  });

  it("keeps a connection alive over many requests", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set();
    for (let i = 0; i < 20; i++) {
      const request = httpRequest(url, { method: "POST", agent });
      request.end(bodyOf(fresh(1)));
      const [response] = await once(request, "response");
      ports.add(response.socket.localPort);
      response.resume();
      await once(response, "end");
    }
    agent.destroy();
    assert.equal(ports.size, 1);
  });

  it("answers a preflight, and rejects a GET with HTTP 200", async () => {
    const preflight = await fetch(url, { method: "OPTIONS", headers: { "access-control-request-headers": "x-own" } });
    assert.deepEqual([preflight.status, preflight.headers.get("access-control-allow-headers")], [204, "x-own"]);
    const refused = await fetch(url);
    assert.deepEqual([refused.status, /** @type {any} */ (await refused.json()).ErrorCode], [200, 60002]);
  });

  it("breaks the connection without sending a byte, for lost requests and lost replies", async () => {
    for (const [fault, recalled] of /** @type {[string, number][]} */ ([["lostRequest", 0], ["lostReply", 1]])) {
      server.emulator.setFaults({ [fault]: { times: 2 } });
      const count = server.emulator.ledger.recalledCount;
      assert.equal(await raw(rawPost(bodyOf(fresh(1)))), "", fault);
      assert.equal(server.emulator.ledger.recalledCount - count, recalled);
      await assert.rejects(fetch(url, { method: "POST", body: bodyOf(fresh(1)) }), TypeError);
    }
  });

  it("breaks the connection in the middle of a reply for cutReply", async () => {
    server.emulator.setFaults({ cutReply: { times: 2 } });
    const got = await raw(rawPost(bodyOf(fresh(3))));
    const [head, body] = got.split("\r\n\r\n");
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    assert.ok(body.length > 0 && body.length < length, `${body.length} of ${length} bytes`);
    const response = await fetch(url, { method: "POST", body: bodyOf(fresh(3)) });
    await assert.rejects(response.text(), TypeError);
  });

  it("sends truncated JSON, a gateway's page and 10 MB as complete HTTP replies", async () => {
    server.emulator.setFaults({ truncatedJson: { times: 1 } });
    const truncated = await fetch(url, { method: "POST", body: bodyOf(fresh(1)) });
    await assert.rejects(truncated.json(), SyntaxError);
    server.emulator.setFaults({ http502: { times: 1 } });
    const page = await fetch(url, { method: "POST", body: "{}" });
    assert.deepEqual([page.status, page.headers.get("content-type")], [502, "text/html"]);
    server.emulator.setFaults({ hugeBody: { times: 1 } });
    const text = await (await fetch(url, { method: "POST", body: bodyOf(fresh(1)) })).text();
    assert.ok(text.length > 10 * 1024 * 1024 && JSON.parse(text).ErrorCode === 0);
  });

  it("notices a client that disconnects, and keeps running", async () => {
    server.emulator.setFaults({ stall: { workDone: true, times: 1 } });
    await assert.rejects(fetch(url, { method: "POST", body: bodyOf(fresh(1)), signal: AbortSignal.timeout(50) }), { name: "TimeoutError" });
    while (server.emulator.ledger.entries.at(-1)?.lost !== "reply") await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal((await fetch(url, { method: "POST", body: bodyOf(fresh(1)) })).status, 200);
  });

  it("rejects a body of more than 1 MB with a message, and closes the connection above 64 MB", async () => {
    const response = await fetch(url, { method: "POST", body: "x".repeat(2_000_000) });
    const { ErrorCode, ErrorInfo } = /** @type {any} */ (await response.json());
    assert.deepEqual([response.status, ErrorCode, ErrorInfo], [200, 60002, "HTTP parse error: the body has 2000000 bytes, at most 1048576 are read"]);
    await assert.rejects(fetch(url, { method: "POST", body: Buffer.alloc(65 * 1024 * 1024) }), TypeError);
    assert.equal((await fetch(url, { method: "POST", body: "{}" })).status, 200);
  });
});

describe("close", () => {
  it("closes the server with its idle and its waiting connections", async () => {
    const other = await startEmulator({ faults: { stall: 1 } });
    const waiting = fetch(other.url, { method: "POST", body: "{}" });
    waiting.catch(() => {});
    while (other.emulator.ledger.requests === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await other.close();
    await assert.rejects(waiting, TypeError);
    await assert.rejects(fetch(other.url), TypeError);
  });
});

describe("startEmulator", () => {
  it("serves an existing emulator, and then rejects emulator options", async () => {
    const emulator = createEmulator({ accounts: [ACCOUNT] });
    const other = await startEmulator({ emulator });
    assert.equal(other.emulator, emulator);
    await other.close();
    await assert.rejects(startEmulator({ emulator, seed: 1 }), /startEmulator: seed: options of an emulator/);
  });

  it("rejects if the port is taken or an option is invalid", async () => {
    await assert.rejects(startEmulator({ port: server.port }), { code: "EADDRINUSE" });
    await assert.rejects(startEmulator({ seed: 0.5 }), /seed: found 0.5/);
  });

  it("enforces the call limit on the real clock", async () => {
    const other = await startEmulator({ accounts: [ACCOUNT], rateLimit: 20 });
    const there = urlOf(RECALL, { userSig, url: `${other.url}/v4/official_account_open_http_svc` });
    await Promise.all(Array.from({ length: 60 }, async () => (await fetch(there, { method: "POST", body: bodyOf(["1_1_1"]) })).text()));
    const { peakAcceptedPerSecond, refusedForRate, accepted } = other.emulator.ledger;
    await other.close();
    assert.equal(peakAcceptedPerSecond, 20);
    assert.equal(accepted + refusedForRate, 60);
  });
});
