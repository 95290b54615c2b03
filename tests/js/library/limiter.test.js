// The caller's limiter: awaited before every request, called ahead if it is slow, and notified when its permits are not needed.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { RecallClient, recall } from "../../../pkg/index.js";
import { ACCOUNT, CREDENTIALS, assertSums, keysOf, memoryOf, refused } from "./support/fixture.js";

/**
 * A service that recalls everything.
 * @param {(requests: number) => unknown} [before] awaited before each answer
 */
function service(before) {
  const seen = { requests: 0 };
  const fetch = async (/** @type {string} */ _url, /** @type {any} */ { body }) => {
    seen.requests += 1;
    await before?.(seen.requests);
    const rows = (JSON.parse(body).MsgKeyList ?? []).map((/** @type {string} */ MsgKey) => ({ MsgKey, RetCode: 0 }));
    return new Response(JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList: rows }));
  };
  return { seen, fetch };
}

/** The memory of the next instance of WebAssembly. */
function memoryOfNext() {
  const { Instance } = WebAssembly;
  /** @type {WebAssembly.Instance | undefined} */
  let made;
  WebAssembly.Instance = /** @type {any} */ (function (/** @type {[any]} */ ...values) {
    WebAssembly.Instance = Instance;
    return (made = new Instance(...values));
  });
  return () => memoryOf(made);
}

/** @param {any} change @returns {any} */
const inputWith = (change) => ({ ...CREDENTIALS, region: "singapore", officialAccount: ACCOUNT, msgKeys: keysOf(25), fetch: service().fetch, retries: 0, ...change });

test("a limiter is awaited before every request, with its object as this", async () => {
  const limiter = {
    granted: 0,
    async acquire(/** @type {AbortSignal} */ signal) {
      assert.equal(signal.aborted, false);
      await pause(1);
      this.granted += 1;
    },
  };
  const { seen, fetch } = service();
  const client = new RecallClient(inputWith({ limiter, fetch }));
  assert.ok((await client.recall({ officialAccount: ACCOUNT, msgKeys: keysOf(95) })).complete);
  assert.deepEqual([limiter.granted, seen.requests], [10, 10]);
  await client.history(ACCOUNT).next();
  assert.deepEqual([limiter.granted, seen.requests], [11, 11]);
});

test("a limiter that fails ends the run with its error and the outcomes so far", async () => {
  const thrown = new Error("redis is gone");
  for (const failing of [() => { throw thrown; }, () => Promise.reject(thrown)]) {
    let left = 2;
    const acquire = () => (left-- > 0 ? undefined : failing());
    const error = await refused(recall(inputWith({ limiter: { acquire }, concurrency: 1 })));
    assert.deepEqual([error.code, error.cause], ["ERR_LIMITER", thrown]);
    assert.equal(error.report?.counts.notAttempted, 5);
    assertSums(/** @type {any} */ (error.report), keysOf(25));
  }
});

test("a limiter that hangs is aborted by its signal at the end of the run", async () => {
  /** @type {AbortSignal | undefined} */
  let seen;
  const acquire = (/** @type {AbortSignal} */ signal) => {
    seen = signal;
    return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  const error = await refused(recall(inputWith({ limiter: { acquire }, deadline: 20 })));
  assert.deepEqual([error.code, error.report, seen?.aborted], ["ERR_DEADLINE", undefined, true]);
});

test("a slow limiter is called ahead: every request has a permit, and no permit is wasted", async () => {
  const counts = { asked: 0, granted: 0, most: 0 };
  const acquire = async () => {
    counts.asked += 1;
    counts.most = Math.max(counts.most, counts.asked - counts.granted);
    await pause(20);
    counts.granted += 1;
  };
  const { seen, fetch } = service((requests) => assert.ok(requests <= counts.granted, "a request without leave"));
  const report = await recall(inputWith({ limiter: { acquire }, fetch, rateLimit: 100_000, msgKeys: keysOf(600) }));
  assert.ok(report.complete);
  assert.deepEqual([counts.asked, counts.granted, seen.requests], [60, 60, 60]);
  assert.ok(counts.most > 1 && counts.most <= 16, `${counts.most} at a time`);
});

test("a run that ends early cancels its pending permits", async () => {
  /** @type {AbortSignal[]} */
  const open = [];
  const acquire = async (/** @type {AbortSignal} */ signal) => {
    open.push(signal);
    await pause(20, undefined, { signal });
    open.splice(open.indexOf(signal), 1);
  };
  const abort = new AbortController();
  const { fetch } = service((requests) => { if (requests === 20) abort.abort(); });
  const error = await refused(recall(inputWith({ limiter: { acquire }, fetch, rateLimit: 100_000, msgKeys: keysOf(6000), signal: abort.signal })));
  assert.equal(error.code, "ERR_ABORTED");
  assert.ok(open.length > 0 && open.every((signal) => signal.aborted));
});

test("a run waits for requests in flight when a limiter fails", async () => {
  let left = 5;
  const acquire = async () => {
    if (left-- === 0) throw new Error("redis is gone");
  };
  const { fetch } = service((requests) => (requests > 1 ? pause(30) : undefined));
  const error = await refused(recall(inputWith({ limiter: { acquire }, fetch, msgKeys: keysOf(100) })));
  assert.equal(error.code, "ERR_LIMITER");
  assert.deepEqual({ ...error.report?.counts }, { recalled: 50, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 0, notAttempted: 50 });
});

test("pending permits are cancelled as soon as the limiter fails, not when the requests in flight end", async () => {
  let asked = 0;
  let inFlight = 0;
  /** @type {number[]} */
  const told = [];
  const acquire = async (/** @type {AbortSignal} */ signal) => {
    asked += 1;
    if (asked < 20) return pause(20);
    if (asked === 20) {
      await pause(20);
      throw new Error("redis is gone");
    }
    return new Promise(() => signal.addEventListener("abort", () => told.push(inFlight)));
  };
  const { fetch } = service(async (requests) => {
    inFlight += 1;
    await pause(requests > 5 ? 200 : 1);
    inFlight -= 1;
  });
  const error = await refused(recall(inputWith({ limiter: { acquire }, fetch, rateLimit: 100_000, msgKeys: keysOf(6000) })));
  assert.equal(error.code, "ERR_LIMITER");
  assert.ok(told.length > 0 && told.every((requests) => requests > 0), `told with ${told.join()} in flight`);
});

test("a limiter that never settles, even after an abort, does not keep memory of finished runs", async () => {
  const memory = memoryOfNext();
  // A separate copy, whose core is created by the first call.
  const { RecallClient: Client } = createRequire(import.meta.url)("../../../pkg/index.cjs");
  const client = new Client(inputWith({ limiter: { acquire: () => new Promise(() => {}) }, deadline: 5 }));
  const bytes = [];
  for (let runs = 0; runs < 12; runs += 1) {
    await refused(client.recall({ officialAccount: ACCOUNT, msgKeys: keysOf(50_000) }));
    bytes.push(memory().buffer.byteLength);
  }
  const [early = 0, late = 0] = [bytes.at(3), bytes.at(-1)];
  assert.ok(late <= 1.5 * early, `${early} bytes after 4 runs, ${late} after 12`);
});
