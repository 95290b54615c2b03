// The caller's functions and signals (userSig, onProgress, AbortSignal, deadline), and that a finished run leaves no resources open.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { RecallClient, recall, signUserSig } from "../../../pkg/index.js";
import { ACCOUNT, CREDENTIALS, keysOf, refused } from "./support/fixture.js";

const { secretKey: _, ...NO_KEY } = CREDENTIALS;
const never = () => new Promise(() => {});
const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A signal whose timer, unlike that of AbortSignal.timeout, keeps the process alive. @param {number} ms */
function abortedIn(ms) {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), ms);
  return abort.signal;
}

/** A service that recalls every message. */
function serviceFetch() {
  /** @type {string[]} */
  const userSigs = [];
  const fetch = async (/** @type {string} */ url, /** @type {any} */ { body }) => {
    userSigs.push(new URL(url).searchParams.get("usersig") ?? "");
    const rows = (JSON.parse(body).MsgKeyList ?? []).map((/** @type {string} */ MsgKey) => ({ MsgKey, RetCode: 0 }));
    return new Response(JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList: rows }));
  };
  return { userSigs, fetch };
}

/** @param {any} change @returns {any} */
const inputWith = (change) => ({ ...CREDENTIALS, region: "singapore", officialAccount: ACCOUNT, msgKeys: keysOf(25), fetch: serviceFetch().fetch, retries: 0, ...change });

test("an aborted signal ends a run with the reason as cause, whatever it is", async () => {
  const reason = new Error("enough");
  for (const [given, expected] of [[[reason], reason], [["enough"], "enough"], [[null], null], [[0], 0]]) {
    const abort = new AbortController();
    const fetch = () => {
      setImmediate(() => abort.abort(.../** @type {any[]} */ (given)));
      return never();
    };
    const error = await refused(recall(inputWith({ fetch, signal: abort.signal })));
    assert.deepEqual([error.code, error.cause], ["ERR_ABORTED", expected]);
    assert.deepEqual({ ...error.report?.counts }, { recalled: 0, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 10, notAttempted: 15 });
  }
  const abort = new AbortController();
  setImmediate(() => abort.abort());
  const plain = await refused(recall(inputWith({ fetch: never, signal: abort.signal })));
  assert.equal(/** @type {Error} */ (plain.cause).name, "AbortError");
  const timed = await refused(recall(inputWith({ fetch: never, deadline: 600_000, signal: AbortSignal.timeout(20) })));
  assert.equal(/** @type {Error} */ (timed.cause).name, "TimeoutError");
});

test("with an aborted signal nothing is sent and there is no report", async () => {
  const { userSigs, fetch } = serviceFetch();
  const error = await refused(recall(inputWith({ fetch, signal: AbortSignal.abort("no") })));
  assert.deepEqual([error.code, error.cause, error.report, userSigs.length], ["ERR_ABORTED", "no", undefined, 0]);
  const client = new RecallClient(inputWith({ fetch }));
  const second = await refused(client.history(ACCOUNT, { signal: AbortSignal.abort("no") }).next());
  assert.deepEqual([second.code, second.cause], ["ERR_ABORTED", "no"]);
  const each = { officialAccount: ACCOUNT, msgKeys: keysOf(3) };
  /** @type {string[]} */
  const statuses = [];
  const third = await refused(async () => {
    for await (const { status } of client.recallEach(each, { signal: AbortSignal.abort("no") })) statuses.push(status);
  });
  assert.deepEqual([third.code, third.cause, userSigs.length], ["ERR_ABORTED", "no", 0]);
  assert.ok(statuses.every((status) => status === "notAttempted"));
});

test("an abort aborts requests on the wire, and listeners do not accumulate on the signal", async () => {
  let listeners = 0;
  const signal = new AbortController().signal;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (/** @type {any[]} */ ...args) => (listeners++, Reflect.apply(addEventListener, signal, args));
  signal.removeEventListener = (/** @type {any[]} */ ...args) => (listeners--, Reflect.apply(removeEventListener, signal, args));
  const client = new RecallClient(inputWith({}));
  for (let run = 0; run < 5; run += 1) await client.recall({ officialAccount: ACCOUNT, msgKeys: keysOf(5), signal });
  for await (const one of client.recallEach({ officialAccount: ACCOUNT, msgKeys: keysOf(5), signal }, { signal })) assert.equal(one.status, "recalled");
  await client.history(ACCOUNT, { signal }).next();
  assert.equal(listeners, 0);
});

test("a deadline ends a run, as milliseconds and as a Date", async () => {
  for (const deadline of [() => 20, () => new Date(Date.now() + 200)]) {
    const error = await refused(recall(inputWith({ fetch: never, deadline: deadline() })));
    assert.equal(error.code, "ERR_DEADLINE");
    assert.equal(error.report?.counts.unconfirmed, 10);
  }
  const past = await refused(recall(inputWith({ deadline: new Date(0) })));
  assert.deepEqual([past.code, past.report], ["ERR_DEADLINE", undefined]);
});

test("a userSig function is called once for concurrent runs, and not again while the UserSig is valid", async () => {
  const { userSigs, fetch } = serviceFetch();
  let calls = 0;
  const userSig = async () => {
    calls += 1;
    await pause(20);
    return signUserSig(CREDENTIALS);
  };
  const client = new RecallClient({ ...NO_KEY, region: "singapore", userSig, fetch });
  const reports = await Promise.all([1, 101, 201].map((from) => client.recall({ officialAccount: ACCOUNT, msgKeys: keysOf(25, from) })));
  assert.deepEqual(reports.map(({ complete }) => complete), [true, true, true]);
  await client.recall({ officialAccount: ACCOUNT, msgKeys: keysOf(5) });
  assert.equal(calls, 1);
  assert.equal(new Set(userSigs).size, 1);
});

test("a userSig function that fails ends the run with its error as cause, and the next run calls it again", async () => {
  const thrown = new Error("vault is sealed");
  const good = () => signUserSig(CREDENTIALS);
  /** @type {[() => unknown, unknown, RegExp][]} */
  const cases = [
    [() => { throw thrown; }, thrown, /see cause/],
    [async () => { throw thrown; }, thrown, /see cause/],
    [() => Promise.reject("sealed"), "sealed", /see cause/],
    [async () => 5, undefined, /found a number/],
    [() => undefined, undefined, /found nothing/],
    [() => "", undefined, /empty/],
    [() => "a b", undefined, /a character that no UserSig has/],
    [() => signUserSig({ ...CREDENTIALS, identifier: "other" }), undefined, /"other".*"administrator"/],
    [() => signUserSig({ ...CREDENTIALS, sdkAppId: 7 }), undefined, /7.*1400000000/],
  ];
  for (const [bad, cause, message] of cases) {
    const answers = [bad, good];
    const { userSigs, fetch } = serviceFetch();
    const client = new RecallClient({ ...NO_KEY, region: "singapore", fetch, userSig: /** @type {any} */ (() => answers.shift()?.()) });
    const error = await refused(client.recall({ officialAccount: ACCOUNT, msgKeys: keysOf(3) }));
    assert.deepEqual([error.code, error.cause, error.report], ["ERR_USER_SIG_PROVIDER", cause, undefined]);
    assert.match(error.message, message);
    assert.equal(userSigs.length, 0);
    assert.ok((await client.recall({ officialAccount: ACCOUNT, msgKeys: keysOf(3) })).complete);
  }
});

test("a userSig function that hangs blocks only its own run", async () => {
  const answers = [never, async () => signUserSig(CREDENTIALS)];
  const client = new RecallClient({ ...NO_KEY, region: "singapore", fetch: serviceFetch().fetch, userSig: /** @type {any} */ (() => answers.shift()?.()) });
  const stuck = await refused(client.recall({ officialAccount: ACCOUNT, msgKeys: keysOf(3), signal: abortedIn(20) }));
  assert.equal(stuck.code, "ERR_ABORTED");
  assert.ok((await client.recall({ officialAccount: ACCOUNT, msgKeys: keysOf(3) })).complete);
});

test("onProgress may throw, reject, or start another run", async () => {
  const client = new RecallClient(inputWith({}));
  /** @type {Promise<any> | undefined} */
  let inner;
  const onProgress = () => {
    inner ??= client.recall({ officialAccount: ACCOUNT, msgKeys: keysOf(5, 1000) });
    throw new Error("mine");
  };
  assert.ok((await client.recall({ officialAccount: ACCOUNT, msgKeys: keysOf(25), onProgress })).complete);
  assert.ok((await inner).complete);
  const rejecting = async () => {
    throw new Error("mine");
  };
  assert.ok((await client.recall({ officialAccount: ACCOUNT, msgKeys: keysOf(25), onProgress: rejecting })).complete);
});

test("a run aborted in onProgress sends nothing more, not even its first request", async () => {
  for (let calls = 1; calls <= 3; calls += 1) {
    const abort = new AbortController();
    let left = calls;
    let late = 0;
    const service = serviceFetch();
    const fetch = async (/** @type {string} */ url, /** @type {any} */ init) => {
      if (abort.signal.aborted) late += 1;
      await pause(20);
      return service.fetch(url, init);
    };
    const onProgress = () => {
      left -= 1;
      if (left === 0) abort.abort();
    };
    const error = await refused(recall(inputWith({ fetch, onProgress, signal: abort.signal, rateLimit: 100_000, msgKeys: keysOf(100_000) })));
    assert.deepEqual([error.code, late, error.report === undefined], ["ERR_ABORTED", 0, calls === 1]);
  }
});

test("a promise whose members throw counts as rejected", async () => {
  const mine = new Error("mine");
  for (const member of ["constructor", "then"]) {
    const odd = () => Object.defineProperty(Promise.resolve(), member, { get() { throw mine; } });
    const limited = await refused(recall(inputWith({ limiter: { acquire: odd }, deadline: 5000 })));
    assert.deepEqual([limited.code, limited.cause], ["ERR_LIMITER", mine]);
    const unsigned = await refused(recall({ ...NO_KEY, ...inputWith({ secretKey: undefined, userSig: odd, deadline: 5000 }) }));
    assert.deepEqual([unsigned.code, unsigned.cause], ["ERR_USER_SIG_PROVIDER", mine]);
    const lost = await refused(recall(inputWith({ fetch: odd, deadline: 5000, msgKeys: keysOf(3) })));
    assert.deepEqual([lost.code, lost.counts?.unconfirmed], ["ERR_NO_REPLY", 3]);
  }
});

test("after all these failures, a process has printed nothing, has no unhandled rejection, and exits at once", async () => {
  const script = fileURLToPath(new URL("./support/failing_callbacks.js", import.meta.url));
  const child = spawn(process.execPath, ["--unhandled-rejections=strict", "--trace-warnings", script], { stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (printed += text));
  // Far below the ten minutes of a leaked timer.
  const killer = setTimeout(() => child.kill("SIGKILL"), 120_000);
  const [code, signal] = await once(child, "close");
  clearTimeout(killer);
  assert.deepEqual([code, signal, printed], [0, null, "all settled\n"]);
});
