// Runs with the emulator over HTTP: lists, plan, history, the shared pace, a new UserSig, progress, abort, and a service that restarts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { RecallClient, recall, signUserSig } from "../../../pkg/index.js";
import { startChild } from "./support/emulator_process.js";
import { ACCOUNT, CREDENTIALS, assertSums, keysOf, keysWith, refused, seededRandom, stage } from "./support/fixture.js";

const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

test("a list is recalled in full batches, in agreement with the ledger", async (t) => {
  const { emulator, client, broadcast } = await stage(t);
  const msgKeys = broadcast(1234);
  const report = await client.recall({ officialAccount: ACCOUNT, msgKeys, reason: "Wrong price" });
  assertSums(report, msgKeys);
  assert.ok(report.complete);
  assert.deepEqual([report.requests, report.retries, report.byCode], [124, 0, []]);
  assert.deepEqual(emulator.ledger.recalled.map(({ msgKey }) => msgKey).sort(), [...msgKeys].sort());
  assert.equal(emulator.message(msgKeys[7])?.reason, "Wrong price");
});

test("duplicates are sent once and reported at every position, in input order", async (t) => {
  const seed = 5;
  const random = seededRandom(seed);
  const { emulator, client, broadcast } = await stage(t);
  const keys = broadcast(300);
  const msgKeys = Array.from({ length: 1000 }, () => keys[Math.floor(random() * keys.length)]);
  msgKeys.splice(500, 0, "4000000000_1_1698741698");
  const report = await client.recall({ officialAccount: ACCOUNT, msgKeys });
  assertSums(report, msgKeys);
  const distinct = new Set(msgKeys).size;
  assert.equal(report.requests, Math.ceil(distinct / 10), `seed ${seed}`);
  assert.equal(emulator.ledger.recalledCount, distinct - 1);
  const { meaning, ...missing } = report.results[500];
  assert.deepEqual(missing, { officialAccount: ACCOUNT, msgKey: msgKeys[500], status: "notFound", code: 10030, retryable: false, attempts: 1 });
  assert.deepEqual(report.byCode, [{ code: 10030, meaning, count: 1, retryable: false }]);
});

test("a plan predicts the run, and sends nothing", async (t) => {
  const { emulator, client, url, broadcast } = await stage(t);
  const keys = broadcast(95);
  const msgKeys = [...keys, ...keys.slice(0, 5)];
  const plan = client.plan({ officialAccount: ACCOUNT, msgKeys });
  assert.equal(emulator.ledger.requests, 0);
  assert.deepEqual([plan.messages, plan.distinct, plan.requests, plan.host], [100, 95, 10, new URL(url).host]);
  assert.deepEqual(plan.batches.flat(), keys);
  assert.ok(plan.batches.every((batch) => batch.length <= 10));
  assert.equal(plan.oldest, Number(keys[0].split("_")[2]));
  const report = await client.recall({ officialAccount: ACCOUNT, msgKeys });
  assert.equal(report.requests, plan.requests);
});

test("history lists every message once, newest first", async (t) => {
  for (const options of [{}, { historyOrder: "oldestFirst" }, { historyFinished: "page" }]) {
    const { emulator, client } = await stage(t, /** @type {any} */ (options));
    const start = Date.now() - 3_600_000;
    const keys = emulator.broadcast({ officialAccount: ACCOUNT, count: 130, sentAt: start, spacing: 1000, text: (index) => `text ${index}` });
    const messages = [];
    for await (const message of client.history(ACCOUNT)) messages.push(message);
    assert.deepEqual(messages.map(({ msgKey }) => msgKey), [...keys].reverse(), JSON.stringify(options));
    assert.deepEqual(messages[0].msgBody, [{ MsgType: "TIMTextElem", MsgContent: { Text: "text 129" } }]);
    assert.equal(`${messages[0].msgSeq}_1_${messages[0].msgTime}`, keys[129]);
  }
});

test("history respects since, until and from, stops before since, and has recalled messages on request", async (t) => {
  const { emulator, client } = await stage(t);
  const start = Math.floor((Date.now() - 3_600_000) / 1000) * 1000;
  const keys = emulator.broadcast({ officialAccount: ACCOUNT, count: 200, sentAt: start, spacing: 1000, text: "a" });
  const other = emulator.addMessage({ officialAccount: ACCOUNT, from: "somebody", sentAt: start + 200_000, text: "b" });
  /** @param {import("../../../pkg/index.js").HistoryOptions} options */
  const found = async (options) => {
    const all = [];
    for await (const { msgKey } of client.history(ACCOUNT, options)) all.push(msgKey);
    return all.reverse();
  };
  assert.deepEqual(await found({ since: start + 190_000 }), [...keys.slice(190), other]);
  assert.ok(emulator.ledger.requests <= 3, "older pages are not asked for");
  assert.deepEqual(await found({ since: new Date(start + 190_900), until: start + 195_999 }), keys.slice(190, 196), "the second of `since` is taken whole");
  assert.deepEqual(await found({ from: "somebody" }), [other]);
  await client.recall({ officialAccount: ACCOUNT, msgKeys: keys.slice(0, 150) });
  assert.deepEqual(await found({}), [...keys.slice(150), other]);
  /** @type {string[]} */
  const states = [];
  for await (const { state } of client.history(ACCOUNT, { includeRecalled: true })) states.push(state);
  assert.deepEqual([states.filter((state) => state === "recalled").length, states.length], [150, 201]);
});

test("two runs of one client share its pace", async (t) => {
  const { emulator, client, broadcast } = await stage(t, { rateLimit: null }, { rateLimit: 50 });
  const keys = broadcast(1000);
  const runs = [keys.slice(0, 500), keys.slice(500)].map((msgKeys) => client.recall({ officialAccount: ACCOUNT, msgKeys }));
  const reports = await Promise.all(runs);
  assert.deepEqual(reports.map(({ complete, requests }) => [complete, requests]), [[true, 50], [true, 50]]);
  // By the sender's clock: 100 requests at 50 a second take at least a second.
  assert.ok(Math.max(...reports.map(({ durationMs }) => durationMs)) >= 1000);
  assert.equal(emulator.ledger.requests, 100);
});

test("an expired UserSig is replaced once for all waiting requests", async (t) => {
  const { emulator, url, broadcast } = await stage(t, { faults: "expired", rateLimit: null });
  const msgKeys = broadcast(600);
  let calls = 0;
  // Each is newer than the last, or the service would also reject it.
  const userSig = () => signUserSig({ ...CREDENTIALS, now: Date.now() - 3_600_000 + calls++ * 60_000 });
  const client = new RecallClient({ sdkAppId: CREDENTIALS.sdkAppId, identifier: "administrator", userSig, baseUrl: url, rateLimit: 100_000 });
  const report = await client.recall({ officialAccount: ACCOUNT, msgKeys });
  assert.ok(report.complete, JSON.stringify(report.counts));
  assert.equal(calls, 2);
  assert.ok(emulator.ledger.errorCodes[70001] >= 1);
});

test("a UserSig rejected in the second of its signature is replaced by a later one", async (t) => {
  const { emulator, client, broadcast } = await stage(t, { faults: "expired", rateLimit: null });
  for (const before of [0, 1]) {
    emulator.setFaults("expired");
    const report = await client.recall({ officialAccount: ACCOUNT, msgKeys: broadcast(30) });
    assert.ok(report.complete, JSON.stringify(report.counts));
    assert.equal(emulator.ledger.errorCodes[70001], before + 1);
  }
});

test("a fatal code ends the run with the vendor's code and the known outcomes", async (t) => {
  const { client, broadcast, emulator } = await stage(t, {}, { identifier: "nobody" });
  const msgKeys = broadcast(200);
  const error = await refused(client.recall({ officialAccount: ACCOUNT, msgKeys }));
  assert.deepEqual([error.code, error.apiCode, emulator.ledger.requests], ["ERR_PERMISSION", 60010, 1]);
  assertSums(/** @type {any} */ (error.report), msgKeys);
  assert.equal(error.report?.counts.notAttempted, 190);
  const missing = await refused(client.recall({ officialAccount: "@TOA#_none", msgKeys }));
  assert.ok(missing.apiCode, missing.message);
});

test("progress is reported at most ten times a second and at the end, counts only known outcomes, and never decreases", async (t) => {
  const { emulator, client, broadcast } = await stage(t, { rateLimit: null }, { rateLimit: 200 });
  const msgKeys = broadcast(3000);
  /** @type {any[]} */
  const events = [];
  const onProgress = (/** @type {any} */ progress) => events.push({ ...progress, held: emulator.ledger.recalledCount });
  const report = await client.recall({ officialAccount: ACCOUNT, msgKeys, onProgress });
  const seconds = report.durationMs / 1000;
  assert.ok(events.length > 2 && events.length <= seconds * 10 + 2, `${events.length} events in ${seconds} s`);
  for (const [index, { total, counts, held, requests, durationMs, rate }] of events.entries()) {
    assert.equal(total, 3000);
    assert.equal(rate, 200);
    assert.ok(counts.recalled <= held, "confirmed only");
    if (index > 0) assert.ok(counts.recalled >= events[index - 1].counts.recalled && requests >= events[index - 1].requests && durationMs > events[index - 1].durationMs);
  }
  for (const [index, { durationMs }] of events.slice(1, -1).entries()) assert.ok(durationMs - events[index].durationMs > 90, "not more often");
  const last = events.at(-1);
  assert.deepEqual([last.counts.recalled, last.requests, last.inFlight], [3000, report.requests, 0]);
});

test("an abort ends the run at once, and the counts of its report add up to the input", async (t) => {
  const { emulator, client, broadcast } = await stage(t, { rateLimit: null, faults: { latency: { min: 50, max: 400 } } }, { rateLimit: 300 });
  const msgKeys = broadcast(20_000);
  const abort = new AbortController();
  let aborted = 0;
  const onProgress = (/** @type {any} */ { counts }) => {
    if (counts.recalled < 1000 || aborted > 0) return;
    aborted = performance.now();
    abort.abort(new Error("enough"));
  };
  const error = await refused(client.recall({ officialAccount: ACCOUNT, msgKeys, signal: abort.signal, onProgress }));
  const settledIn = performance.now() - aborted;
  t.diagnostic(`settled ${settledIn.toFixed(1)} ms after the abort`);
  // A loose limit: without the abort, the requests in flight would take 400 ms, and the rest more than a minute.
  assert.ok(settledIn < 10_000);
  assert.equal(error.code, "ERR_ABORTED");
  const report = /** @type {import("../../../pkg/index.js").RecallReport} */ (error.report);
  assertSums(report, msgKeys);
  assert.ok(report.counts.recalled >= 1000 && report.counts.unconfirmed > 0 && report.counts.notAttempted > 10_000, JSON.stringify(report.counts));
  await pause(1000);
  const held = new Set(emulator.ledger.recalled.map(({ msgKey }) => msgKey));
  assert.ok(keysWith(report, "recalled").every((key) => held.has(key)));
  assert.ok(keysWith(report, "notAttempted").every((key) => !held.has(key)), "nothing left after the abort");
});

test("a deadline during a run keeps the known outcomes", async (t) => {
  const { client, broadcast } = await stage(t, { rateLimit: null }, { rateLimit: 20, deadline: 1000 });
  const msgKeys = broadcast(2000);
  const error = await refused(client.recall({ officialAccount: ACCOUNT, msgKeys }));
  assert.equal(error.code, "ERR_DEADLINE");
  assertSums(/** @type {any} */ (error.report), msgKeys);
  assert.ok(error.report && error.report.counts.recalled > 0 && error.report.counts.notAttempted > 0);
});

test("with a service that is killed and restarts after three seconds, the run completes and every claim is true", { skip: lacks("time") }, async (t) => {
  const time = 1_698_741_698;
  const seqs = Array.from({ length: 6000 }, (_, index) => index + 1);
  const keyOf = (/** @type {number} */ seq) => `${seq}_1_${time}`;
  const options = { rateLimit: null, roamingDays: 36500, faults: { latency: { min: 5, max: 40 } } };
  const first = await startChild({ seqs, time, options });
  t.after(() => first.close());
  const client = new RecallClient({ ...CREDENTIALS, baseUrl: first.url, rateLimit: 300, retries: 20, timeout: 60_000 });
  const running = client.recall({ officialAccount: ACCOUNT, msgKeys: seqs.map(keyOf) });
  while (first.recalled.size < 1500) await pause(20);
  await first.kill();
  await pause(3000);
  // Messages recalled by the first process are also recalled in the second.
  const left = seqs.filter((seq) => !first.recalled.has(keyOf(seq)));
  const second = await startChild({ port: first.port, seqs: left, time, options });
  t.after(() => second.close());
  const report = await running;
  await second.counters();
  assertSums(report, seqs.map(keyOf));
  const held = new Set([...first.recalled, ...second.recalled]);
  assert.equal(held.size, 6000, JSON.stringify(report.counts));
  assert.deepEqual(keysWith(report, "recalled").filter((key) => !held.has(key)), []);
  assert.equal(report.counts.recalled + report.counts.presumedRecalled, 6000, JSON.stringify(report.counts));
});

test("progress and report have the service's first text for each code: short, on one line, without a UserSig", async (t) => {
  const { client, emulator, broadcast } = await stage(t);
  const msgKeys = broadcast(30);
  const quiet = await client.recall({ officialAccount: ACCOUNT, msgKeys: broadcast(5) });
  assert.ok(!("errorInfo" in quiet));
  emulator.setFaults({ code: [{ code: 10004, msgKeys: [String(msgKeys[3])] }] });
  /** @type {import("../../../pkg/index.js").RecallProgress[]} */
  const seen = [];
  const { errorInfo } = await client.recall({ officialAccount: ACCOUNT, msgKeys, onProgress: (now) => seen.push(now) });
  assert.deepEqual(errorInfo, { 10004: "Invalid parameter (injected)" });
  assert.deepEqual([seen[0]?.errorInfo, seen.at(-1)?.errorInfo], [undefined, errorInfo]);
  let calls = 0;
  /** @type {import("../../../pkg/index.js").FetchLike} */
  const fetch = async (url) => {
    calls += 1;
    const userSig = new URL(url).searchParams.get("usersig");
    return Response.json({ ActionStatus: "FAIL", ErrorCode: 10004, ErrorInfo: `${calls}: a\nb ${userSig} ${"long ".repeat(100)}` });
  };
  const failure = await refused(recall({ ...CREDENTIALS, region: "singapore", fetch, officialAccount: ACCOUNT, msgKeys: keysOf(2) }));
  const said = failure.report?.errorInfo?.[10004] ?? "";
  assert.match(said, /^1: a b … long long/);
  assert.equal(said.length, 201, "200 characters, and the sign that they are cut");
});
