// The final rows of a handler, which cover every message however the run ends: normally, rejected, at the time limit, or by a crash.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { RecallOutcomes } from "../../../pkg-template/handler/actions/recall_outcomes.js";
import { ACCOUNT, ask, linesOf, rowsOf, stage } from "./support/fixture.js";

const KEYS = ["1_1_1", "2_1_1", "3_1_1", "4_1_1"];
const messageOf = (/** @type {string} */ msgKey) => ({ officialAccount: ACCOUNT, msgKey });
const MESSAGES = KEYS.map(messageOf);
const idOf = (/** @type {string} */ msgKey) => `${msgKey} ${ACCOUNT}`;
const recalled = (/** @type {string} */ msgKey) => ({ ...messageOf(msgKey), status: /** @type {const} */ ("recalled"), attempts: 1 });

/** A ledger of a run that has read three keys and reported the first. */
function halfWay() {
  const ledger = new RecallOutcomes(MESSAGES);
  const feed = ledger.feed();
  for (let taken = 0; taken < 3; taken += 1) feed.next();
  ledger.add(recalled("1_1_1"));
  return ledger;
}

const statusesOf = (/** @type {RecallOutcomes} */ ledger) => ledger.takeRows().map(({ msgKey, status, attempts }) => [msgKey, status, attempts]);

describe("a run without further outcomes", () => {
  test("leaves in doubt exactly the keys that it had read when the core crashed", () => {
    const ledger = halfWay();
    const failure = Object.assign(new Error("the core failed"), { code: "ERR_INTERNAL" });
    ledger.end(failure);
    assert.deepEqual(statusesOf(ledger), [["1_1_1", "recalled", 1], ["2_1_1", "unconfirmed", 1], ["3_1_1", "unconfirmed", 1], ["4_1_1", "notAttempted", 0]]);
    assert.deepEqual([ledger.error, ledger.left], [failure, { messages: [], unconfirmed: [] }]);
    assert.deepEqual(ledger.counts, { recalled: 1, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 2, notAttempted: 1 });
  });

  test("has sent no key without an outcome if it ended in any other way", () => {
    const ledger = halfWay();
    ledger.end(Object.assign(new Error("refused"), { code: "ERR_PERMISSION" }));
    assert.deepEqual(statusesOf(ledger).slice(1), KEYS.slice(1).map((key) => [key, "notAttempted", 0]));
    assert.equal(ledger.report().counts.notAttempted, 3);
  });

  test("returns the keys left at the time limit, separate from those in doubt", () => {
    const ledger = halfWay();
    ledger.drain();
    ledger.add({ ...messageOf("2_1_1"), status: "unconfirmed", retryable: true, attempts: 1 });
    ledger.add({ ...messageOf("3_1_1"), status: "failed", code: 10002, meaning: "x", retryable: true, attempts: 2 });
    ledger.end(new Error("over"), { byTime: true });
    assert.deepEqual(ledger.left, { messages: ["4_1_1", "3_1_1"].map(messageOf), unconfirmed: ["2_1_1"].map(messageOf) });
    assert.equal(ledger.error, undefined);
    assert.deepEqual(ledger.counts, { recalled: 1, presumedRecalled: 0, notFound: 0, failed: 1, unconfirmed: 1, notAttempted: 1 });
  });
});

test("outcomes from before the time limit are written and not continued", () => {
  const ledger = new RecallOutcomes(MESSAGES);
  ledger.add({ ...messageOf("1_1_1"), status: "notAttempted", retryable: true, attempts: 0 });
  ledger.add({ ...messageOf("2_1_1"), status: "failed", code: 10002, meaning: "x", retryable: true, attempts: 6 });
  ledger.drain();
  ledger.add({ ...messageOf("3_1_1"), status: "failed", code: 10031, meaning: "x", retryable: false, attempts: 1 });
  ledger.end(new Error("over"), { byTime: true });
  assert.deepEqual(statusesOf(ledger), [["1_1_1", "notAttempted", 0], ["2_1_1", "failed", 6], ["3_1_1", "failed", 1]]);
  assert.deepEqual(ledger.left, { messages: ["4_1_1"].map(messageOf), unconfirmed: [] });
});

test("progress covers the whole request, and its time left depends on all messages", () => {
  const ledger = new RecallOutcomes(MESSAGES);
  const counts = { recalled: 1, presumedRecalled: 0, notFound: 0, failed: 1, unconfirmed: 0, notAttempted: 0 };
  const progress = { total: 2, counts, requests: 2, retries: 1, inFlight: 1, rate: 5, durationMs: 4200 };
  assert.deepEqual(ledger.progress(progress), { ...progress, total: 4, secondsLeft: 1 }, "at first by the pace");
  const later = { ...progress, counts: { ...counts, recalled: 2 }, durationMs: 9200 };
  assert.deepEqual(ledger.progress(later), { ...later, total: 4, secondsLeft: 5 }, "then by the speed of the last seconds");
  const none = { ...counts, recalled: 0, failed: 0 };
  assert.deepEqual(ledger.progress({ ...progress, counts: none }), { ...progress, counts: none, total: 4, secondsLeft: undefined });
  assert.deepEqual(ledger.report(), { complete: false, counts: none, byCode: [], requests: 2, retries: 1 });
});

describe("a run with keys in doubt", () => {
  const failure = Object.assign(new Error("refused"), { code: "ERR_PERMISSION" });

  test("leaves those in doubt that it did not reach", () => {
    const ledger = new RecallOutcomes(MESSAGES, new Set(["2_1_1", "9_9_9"].map(idOf)));
    ledger.feed().next();
    ledger.end(failure);
    assert.deepEqual(statusesOf(ledger), KEYS.map((key) => [key, key === "2_1_1" ? "unconfirmed" : "notAttempted", 0]));
    assert.deepEqual(ledger.counts, { recalled: 0, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 1, notAttempted: 3 });
  });

  test("returns them as in doubt at the time limit", () => {
    const ledger = new RecallOutcomes(MESSAGES, new Set([idOf("2_1_1")]));
    ledger.drain();
    ledger.end(new Error("over"), { byTime: true });
    assert.deepEqual(ledger.left, { messages: ["1_1_1", "3_1_1", "4_1_1"].map(messageOf), unconfirmed: ["2_1_1"].map(messageOf) });
    assert.deepEqual(ledger.counts, { recalled: 0, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 1, notAttempted: 3 });
  });

  test("accepts no more keys in doubt than fit into one request", async () => {
    const { handler } = stage({ maxKeys: 2 });
    const response = await handler(ask({ action: "recall", officialAccount: ACCOUNT, msgKeys: KEYS.slice(0, 2), unconfirmed: KEYS }));
    const { error } = await response.json();
    assert.deepEqual([response.status, error.issues], [422, [{ path: "unconfirmed", code: "keys-above-limit", params: { count: 4, max: 2 }, message: "found 4 keys, expected at most 2 in one request" }]]);
  });
});

test("a failure on the server is reported to onError with its cause, and to the page without it", async () => {
  const failure = new Error("vault.internal:8200 is sealed");
  const { handler, broadcast, told, records } = stage({ secretKey: undefined, userSig: () => Promise.reject(failure) });
  const lines = await linesOf(await handler(ask({ action: "recall", officialAccount: ACCOUNT, msgKeys: broadcast(3) })));
  assert.deepEqual(told, [failure]);
  assert.equal(lines.at(-1).error.code, "ERR_USER_SIG_PROVIDER");
  assert.ok(!JSON.stringify(lines).includes("vault"), "the page sees where the key is kept");
  assert.deepEqual(rowsOf(lines).map(({ status }) => status), ["notAttempted", "notAttempted", "notAttempted"]);
  assert.deepEqual([records[1]?.outcome, records[1]?.code], ["failed", "ERR_USER_SIG_PROVIDER"]);
});
