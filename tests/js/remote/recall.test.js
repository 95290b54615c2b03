// RemoteRecallClient with the handler: it behaves like the library, and loses nothing when the connection breaks.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { isOpen, isRecallError } from "../../../pkg/index.js";
import { RecallError, RemoteRecallClient } from "../../../pkg/remote/index.js";
import { ACCOUNT, COOKIE, OTHER_ACCOUNT, until } from "../handler/support/fixture.js";
import { assertSums, keysWith, refused, seededRandom } from "../library/support/fixture.js";
import { page } from "./support/fixture.js";

/** @typedef {import("./support/fixture.js").Fetch} Fetch */

/**
 * A fetch whose answer breaks off after some lines.
 * @param {Response} response
 * @param {number} lines
 * @param {"error" | "end"} how
 * @param {() => void} onLast called when the answer was complete, which on a slow machine has only few lines
 */
function cut(response, lines, how, onLast) {
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  let left = lines;
  const body = new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (!done && left > 0) {
        controller.enqueue(value);
        if (new TextDecoder().decode(value).includes('"type":"report"')) onLast();
      }
      left -= 1;
      if (left > 0 && !done) return;
      if (how === "error") controller.error(new TypeError("network error"));
      else controller.close();
      await reader.cancel();
    },
  });
  return new Response(body, { headers: response.headers });
}

describe("recall", () => {
  test("resolves to a report with every position, for any number of requests to the handler", async () => {
    const { recall, broadcast, emulator, bodies } = page({}, { keysPerRequest: 40 });
    const keys = broadcast(100);
    const msgKeys = [...keys, ...keys.slice(0, 5), String(keys[50])];
    const report = await recall(msgKeys, { reason: "oops" });
    assertSums(report, msgKeys);
    assert.deepEqual([report.complete, report.counts.recalled, emulator.ledger.recalledCount], [true, 106, 100]);
    assert.equal(report.requests, emulator.ledger.requests);
    assert.deepEqual(bodies.map((body) => body.msgKeys.length), [40, 40, 20]);
    assert.equal(new Set(bodies.map((body) => body.run)).size, 1, "one run joins them");
  });

  test("accepts any iterable, as the library does, and reports its errors", async () => {
    const { client, recall, broadcast } = page();
    const keys = broadcast(5);
    const failing = { [Symbol.iterator]() { throw new Error("cursor lost"); } };
    assert.equal((await client.plan({ officialAccount: ACCOUNT, msgKeys: new Set(keys), unconfirmed: new Set(keys) })).messages, 5);
    const report = await recall(/** @type {any} */ (new Set(keys)), { unconfirmed: new Set() });
    assert.deepEqual([report.complete, report.results.map(({ msgKey }) => msgKey)], [true, keys]);
    assert.equal((await refused(recall(/** @type {any} */ (failing)))).code, "ERR_INPUT_SOURCE");
  });

  test("has the same codes, meanings and groups as the library", async () => {
    const { recall, broadcast, emulator } = page();
    const kept = emulator.addMessage({ officialAccount: ACCOUNT, text: "x", recallable: false });
    const report = await recall([...broadcast(3), kept]);
    assert.deepEqual(report.byCode.map(({ code, count, retryable }) => [code, count, retryable]), [[10032, 1, false]]);
    assert.match(String(report.results[3]?.meaning), /\w+ \w+/);
    assert.deepEqual([report.complete, report.results[3]?.status], [false, "failed"]);
  });

  test("distinguishes already recalled messages from failed ones, in report, progress and results", async () => {
    const { client, recall, broadcast } = page({}, { keysPerRequest: 20 });
    const keys = broadcast(45);
    await recall(keys.slice(5));
    const counts = { recalled: 5, presumedRecalled: 0, notFound: 40, failed: 0, unconfirmed: 0, notAttempted: 0 };
    /** @type {any[]} */
    const seen = [];
    const report = await recall(keys, { onProgress: (/** @type {any} */ progress) => seen.push(progress) });
    assert.deepEqual([report.counts, seen.at(-1).counts, seen.at(-1).secondsLeft], [counts, counts, 0]);
    assertSums(report, keys);
    assert.deepEqual(report.results.filter(isOpen), []);
    for await (const result of client.recallEach({ officialAccount: ACCOUNT, msgKeys: keys })) assert.deepEqual([result.status, isOpen(result)], ["notFound", false]);
  });

  test("has the service's text for a code, from every request to the handler", async () => {
    const { recall, broadcast, emulator } = page({}, { keysPerRequest: 20 });
    const keys = broadcast(60);
    emulator.setFaults({ code: [{ code: 10004, msgKeys: [String(keys[3])] }, { code: 10030, msgKeys: [String(keys[45])] }] });
    const { counts, errorInfo } = await recall(keys);
    assert.deepEqual([counts.recalled, counts.failed, counts.notFound], [58, 1, 1]);
    assert.deepEqual(Object.keys(errorInfo ?? {}), ["10004", "10030"]);
    assert.equal(errorInfo?.[10004], "Invalid parameter (injected)");
  });

  test("reports progress up to the end, in positions of the input", async () => {
    const { recall, broadcast } = page({}, { keysPerRequest: 50 });
    const keys = broadcast(120);
    /** @type {import("../../../pkg/index.js").RecallProgress[]} */
    const seen = [];
    await recall([...keys, ...keys], { onProgress: (/** @type {any} */ progress) => seen.push(progress) });
    assert.ok(seen.every(({ total }) => total === 240));
    assert.deepEqual([seen.at(-1)?.counts.recalled, seen.at(-1)?.inFlight, seen.at(-1)?.requests], [240, 0, 12]);
    const known = seen.map(({ counts }) => Object.values(counts).reduce((sum, count) => sum + count, 0));
    assert.deepEqual(known, [...known].sort((a, b) => a - b));
  });

  test("continues automatically after the handler's time limit, and every message is recalled once", { skip: lacks("time") }, async () => {
    const { recall, broadcast, emulator, bodies } = page({ timeLimit: 2000, rateLimit: 100 });
    const msgKeys = broadcast(4000);
    const report = await recall(msgKeys);
    assertSums(report, msgKeys);
    assert.ok(bodies.length >= 2, `${bodies.length} requests`);
    assert.equal(emulator.ledger.recalledCount, 4000);
    assert.equal(report.counts.recalled + report.counts.presumedRecalled, 4000);
  });

  test("presumes a message recalled that was in doubt at the time limit and not found afterwards", async () => {
    let first = true;
    const { recall, broadcast, emulator, bodies } = page({ timeLimit: 1000, timeout: 60_000, fetch: async (url, init) => {
      const response = await emulator.fetch(url, init);
      if (!first) return response;
      first = false;
      return new Promise((_, reject) => init.signal.addEventListener("abort", () => reject(init.signal.reason)));
    } });
    const msgKeys = broadcast(25);
    const report = await recall(msgKeys);
    assertSums(report, msgKeys);
    assert.deepEqual([report.counts.presumedRecalled, report.counts.recalled], [10, 15]);
    assert.equal(emulator.ledger.recalledCount, 25);
    assert.ok(report.results.filter(({ status }) => status === "presumedRecalled").every(({ attempts }) => attempts === 2));
    assert.equal(bodies.length, 2);
  });

  test("does not continue forever without progress", { skip: lacks("time") }, async () => {
    const { recall, bodies } = page({ timeLimit: 1000, timeout: 60_000, fetch: (_url, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))) });
    const error = await refused(recall(["1_1_1", "2_1_1"]));
    assert.deepEqual([error.code, bodies.length, error.report?.counts.unconfirmed], ["ERR_NO_REPLY", 3, 2]);
  });
});

describe("recall rejects", () => {
  test("with the handler's issues at the positions of the input, and without a report", async () => {
    const { recall, emulator } = page();
    const error = await refused(recall(["1_1_1", "1_1_1", "2_1_1"], { reason: "x".repeat(101), officialAccount: "nobody" }));
    assert.deepEqual([error.code, error.report, emulator.ledger.requests], ["ERR_INVALID_INPUT", undefined, 0]);
    assert.deepEqual(error.issues.map(({ path }) => path).sort(), ["officialAccount", "reason"]);
  });

  test("for a path as URL outside a page, before anything is sent", async () => {
    const client = new RemoteRecallClient({ url: "/api/recall" });
    const request = { officialAccount: ACCOUNT, msgKeys: ["1_1_1698741698"] };
    const each = async () => { for await (const row of client.recallEach(request)) assert.equal(row.status, "notAttempted"); };
    for (const call of [() => client.recall(request), each, () => client.plan(request), () => client.history(ACCOUNT).next()]) {
      const error = await refused(call);
      assert.deepEqual([error.code, error.issues.map(({ path }) => path), error.report], ["ERR_INVALID_INPUT", ["url"], undefined]);
      assert.match(error.message, /whole URL like "https:/);
    }
  });

  test("for an invalid key, before anything is sent, even if it belongs to a later request", async () => {
    const { recall, broadcast, bodies } = page({}, { keysPerRequest: 2 });
    const error = await refused(recall([...broadcast(4), "nonsense", "5_1_1", "x".repeat(100)]));
    assert.deepEqual(error.issues.map(({ path }) => path), ["msgKeys[4]", "msgKeys[6]"]);
    assert.equal(bodies.length, 0);
  });

  for (const msgKeys of [undefined, [], "1_1_1", [7], [null]]) {
    test(`for ${JSON.stringify(msgKeys)} as msgKeys`, async () => {
      const error = await refused(page().recall(/** @type {any} */ (msgKeys)));
      assert.deepEqual([error.code, isRecallError(error), error instanceof RecallError], ["ERR_INVALID_INPUT", true, true]);
    });
  }

  test("if no user is signed in, the account is not allowed, or the service rejects the request", async () => {
    const cases = /** @type {const} */ ([
      [{ authorize: () => null }, "ERR_PERMISSION", undefined],
      [{ allowAccounts: [OTHER_ACCOUNT] }, "ERR_PERMISSION", undefined],
      [{ audit: () => Promise.reject(new Error("full")) }, "ERR_REFUSED", undefined],
      [{ maxKeys: 1 }, "ERR_INVALID_INPUT", undefined],
      [{ identifier: "stranger" }, "ERR_PERMISSION", 60010],
    ]);
    for (const [options, code, apiCode] of cases) {
      const { recall, broadcast, emulator } = page(/** @type {any} */ (options));
      const error = await refused(recall(broadcast(3)));
      assert.deepEqual([error.code, error.apiCode, emulator.ledger.recalledCount], [code, apiCode, 0]);
    }
  });

  /** @type {[string, () => Response, string, boolean][]} */
  const foreign = [
    ["a sign-in page", () => Response.redirect("https://sso.example/sign-in", 302), "ERR_PERMISSION", false],
    ["403 of a firewall", () => new Response("<html>", { status: 403 }), "ERR_PERMISSION", false],
    ["404 of a server", () => new Response("no", { status: 404 }), "ERR_REFUSED", false],
    ["429 of a proxy", () => new Response("", { status: 429 }), "ERR_REFUSED", false],
    ["400 of a firewall", () => new Response("<html>", { status: 400 }), "ERR_REFUSED", false],
    ["300 of a proxy", () => new Response("", { status: 300 }), "ERR_PERMISSION", false],
    ["500 of a server", () => new Response("<html>", { status: 500 }), "ERR_NO_REPLY", true],
    ["502 of a gateway", () => new Response("<html>", { status: 502 }), "ERR_NO_REPLY", true],
    ["the page itself", () => new Response("<html>", { headers: { "content-type": "text/html" } }), "ERR_UNREADABLE_REPLY", true],
    ["lines of something else", () => new Response("hello\n", { headers: { "content-type": "application/x-ndjson" } }), "ERR_UNREADABLE_REPLY", true],
    ["lines that are JSON of something else", () => new Response('{"type":"results","results":7}\n', { headers: { "content-type": "application/x-ndjson" } }), "ERR_UNREADABLE_REPLY", true],
    ["nothing", () => new Response(null, { headers: { "content-type": "application/x-ndjson" } }), "ERR_UNREADABLE_REPLY", true],
  ];
  for (const [name, answer, code, inDoubt] of foreign) {
    test(`when the URL answers with ${name}, the keys are ${inDoubt ? "in doubt" : "known not to be sent"}`, async () => {
      const { recall } = page({}, { between: () => async () => answer(), keysPerRequest: 2 });
      const error = await refused(recall(["1_1_1", "2_1_1", "3_1_1"]));
      assert.equal(error.code, code);
      if (!inDoubt) assert.equal(error.report, undefined);
      else assert.deepEqual([error.report?.counts.unconfirmed, error.report?.counts.notAttempted], [2, 1]);
    });
  }
});

describe("when the answer breaks off", () => {
  for (const how of /** @type {const} */ (["error", "end"])) {
    test(`by ${how}, at any line, the rows so far are kept and nothing is lost`, async () => {
      const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));
      const random = seededRandom(seed);
      let broken = 0;
      for (let round = 0; round < 15; round += 1) {
        const lines = Math.floor(random() * 8);
        let isWhole = false;
        const between = (/** @type {Fetch} */ fetch) => /** @type {Fetch} */ (async (url, init) => cut(await fetch(url, init), lines, how, () => (isWhole = true)));
        const { recall, broadcast, emulator } = page({}, { between, emulated: { faults: { latency: { min: 1, max: 60 } } } });
        const msgKeys = broadcast(300);
        const note = `seed ${seed}, round ${round}`;
        const ended = await recall(msgKeys).catch((error) => error);
        if (isWhole) continue;
        broken += 1;
        assert.equal(ended.code, "ERR_NO_REPLY", note);
        assert.ok(ended.report, note);
        assertSums(ended.report, msgKeys);
        const done = new Set(emulator.ledger.recalled.map(({ msgKey }) => msgKey));
        assert.ok(keysWith(ended.report, "recalled").every((key) => done.has(key)), `${note}: told as recalled, and is not`);
        assert.deepEqual(keysWith(ended.report, "notAttempted"), [], `${note}: any of them may have been sent`);
      }
      assert.ok(broken > 3, `seed ${seed}: ${broken} answers broke off`);
    });
  }

  test("the keys of later requests are known not to be sent", async () => {
    let calls = 0;
    const between = (/** @type {Fetch} */ fetch) => /** @type {Fetch} */ (async (url, init) => ((calls += 1) === 2 ? Promise.reject(new TypeError("fetch failed")) : fetch(url, init)));
    const { recall, broadcast } = page({}, { between, keysPerRequest: 10 });
    const keys = broadcast(50);
    /** @type {any[]} */
    const seen = [];
    const error = await refused(recall([...keys, ...keys.slice(45)], { onProgress: (/** @type {any} */ progress) => seen.push(progress) }));
    const { report } = error;
    assert.deepEqual([report?.counts.recalled, report?.counts.unconfirmed, report?.counts.notAttempted], [10, 10, 35]);
    assert.deepEqual([seen.at(-1).total, seen.at(-1).counts], [55, report?.counts]);
    assert.ok(error.cause instanceof TypeError);
  });

  test("a signal stops the run, also in the handler", async () => {
    const stop = new AbortController();
    const { recall, broadcast, records } = page({ timeout: 60_000, fetch: (_url, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))) });
    const work = refused(recall(broadcast(30), { signal: stop.signal }));
    await until(() => records.length === 1, "the start");
    const why = new Error("stop!");
    stop.abort(why);
    const error = await work;
    assert.deepEqual([error.code, error.cause, records[1]?.outcome], ["ERR_ABORTED", why, "stopped"]);
    const { counts } = /** @type {import("../../../pkg/index.js").RecallReport} */ (error.report);
    assert.deepEqual([counts.unconfirmed, counts.notAttempted], [10, 20], "only what was on its way is in doubt");
  });

  test("a signal stops the run even if the stop request reaches another process", async () => {
    const stop = new AbortController();
    const elsewhere = page().handler;
    const between = (/** @type {Fetch} */ fetch) => /** @type {Fetch} */ (async (url, init) => {
      if (!String(init.body).includes('"stop"')) return fetch(url, init);
      return elsewhere(new Request(`https://ops.example.com${url}`, { ...init, headers: { ...init.headers, cookie: COOKIE } }));
    });
    const { recall, broadcast, records } = page({ timeout: 60_000, fetch: (_url, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))) }, { between });
    const work = refused(recall(broadcast(30), { signal: stop.signal }));
    await until(() => records.length === 1, "the start");
    stop.abort();
    const error = await work;
    assert.deepEqual([error.code, error.report?.counts.unconfirmed], ["ERR_ABORTED", 30]);
    await until(() => records.length === 2, "the end");
    assert.equal(records[1]?.outcome, "disconnected");
  });

  test("with an aborted signal nothing is sent", async () => {
    const { recall, bodies } = page();
    const error = await refused(recall(["1_1_1"], { signal: AbortSignal.abort() }));
    assert.deepEqual([error.code, bodies.length], ["ERR_ABORTED", 0]);
    assert.equal(error.report, undefined);
  });
});
