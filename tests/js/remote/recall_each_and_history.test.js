// Other methods of RemoteRecallClient: recallEach, history and plan, and how it calls the URL.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isRecallError } from "../../../pkg/index.js";
import { RecallError, RemoteRecallClient } from "../../../pkg/remote/index.js";
import { ACCOUNT, linesOf, until } from "../handler/support/fixture.js";
import { refused } from "../library/support/fixture.js";
import { page } from "./support/fixture.js";

/** Collects all values. @template T @param {AsyncIterable<T>} source @returns {Promise<T[]>} */
async function all(source) {
  const found = [];
  for await (const one of source) found.push(one);
  return found;
}

describe("recallEach", () => {
  test("yields an outcome for every position of an iterable of any length", async () => {
    const { client, broadcast, emulator, bodies } = page({}, { keysPerRequest: 30 });
    const keys = broadcast(100);
    async function* source() {
      yield* keys;
      yield* keys.slice(95);
    }
    const results = await all(client.recallEach({ officialAccount: ACCOUNT, msgKeys: source() }));
    assert.deepEqual(results.map(({ msgKey }) => msgKey).sort(), [...keys, ...keys.slice(95)].sort());
    assert.ok(results.every(({ status }) => status === "recalled"), "a duplicate that follows closely is not sent again");
    assert.equal(emulator.ledger.recalledCount, 100);
    assert.ok(bodies.every((body) => body.msgKeys.length <= 30));
  });

  test("does not wait forever for a slow source to fill a request", async () => {
    const { client, broadcast } = page();
    const keys = broadcast(2);
    /** @type {(() => void) | undefined} */
    let letGo;
    const gate = new Promise((/** @type {(value: void) => void} */ resolve) => (letGo = resolve));
    async function* source() {
      yield keys[0];
      await gate;
      yield keys[1];
    }
    const results = client.recallEach({ officialAccount: ACCOUNT, msgKeys: /** @type {any} */ (source()) });
    assert.equal(/** @type {any} */ ((await results.next()).value).msgKey, keys[0]);
    letGo?.();
    assert.equal(/** @type {any} */ ((await results.next()).value).msgKey, keys[1]);
    assert.equal((await results.next()).done, true);
  });

  test("ends with the error after all earlier outcomes", async () => {
    const { client, broadcast } = page();
    const keys = broadcast(3);
    const failure = new Error("cursor lost");
    const sources = /** @type {const} */ ([
      [[...keys, "nonsense", "9_1_1"], "ERR_INVALID_INPUT"],
      [(function* () {
        yield* keys;
        throw failure;
      })(), "ERR_INPUT_SOURCE"],
    ]);
    for (const [msgKeys, code] of sources) {
      /** @type {unknown[]} */
      const seen = [];
      const error = await refused(async () => {
        for await (const { msgKey } of client.recallEach({ officialAccount: ACCOUNT, msgKeys })) seen.push(msgKey);
      });
      assert.deepEqual([error.code, seen], [code, keys]);
      assert.deepEqual(error.issues.map(({ path }) => path), code === "ERR_INVALID_INPUT" ? ["msgKeys[3]"] : []);
    }
  });

  test("stops the handler and closes the source when the loop ends early", async () => {
    const { client, broadcast, records } = page({}, { keysPerRequest: 1000, emulated: { faults: { latency: { min: 100, max: 100 } } } });
    const keys = broadcast(4000);
    let closed = false;
    function* source() {
      try {
        yield* keys;
      } finally {
        closed = true;
      }
    }
    const first = keys[0];
    for await (const { msgKey } of client.recallEach({ officialAccount: ACCOUNT, msgKeys: source() })) {
      if (msgKey === first) break;
    }
    await until(() => records.length === 2 && closed, "the end");
    assert.equal(records[1]?.outcome, "disconnected");
  });

  test("stops with its signal while it waits for the source", async () => {
    const { client, broadcast } = page();
    const [msgKey] = broadcast(1);
    async function* source() {
      yield String(msgKey);
      await new Promise(() => {});
    }
    const stop = new AbortController();
    const results = client.recallEach({ officialAccount: ACCOUNT, msgKeys: source() }, { signal: stop.signal });
    assert.equal(/** @type {any} */ ((await results.next()).value).status, "recalled");
    const next = refused(results.next());
    stop.abort();
    assert.equal((await next).code, "ERR_ABORTED");
  });

  test("reports progress over all requests, including duplicates of earlier keys", async () => {
    const { client, broadcast, bodies } = page({}, { keysPerRequest: 30 });
    const keys = broadcast(60);
    /** @type {any[]} */
    const seen = [];
    const msgKeys = [...keys.slice(0, 30), keys[3], keys[3], ...keys.slice(30)];
    const results = await all(client.recallEach({ officialAccount: ACCOUNT, msgKeys: /** @type {string[]} */ (msgKeys), onProgress: (progress) => seen.push(progress) }));
    assert.deepEqual(results.map(({ msgKey }) => msgKey).sort(), [...msgKeys].sort());
    assert.deepEqual(bodies.map((body) => body.msgKeys.length), [30, 29, 1]);
    const { total, counts, inFlight, requests } = seen.at(-1);
    assert.deepEqual([total, counts.recalled, inFlight, requests], [62, 62, 0, 7]);
    assert.ok(seen.every((progress) => Object.values(progress.counts).reduce((sum, count) => sum + count, 0) <= progress.total));
  });

  test("fills a request from a source that takes some time for every key", async () => {
    const { client, broadcast, bodies } = page();
    const keys = broadcast(20);
    async function* source() {
      for (const key of keys) {
        await new Promise((resolve) => setImmediate(resolve));
        yield key;
      }
    }
    assert.equal((await all(client.recallEach({ officialAccount: ACCOUNT, msgKeys: source() }))).length, 20);
    assert.deepEqual(bodies.map((body) => body.msgKeys.length), [20]);
  });

  test("closes a source that it leaves early, once, but not one that has ended or failed", async () => {
    const { client, broadcast } = page({}, { keysPerRequest: 2 });
    const keys = broadcast(4);
    for (const [end, expected] of /** @type {const} */ ([["leave", 1], ["end", 0], ["fail", 0]])) {
      let [at, closed] = [0, 0];
      const msgKeys = { [Symbol.iterator]: () => ({
        next() {
          if (at === 2 && end === "fail") throw new Error("cursor lost");
          return at < keys.length ? { done: false, value: String(keys[at++]) } : { done: true, value: undefined };
        },
        return: () => ((closed += 1), { done: true, value: undefined }),
      }) };
      const work = async () => {
        for await (const { msgKey } of client.recallEach({ officialAccount: ACCOUNT, msgKeys: /** @type {any} */ (msgKeys) })) if (end === "leave" && msgKey) break;
      };
      if (end === "fail") assert.equal((await refused(work)).code, "ERR_INPUT_SOURCE");
      else await work();
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(closed, expected, end);
    }
  });

  test("sends nothing before the first outcome is requested", async () => {
    const { client, bodies } = page();
    client.recallEach({ officialAccount: ACCOUNT, msgKeys: ["1_1_1"] });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(bodies.length, 0);
  });

  test("ends with a summary, and rejects an iterable without keys at its end", async () => {
    const { client, broadcast } = page({}, { keysPerRequest: 4 });
    const keys = broadcast(10);
    const rows = client.recallEach({ officialAccount: ACCOUNT, msgKeys: new Set([...keys, "9_1_1698741698"]) });
    let step = await rows.next();
    while (!step.done) step = await rows.next();
    const { complete, counts, byCode, requests } = step.value;
    assert.deepEqual([complete, counts.recalled, counts.notFound, requests], [false, 10, 1, 3]);
    assert.deepEqual(byCode.map(({ code, count }) => [code, count]), [[10030, 1]]);
    const error = await refused(all(client.recallEach({ officialAccount: ACCOUNT, msgKeys: new Set() })));
    assert.deepEqual([error.code, error.message], ["ERR_INVALID_INPUT", "msgKeys: empty, expected at least one MsgKey"]);
  });

  test("rejects values that are not iterable", () => {
    for (const msgKeys of [undefined, null, 7, "1_1_1", {}]) {
      assert.throws(() => page().client.recallEach({ officialAccount: ACCOUNT, msgKeys: /** @type {any} */ (msgKeys) }), { code: "ERR_INVALID_INPUT" });
    }
  });
});

describe("history", () => {
  test("yields the messages of the account", async () => {
    const { client, broadcast } = page();
    const keys = broadcast(65);
    assert.deepEqual((await all(client.history(ACCOUNT))).map(({ msgKey }) => msgKey), [...keys].reverse());
    assert.deepEqual(await all(client.history(ACCOUNT, { until: new Date(0) })), []);
  });

  test("stops the handler when the loop ends early", async () => {
    const { client, broadcast, records } = page({}, { emulated: { faults: { latency: { min: 5, max: 5 } } } });
    broadcast(3000);
    for await (const { msgKey } of client.history(ACCOUNT)) {
      if (msgKey !== "") break;
    }
    await until(() => records.length === 2, "the end");
    assert.equal(records[1]?.outcome, "disconnected");
  });

  test("rejects with the error of the service or the handler", async () => {
    const denied = await refused(all(page({ identifier: "stranger" }).client.history(ACCOUNT)));
    assert.deepEqual([denied.code, denied.apiCode], ["ERR_PERMISSION", 60010]);
    assert.equal((await refused(all(page({ authorize: () => null }).client.history(ACCOUNT)))).code, "ERR_PERMISSION");
    assert.equal((await refused(all(page().client.history("nobody")))).code, "ERR_INVALID_INPUT");
  });
});

test("plan describes a recall", async () => {
  const { client } = page();
  const plan = await client.plan({ officialAccount: ACCOUNT, msgKeys: ["1_1_1698741698", "2_1_1698741698"] });
  assert.deepEqual([plan.messages, plan.requests, plan.batches.length, plan.oldest], [2, 1, 1, 1698741698]);
  const wrong = { officialAccount: ACCOUNT, msgKeys: ["1_1_1698741698"], unconfirmed: ["nonsense"] };
  assert.deepEqual((await refused(client.plan(wrong))).issues.map(({ path }) => path), ["unconfirmed[0]"]);
  for (const request of [{ officialAccount: "x", msgKeys: [] }, undefined]) {
    assert.equal((await refused(client.plan(/** @type {any} */ (request)))).code, "ERR_INVALID_INPUT");
  }
});

describe("an answer that is not from the handler", () => {
  const json = { "content-type": "application/json" };
  const lines = { "content-type": "application/x-ndjson" };
  /** @type {[string, string, Record<string, string>][]} */
  const answers = [
    ["a page", "<html>", { "content-type": "text/html" }], ["nothing", "", json], ["null", "null", json], ["an object", "{}", json],
    ["a plan of nothing", '{"plan":null}', json], ["lines of numbers", "1\n", lines], ["messages that are none", '{"type":"messages","messages":7}\n', lines],
    ["an error that is none", '{"type":"error","error":{"code":"oops"}}\n', lines],
  ];
  for (const [name, text, headers] of answers) {
    test(`gives an error that says so: ${name}`, async () => {
      const client = new RemoteRecallClient({ url: "/api/recall", fetch: async () => new Response(text, { headers }) });
      for (const ask of [() => client.plan({ officialAccount: ACCOUNT, msgKeys: ["1_1_1"] }), () => all(client.history(ACCOUNT))]) {
        const error = await refused(ask());
        assert.deepEqual([error.code, isRecallError(error)], ["ERR_UNREADABLE_REPLY", true]);
      }
    });
  }

  test("or that breaks off or times out gives such an error for a plan", async () => {
    const stop = new AbortController();
    const cut = () => new Response(new ReadableStream({ pull: (controller) => controller.error(new TypeError("network error")) }));
    const client = new RemoteRecallClient({ url: "/api/recall", fetch: async () => cut() });
    const request = { officialAccount: ACCOUNT, msgKeys: ["1_1_1"] };
    assert.equal((await refused(client.plan(request))).code, "ERR_NO_REPLY");
    const left = new RemoteRecallClient({ url: "/api/recall", fetch: async () => (stop.abort(), cut()) });
    assert.equal((await refused(left.plan({ ...request, signal: stop.signal }))).code, "ERR_ABORTED");
  });
});

describe("the URL", () => {
  test("is called with the given headers, which a function can make for each request", async () => {
    /** @type {[string, RequestInit][]} */
    const calls = [];
    const fetch = async (/** @type {string} */ url, /** @type {RequestInit} */ init) => (calls.push([url, init]), new Response("", { status: 404 }));
    let count = 0;
    const headers = async () => ({ authorization: `Bearer ${(count += 1)}` });
    const client = new RemoteRecallClient({ url: "https://api.example/recall", fetch, headers, credentials: "include" });
    for (let index = 0; index < 2; index += 1) await refused(client.plan({ officialAccount: ACCOUNT, msgKeys: ["1_1_1"] }));
    assert.deepEqual(calls.map(([url]) => url), ["https://api.example/recall", "https://api.example/recall"]);
    const [, init] = /** @type {[string, RequestInit]} */ (calls[1]);
    assert.deepEqual([init.method, init.credentials, init.redirect], ["POST", "include", "manual"]);
    assert.deepEqual({ ...init.headers, accept: undefined }, { authorization: "Bearer 2", "content-type": "application/json", accept: undefined });
  });

  test("is not called if the function for the headers fails", async () => {
    const { client, bodies } = page({}, { headers: () => Promise.reject(new Error("signed out")) });
    const error = await refused(client.recall({ officialAccount: ACCOUNT, msgKeys: ["1_1_1"] }));
    assert.deepEqual([error.code, error.report, bodies.length], ["ERR_INVALID_INPUT", undefined, 0]);
  });

  test("is required", () => {
    for (const options of [undefined, {}, { url: "" }, { url: "/x", keysPerRequest: 0 }, { url: "/x", fetch: "fetch" }]) {
      assert.throws(() => new RemoteRecallClient(/** @type {any} */ (options)), (error) => isRecallError(error) && error instanceof RecallError);
    }
  });

  test("can be called directly: the answer is lines that end with a report", async () => {
    const { handler, broadcast } = page();
    const body = JSON.stringify({ action: "recall", officialAccount: ACCOUNT, msgKeys: broadcast(2) });
    const headers = { "content-type": "application/json", cookie: "session=of-eve" };
    assert.equal((await linesOf(await handler(new Request("https://ops.example.com/", { method: "POST", headers, body })))).at(-1).type, "report");
  });
});
