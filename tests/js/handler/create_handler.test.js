// createHandler with a plain Request and Response: its answers and its audit records.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { ACCOUNT, OTHER_ACCOUNT, SECRET_KEY, ask, assertDiscreet, linesOf, rowsOf, stage } from "./support/fixture.js";

/** @param {string[]} msgKeys @param {object} [more] */
const recallOf = (msgKeys, more) => ask({ action: "recall", officialAccount: ACCOUNT, msgKeys, ...more });

describe("a recall", () => {
  test("gets a row for every distinct key and a report at the end, which agree with the emulator", async () => {
    const { emulator, handler, broadcast } = stage();
    const msgKeys = broadcast(1234);
    const lines = await linesOf(await handler(recallOf([...msgKeys, msgKeys[0], msgKeys[7]], { reason: "sent by mistake" })));
    assert.equal(lines[0].type, "start");
    assert.equal(lines[0].messages, 1234);
    const { type, report } = lines.at(-1);
    assert.equal(type, "report");
    assert.deepEqual(report.counts, { recalled: 1234, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 0, notAttempted: 0 });
    assert.equal(report.complete, true);
    assert.equal(report.requests, emulator.ledger.requests);
    assert.deepEqual(rowsOf(lines).map((row) => row.msgKey).sort(), [...msgKeys].sort());
    assert.equal(emulator.ledger.recalledCount, 1234);
    assert.equal(emulator.ledger.recalled[0]?.reason, "sent by mistake");
  });

  test("reports messages that are not recalled with their codes", async () => {
    const { emulator, handler, broadcast } = stage();
    const [old] = [emulator.addMessage({ officialAccount: ACCOUNT, text: "x", recallable: false })];
    const lines = await linesOf(await handler(recallOf([...broadcast(3), String(old)])));
    const { report } = lines.at(-1);
    assert.equal(report.complete, false);
    assert.deepEqual(report.byCode.map((/** @type {any} */ one) => [one.code, one.count]), [[10032, 1]]);
    assert.equal(rowsOf(lines).find((row) => row.msgKey === old).code, 10032);
  });

  test("of already recalled messages reports them as such in rows, progress, report and audit, not as failed", async () => {
    const { handler, broadcast, records } = stage();
    const msgKeys = broadcast(12);
    await linesOf(await handler(recallOf(msgKeys.slice(0, 10))));
    const lines = await linesOf(await handler(recallOf(msgKeys)));
    const counts = { recalled: 2, presumedRecalled: 0, notFound: 10, failed: 0, unconfirmed: 0, notAttempted: 0 };
    const { type, report } = lines.at(-1);
    assert.deepEqual([type, report.counts, report.complete], ["report", counts, false]);
    assert.deepEqual(lines.filter((line) => line.type === "progress").at(-1).progress.counts, counts);
    assert.deepEqual([records[3]?.outcome, records[3]?.counts], ["completed", counts]);
    const rows = rowsOf(lines).filter((row) => row.status === "notFound");
    assert.deepEqual(rows.map((row) => row.msgKey).sort(), msgKeys.slice(0, 10).sort());
    assert.ok(rows.every(({ code, retryable }) => code === 10030 && retryable === false));
  });

  test("that the service rejects as a whole ends with an error line, and has every row", async () => {
    const { emulator, handler, broadcast, told } = stage({ identifier: "stranger" });
    const msgKeys = broadcast(2000);
    const lines = await linesOf(await handler(recallOf(msgKeys)));
    const { type, error, report } = lines.at(-1);
    assert.equal(type, "error");
    assert.equal(error.code, "ERR_PERMISSION");
    assert.equal(error.apiCode, 60010);
    assert.equal(rowsOf(lines).length, 2000);
    assert.equal(report.counts.recalled, 0);
    assert.equal(report.counts.unconfirmed, 0, "nothing that was never sent is in doubt");
    assert.equal(emulator.ledger.recalledCount, 0);
    assert.deepEqual(told, []);
  });

  test("reports progress of the whole request", async () => {
    const { handler, broadcast } = stage();
    const lines = await linesOf(await handler(recallOf(broadcast(50))));
    const progress = lines.filter((line) => line.type === "progress").map((line) => line.progress);
    assert.ok(progress.length >= 2);
    assert.ok(progress.every(({ total }) => total === 50));
    assert.equal(progress.at(-1).counts.recalled, 50);
  });

  test("does not pass a UserSig quoted by the service to the page", async () => {
    const fetch = async (/** @type {string} */ url) => Response.json({ ActionStatus: "FAIL", ErrorCode: 70009, ErrorInfo: `bad sig ${url} ${SECRET_KEY}` });
    const { handler } = stage({ fetch });
    const response = await handler(recallOf(["1_1_1"]));
    const text = await response.text();
    assert.match(text, /ERR_USER_SIG/);
    assertDiscreet(text);
  });

  test("with a message that is presumed recalled is not complete, and has its number of attempts", async () => {
    let calls = 0;
    const { emulator, handler, broadcast } = stage({ fetch: async (url, init) => {
      const response = await emulator.fetch(url, init);
      if ((calls += 1) > 1) return response;
      throw new TypeError("the answer was lost");
    } });
    const { report } = (await linesOf(await handler(recallOf(broadcast(10))))).at(-1);
    assert.deepEqual([report.counts.presumedRecalled, report.complete, report.requests, report.retries], [10, false, calls, calls - 1]);
  });

  test("is accepted with a body of the maximum size, but not with one more byte", async () => {
    const body = JSON.stringify({ action: "plan", officialAccount: ACCOUNT, msgKeys: ["1_1_1"] });
    for (const [maxBodyBytes, status] of [[body.length, 200], [body.length - 1, 413]]) {
      const { handler } = stage({ maxBodyBytes });
      assert.equal((await handler(ask(body))).status, status);
      const stream = new ReadableStream({ start: (controller) => (controller.enqueue(new TextEncoder().encode(body)), controller.close()) });
      assert.equal((await handler(ask(stream))).status, status, "without a length");
    }
  });

  test("shares one pace with all other recalls of its handler", async () => {
    let most = 0;
    const times = /** @type {number[]} */ ([]);
    const { emulator, handler, broadcast } = stage({ rateLimit: 20, fetch: (url, init) => (times.push(performance.now()), emulator.fetch(url, init)) });
    const [one, other] = [broadcast(150), broadcast(150)];
    await Promise.all([one, other].map(async (msgKeys) => linesOf(await handler(recallOf(msgKeys)))));
    assert.equal(emulator.ledger.recalledCount, 300);
    assert.equal(times.length, 30);
    // A little less than a second, since the test sees a request some time after the pace allowed it.
    for (const time of times) most = Math.max(most, times.filter((at) => at >= time && at < time + 900).length);
    assert.ok(most <= 20, `${most} requests within 0.9 s`);
  });
});

describe("other actions", () => {
  test("plan describes a recall and sends nothing", async () => {
    const { emulator, handler, records } = stage();
    const response = await handler(ask({ action: "plan", officialAccount: ACCOUNT, msgKeys: ["1_1_1", "2_1_1", "1_1_1"] }));
    assert.equal(response.status, 200);
    const { plan } = await response.json();
    assert.deepEqual([plan.messages, plan.distinct, plan.requests], [3, 2, 1]);
    assert.equal(emulator.ledger.requests, 0);
    assert.deepEqual(records, []);
  });

  test("history streams messages, newest first, within the requested times", async () => {
    const { emulator, handler, records } = stage();
    const start = Date.now() - 3_600_000;
    const keys = emulator.broadcast({ officialAccount: ACCOUNT, count: 60, text: "news", sentAt: start, spacing: 60_000 });
    const lines = await linesOf(await handler(ask({ action: "history", officialAccount: ACCOUNT, since: start + 600_000 })));
    const found = lines.filter((line) => line.type === "messages").flatMap((line) => line.messages);
    assert.deepEqual(found.map((message) => message.msgKey), keys.slice(10).reverse());
    assert.deepEqual([lines.at(-1).type, lines.at(-1).report.messages], ["report", 50]);
    assert.deepEqual(records.map(({ event, outcome }) => [event, outcome]), [["start", undefined], ["end", "completed"]]);
  });

  test("history that the service rejects gets an error status", async () => {
    const { handler, records } = stage({ identifier: "stranger" });
    const response = await handler(ask({ action: "history", officialAccount: ACCOUNT }));
    assert.equal(response.status, 502);
    assert.equal((await response.json()).error.code, "ERR_PERMISSION");
    assert.deepEqual(records.map(({ event, outcome }) => [event, outcome]), [["start", undefined], ["end", "failed"]]);
  });
});

describe("the audit", () => {
  test("has the user, the request, the reason and the result, joined by an id", async () => {
    const { handler, broadcast, records } = stage();
    const msgKeys = broadcast(25);
    const lines = await linesOf(await handler(recallOf([...msgKeys, String(msgKeys[0])], { reason: "oops", run: "run-1" })));
    const [start, end] = records;
    const digest = createHash("sha256").update(msgKeys.join("\n")).digest("hex");
    const facts = { id: lines[0].id, user: "eve", action: "recall", officialAccount: ACCOUNT, messages: 25, digest, reason: "oops", run: "run-1", origin: "https://ops.example.com" };
    for (const [name, value] of Object.entries(facts)) {
      assert.deepEqual(/** @type {any} */ (start)[name], value, name);
      assert.deepEqual(/** @type {any} */ (end)[name], value, name);
    }
    assert.deepEqual([records.length, start?.event, end?.event, end?.outcome, end?.counts?.recalled], [2, "start", "end", "completed", 25]);
    assert.ok(Number(end?.durationMs) >= 0 && !Number.isNaN(Date.parse(String(end?.time))));
    assert.equal(start?.msgKeys, undefined);
    assertDiscreet(JSON.stringify(records));
  });

  test("has the keys, once, if the option is set", async () => {
    const { handler, broadcast, records } = stage({ auditMsgKeys: true });
    const msgKeys = broadcast(3);
    await linesOf(await handler(recallOf(msgKeys)));
    assert.deepEqual(records.map((record) => record.msgKeys), [msgKeys, undefined]);
  });

  test("is written before the first request is sent", async () => {
    /** @type {string[]} */
    const order = [];
    const { emulator, handler, broadcast } = stage({
      audit: async ({ event }) => {
        await new Promise((resolve) => setImmediate(resolve));
        order.push(event);
      },
      fetch: (url, init) => (order.push("request"), emulator.fetch(url, init)),
    });
    await linesOf(await handler(recallOf(broadcast(1))));
    assert.deepEqual(order, ["start", "request", "end"]);
  });

  test("is written before a history is read, and nothing is read if it fails", async () => {
    const { emulator, handler, broadcast } = stage({ audit: () => Promise.reject(new Error("disk full")) });
    broadcast(5);
    assert.equal((await handler(ask({ action: "history", officialAccount: ACCOUNT }))).status, 503);
    assert.equal(emulator.ledger.requests, 0);
  });

  test("that fails at the end leaves the answer complete and calls onError", async () => {
    const failure = new Error("disk full");
    const { handler, broadcast, told } = stage({
      audit: ({ event }) => {
        if (event === "end") throw failure;
      },
    });
    const lines = await linesOf(await handler(recallOf(broadcast(5))));
    assert.equal(lines.at(-1).report.complete, true);
    assert.deepEqual(told, [failure]);
  });
});

test("authorize may return a Response, whose cookies and headers arrive", async () => {
  const { handler, emulator, records } = stage({ authorize: () => new Response("sign in", { status: 401, headers: { "www-authenticate": "Bearer" } }) });
  const response = await handler(recallOf(["1_1_1"]));
  assert.deepEqual([response.status, response.headers.get("www-authenticate"), await response.text()], [401, "Bearer", "sign in"]);
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.deepEqual([emulator.ledger.requests, records.map(({ event }) => event)], [0, ["refused"]]);
});

test("a user can be limited to some accounts", async () => {
  const { handler, broadcast, emulator } = stage({ authorize: () => ({ user: "eve", allowAccounts: [OTHER_ACCOUNT] }) });
  const refused = await handler(recallOf(broadcast(1)));
  assert.equal(refused.status, 403);
  const other = broadcast(2, OTHER_ACCOUNT);
  const lines = await linesOf(await handler(ask({ action: "recall", officialAccount: OTHER_ACCOUNT, msgKeys: other })));
  assert.deepEqual([lines.at(-1).report.complete, emulator.ledger.recalledCount], [true, 2]);
});
