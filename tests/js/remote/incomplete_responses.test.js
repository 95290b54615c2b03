// RemoteRecallClient with incomplete answers of the handler.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { describe, test } from "node:test";
import { textLines } from "../../../pkg-template/remote/response_body.js";
import { RemoteRecallClient } from "../../../pkg/remote/index.js";
import { ACCOUNT } from "../handler/support/fixture.js";
import { keysOf, refused } from "../library/support/fixture.js";
import { REPORT, START, row, rows, scripted } from "./support/fixture.js";

const [first = "", second = "", third = ""] = keysOf(3);
const request = { officialAccount: ACCOUNT, msgKeys: [first, second, third] };
const progress = (/** @type {object} */ more) => ({ type: "progress", progress: { requests: 1, retries: 0, inFlight: 0, rate: 200, ...more } });

/** @param {import("../../../pkg/index.js").RecallReport | undefined} report */
const told = (report) => report?.results.map(({ status, code, attempts }) => [status, code, attempts]);

test("an answer may arrive in chunks of any size", async () => {
  const lines = [START, progress({ errorInfo: { 10004: "参数非法" } }), rows([row(first, "recalled"), row(second, "failed", { code: 10032, meaning: "不支持" })]), rows([row(third, "recalled")]), REPORT];
  const bytes = new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  for (const size of [1, 2, 7, bytes.length]) {
    let at = 0;
    const body = new ReadableStream({ pull: (controller) => (at < bytes.length ? controller.enqueue(bytes.slice(at, (at += size))) : controller.close()) });
    const fetch = async () => new Response(body, { headers: { "content-type": "application/x-ndjson" } });
    const report = await new RemoteRecallClient({ url: "/api/recall", fetch }).recall(request);
    assert.deepEqual([told(report), report.results[1]?.meaning, report.errorInfo?.[10004]], [[["recalled", undefined, 1], ["failed", 10032, 1], ["recalled", undefined, 1]], "不支持", "参数非法"], `${size} bytes`);
  }
});

test("keys are checked as in the library, and the first five problems are in the message", async () => {
  const { clientOf, bodies } = scripted([]);
  const longest = `${"1".repeat(10)}_${"2".repeat(28)}_${"3".repeat(10)}`;
  const wrong = [null, 7, "x", `${longest}0`, "1_1", "1_1_1_1"];
  const error = await refused(clientOf(10).recall({ ...request, msgKeys: /** @type {any} */ ([longest, ...wrong]) }));
  assert.deepEqual(error.issues.map(({ path }) => path), wrong.map((_, at) => `msgKeys[${at + 1}]`));
  assert.match(error.message, /^msgKeys\[1\]: found null, .*; msgKeys\[2\]: found a number, .*; and 1 more in `issues`$/);
  const five = await refused(clientOf(10).recall({ ...request, msgKeys: /** @type {any} */ (wrong.slice(1)) }));
  assert.doesNotMatch(five.message, /more in `issues`/);
  assert.match((await refused(clientOf(10).recall({ ...request, unconfirmed: /** @type {any} */ (null) }))).message, /found null, expected an array of MsgKeys$/);
  assert.equal(bodies.length, 0);
  await assert.rejects(clientOf(10).recall({ ...request, msgKeys: [longest] }));
  assert.deepEqual(bodies[0].msgKeys, [longest]);
});

test("progress has the known outcomes and the time left", async () => {
  /** @type {any[]} */
  const seen = [];
  const { clientOf } = scripted([[START, progress({ inFlight: 2 }), rows([row(first, "recalled")]), progress({ inFlight: 1 }), rows([row(second, "recalled"), row(third, "recalled")]), REPORT]]);
  await clientOf(10).recall({ ...request, onProgress: (now) => seen.push(now) });
  assert.deepEqual(seen.map(({ counts, inFlight }) => [counts.recalled, inFlight]), [[0, 2], [1, 1], [3, 0]]);
  const [before, amid, end] = seen;
  assert.equal("secondsLeft" in before, false, "nothing is known of the pace");
  assert.equal(amid.secondsLeft, Math.ceil((2 * amid.durationMs) / 1000));
  assert.equal(end.secondsLeft, 0);
});

describe("a key without a row", () => {
  test("is in doubt, whether the answer ends with a report or an error", async () => {
    const report = await scripted([[START, rows([row(first, "recalled")]), REPORT]]).clientOf(10).recall(request);
    assert.deepEqual(told(report), [["recalled", undefined, 1], ["unconfirmed", undefined, 1], ["unconfirmed", undefined, 1]]);
    assert.deepEqual(report.results.map(({ retryable }) => retryable), [false, true, true]);
    const ending = { type: "error", error: { code: "ERR_RATE_LIMITED", message: "too fast", issues: [] }, report: {} };
    const error = await refused(scripted([[START, rows([row(first, "recalled")]), ending]]).clientOf(10).recall(request));
    assert.deepEqual([error.code, told(error.report)], ["ERR_RATE_LIMITED", told(report)]);
  });

  test("is also in doubt if the handler does not return it as remaining", async () => {
    const { bodies, clientOf } = scripted([
      [START, rows([row(first, "recalled")]), { type: "continue", msgKeys: [third], unconfirmed: [], report: {} }],
      [START, rows([row(third, "recalled")]), REPORT],
    ]);
    assert.deepEqual(told(await clientOf(10).recall(request)), [["recalled", undefined, 1], ["unconfirmed", undefined, 1], ["recalled", undefined, 1]]);
    assert.deepEqual(bodies.map((body) => body.msgKeys), [[first, second, third], [third]]);
  });
});

describe("a row that is not final", () => {
  const passing = row(first, "failed", { code: 10002, retryable: true });

  test("counts if the answer breaks off, ends or is an error", async () => {
    const others = [row(second, "recalled"), row(third, "recalled")];
    for (const ending of [[], [REPORT], [{ type: "error", error: { code: "ERR_RATE_LIMITED", message: "too fast", issues: [] }, report: {} }]]) {
      const ended = await scripted([[START, rows([passing, ...others]), ...ending]]).clientOf(10).recall(request).catch((error) => error.report);
      assert.deepEqual(told(ended), [["failed", 10002, 1], ["recalled", undefined, 1], ["recalled", undefined, 1]]);
    }
  });

  test("counts if there is no later row", async () => {
    const { clientOf } = scripted([
      [START, rows([passing]), { type: "continue", msgKeys: [first], unconfirmed: [], report: {} }],
      [START, rows([row(first, "notAttempted", { attempts: 0, retryable: true })]), REPORT],
    ]);
    assert.deepEqual(told(await clientOf(10).recall({ ...request, msgKeys: [first] })), [["failed", 10002, 1]]);
  });

  test("keeps its code if the next request does not reach it, in doubt or not", async () => {
    const doubted = row(first, "unconfirmed", { code: 10002, retryable: true });
    const { clientOf } = scripted([
      [START, rows([doubted]), { type: "continue", msgKeys: [], unconfirmed: [first], report: {} }],
      [START, rows([row(first, "unconfirmed", { attempts: 0, retryable: true })]), REPORT],
    ]);
    assert.deepEqual(told(await clientOf(10).recall({ ...request, msgKeys: [first] })), [["unconfirmed", 10002, 1]]);
  });

  test("adds its attempts to those of the next request", async () => {
    const { clientOf } = scripted([
      [START, rows([passing]), { type: "continue", msgKeys: [first], unconfirmed: [], report: {} }],
      [START, rows([row(first, "recalled", { attempts: 2 })]), REPORT],
    ]);
    assert.deepEqual(told(await clientOf(10).recall({ ...request, msgKeys: [first] })), [["recalled", undefined, 3]]);
  });
});

test("a repeated row counts once, and a row for a key that was not requested is ignored", async () => {
  const again = row(first, "failed", { code: 10030 });
  const report = await scripted([[START, rows([row(first, "recalled"), again, row("9_9_9", "recalled")]), REPORT]]).clientOf(10).recall({ ...request, msgKeys: [first] });
  assert.deepEqual([told(report), report.counts.recalled], [[["recalled", undefined, 1]], 1]);
});

describe("a request that was never sent", () => {
  const failed = (/** @type {unknown} */ cause) => Object.assign(new TypeError("fetch failed"), { cause });
  const named = (/** @type {object} */ names) => Object.assign(new Error("x"), names);
  /** An error of fetch, and whether it means that nothing was sent. @type {[string, unknown, boolean][]} */
  const cases = [
    ["a refused connection", failed(named({ code: "ECONNREFUSED", syscall: "connect" })), true],
    ["refused connections to all addresses", failed(named({ code: "ECONNREFUSED", errors: [named({ code: "ECONNREFUSED" }), named({ code: "EHOSTUNREACH", syscall: "connect" })] })), true],
    ["a name that is none", failed(named({ code: "ENOTFOUND", syscall: "getaddrinfo" })), true],
    ["no time to connect", failed(named({ code: "UND_ERR_CONNECT_TIMEOUT" })), true],
    ["a certificate of nobody", failed(named({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" })), true],
    ["no way to the host", failed(named({ code: "EHOSTUNREACH", syscall: "connect" })), true],
    ["a port that is forbidden", failed(named({})), false],
    ["a port that is forbidden, by name", failed(new Error("bad port")), true],
    ["Bun's refused connection", named({ code: "ConnectionRefused" }), true],
    ["a connection that broke", failed(named({ code: "ECONNRESET", syscall: "read" })), false],
    ["a connection that broke while it was written to", failed(named({ code: "EPIPE", syscall: "write" })), false],
    ["one address of two that broke later", failed(named({ errors: [named({ code: "ECONNREFUSED" }), named({ code: "ECONNRESET", syscall: "read" })] })), false],
    ["a socket that closed", failed(named({ code: "UND_ERR_SOCKET" })), false],
    ["a browser's failure", new TypeError("Failed to fetch"), false],
    ["a getter that throws", Object.defineProperty({}, "cause", { get() { throw new Error("x"); } }), false],
    ["nothing", undefined, false],
  ];
  for (const [name, thrown, isUnsent] of cases) {
    test(`${isUnsent ? "leaves its keys not attempted" : "is not certain: the keys are in doubt"}, for ${name}`, async () => {
      const fetch = () => Promise.reject(thrown);
      const client = new RemoteRecallClient({ url: "/api/recall", fetch, keysPerRequest: 2 });
      const error = await refused(client.recall(request));
      assert.equal(error.code, "ERR_NO_REPLY");
      assert.equal(error.cause, thrown);
      if (isUnsent) assert.equal(error.report, undefined, "nothing can have been sent");
      else assert.deepEqual(error.report?.results.map(({ status }) => status), ["unconfirmed", "unconfirmed", "notAttempted"]);
      /** @type {string[]} */
      const statuses = [];
      await refused(async () => { for await (const { status } of client.recallEach(request)) statuses.push(status); });
      assert.deepEqual(statuses, Array(2).fill(isUnsent ? "notAttempted" : "unconfirmed"));
    });
  }

  test("is recognized with a real fetch to a closed port", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    await new Promise((resolve) => server.close(resolve));
    for (const url of [`http://127.0.0.1:${port}/api/recall`, "http://127.0.0.1:1/api/recall"]) {
      const error = await refused(new RemoteRecallClient({ url }).recall(request));
      assert.deepEqual([error.code, error.report, error.cause instanceof Error], ["ERR_NO_REPLY", undefined, true], url);
    }
  });

  test("keeps the outcomes of earlier requests", async () => {
    let calls = 0;
    const answer = () => new Response(`${[START, rows([row(first, "recalled"), row(second, "recalled")]), REPORT].map((line) => JSON.stringify(line)).join("\n")}\n`, { headers: { "content-type": "application/x-ndjson" } });
    const fetch = async () => ((calls += 1) === 1 ? answer() : Promise.reject(failed(named({ code: "ECONNREFUSED" }))));
    const error = await refused(new RemoteRecallClient({ url: "/api/recall", fetch, keysPerRequest: 2 }).recall(request));
    assert.deepEqual(error.report?.results.map(({ status }) => status), ["recalled", "recalled", "notAttempted"]);
  });
});

describe("an answer of another program", () => {
  const client = (/** @type {() => Response} */ answer) => new RemoteRecallClient({ url: "/api/recall", fetch: async () => answer() });

  test("in the form of the handler's errors, with an unknown code, leaves the keys in doubt", async () => {
    for (const error of [{ code: "ERR_HTTP_HEADERS_SENT", message: "x" }, { code: 500, message: "x" }, "not found", null, [], { message: "x" }]) {
      const { code, report } = await refused(client(() => Response.json({ error }, { status: 500 })).recall(request));
      assert.deepEqual([code, report?.counts.unconfirmed], ["ERR_NO_REPLY", 3], JSON.stringify(error));
    }
  });

  test("that never ends is not read completely", async () => {
    for (const status of [404, 500]) {
      let cancelled = false;
      const body = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(0x20)), cancel: () => void (cancelled = true) });
      const error = await refused(client(() => new Response(body, { status })).recall(request));
      assert.match(error.message, /HTTP \d+, and not in the handler's words/);
      assert.equal(cancelled, true);
    }
  });

  test("that rejects a large body gives advice", async () => {
    assert.match((await refused(client(() => new Response("<html>", { status: 413 })).recall(request))).message, /HTTP 413.*keysPerRequest/);
  });
});

test("a line is read in linear time, in any number of chunks", async () => {
  const counted = (/** @type {number} */ pieces) => {
    let left = pieces;
    let steps = 0;
    const piece = new TextEncoder().encode("x".repeat(64));
    const body = new ReadableStream({ pull: (controller) => ((left -= 1) >= 0 ? controller.enqueue(piece) : (controller.enqueue(Uint8Array.of(10)), controller.close())) });
    const split = String.prototype.split;
    return { body, split, add: (/** @type {number} */ length) => (steps += length), steps: () => steps };
  };
  const work = [];
  for (const pieces of [1000, 2000]) {
    const { body, split, add, steps } = counted(pieces);
    /** @this {string} @param {any[]} values */
    const counting = function (...values) {
      add(this.length);
      return Reflect.apply(split, this, values);
    };
    String.prototype.split = /** @type {any} */ (counting);
    try {
      for await (const line of textLines(body, (cause) => /** @type {Error} */ (cause))) assert.equal(line.length, 64 * pieces);
    } finally {
      String.prototype.split = split;
    }
    work.push(steps());
  }
  assert.ok(Number(work[1]) <= 2.1 * Number(work[0]), work.join(" then "));
});

test("a row with an unknown status is ignored, and its key is in doubt", async () => {
  for (const status of ["gone", "constructor", "__proto__", undefined, 7]) {
    const error = await refused(scripted([[START, rows([row(first, /** @type {any} */ (status))]), REPORT]]).clientOf(10).recall({ ...request, msgKeys: [first] }));
    assert.deepEqual([error.code, told(error.report)], ["ERR_UNREADABLE_REPLY", [["unconfirmed", undefined, 1]]]);
    assert.ok(Object.values(error.report?.counts ?? {}).every(Number.isInteger));
  }
});

test("the report has the service's texts, the first of each code, and the last loss", async () => {
  const { clientOf } = scripted([
    [START, progress({ lastLoss: "timeout", errorInfo: { 10004: "first" }, retries: 2, requests: 5 }), rows([row(first, "recalled")]), REPORT],
    [START, progress({ errorInfo: { 10004: "second", 10002: "other" }, retries: 1, requests: 3 }), rows([row(second, "recalled")]), REPORT],
  ]);
  const { lastLoss, errorInfo, requests, retries } = await clientOf(1).recall({ ...request, msgKeys: [first, second] });
  assert.deepEqual({ lastLoss, errorInfo, requests, retries }, { lastLoss: "timeout", errorInfo: { 10004: "first", 10002: "other" }, requests: 8, retries: 3 });
});

test("a run that is both stopped and rejected reports the rejection", async () => {
  const stop = new AbortController();
  const ending = { type: "error", error: { code: "ERR_USER_SIG", message: "refused", issues: [] }, report: {} };
  const { clientOf } = scripted([[START, progress({}), rows([row(first, "recalled")]), ending]]);
  const onProgress = () => stop.abort();
  const error = await refused(clientOf(10).recall({ ...request, signal: stop.signal, onProgress }));
  assert.equal(error.code, "ERR_USER_SIG");
});
