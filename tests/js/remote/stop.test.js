// The stopSignal of RemoteRecallClient: the handler waits for what is in flight, and the run resolves.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { RemoteRecallClient } from "../../../pkg/remote/index.js";
import { ACCOUNT, until } from "../handler/support/fixture.js";
import { assertSums, keysOf, refused } from "../library/support/fixture.js";
import { START, page, row, rows } from "./support/fixture.js";

/** @typedef {import("./support/fixture.js").Fetch} Fetch */

const slow = { emulated: { faults: { latency: { min: 50, max: 50 } } } };
const REFUSED = { status: 422, body: { error: { code: "ERR_INVALID_INPUT", message: "graceful: found the member", issues: [] } } };

test("a stopped run waits for what is in flight and resolves: no answered message is unconfirmed", async () => {
  const stop = new AbortController();
  const { recall, broadcast, emulator, bodies, records } = page({ concurrency: 4 }, { keysPerRequest: 500, ...slow });
  const msgKeys = broadcast(1000);
  const onProgress = (/** @type {any} */ { counts }) => counts.recalled > 0 && stop.abort();
  const report = await recall([...msgKeys, ...msgKeys.slice(990)], { stopSignal: stop.signal, onProgress });
  assertSums(report, [...msgKeys, ...msgKeys.slice(990)]);
  assert.deepEqual([report.stopped, report.counts.unconfirmed, report.counts.recalled], [true, 0, emulator.ledger.recalledCount]);
  assert.deepEqual([bodies.filter(({ action }) => action === "recall").length, records.at(-1)?.outcome], [1, "stopped"]);
  assert.deepEqual(bodies.filter(({ action }) => action === "stop").map(({ graceful }) => graceful), [true]);
});

test("a run stopped before its start sends nothing, and one that is not stopped does not report a stop", async () => {
  const { recall, client, broadcast, bodies } = page();
  const msgKeys = broadcast(3);
  const report = await recall(msgKeys, { stopSignal: AbortSignal.abort() });
  assert.deepEqual([report.stopped, report.counts.notAttempted, bodies.length], [true, 3, 0]);
  const stream = client.recallEach({ officialAccount: ACCOUNT, msgKeys, stopSignal: AbortSignal.abort() });
  let step = await stream.next();
  for (; !step.done; step = await stream.next()) assert.equal(step.value.status, "notAttempted");
  assert.deepEqual([step.value.stopped, bodies.length], [true, 0]);
  const whole = await recall(msgKeys, { stopSignal: new AbortController().signal });
  assert.deepEqual([whole.complete, "stopped" in whole], [true, false]);
});

test("a stopped stream ends with a summary, also while it waits for its source, which is closed", async () => {
  const { client, broadcast } = page();
  const [msgKey = ""] = broadcast(1);
  const stop = new AbortController();
  const seen = { closed: false };
  const msgKeys = { [Symbol.asyncIterator]: () => {
    let calls = 0;
    const next = () => (calls++ === 0 ? Promise.resolve({ done: false, value: msgKey }) : new Promise(() => {}));
    return { next, return: async () => ((seen.closed = true), { done: true, value: undefined }) };
  } };
  const stream = client.recallEach({ officialAccount: ACCOUNT, msgKeys: /** @type {any} */ (msgKeys), stopSignal: stop.signal });
  assert.equal(/** @type {any} */ ((await stream.next()).value).status, "recalled");
  const end = stream.next();
  stop.abort();
  const { done, value } = /** @type {any} */ (await end);
  assert.deepEqual([done, value.stopped, value.counts.recalled], [true, true, 1]);
  await until(() => seen.closed, "the source");
});

test("a signal after the stopSignal aborts the run", async () => {
  const [stop, abort] = [new AbortController(), new AbortController()];
  const silent = (/** @type {any} */ _url, /** @type {any} */ { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const { recall, broadcast, records, bodies } = page({ timeout: 60_000, fetch: /** @type {any} */ (silent) });
  const work = refused(recall(broadcast(30), { stopSignal: stop.signal, signal: abort.signal }));
  await until(() => records.length === 1, "the start");
  stop.abort();
  await until(() => bodies.some(({ graceful }) => graceful), "the stop");
  abort.abort();
  const error = await work;
  assert.deepEqual([error.code, records[1]?.outcome], ["ERR_ABORTED", "stopped"]);
});

describe("a stop", () => {
  const msgKeys = keysOf(3);
  const [first = ""] = msgKeys;

  /**
   * A client of a scripted handler that begins a run and, when it is asked to stop, answers so and writes these lines.
   * @param {(body: any) => { status?: number, body: object, lines?: object[] }} answer
   */
  function scriptedStop(answer) {
    /** @type {any} */
    let controller;
    /** @type {any[]} */
    const bodies = [];
    const write = (/** @type {object} */ line) => controller.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
    const fetch = async (/** @type {string} */ _url, /** @type {any} */ init) => {
      const given = JSON.parse(String(init.body));
      bodies.push(given);
      if (given.action === "stop") {
        const { status = 200, body, lines = [] } = answer(given);
        for (const line of lines) write(line);
        if (lines.length > 0) controller.close();
        return Response.json(body, { status });
      }
      const stream = new ReadableStream({ start: (one) => void (controller = one) });
      init.signal?.addEventListener("abort", () => controller.error(init.signal.reason));
      write(START);
      write(rows([row(first, "recalled", { officialAccount: undefined })]));
      return new Response(stream, { headers: { "content-type": "application/x-ndjson" } });
    };
    const stop = new AbortController();
    const onProgress = () => {};
    const client = new RemoteRecallClient({ url: "/api/recall", fetch: /** @type {any} */ (fetch) });
    const work = client.recall({ officialAccount: ACCOUNT, msgKeys, stopSignal: stop.signal, onProgress });
    setImmediate(() => stop.abort());
    return { bodies, work };
  }
  const told = (/** @type {import("../../../pkg/index.js").RecallReport} */ report) => report.results.map(({ status }) => status);

  test("is an abort for a handler of 0.1.0, and still no error", async () => {
    const ending = { type: "error", error: { code: "ERR_ABORTED", message: "aborted", issues: [] }, report: {} };
    const others = rows([row(String(msgKeys[1]), "unconfirmed"), row(String(msgKeys[2]), "notAttempted", { attempts: 0, retryable: true })]);
    const { bodies, work } = scriptedStop(({ graceful }) => (graceful ? REFUSED : { body: { stopping: true }, lines: [others, ending] }));
    const report = await work;
    assert.deepEqual([report.stopped, told(report)], [true, ["recalled", "unconfirmed", "notAttempted"]]);
    assert.deepEqual(bodies.map(({ action, graceful }) => [action, graceful]), [["recall", undefined], ["stop", true], ["stop", undefined]]);
  });

  test("does not hide an error of the handler", async () => {
    const ending = { type: "error", error: { code: "ERR_USER_SIG", message: "refused", issues: [] }, report: {} };
    const { work } = scriptedStop(() => ({ body: { stopping: true }, lines: [ending] }));
    const error = await refused(work);
    assert.deepEqual([error.code, error.report?.stopped], ["ERR_USER_SIG", true]);
  });

  test("that reaches another process closes the connection, and keys without a row are unconfirmed", async () => {
    for (const answer of [{ body: { stopping: false } }, { status: 503, body: {} }]) {
      const { work } = scriptedStop(() => answer);
      const report = await work;
      assert.deepEqual([report.stopped, told(report)], [true, ["recalled", "unconfirmed", "unconfirmed"]]);
    }
  });
});

test("a beforeSend is rejected by name: the requests to the service leave from the server", async () => {
  const { recall, bodies } = page();
  const error = await refused(recall(keysOf(1), { beforeSend: () => {} }));
  assert.deepEqual([error.code, error.issues.map(({ path }) => path), bodies.length], ["ERR_INVALID_INPUT", ["beforeSend"], 0]);
});
