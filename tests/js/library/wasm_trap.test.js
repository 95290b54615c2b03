// Traps of the core: pending calls reject, nothing more is sent, and the next call has a new core.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { lacks } from "../../../.scripts/needs.js";
import { RecallClient, isRecallError, recall, signUserSig } from "../../../pkg/index.js";
import { ACCOUNT, CREDENTIALS, keysOf, refused } from "./support/fixture.js";

/** A service that counts its requests and answers late. */
function service() {
  const seen = { requests: 0 };
  const fetch = async (/** @type {string} */ _url, /** @type {any} */ { body }) => {
    seen.requests += 1;
    await pause(5);
    const rows = JSON.parse(body).MsgKeyList.map((/** @type {string} */ MsgKey) => ({ MsgKey, RetCode: 0 }));
    return new Response(JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList: rows }));
  };
  return { seen, fetch };
}

/** @param {any} [change] @returns {any} */
const inputWith = (change) => ({ ...CREDENTIALS, region: "singapore", officialAccount: ACCOUNT, msgKeys: keysOf(5000), fetch: service().fetch, ...change });

/** @param {string[]} [msgKeys] */
const requestFor = (msgKeys = keysOf(5000)) => ({ officialAccount: ACCOUNT, msgKeys });

/**
 * Simulates a trap: a function that the core imports throws, which unwinds the core's functions as a trap does. A real trap cannot be
 * tested, since no way to cause one is known.
 * @param {any} owner
 * @param {string} name
 * @param {Error} [trap]
 */
function trapIn(owner, name, trap = new WebAssembly.RuntimeError("unreachable")) {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  owner[name] = () => {
    if (own) Object.defineProperty(owner, name, own);
    else delete owner[name];
    throw trap;
  };
  return trap;
}

/** @param {unknown} error @param {unknown} trap */
function assertOver(error, trap) {
  assert.ok(isRecallError(error));
  const { code, cause, message } = /** @type {any} */ (error);
  assert.deepEqual([code, cause], ["ERR_INTERNAL", trap]);
  assert.match(message, /may or may not be recalled/);
}

/** Asserts that pending timers and answers cause nothing more. @param {{ requests: number }} seen */
async function assertSilent(seen) {
  const before = seen.requests;
  await pause(100);
  assert.equal(seen.requests, before);
}

test("a trap ends all runs with ERR_INTERNAL, and no further request is sent", async () => {
  const { seen, fetch } = service();
  const client = new RecallClient(inputWith({ fetch }));
  const runs = [client.recall(requestFor()), client.recall(requestFor(keysOf(5000, 9000))), recall(inputWith({ fetch }))];
  const ends = runs.map(refused);
  await pause(60);
  const trap = trapIn(performance, "now");
  for (const end of ends) assertOver(await end, trap);
  await assertSilent(seen);
  assertOver(await refused(client.recall(requestFor())), trap);
  assert.throws(() => client.plan(requestFor()), (error) => { assertOver(error, trap); return true; });
  assert.ok((await recall(inputWith({ msgKeys: keysOf(20) }))).complete);
});

test("a trap during recallEach throws ERR_INTERNAL after the outcomes so far, and closes the source", async () => {
  const { seen, fetch } = service();
  let closed = false;
  const source = (function* () {
    try { yield* keysOf(100_000); } finally { closed = true; }
  })();
  /** @type {any} */
  let trap;
  let results = 0;
  const each = new RecallClient(inputWith({ fetch })).recallEach({ officialAccount: ACCOUNT, msgKeys: source });
  const error = await (async () => { for await (const { status } of each) { assert.equal(status, "recalled"); if (++results === 100) trap = trapIn(performance, "now"); } })()
    .catch((/** @type {unknown} */ thrown) => thrown);
  assertOver(error, trap);
  assert.ok(results >= 100);
  await assertSilent(seen);
  assert.equal(closed, true);
});

for (const [name, thrown] of /** @type {const} */ ([
  ["a trap in a synchronous function", new WebAssembly.RuntimeError("unreachable")],
  ["a stack that is full in the midst of the core's work", new RangeError("Maximum call stack size exceeded")],
])) {
  test(`${name} ends the runs that share its core`, async () => {
    const { seen, fetch } = service();
    const client = new RecallClient(inputWith({ fetch }));
    const end = refused(client.recall(requestFor()));
    await pause(60);
    trapIn(Date, "now", thrown);
    assert.throws(() => client.plan(requestFor()), { code: "ERR_INTERNAL", cause: thrown });
    assertOver(await end, thrown);
    await assertSilent(seen);
    assert.equal(new RecallClient(inputWith({ fetch })).plan(requestFor()).messages, 5000);
  });
}

test("a trap in an offline function does not affect runs, and the next call has a new core", async () => {
  const end = recall(inputWith({ msgKeys: keysOf(500) }));
  await pause(20);
  const trap = trapIn(Date, "now");
  assert.throws(() => signUserSig(CREDENTIALS), (error) => { assertOver(error, trap); return true; });
  assert.equal(typeof signUserSig(CREDENTIALS), "string");
  assert.ok((await end).complete);
});

test("calls with a nearly full stack do not keep runs from ending, and the package still works", { skip: lacks("time") }, async () => {
  const script = fileURLToPath(new URL("./support/full_stack.js", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--stack-size=200", script], { timeout: 50_000 });
  assert.equal(stdout, "100 ERR_INTERNAL\n");
});

test("a trap leaves no unhandled rejection", async () => {
  const unhandled = once(process, "unhandledRejection").then(([reason]) => reason);
  const end = refused(recall(inputWith({ onProgress: () => {} })));
  await pause(60);
  const trap = trapIn(performance, "now");
  assertOver(await end, trap);
  assert.equal(await Promise.race([unhandled, pause(50, "none")]), "none");
});
