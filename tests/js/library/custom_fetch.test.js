// Misbehaving `fetch` functions: they throw, hang, or answer anything. Each gives a status, never a crash.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { RecallClient, recall } from "../../../pkg/index.js";
import { ACCOUNT, CREDENTIALS, keysOf, refused } from "./support/fixture.js";

const [KEY] = keysOf(1);
const OK = JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList: [{ MsgKey: KEY, RetCode: 0 }] });
const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);
const fails = (/** @type {unknown} */ reason) => () => {
  throw reason;
};
/** @param {(controller: ReadableStreamDefaultController, step: number) => unknown} pull */
function streamed(pull) {
  let step = 0;
  return new Response(new ReadableStream({ pull: (controller) => void pull(controller, step++) }));
}

/** The report at the end, whether the run resolves or rejects. @param {Promise<any>} run @returns {Promise<any>} */
const reportOf = (run) => run.catch((error) => (error.code === "ERR_NO_REPLY" ? error.report : Promise.reject(error)));

/** @param {any} change */
const recallWith = (change) => recall({ ...CREDENTIALS, region: "singapore", officialAccount: ACCOUNT, msgKeys: [KEY], retries: 0, ...change });

/** The behaviour of a `fetch`, and the status of its message. @type {[string, () => any, string][]} */
const ANSWERS = [
  ["throws at once", fails(new Error("x")), "unconfirmed"],
  ["throws a string", fails("x"), "unconfirmed"],
  ["rejects with a string", () => Promise.reject("x"), "unconfirmed"],
  ["rejects with undefined", () => Promise.reject(undefined), "unconfirmed"],
  ["rejects with an Error", () => Promise.reject(new TypeError("fetch failed")), "unconfirmed"],
  ["rejects with what throws when looked at", () => Promise.reject(new Proxy({}, { get: fails(1) })), "unconfirmed"],
  ["answers null", () => null, "unconfirmed"],
  ["answers undefined", async () => undefined, "unconfirmed"],
  ["answers a number", async () => 200, "unconfirmed"],
  ["answers an empty object", async () => ({}), "unconfirmed"],
  ["answers with text() alone", async () => ({ text: async () => OK }), "recalled"],
  ["answers with json() alone", async () => ({ json: () => JSON.parse(OK) }), "recalled"],
  ["answers a thenable", () => ({ then: (/** @type {Function} */ resolve) => resolve({ text: () => OK }) }), "recalled"],
  ["answers a thenable that throws", () => ({ get then() { throw new Error("x"); } }), "unconfirmed"],
  ["answers without headers", async () => ({ status: 200, body: new Response(OK).body }), "recalled"],
  ["has a text() that throws", async () => ({ status: 200, text: fails(new Error("x")) }), "unconfirmed"],
  ["has a text() that rejects with a string", async () => ({ status: 200, text: () => Promise.reject("x") }), "unconfirmed"],
  ["has a text() that gives a number", async () => ({ status: 200, text: async () => 5 }), "unconfirmed"],
  ["has a json() that cannot be text", async () => ({ json: async () => ({ n: 1n }) }), "unconfirmed"],
  ["has a status that is text", async () => ({ status: "200", text: () => OK }), "unconfirmed"],
  ["has a status that throws", async () => ({ get status() { throw new Error("x"); }, text: () => OK }), "unconfirmed"],
  ["has headers that throw", async () => ({ status: 200, headers: { get: fails(1) }, body: { getReader: fails(1) }, text: () => OK }), "unconfirmed"],
  ["has a reader that throws", async () => ({ status: 200, body: { getReader: fails(1) } }), "unconfirmed"],
  ["has a reader that reads a number", async () => ({ status: 200, body: { getReader: () => ({ read: () => 5 }) } }), "unconfirmed"],
  ["answers a Response that was read already", async () => { const used = new Response(OK); await used.text(); return used; }, "unconfirmed"],
  ["streams the answer in pieces within characters", async () => streamed((controller, step) => step < OK.length ? controller.enqueue(bytes(OK).subarray(step, step + 1)) : controller.close()), "recalled"],
  ["streams text instead of bytes", async () => streamed((controller, step) => step ? controller.close() : controller.enqueue(OK)), "unconfirmed"],
  ["breaks off half way", async () => streamed((controller, step) => step ? controller.error(new Error("reset")) : controller.enqueue(bytes(OK.slice(0, 30)))), "unconfirmed"],
  ["answers JSON cut short", async () => new Response(OK.slice(0, -3)), "unconfirmed"],
  ["answers with a byte order mark", async () => new Response(`\ufeff${OK}`), "recalled"],
  ["answers a character cut in half", async () => new Response(Buffer.concat([bytes(`${OK.slice(0, -1)},"X":"`), Buffer.from([0xe7, 0xae]), bytes('"}')])), "recalled"],
  ["answers 10 MB", async () => new Response(OK + " ".repeat(1e7)), "unconfirmed"],
  ["announces 10 MB", async () => new Response(" ".repeat(1e7) + OK, { headers: { "content-length": String(1e7 + OK.length) } }), "unconfirmed"],
  ["announces less than comes", async () => new Response(OK, { headers: { "content-length": "3" } }), "recalled"],
  ["answers null as JSON", async () => new Response("null"), "unconfirmed"],
  ["answers HTTP 502 with HTML", async () => new Response("<html>", { status: 502 }), "unconfirmed"],
  ["answers HTTP 204", async () => new Response(null, { status: 204 }), "unconfirmed"],
  ["answers from another realm", async () => runInNewContext(
    "({ status: 200, headers: { get: () => null }, body: { getReader() { let n = 0; return { read: async () => n++ ? { done: true } : { done: false, value: Uint8Array.from(text) } }; } } })",
    { text: [...bytes(OK)] },
  ), "recalled"],
];

for (const [name, fetch, status] of ANSWERS) {
  test(`a fetch that ${name}: ${status}`, async () => {
    /** @type {any} */
    let error;
    const report = await reportOf(recallWith({ fetch }).catch((thrown) => Promise.reject((error = thrown))));
    assert.deepEqual(report.results.map((/** @type {any} */ one) => [one.msgKey, one.status]), [[KEY, status]]);
    assert.equal(report.requests, 1);
    // Without a readable answer the run rejects, with a report and the reason.
    assert.equal(error === undefined, status === "recalled");
    if (error) assert.ok(error.cause instanceof Error && error.message.includes(report.lastLoss), error.message);
  });
}

test("a fetch that never settles, or a body that never ends, takes the time-out and aborts the request", async () => {
  /** @type {AbortSignal[]} */
  const signals = [];
  const never = () => new Promise(() => {});
  for (const answer of [never, async () => ({ status: 200, text: never }), async () => streamed(never)]) {
    const fetch = (/** @type {string} */ _url, /** @type {RequestInit} */ init) => {
      signals.push(/** @type {AbortSignal} */ (init.signal));
      return answer();
    };
    const report = await reportOf(recallWith({ fetch, timeout: 50 }));
    assert.equal(report.results[0].status, "unconfirmed");
  }
  assert.deepEqual(signals.map(({ aborted }) => aborted), [true, true, true]);
});

test("an answer of another server ends the run, and the error says what was found", async () => {
  const cases = [
    [async () => new Response("<html>", { status: 404 }), /HTTP 404/],
    [async () => new Response(null, { status: 302, headers: { location: "https://example.com" } }), /HTTP 302/],
    // A browser's answer to a redirect that it must not follow.
    [async () => Response.error(), /HTTP 302/],
  ];
  for (const [fetch, message] of /** @type {[any, RegExp][]} */ (cases)) {
    const error = await refused(recallWith({ fetch, msgKeys: keysOf(25), retries: 5 }));
    assert.equal(error.code, "ERR_UNREADABLE_REPLY");
    assert.match(error.message, message);
    assert.deepEqual({ ...error.report?.counts }, { recalled: 0, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 10, notAttempted: 15 });
  }
});

test("an unreadable answer is retried, and 10030 after it means presumed recalled", async () => {
  const gone = OK.replace('"RetCode":0', '"RetCode":10030');
  const answers = [new Response(OK.slice(0, 40)), new Response(gone)];
  const report = await recallWith({ retries: 2, fetch: async () => answers.shift() });
  assert.deepEqual(report.results, [{ officialAccount: ACCOUNT, msgKey: KEY, status: "presumedRecalled", code: 10030, meaning: report.results[0].meaning, retryable: false, attempts: 2 }]);
  assert.deepEqual([report.complete, report.requests, report.retries], [false, 2, 1]);
});

/** A server with one kind of answer for each path. @type {Record<string, (request: any, response: any) => void>} */
const SERVED = {
  plain: (_, response) => response.end(OK),
  gzip: (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(OK)),
  reset: (request) => request.socket.destroy(),
  half(request, response) {
    response.writeHead(200, { "content-length": 500 });
    response.write(OK.slice(0, 40), () => request.socket.destroy());
  },
  huge(_, response) {
    response.write(" ".repeat(1e7));
    response.end(OK);
  },
  redirect(request, response) {
    response.writeHead(307, { location: request.url.replace("/redirect/", "/stolen/") }).end();
  },
};

test("over a socket: plain, gzip, reset, truncated, too long, redirected", async (t) => {
  /** @type {string[]} */
  const paths = [];
  const server = createServer((request, response) => {
    const name = request.url?.split("/")[1] ?? "";
    paths.push(name);
    request.resume().once("end", () => SERVED[name]?.(request, response));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const ended = { plain: "recalled", gzip: "recalled", reset: "unconfirmed", half: "unconfirmed", huge: "unconfirmed" };
  for (const [name, status] of Object.entries(ended)) {
    const report = await reportOf(recallWith({ region: undefined, baseUrl: `http://127.0.0.1:${port}/${name}/`, timeout: 60_000 }));
    assert.deepEqual(report.results.map((/** @type {any} */ one) => one.status), [status], name);
  }
  const error = await refused(recallWith({ region: undefined, baseUrl: `http://127.0.0.1:${port}/redirect`, timeout: 60_000 }));
  assert.equal(error.code, "ERR_UNREADABLE_REPLY");
  assert.ok(paths.includes("redirect") && !paths.includes("stolen"), "the UserSig went nowhere else");
});

test("without any answer, the error has the network's error code, and no other part of its message", async () => {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
  await new Promise((resolve) => probe.close(resolve));
  const client = new RecallClient({ ...CREDENTIALS, baseUrl: `http://127.0.0.1:${port}`, retries: 0 });
  const error = await refused(client.history(ACCOUNT).next());
  assert.equal(error.code, "ERR_NO_REPLY");
  assert.match(error.message, new RegExp(`: a network error \\(ECONNREFUSED\\) \\(127\\.0\\.0\\.1:${port}\\)$`));
  const { report, counts, requests, cause } = await refused(client.recall({ officialAccount: ACCOUNT, msgKeys: keysOf(2) }));
  assert.deepEqual([report?.counts.notAttempted, report?.lastLoss, counts, requests], [2, "a network error (ECONNREFUSED)", report?.counts, 1]);
  assert.equal(/** @type {any} */ (cause).code, "ECONNREFUSED");
  const talkative = async (/** @type {string} */ url) => {
    throw Object.assign(new Error(`request to ${url} failed`), { code: `no ${url}` });
  };
  const quiet = new RecallClient({ ...CREDENTIALS, region: "china", retries: 0, fetch: talkative });
  const second = await refused(quiet.history(ACCOUNT).next());
  assert.match(second.message, /: fetch threw Error: request to https:[^ ]*&…&random=\d+[^ ]* failed \(console\.tim\.qq\.com\)$/);
  assert.doesNotMatch(inspect(second, { depth: 9 }), /usersig=[^…]|eJ/);
});

test("a message is unsent if there was no connection, and in doubt if the connection broke", async () => {
  const ended = {
    ECONNREFUSED: "notAttempted", ENOTFOUND: "notAttempted", EAI_AGAIN: "notAttempted", UND_ERR_CONNECT_TIMEOUT: "notAttempted",
    CERT_HAS_EXPIRED: "notAttempted", DEPTH_ZERO_SELF_SIGNED_CERT: "notAttempted", ERR_TLS_CERT_ALTNAME_INVALID: "notAttempted",
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: "notAttempted", UNABLE_TO_GET_ISSUER_CERT: "notAttempted", SELF_SIGNED_CERT_IN_CHAIN: "notAttempted",
    ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: "unconfirmed", ECONNRESET: "unconfirmed", EPIPE: "unconfirmed", ETIMEDOUT: "unconfirmed", UND_ERR_SOCKET: "unconfirmed", UND_ERR_HEADERS_TIMEOUT: "unconfirmed",
  };
  for (const [code, status] of Object.entries(ended)) {
    let calls = 0;
    const fetch = async () => {
      if ((calls += 1) === 1) throw new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code }) });
      return Response.json({ ...JSON.parse(OK), RecallRetList: [{ MsgKey: KEY, RetCode: 10030 }] });
    };
    const { results: [first], requests } = await reportOf(recallWith({ fetch }));
    assert.deepEqual([first?.status, first?.attempts, requests], [status, status === "unconfirmed" ? 1 : 0, 1], code);
    calls = 0;
    const { results: [second] } = await reportOf(recallWith({ fetch, retries: 1 }));
    // An untrusted certificate will not be trusted a second later.
    const last = /CERT_|SELF_|UNABLE_TO/.test(code) ? ["notAttempted", 0] : status === "unconfirmed" ? ["presumedRecalled", 2] : ["notFound", 1];
    assert.deepEqual([second?.status, second?.attempts], last, code);
  }
  const { results: [one], lastLoss } = await reportOf(recallWith({ region: undefined, baseUrl: "https://nowhere.invalid", timeout: 60_000 }));
  assert.deepEqual([one?.status, one?.attempts], ["notAttempted", 0], lastLoss);
});
