// Interrupted runs of the handler: clients that disconnect or do not read, time limits, long silence.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ACCOUNT, ask, assertNothingUnhandled, linesOf, rowsOf, stage, until } from "./support/fixture.js";

/** @param {string[]} msgKeys @param {AbortSignal} [signal] */
const recallOf = (msgKeys, signal) => ask({ action: "recall", officialAccount: ACCOUNT, msgKeys }, { signal });

/** A service that never answers, and the state of its requests. */
function silentService() {
  const state = { sent: 0, aborted: 0 };
  /** @param {string} _url @param {{ signal: AbortSignal }} init @returns {Promise<Response>} */
  const fetch = (_url, { signal }) => new Promise((_, reject) => {
    state.sent += 1;
    signal.addEventListener("abort", () => {
      state.aborted += 1;
      reject(signal.reason);
    });
  });
  return { state, fetch };
}

/** The emulator with delayed answers. @param {number} ms */
const slow = (ms) => ({ faults: { latency: { min: ms, max: ms } } });

describe("a client that leaves", () => {
  /** @type {[string, (response: Response, leave: AbortController) => unknown][]} */
  const ways = [
    ["by its request's signal", (_, leave) => leave.abort()],
    ["by cancelling the answer", (response) => response.body?.cancel()],
    ["in the middle of reading", async (response) => {
      const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
      await reader.read();
      await reader.cancel();
    }],
  ];
  for (const [name, go] of ways) {
    test(`${name} ends the run: requests in flight are aborted, and no others are sent`, async (t) => {
      assertNothingUnhandled(t);
      const { state, fetch } = silentService();
      const { handler, broadcast, records, told } = stage({ fetch, timeout: 600_000 });
      const leave = new AbortController();
      const response = await handler(recallOf(broadcast(500), leave.signal));
      await until(() => state.sent > 0, "the first request");
      await go(response, leave);
      await until(() => records.length === 2, "the last record");
      assert.equal(state.aborted, state.sent);
      const [, end] = records;
      assert.deepEqual([end?.event, end?.outcome, end?.code], ["end", "disconnected", undefined]);
      assert.deepEqual(told, [], "that somebody leaves is no failure");
      assert.deepEqual([end?.counts?.unconfirmed, end?.counts?.notAttempted], [10 * state.sent, 500 - 10 * state.sent]);
      const before = state.sent;
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(state.sent, before);
    });
  }

  test("before the run starts prevents every request", async () => {
    const leave = new AbortController();
    const { handler, emulator, broadcast, records } = stage({ authorize: () => (leave.abort(), { user: "eve" }) });
    const response = await handler(recallOf(broadcast(5), leave.signal));
    assert.equal(response.status, 499);
    assert.equal(emulator.ledger.requests, 0);
    assert.deepEqual(records.map(({ event, code }) => [event, code]), [["refused", "ERR_ABORTED"]]);
  });

  test("during a history ends it", async (t) => {
    assertNothingUnhandled(t);
    const { handler, broadcast, records, emulator } = stage({}, slow(5));
    broadcast(5000);
    const response = await handler(ask({ action: "history", officialAccount: ACCOUNT }));
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    await reader.read();
    await reader.cancel();
    await until(() => records.length === 2, "the last record");
    assert.equal(records[1]?.outcome, "disconnected");
    assert.ok(emulator.ledger.requests < 250, `${emulator.ledger.requests} pages of 250`);
  });
});

test("a client that reads nothing pauses the run, and is finally given up", async (t) => {
  assertNothingUnhandled(t);
  const { handler, broadcast, records, emulator } = stage({ stallTimeout: 300, heartbeat: 10 });
  const response = await handler(recallOf(broadcast(30_000)));
  await until(() => records.length === 2, "the last record");
  assert.equal(records[1]?.outcome, "disconnected");
  assert.ok(emulator.ledger.recalledCount < 30_000, `${emulator.ledger.recalledCount} were recalled`);
  await assert.rejects(response.text());
});

test("during a long silence the last progress is repeated", async () => {
  const { state, fetch } = silentService();
  const { handler } = stage({ fetch, timeout: 400, retries: 0, heartbeat: 20 });
  const lines = await linesOf(await handler(recallOf(["1_1_1"])));
  const before = lines.filter((line) => line.type === "progress" && line.progress.counts.unconfirmed === 0);
  assert.ok(before.length >= 4, `${before.length} signs of life`);
  assert.equal(state.sent >= 1, true);
});

describe("a run that is stopped", () => {
  const silent = { timeout: 600_000, authorize: (/** @type {Request} */ request) => ({ user: String(request.headers.get("x-user")) }) };
  const as = (/** @type {string} */ user) => ({ headers: { "x-user": user } });

  test("ends its answer with the known outcomes of all messages", async () => {
    const { state, fetch } = silentService();
    const { handler, broadcast, records, told } = stage({ ...silent, fetch });
    const response = await handler(ask({ action: "recall", officialAccount: ACCOUNT, msgKeys: broadcast(50) }, as("eve")));
    await until(() => state.sent > 0, "the first request");
    const answer = await handler(ask({ action: "stop", id: records[0]?.id }, as("eve")));
    assert.deepEqual(await answer.json(), { stopping: true });
    const lines = await linesOf(response);
    assert.deepEqual([lines.at(-1).type, lines.at(-1).error.code], ["error", "ERR_ABORTED"]);
    assert.equal(rowsOf(lines).length, 50);
    assert.equal(lines.at(-1).report.counts.unconfirmed, 10 * state.sent);
    assert.deepEqual([state.aborted, records[1]?.outcome, records[1]?.code], [state.sent, "stopped", undefined]);
    assert.deepEqual(told, [], "that somebody stops is no failure");
    const again = await handler(ask({ action: "stop", id: records[0]?.id }, as("eve")));
    assert.deepEqual(await again.json(), { stopping: false }, "it is over");
  });

  test("can be stopped only by its own user", async () => {
    const { state, fetch } = silentService();
    const { handler, broadcast, records } = stage({ ...silent, fetch });
    const response = await handler(ask({ action: "recall", officialAccount: ACCOUNT, msgKeys: broadcast(50) }, as("eve")));
    await until(() => state.sent > 0, "the first request");
    const answer = await handler(ask({ action: "stop", id: records[0]?.id }, as("mallory")));
    assert.deepEqual(await answer.json(), { stopping: false });
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(state.aborted, 0);
    await response.body?.cancel();
  });
});

describe("the time limit", () => {
  test("returns the remaining keys, and every key has a row or remains", async () => {
    const { emulator, handler, broadcast, records } = stage({ timeLimit: 3000, rateLimit: 100 });
    const msgKeys = broadcast(20_000);
    const lines = await linesOf(await handler(recallOf(msgKeys)));
    const last = lines.at(-1);
    assert.equal(last.type, "continue");
    const rows = rowsOf(lines);
    const recalled = rows.filter((row) => row.status === "recalled").map((row) => row.msgKey);
    assert.ok(recalled.length > 0 && recalled.length < 20_000);
    assert.equal(recalled.length, emulator.ledger.recalledCount);
    const named = new Set([...rows.map((row) => row.msgKey), ...last.msgKeys, ...last.unconfirmed]);
    assert.deepEqual([...named].sort(), [...msgKeys].sort());
    const left = new Set(last.msgKeys);
    assert.ok(recalled.every((key) => !left.has(key)), "nothing that is done is left");
    assert.deepEqual(records.map(({ event, outcome }) => [event, outcome]), [["start", undefined], ["end", "continued"]]);
    assert.equal(Object.values(records[1]?.counts ?? {}).reduce((sum, count) => sum + count, 0), 20_000);
  });

  test("aborts requests without an answer and reports their keys as in doubt", async () => {
    const { state, fetch } = silentService();
    const { handler, broadcast } = stage({ timeLimit: 1000, fetch, timeout: 60_000 });
    const lines = await linesOf(await handler(recallOf(broadcast(30))));
    const last = lines.at(-1);
    assert.equal(last.type, "continue");
    assert.equal(last.unconfirmed.length, 10 * state.sent);
    assert.equal(last.msgKeys.length, 30 - 10 * state.sent);
    assert.equal(state.aborted, state.sent);
    assert.deepEqual(rowsOf(lines).map((row) => row.status), last.unconfirmed.map(() => "unconfirmed"));
  });

  test("does not affect a run that ends earlier", async () => {
    const { handler, broadcast } = stage({ timeLimit: 60_000 });
    const lines = await linesOf(await handler(recallOf(broadcast(100))));
    assert.equal(lines.at(-1).type, "report");
  });

  test("ends a history with an error, since it cannot be continued", async () => {
    const { handler, broadcast } = stage({ timeLimit: 1000 }, slow(30));
    broadcast(5000);
    const lines = await linesOf(await handler(ask({ action: "history", officialAccount: ACCOUNT })));
    assert.deepEqual([lines.at(-1).type, lines.at(-1).error.code], ["error", "ERR_DEADLINE"]);
  });
});

test("the runtime is asked to wait for the last record", async () => {
  /** @type {Promise<unknown>[]} */
  const waited = [];
  const { handler, broadcast, records } = stage();
  const context = { waitUntil(/** @type {Promise<unknown>} */ work) {
    assert.equal(this, context);
    waited.push(work);
  } };
  const response = await handler(recallOf(broadcast(5)), context);
  await response.body?.cancel();
  assert.equal(waited.length, 1);
  await waited[0];
  assert.equal(records[1]?.event, "end");
});
