// How a run of the handler is stopped gracefully, and the option `beforeSend`.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ACCOUNT, ask, assertDiscreet, assertNothingUnhandled, linesOf, rowsOf, stage, until } from "./support/fixture.js";

/** @param {string[]} msgKeys @param {object} [more] */
const recallOf = (msgKeys, more) => ask({ action: "recall", officialAccount: ACCOUNT, msgKeys, ...more });

/** A gate for all requests but the first, since a run sends one until it has been answered. They wait until it opens. */
function gated() {
  const state = { sent: 0, aborted: 0, open: () => {} };
  const gate = new Promise((resolve) => (state.open = () => resolve(undefined)));
  const through = (/** @type {any} */ fetch) => async (/** @type {string} */ url, /** @type {any} */ init) => {
    state.sent += 1;
    init.signal.addEventListener("abort", () => void (state.aborted += 1));
    if (state.sent > 1) await gate;
    return fetch(url, init);
  };
  return { state, through };
}

describe("a graceful stop", () => {
  /** @param {Parameters<typeof stage>[0]} [options] */
  async function begun(options) {
    const { state, through } = gated();
    /** @type {ReturnType<typeof stage>} */
    const staged = stage({ concurrency: 3, ...options, fetch: through((/** @type {string} */ url, /** @type {any} */ init) => staged.emulator.fetch(url, init)) });
    const msgKeys = staged.broadcast(100);
    const response = await staged.handler(recallOf(msgKeys));
    await until(() => state.sent === 4, "the requests");
    const stop = (more = {}) => staged.handler(ask({ action: "stop", id: staged.records[0]?.id, ...more })).then((answer) => answer.json());
    return { ...staged, msgKeys, response, state, stop };
  }

  test("waits for the requests in flight, and its answer ends with a report that says so", async (t) => {
    assertNothingUnhandled(t);
    const { response, state, stop, records, told, emulator } = await begun();
    assert.deepEqual(await stop({ graceful: true }), { stopping: true });
    state.open();
    const lines = await linesOf(response);
    const { type, report } = lines.at(-1);
    assert.deepEqual([type, report.stopped, report.counts.recalled, report.counts.unconfirmed, report.counts.notAttempted], ["report", true, 40, 0, 60]);
    assert.deepEqual([rowsOf(lines).length, state.sent, state.aborted, emulator.ledger.recalledCount], [100, 4, 0, 40]);
    assert.deepEqual([records[1]?.outcome, records[1]?.counts?.notAttempted, told], ["stopped", 60, []]);
  });

  test("may be followed by an abort, which does not wait", async () => {
    const { response, state, stop } = await begun({ timeout: 600_000 });
    await stop({ graceful: true });
    assert.deepEqual(await stop(), { stopping: true });
    const { type, error, report } = (await linesOf(response)).at(-1);
    assert.deepEqual([type, error.code, report.counts.unconfirmed, state.aborted], ["error", "ERR_ABORTED", 30, 3]);
  });

  test("and an abort in the same moment ends as an abort", async () => {
    const { response, stop } = await begun({ timeout: 600_000 });
    await Promise.all([stop({ graceful: true }), stop()]);
    assert.equal((await linesOf(response)).at(-1).error.code, "ERR_ABORTED");
  });

  test("does not wait for a limiter that never answers", async () => {
    const { handler, broadcast, records, emulator } = stage({ limiter: { acquire: () => new Promise(() => {}) } });
    const response = await handler(recallOf(broadcast(20)));
    await handler(ask({ action: "stop", id: records[0]?.id, graceful: true }));
    const { type, report } = (await linesOf(response)).at(-1);
    assert.deepEqual([type, report.stopped, report.counts.notAttempted, emulator.ledger.requests], ["report", true, 20, 0]);
  });

  test("is refused with a flag that is none", async () => {
    const response = await stage().handler(ask({ action: "stop", id: "x", graceful: "yes" }));
    assert.equal(response.status, 422);
    assert.deepEqual((await response.json()).error.issues.map((/** @type {any} */ { path }) => path), ["graceful"]);
  });

  test("does not report a stop for a run that was not stopped", async () => {
    const { handler, broadcast } = stage();
    assert.equal("stopped" in (await linesOf(await handler(recallOf(broadcast(5))))).at(-1).report, false);
  });
});

test("near the time limit the run waits for its requests in flight, and leaves the rest", async () => {
  const { handler, broadcast, emulator } = stage({ timeLimit: 1200, concurrency: 2, timeout: 10_000 }, { faults: { latency: { min: 400, max: 400 } } });
  const lines = await linesOf(await handler(recallOf(broadcast(200))));
  const { type, msgKeys, unconfirmed } = lines.at(-1);
  assert.deepEqual([type, unconfirmed], ["continue", []], "nothing is cut off");
  assert.equal(msgKeys.length, 200 - emulator.ledger.recalledCount);
});

describe("beforeSend", () => {
  test("is awaited before each request, with the user and the ids of the audit records", async () => {
    /** @type {any[]} */
    const journal = [];
    const { handler, broadcast, records, emulator } = stage({ beforeSend: async (request) => {
      await new Promise((resolve) => setImmediate(resolve));
      journal.push(request);
    }, fetch: (url, init) => {
      const { MsgKeyList } = JSON.parse(String(init.body));
      assert.ok(journal.some(({ msgKeys }) => String(msgKeys) === String(MsgKeyList)), "it left before it was written down");
      return emulator.fetch(url, init);
    } });
    const msgKeys = broadcast(25);
    const { report } = (await linesOf(await handler(recallOf(msgKeys, { run: "run-1" })))).at(-1);
    assert.deepEqual([report.complete, journal.length], [true, 3]);
    assert.deepEqual(journal.flatMap((request) => request.msgKeys).sort(), [...msgKeys].sort());
    const { msgKeys: _, ...facts } = journal[0];
    assert.deepEqual(facts, { officialAccount: ACCOUNT, user: "eve", id: records[0]?.id, run: "run-1" });
  });

  /** @type {[string, () => any][]} */
  const failing = [
    ["throws", () => { throw new Error("hunter2"); }],
    ["rejects", () => Promise.reject(new Error("hunter2"))],
    ["never settles", () => new Promise(() => {})],
  ];
  for (const [name, beforeSend] of failing) {
    test(`that ${name} prevents its request and ends the run: the operator gets the cause, the client does not`, async (t) => {
      assertNothingUnhandled(t);
      const { handler, broadcast, records, told, emulator } = stage({ beforeSend, checkTimeout: 30 });
      const text = await (await handler(recallOf(broadcast(25)))).text();
      const lines = text.trim().split("\n").map((line) => JSON.parse(line));
      const { type, error, report } = lines.at(-1);
      assert.deepEqual([type, error.code, error.detail.code, report.counts.notAttempted], ["error", "ERR_BEFORE_SEND", "before-send-failed", 25]);
      assert.deepEqual([emulator.ledger.requests, records[1]?.outcome, records[1]?.code, told.length], [0, "failed", "ERR_BEFORE_SEND", 1]);
      assert.match(String(told[0]), /hunter2|beforeSend took more than 30 ms/);
      assert.doesNotMatch(text, /hunter2/);
      assertDiscreet(text);
    });
  }

  test("must be a function", () => {
    assert.throws(() => stage({ beforeSend: /** @type {any} */ ("journal") }), { code: "ERR_INVALID_INPUT" });
  });
});
