// stopSignal, which stops a run without aborting its requests in flight, and beforeSend, which is awaited before each request.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { RecallClient, recall } from "../../../pkg/index.js";
import { ACCOUNT, CREDENTIALS, assertSums, keysOf, refused } from "./support/fixture.js";

/**
 * A service that recalls every message and records its requests.
 * @param {() => unknown} [before] awaited before each answer
 */
function service(before) {
  /** @type {string[][]} */
  const sent = [];
  const fetch = async (/** @type {string} */ _url, /** @type {any} */ { body }) => {
    const { MsgKeyList } = JSON.parse(body);
    sent.push(MsgKeyList);
    await before?.();
    const rows = MsgKeyList.map((/** @type {string} */ MsgKey) => ({ MsgKey, RetCode: 0 }));
    return new Response(JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList: rows }));
  };
  return { sent, fetch };
}

/** @param {any} change @returns {any} */
const inputWith = (change) => ({ ...CREDENTIALS, region: "singapore", officialAccount: ACCOUNT, rateLimit: 10_000, ...change });

test("a stopped run waits for its requests in flight and resolves: no answered message is unconfirmed", async () => {
  const controller = new AbortController();
  const { sent, fetch } = service(async () => {
    if (sent.length === 5) controller.abort();
    await pause(20);
  });
  const msgKeys = keysOf(1000);
  const report = await recall(inputWith({ msgKeys, fetch, concurrency: 4, stopSignal: controller.signal }));
  assertSums(report, msgKeys);
  assert.equal(report.stopped, true);
  assert.deepEqual([report.counts.recalled, report.counts.unconfirmed, report.counts.notAttempted], [sent.flat().length, 0, 1000 - sent.flat().length]);
  assert.ok(sent.length >= 5 && sent.length <= 9, `${sent.length} requests`);
});

test("a run stopped before its start sends nothing, and a run that is not stopped does not report a stop", async () => {
  const { sent, fetch } = service();
  const report = await recall(inputWith({ msgKeys: keysOf(10), fetch, stopSignal: AbortSignal.abort() }));
  assert.deepEqual([sent.length, report.stopped, report.counts.notAttempted], [0, true, 10]);
  const whole = await recall(inputWith({ msgKeys: keysOf(10), fetch, stopSignal: new AbortController().signal }));
  assert.deepEqual([whole.complete, "stopped" in whole], [true, false]);
});

test("a stopped stream ends with a summary, and its source is closed", async () => {
  const controller = new AbortController();
  let isClosed = false;
  async function* source() {
    try {
      for (let seq = 1; ; seq += 1) {
        yield `${seq}_1_1698741698`;
        if (seq === 500) controller.abort();
      }
    } finally {
      isClosed = true;
    }
  }
  const { fetch } = service();
  const client = new RecallClient(inputWith({ fetch, officialAccount: undefined }));
  const rows = client.recallEach({ officialAccount: ACCOUNT, msgKeys: source(), stopSignal: controller.signal });
  let step = await rows.next();
  for (; !step.done; step = await rows.next()) assert.match(step.value.status, /^(recalled|notAttempted)$/);
  assert.equal(step.value.stopped, true);
  await pause(5);
  assert.ok(isClosed);
});

test("a pending userSig function or limiter does not delay a stop", async () => {
  const never = () => new Promise(() => {});
  for (const waiting of [{ secretKey: undefined, userSig: never }, { limiter: { acquire: never } }, { beforeSend: never }]) {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const { sent, fetch } = service();
    const report = await recall(inputWith({ msgKeys: keysOf(10), fetch, stopSignal: controller.signal, ...waiting }));
    assert.deepEqual([sent.length, report.stopped, report.counts.notAttempted], [0, true, 10]);
  }
});

test("beforeSend is awaited before each request and each retry, and its time does not count for time-out and pace", async () => {
  /** @type {string[]} */
  const journal = [];
  let failures = 3;
  const fetch = async (/** @type {string} */ url, /** @type {any} */ init) => {
    const { MsgKeyList, Official_Account } = JSON.parse(init.body);
    assert.ok(journal.includes(`${Official_Account} ${MsgKeyList}`), "it left before it was written down");
    if (failures-- > 0) throw new Error("the network is down");
    return good.fetch(url, init);
  };
  const good = service();
  const msgKeys = keysOf(95);
  const report = await recall(inputWith({
    msgKeys, fetch, timeout: 30,
    beforeSend: async (/** @type {import("../../../pkg/index.js").BeforeSendRequest} */ { officialAccount, msgKeys: keys }) => {
      await pause(50);
      journal.push(`${officialAccount} ${keys}`);
    },
  }));
  assertSums(report, msgKeys);
  assert.ok(report.complete, JSON.stringify(report.counts));
  assert.equal(journal.length, report.requests);
  assert.ok(report.durationMs < 95 * 50, "calls of beforeSend overlap");
});

test("a beforeSend that throws prevents its request and ends the run, with the outcomes so far", async () => {
  const thrown = new Error("the disk is full");
  let calls = 0;
  const { sent, fetch } = service();
  const error = await refused(recall(inputWith({ msgKeys: keysOf(100), fetch, concurrency: 1, beforeSend: () => { if ((calls += 1) > 3) throw thrown; } })));
  assert.equal(error.code, "ERR_BEFORE_SEND");
  assert.equal(error.message, "beforeSend failed, and its request was not sent; see cause");
  assert.equal(error.cause, thrown);
  assert.equal(sent.length, 3);
  assert.deepEqual([error.report?.counts.recalled, error.report?.counts.notAttempted], [30, 70]);
});

test("an invalid stopSignal or beforeSend is rejected before anything is sent", async () => {
  const { sent, fetch } = service();
  const error = await refused(() => recall(inputWith({ msgKeys: keysOf(1), fetch, stopSignal: {}, beforeSend: "journal" })));
  assert.deepEqual(error.issues.map(({ path }) => path), ["stopSignal", "beforeSend"]);
  assert.equal(sent.length, 0);
});
