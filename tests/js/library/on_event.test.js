// `onEvent`: what a caller sees of a run while it happens, and what it never sees.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RecallClient, signUserSig } from "../../../pkg/index.js";
import { createEmulator } from "../../../pkg/emulator/index.js";
import { ACCOUNT, CREDENTIALS, SECRET_KEY, refused } from "./support/fixture.js";

/** @typedef {import("../../../pkg/index.js").RecallEvent} RecallEvent */

/**
 * An emulator with one account and a client that collects its events.
 * @param {Partial<import("../../../pkg/index.js").ClientOptions>} [options]
 */
function stage(options = {}) {
  const emulator = createEmulator({ secretKey: SECRET_KEY, accounts: [ACCOUNT], rateLimit: null });
  /** @type {RecallEvent[]} */
  const events = [];
  const onEvent = (/** @type {RecallEvent} */ event) => void events.push(event);
  const client = new RecallClient({ ...CREDENTIALS, region: "singapore", fetch: emulator.fetch, rateLimit: 100_000, onEvent, ...options });
  const add = (/** @type {number} */ count) => emulator.addMessages({ officialAccount: ACCOUNT, count, text: "wrong" });
  return { emulator, client, events, add };
}

/** Events without their times. @param {RecallEvent[]} events */
const timeless = (events) => events.map((event) => {
  const { ms, ...rest } = /** @type {any} */ (event);
  if (ms !== undefined) assert.ok(ms >= 0 && ms < 60_000, `${ms}`);
  return rest;
});

test("a request and its answer are events with the number of rows by code", async () => {
  const { client, events, add } = stage();
  const msgKeys = [...add(2), "4000000000_1_1698741698"];
  await client.recall({ officialAccount: ACCOUNT, msgKeys });
  const about = { run: 1, request: 1, command: "recall", officialAccount: ACCOUNT, messages: 3 };
  assert.deepEqual(timeless(events), [
    { type: "request", ...about },
    { type: "answer", ...about, status: 200, errorCode: 0, codes: { 0: 2, 10030: 1 } },
  ]);
});

test("every request has exactly one end, and runs and pages have numbers of their own", async () => {
  const { client, events, add } = stage();
  const msgKeys = add(300);
  await Promise.all([client.recall({ officialAccount: ACCOUNT, msgKeys: msgKeys.slice(0, 150) }), client.recall({ officialAccount: ACCOUNT, msgKeys: msgKeys.slice(150) })]);
  const messages = [];
  for await (const message of client.history(ACCOUNT, { includeRecalled: true })) messages.push(message);
  const named = (/** @type {string} */ type) => events.filter((event) => event.type === type).map((event) => /** @type {any} */ (event)).map(({ run, request, command }) => `${command} ${run}.${request}`);
  assert.deepEqual(named("request").sort(), named("answer").sort());
  assert.equal(new Set(named("request")).size, named("request").length);
  assert.ok(named("request").some((name) => name.startsWith("history ")));
});

test("a lost request is an event with the reason, and its messages are an event of retry", async () => {
  const { emulator, events, add } = stage();
  let calls = 0;
  const fetch = (/** @type {string} */ url, /** @type {any} */ init) => {
    calls += 1;
    if (calls === 2) return Promise.reject(Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }) }));
    return emulator.fetch(url, init);
  };
  const client = new RecallClient({ ...CREDENTIALS, region: "singapore", fetch, rateLimit: 100_000, concurrency: 1, onEvent: (event) => void events.push(event) });
  const report = await client.recall({ officialAccount: ACCOUNT, msgKeys: add(20) });
  assert.ok(report.complete && report.retries > 0);
  const [loss] = timeless(events.filter(({ type }) => type === "loss"));
  assert.deepEqual(loss.loss, { code: "network", params: { said: "ECONNRESET" } });
  assert.deepEqual(events.filter(({ type }) => type === "retry"), [{ type: "retry", run: 1, messages: 10 }]);
});

test("a timeout is a loss of its own", async () => {
  const { events } = stage();
  const fetch = () => new Promise(() => {});
  const client = new RecallClient({ ...CREDENTIALS, region: "singapore", fetch: /** @type {any} */ (fetch), timeout: 1, retries: 0, onEvent: (event) => void events.push(event) });
  await refused(client.recall({ officialAccount: ACCOUNT, msgKeys: ["1_1_1698741698"] }));
  assert.deepEqual(timeless(events)[1].loss, { code: "timeout", params: {} });
});

test("a refusal for rate changes the pace, and a lockout is told", async () => {
  const { client, emulator, events, add } = stage();
  emulator.setFaults({ code: [{ code: 60011, times: 1 }] });
  await client.recall({ officialAccount: ACCOUNT, msgKeys: add(1) });
  const [pace] = events.filter(({ type }) => type === "pace");
  assert.ok(/** @type {any} */ (pace).rate < 100_000, JSON.stringify(pace));
  emulator.setFaults({ code: [{ code: 70050, times: 1 }] });
  const stop = new AbortController();
  const run = client.recall({ officialAccount: ACCOUNT, msgKeys: add(1), signal: stop.signal });
  await new Promise((resolve) => setImmediate(resolve));
  while (!events.some(({ type }) => type === "lockout")) await new Promise((resolve) => setImmediate(resolve));
  stop.abort();
  await refused(run);
});

test("the caller's functions are events: UserSig and limiter", async () => {
  const userSig = () => signUserSig(CREDENTIALS);
  const { client, events, add } = stage({ secretKey: undefined, userSig, limiter: { acquire: () => {} } });
  await client.recall({ officialAccount: ACCOUNT, msgKeys: add(1) });
  assert.deepEqual(timeless(events).map(({ type, run }) => [type, run]), [["userSig", 1], ["limiter", 1], ["request", 1], ["answer", 1]]);
});

test("a listener that throws or rejects changes nothing", async () => {
  for (const onEvent of [() => { throw new Error("no"); }, async () => { throw new Error("no"); }]) {
    const { client, add } = stage({ onEvent });
    assert.ok((await client.recall({ officialAccount: ACCOUNT, msgKeys: add(30) })).complete);
  }
});

test("no event has a MsgKey, a UserSig, the secret key or a URL", async () => {
  const { client, emulator, events, add } = stage();
  const msgKeys = add(100);
  emulator.setFaults({ lostReply: 0.2, code: [{ code: 60011, times: 1 }] });
  await client.recall({ officialAccount: ACCOUNT, msgKeys }).catch(() => {});
  const text = JSON.stringify(events);
  assert.ok(events.length > 20);
  assert.ok(!text.includes(SECRET_KEY) && !text.includes("usersig") && !text.includes("https://") && !text.includes("eJ"), "a secret or a URL");
  for (const key of msgKeys) assert.ok(!text.includes(key), "a MsgKey");
});

test("an answer of a hostile server makes events of numbers only", async () => {
  const bodies = ['{"ErrorCode":"<b>","RecallRetList":[{"RetCode":"x"},null,7,{"RetCode":1.5}]}', '{"RecallRetList":{"length":1e9}}', "[]", "null", "<html>"];
  for (const body of bodies) {
    const { events } = stage();
    const fetch = async () => new Response(body);
    const client = new RecallClient({ ...CREDENTIALS, region: "singapore", fetch: /** @type {any} */ (fetch), retries: 0, onEvent: (event) => void events.push(event) });
    await client.recall({ officialAccount: ACCOUNT, msgKeys: ["1_1_1698741698"] }).catch(() => {});
    const [answer] = timeless(events.filter(({ type }) => type === "answer"));
    assert.deepEqual([answer.errorCode, answer.codes], [undefined, {}], body);
  }
});
