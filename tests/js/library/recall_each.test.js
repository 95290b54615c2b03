// recallEach with the emulator: sources of every kind, slow consumers, loops left early, failing sources, duplicates.
import assert from "node:assert/strict";
import { test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { ACCOUNT, refused, stage } from "./support/fixture.js";

const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** @param {Iterable<string>} keys */
async function* slowly(keys) {
  for (const key of keys) {
    await turn();
    yield key;
  }
}

/**
 * @param {AsyncIterable<import("../../../pkg/index.js").RecallResult>} run
 * @param {import("../../../pkg/index.js").RecallResult[]} [results]
 */
async function drain(run, results = []) {
  for await (const result of run) results.push(result);
  return results;
}

test("arrays, sets, generators and async generators are accepted, and every key is sent once", async (t) => {
  const { emulator, client, broadcast } = await stage(t, { rateLimit: null });
  const sources = [
    (/** @type {string[]} */ keys) => keys,
    (/** @type {string[]} */ keys) => new Set(keys),
    (/** @type {string[]} */ keys) => keys.values(),
    (/** @type {string[]} */ keys) => slowly(keys),
    (/** @type {string[]} */ keys) => new ReadableStream({ pull: (controller) => (keys.length ? controller.enqueue(keys.shift()) : controller.close()) }),
  ];
  let done = 0;
  for (const source of sources) {
    const keys = broadcast(777);
    const expected = [...keys];
    const results = await drain(client.recallEach({ officialAccount: ACCOUNT, msgKeys: /** @type {any} */ (source(keys)) }));
    assert.deepEqual(results.map(({ msgKey }) => msgKey).sort(), expected.sort(), String(source));
    assert.ok(results.every(({ status, attempts }) => status === "recalled" && attempts === 1));
    assert.equal(emulator.ledger.recalledCount, (done += 777));
  }
});

test("a loop that is never entered sends nothing and reads nothing", async (t) => {
  const { emulator, client } = await stage(t);
  let read = 0;
  const source = { [Symbol.iterator]: () => (read++, [][Symbol.iterator]()) };
  client.recallEach({ officialAccount: ACCOUNT, msgKeys: source });
  await turn();
  assert.deepEqual([read, emulator.ledger.requests], [0, 0]);
});

test("leaving the loop by break or by throw stops the run and lets the source clean up", async (t) => {
  const { emulator, client, broadcast } = await stage(t, { rateLimit: null }, { rateLimit: 100 });
  for (const leave of [() => false, () => { throw new Error("mine"); }]) {
    for (const wrap of [(/** @type {Iterable<string>} */ all) => all, slowly]) {
      const keys = broadcast(1000);
      let cleaned = 0;
      const source = (function* () {
        try {
          yield* keys;
        } finally {
          cleaned += 1;
        }
      })();
      const consume = async () => {
        for await (const { status } of client.recallEach({ officialAccount: ACCOUNT, msgKeys: wrap(source) })) {
          assert.equal(status, "recalled");
          if (!leave()) break;
        }
      };
      await consume().catch((error) => assert.equal(error.message, "mine"));
      for (let turns = 0; cleaned === 0 && turns < 1000; turns += 1) await turn();
      assert.equal(cleaned, 1);
    }
  }
  await pause(300);
  const { requests } = emulator.ledger;
  await pause(300);
  assert.equal(emulator.ledger.requests, requests, "nothing leaves after the loop was left");
});

test("a slow consumer slows the run: the source is read at most some thousand keys ahead", { skip: lacks("time") }, async (t) => {
  const { emulator, client, broadcast } = await stage(t, { rateLimit: null });
  const keys = broadcast(30_000);
  let read = 0;
  const source = (function* () {
    for (const key of keys) {
      read += 1;
      yield key;
    }
  })();
  const run = client.recallEach({ officialAccount: ACCOUNT, msgKeys: source });
  await run.next();
  // Wait until the run stops because no result is consumed.
  for (let before = -1; before !== read; await pause(500)) before = read;
  assert.ok(read < 10_000, `${read} keys read for one that was taken`);
  assert.ok(emulator.ledger.recalledCount <= read);
  assert.equal((await drain(run)).length, 29_999);
  assert.equal(read, 30_000);
});

test("an endless source and a consumer that waits after an abort: the run ends and the process continues", async (t) => {
  const { client, broadcast } = await stage(t, { rateLimit: null });
  const keys = broadcast(2000);
  const abort = new AbortController();
  const endless = (function* () {
    for (let index = 0; ; index += 1) yield keys[index] ?? `${index}_1_1698741698`;
  })();
  let taken = 0;
  const error = await refused(async () => {
    for await (const { msgKey } of client.recallEach({ officialAccount: ACCOUNT, msgKeys: endless }, { signal: abort.signal })) {
      taken += Number(msgKey !== "");
      if (taken !== 100) continue;
      abort.abort("enough");
      await pause(50);
    }
  });
  assert.deepEqual([error.code, error.cause], ["ERR_ABORTED", "enough"]);
});

test("a source that throws: its earlier keys are recalled and yielded, then its error is the cause", async (t) => {
  const { emulator, client, broadcast } = await stage(t, { rateLimit: null });
  const thrown = Object.assign(new Error("the file is gone"), { issues: [] });
  const failing = function* (/** @type {string[]} */ keys) {
    yield* keys;
    throw thrown;
  };
  const broken = { [Symbol.iterator]() { throw thrown; } };
  let done = 0;
  for (const [source, count] of /** @type {[(keys: string[]) => any, number][]} */ ([[failing, 123], [(keys) => slowly(failing(keys)), 123], [() => broken, 0]])) {
    /** @type {import("../../../pkg/index.js").RecallResult[]} */
    const results = [];
    const error = await refused(drain(client.recallEach({ officialAccount: ACCOUNT, msgKeys: source(broadcast(123)) }), results));
    assert.deepEqual([error.code, error.cause], ["ERR_INPUT_SOURCE", thrown]);
    assert.equal(results.length, count);
    assert.ok(results.every(({ status }) => status === "recalled"));
    assert.equal(emulator.ledger.recalledCount, (done += count));
  }
});

test("an invalid key ends the run with its position, after the outcomes of the keys before it", async (t) => {
  const { emulator, client, broadcast } = await stage(t, { rateLimit: null });
  for (const bad of [undefined, 5, "nonsense", "71_1_1698741698\ud800", Symbol("k")]) {
    const keys = broadcast(95);
    const before = emulator.ledger.recalledCount;
    /** @type {import("../../../pkg/index.js").RecallResult[]} */
    const results = [];
    const source = /** @type {any[]} */ ([...keys.slice(0, 42), bad, ...keys.slice(42)]);
    const error = await refused(drain(client.recallEach({ officialAccount: ACCOUNT, msgKeys: source }), results));
    assert.deepEqual([error.code, error.issues.map(({ path }) => path)], ["ERR_INVALID_INPUT", ["msgKeys[42]"]]);
    assert.deepEqual(results.map(({ msgKey }) => msgKey).sort(), keys.slice(0, 42).sort());
    assert.equal(emulator.ledger.recalledCount - before, 42);
  }
});

test("nearby duplicates are sent once and yielded for every occurrence", async (t) => {
  const { emulator, client, broadcast } = await stage(t, { rateLimit: null });
  const keys = broadcast(500);
  const source = keys.flatMap((key) => [key, key, key]);
  const results = await drain(client.recallEach({ officialAccount: ACCOUNT, msgKeys: slowly([...source, ...keys.slice(0, 100)]) }));
  assert.deepEqual(results.map(({ msgKey }) => msgKey).sort(), [...source, ...keys.slice(0, 100)].sort());
  assert.ok(results.every(({ status }) => status === "recalled"));
  const carried = emulator.ledger.entries.flatMap(({ msgKeys }) => msgKeys);
  assert.equal(carried.length, 500);
});

test("a stream shares the pace of its client and handles faults like any run", { skip: lacks("time") }, async (t) => {
  const { emulator, client, broadcast } = await stage(t, { rateLimit: null, seed: 3, faults: { lostReply: 0.1, http502: 0.05, missingKeys: 0.1 } });
  const keys = broadcast(1000);
  const results = await drain(client.recallEach({ officialAccount: ACCOUNT, msgKeys: keys }));
  assert.deepEqual(results.map(({ msgKey }) => msgKey).sort(), [...keys].sort());
  const held = new Set(emulator.ledger.recalled.map(({ msgKey }) => msgKey));
  for (const { msgKey, status } of results) {
    if (status === "recalled" || status === "presumedRecalled") assert.ok(held.has(msgKey), `${msgKey} ${status}`);
    else assert.equal(status, "unconfirmed", msgKey);
  }
});

test("return() resolves at once, while waiting for the source or for the service", { timeout: 20_000 }, async (t) => {
  const { emulator, client, broadcast } = await stage(t, { rateLimit: null });
  const [first] = broadcast(1);
  const idle = async function* () {
    yield first;
    await new Promise(() => {});
  };
  for (const prepare of [() => {}, () => emulator.setFaults({ latency: { min: 15_000, max: 15_000 } })]) {
    prepare();
    const rows = client.recallEach({ officialAccount: ACCOUNT, msgKeys: idle() });
    const steps = [rows.next(), rows.next()];
    await pause(50);
    const began = Date.now();
    assert.deepEqual(await rows.return?.(), { done: true, value: undefined });
    assert.ok(Date.now() - began < 10_000, "not before the answer came");
    assert.deepEqual((await Promise.all(steps)).at(-1), { done: true, value: undefined });
    assert.deepEqual(await rows.next(), { done: true, value: undefined });
  }
});
