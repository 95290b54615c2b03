// The caller's functions and objects at the worst moment: reentrant calls, calls after the end, and getters that change their value.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { RecallClient, decodeResponse, recall, signUserSig } from "../../../pkg/index.js";
import { ACCOUNT, CREDENTIALS, keysOf, memoryOf, refused } from "./support/fixture.js";

const { secretKey: _, ...NO_KEY } = CREDENTIALS;
const never = () => new Promise(() => {});

/** A service that recalls every message and records its requests. */
function service() {
  const seen = { keys: /** @type {string[]} */ ([]), userSigs: /** @type {string[]} */ ([]), requests: 0 };
  const fetch = async (/** @type {string} */ url, /** @type {any} */ { body }) => {
    seen.requests += 1;
    seen.userSigs.push(String(new URL(url).searchParams.get("usersig")));
    const { MsgKeyList = [] } = JSON.parse(body);
    seen.keys.push(...MsgKeyList);
    await pause(1);
    const rows = MsgKeyList.map((/** @type {string} */ MsgKey) => ({ MsgKey, RetCode: 0 }));
    return new Response(JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList: rows, IsFinished: 2 }));
  };
  return { seen, fetch };
}

/** @param {any} [change] @returns {any} */
const inputWith = (change) => ({ ...CREDENTIALS, region: "singapore", officialAccount: ACCOUNT, msgKeys: keysOf(25), fetch: service().fetch, retries: 0, ...change });

/**
 * An object with a member that returns one value at the first read and another value later.
 * @param {any} target
 * @param {string} name
 * @param {any} second
 */
function changing(target, name, second) {
  const values = [target[name]];
  return Object.defineProperty({ ...target }, name, { enumerable: true, get: () => (values.length > 0 ? values.pop() : second) });
}

/** A signal that counts its listeners. */
function counted() {
  const { signal } = new AbortController();
  const listeners = { count: 0 };
  const change = (/** @type {"addEventListener" | "removeEventListener"} */ name, /** @type {number} */ by) => {
    const own = signal[name].bind(signal);
    Object.defineProperty(signal, name, { value: (/** @type {any[]} */ ...values) => { listeners.count += by; return /** @type {any} */ (own)(...values); } });
  };
  change("addEventListener", 1);
  change("removeEventListener", -1);
  return { signal, listeners };
}

for (const from of ["onProgress", "fetch"]) {
  test(`a run started inside ${from} shares the pace with the run that called it`, async () => {
    let requests = 0;
    let isBegun = false;
    const abort = new AbortController();
    /** @type {Promise<any>[]} */
    const ends = [];
    const begin = () => {
      if (isBegun) return;
      isBegun = true;
      ends.push(refused(client.recall({ officialAccount: ACCOUNT, msgKeys: keysOf(25, 900), signal: abort.signal })));
    };
    const fetch = () => {
      requests += 1;
      if (from === "fetch") begin();
      return never();
    };
    const client = new RecallClient(inputWith({ fetch, rateLimit: 1 }));
    const onProgress = () => from === "onProgress" && begin();
    ends.push(refused(client.recall({ officialAccount: ACCOUNT, msgKeys: keysOf(25), signal: abort.signal, onProgress })));
    await pause(300);
    assert.deepEqual([isBegun, requests], [true, 1]);
    abort.abort();
    for (const end of ends) assert.equal((await end).code, "ERR_ABORTED");
  });
}

test("no callback is called before recall() returns, and an immediate abort sends nothing", async () => {
  const { seen, fetch } = service();
  const abort = new AbortController();
  let calls = 0;
  const count = () => void (calls += 1);
  const limiter = { acquire: count };
  const run = recall(inputWith({ fetch, signal: abort.signal, onProgress: count, limiter }));
  assert.deepEqual([calls, seen.requests], [0, 0]);
  abort.abort();
  const error = await refused(run);
  assert.deepEqual([error.code, error.report, seen.requests], ["ERR_ABORTED", undefined, 0]);
});

test("no request is sent after an abort inside a limiter, with or without a permit", async () => {
  for (const at of [1, 2, 5, 9, 14, 18, 22]) {
    const { seen, fetch } = service();
    const abort = new AbortController();
    let [calls, before] = [0, 0];
    const acquire = () => {
      calls += 1;
      if (calls === at) {
        before = seen.requests;
        abort.abort();
      }
      // Late, so that some permits are prefetched and held.
      return pause(25);
    };
    const error = await refused(recall(inputWith({ fetch, msgKeys: keysOf(300), limiter: { acquire }, signal: abort.signal })));
    await pause(20);
    assert.deepEqual([error.code, seen.requests], ["ERR_ABORTED", before], `call ${at}`);
  }
});

test("an abort counts even without a reason, and even if another signal throws", async () => {
  const mute = (/** @type {boolean} */ aborted) => {
    const abort = new AbortController();
    if (aborted) abort.abort();
    Object.defineProperty(abort.signal, "reason", { get: () => { throw new Error("mine"); } });
    return abort;
  };
  const { seen, fetch } = service();
  const first = await refused(recall(inputWith({ fetch, signal: mute(true).signal })));
  assert.deepEqual([first.code, first.cause, seen.requests], ["ERR_ABORTED", undefined, 0]);
  const late = mute(false);
  const onProgress = (/** @type {{ requests: number }} */ { requests }) => void (requests > 2 && late.abort());
  const second = await refused(recall(inputWith({ fetch, msgKeys: keysOf(3000), signal: late.signal, onProgress })));
  assert.equal(second.code, "ERR_ABORTED");
  let reads = 0;
  // The first read is the check of the input.
  const broken = { get aborted() { if ((reads += 1) > 1) throw new Error("mine"); return false; }, addEventListener() {}, removeEventListener() {} };
  const abort = new AbortController();
  const each = new RecallClient(inputWith({ fetch })).recallEach({ officialAccount: ACCOUNT, msgKeys: keysOf(3000), signal: /** @type {any} */ (broken) }, { signal: abort.signal });
  const third = await refused(async () => { for await (const { status } of each) if (status === "recalled") abort.abort(); });
  assert.equal(third.code, "ERR_ABORTED");
});

test("the values used are those that were checked, whatever getters return later", async () => {
  const { seen, fetch } = service();
  const other = () => { throw new Error("not this one"); };
  for (const [name, second] of /** @type {[string, any][]} */ ([["msgKeys", keysOf(3, 1000)], ["fetch", other], ["signal", AbortSignal.abort()], ["onProgress", 7], ["limiter", { acquire: other }]])) {
    seen.keys.length = 0;
    const input = inputWith({ fetch, msgKeys: keysOf(3), limiter: { acquire() {} }, onProgress() {}, signal: new AbortController().signal });
    const report = await recall(changing(input, name, second));
    assert.deepEqual(report.results.map(({ msgKey }) => msgKey), seen.keys, name);
    assert.deepEqual([report.complete, seen.keys], [true, keysOf(3)], name);
  }
  const client = new RecallClient(inputWith({ fetch }));
  const statuses = [];
  for await (const { msgKey } of client.recallEach(changing({ officialAccount: ACCOUNT, msgKeys: keysOf(3) }, "msgKeys", keysOf(3, 1000)))) statuses.push(msgKey);
  assert.deepEqual(statuses, keysOf(3));
  const body = JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, RecallRetList: [{ MsgKey: keysOf(1)[0], RetCode: 0 }] });
  const list = /** @type {string[]} */ (changing({ ...keysOf(1), length: 1 }, "0", "9_1_9"));
  const { results } = decodeResponse({ status: 200, body }, Object.setPrototypeOf(Object.assign([], { 0: list[0] }), Array.prototype));
  assert.deepEqual(results.map(({ msgKey, status }) => [msgKey, status]), [[keysOf(1)[0], "recalled"]]);
});

test("an endless body is no longer read after the run has ended", async () => {
  for (const end of [() => ({ timeout: 30 }), () => ({ deadline: 30 }), () => ({ signal: AbortSignal.timeout(30) })]) {
    let [reads, cancelled] = [0, 0];
    const getReader = () => ({
      read: async () => { reads += 1; await pause(2); return { done: false, value: new Uint8Array(0) }; },
      cancel: async () => { cancelled += 1; throw new Error("mine"); },
    });
    const fetch = async () => ({ status: 200, headers: new Headers(), body: { getReader } });
    await recall(inputWith({ fetch, msgKeys: keysOf(1), ...end() })).catch(() => {});
    await pause(20);
    const after = reads;
    await pause(60);
    assert.deepEqual([reads, cancelled], [after, 1], String(end));
  }
});

test("a UserSig returned after the run was stopped is not used by the next run", async () => {
  const { seen, fetch } = service();
  const [stale, fresh] = [signUserSig({ ...CREDENTIALS, now: Date.now() - 60_000 }), signUserSig(CREDENTIALS)];
  /** @type {(text: string) => void} */
  let answerFirst = () => {};
  let calls = 0;
  const userSig = () => ((calls += 1) === 1 ? new Promise((resolve) => (answerFirst = resolve)) : fresh);
  const client = new RecallClient(/** @type {any} */ ({ ...NO_KEY, region: "singapore", fetch, userSig }));
  const request = { officialAccount: ACCOUNT, msgKeys: keysOf(5) };
  const abort = new AbortController();
  // A separate timer, since AbortSignal.timeout does not keep the process alive.
  setTimeout(() => abort.abort(), 20);
  await refused(client.recall({ ...request, signal: abort.signal }));
  assert.ok((await client.recall(request)).complete);
  answerFirst(stale);
  await pause(5);
  assert.ok((await client.recall(request)).complete);
  assert.deepEqual([calls, seen.userSigs], [2, [fresh, fresh]]);
});

test("a history aborted inside fetch or a limiter aborts the call in progress", async () => {
  for (const where of ["fetch", "limiter"]) {
    const abort = new AbortController();
    /** @type {AbortSignal | undefined} */
    let begun;
    const begin = (/** @type {AbortSignal} */ signal) => {
      begun = signal;
      abort.abort();
      return never();
    };
    const change = where === "fetch" ? { fetch: (/** @type {string} */ _url, /** @type {any} */ init) => begin(init.signal) } : { limiter: { acquire: begin } };
    const error = await refused(new RecallClient(inputWith(change)).history(ACCOUNT, { signal: abort.signal }).next());
    await pause(5);
    assert.deepEqual([error.code, begun?.aborted], ["ERR_ABORTED", true], where);
  }
});

test("a signal has no listeners after a run, whether or not it was aborted", async () => {
  const client = new RecallClient(inputWith());
  for (const isAborted of [false, true]) {
    const { signal, listeners } = counted();
    if (isAborted) Object.defineProperty(signal, "aborted", { value: true });
    await client.history(ACCOUNT, { signal }).next().catch(() => {});
    await client.recall({ officialAccount: ACCOUNT, msgKeys: keysOf(5), signal }).catch(() => {});
    const each = async () => { for await (const { status } of client.recallEach({ officialAccount: ACCOUNT, msgKeys: keysOf(5), signal })) assert.ok(status); };
    await each().catch(() => {});
    assert.equal(listeners.count, 0, String(isAborted));
  }
});

test("runs release their memory, whatever their form and end", async () => {
  const { Instance } = WebAssembly;
  /** @type {WebAssembly.Memory[]} */
  const memories = [];
  // The memory of the instance created after a trap, since the current one cannot be accessed.
  WebAssembly.Instance = /** @type {any} */ (function (/** @type {[any]} */ ...values) {
    const made = new Instance(...values);
    memories.push(memoryOf(made));
    return made;
  });
  const own = performance.now;
  performance.now = () => { performance.now = own; throw new WebAssembly.RuntimeError("unreachable"); };
  await refused(recall(inputWith()));
  const { fetch } = service();
  const client = new RecallClient(inputWith({ fetch, rateLimit: 100_000 }));
  WebAssembly.Instance = Instance;
  const [memory] = memories;
  const once = () => recall(inputWith({ fetch, msgKeys: keysOf(2000), signal: AbortSignal.timeout(1) })).catch(() => {});
  const left = async () => { for await (const { status } of client.recallEach({ officialAccount: ACCOUNT, msgKeys: keysOf(2000) })) if (status) break; };
  const rounds = async (/** @type {number} */ count) => { for (let round = 0; round < count; round += 1) { await once(); await left(); await pause(2); } };
  await rounds(15);
  const before = Number(memory?.buffer.byteLength);
  await rounds(60);
  assert.ok(Number(memory?.buffer.byteLength) <= before * 1.25, `${before} bytes, then ${memory?.buffer.byteLength}`);
});
