// Backpressure of the handler's answer: it waits for a slow reader, gives up an absent one, and never fills the memory.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { NdjsonStream } from "../../../pkg-template/handler/actions/ndjson_stream.js";
import { RecallOutcomes } from "../../../pkg-template/handler/actions/recall_outcomes.js";
import { ResultsWriter } from "../../../pkg-template/handler/actions/results_writer.js";

const STALL = 60;

/** An outlet and its reader. @param {import("node:test").TestContext} t @param {{ heartbeat?: number }} [config] */
function opened(t, { heartbeat = 600_000 } = {}) {
  const gone = /** @type {string[]} */ ([]);
  const outlet = new NdjsonStream({ heartbeat, stallTimeout: STALL }, (why) => gone.push(why.message));
  const reader = outlet.stream.getReader();
  t.after(() => outlet.close());
  const read = async () => JSON.parse(new TextDecoder().decode((await reader.read()).value));
  /** Sends lines until the buffers are full. */
  const fill = () => {
    for (let count = 0; count < 20; count += 1) outlet.send({ type: "results", results: [count] });
  };
  return { outlet, reader, gone, read, fill };
}

describe("a reader", () => {
  test("who pauses and then reads is not given up later because of the pause", async (t) => {
    const { outlet, gone, read, fill } = opened(t);
    fill();
    const room = outlet.room();
    for (let count = 0; count < 20; count += 1) assert.deepEqual((await read()).results, [count]);
    await room;
    await pause(2 * STALL);
    outlet.send({ type: "report" });
    assert.equal((await read()).type, "report");
    assert.deepEqual([gone, outlet.isGone], [[], false]);
  });

  test("who stops reading is given up once, and gets no last line", async (t) => {
    const { outlet, reader, gone, fill } = opened(t);
    fill();
    await outlet.room();
    assert.deepEqual([gone, outlet.isGone], [["the client does not read"], true]);
    await assert.rejects(async () => { while (!(await reader.read()).done); }, /the client does not read/);
    outlet.abandon();
    outlet.send({ type: "report" });
    assert.equal(gone.length, 1);
  });

  test("who does not read later gets only the last progress, but every other line", async (t) => {
    const { outlet, read, fill } = opened(t);
    fill();
    for (let count = 0; count < 1000; count += 1) outlet.send({ type: "progress", progress: count });
    outlet.send({ type: "report" });
    for (let count = 0; count < 20; count += 1) assert.deepEqual((await read()).results, [count]);
    assert.equal((await read()).type, "report");
  });

  test("who waits without news gets the last progress again", async (t) => {
    const { outlet, read } = opened(t, { heartbeat: 10 });
    outlet.send({ type: "progress", progress: 7 });
    for (let count = 0; count < 3; count += 1) assert.deepEqual(await read(), { type: "progress", progress: 7 });
  });
});

describe("a run for a client that reads nothing", () => {
  const MESSAGES = Array.from({ length: 8000 }, (_, index) => ({ officialAccount: "@TOA#_1", msgKey: `${index + 1}_1_1698741698` }));
  /** Lets pending promise callbacks run. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  /**
   * Simulates a run with 200 messages every 100 ms in virtual time.
   * @param {import("node:test").TestContext} t
   */
  function running(t) {
    t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
    const seen = { yielded: 0, sent: 0, gone: "", ended: false };
    const outlet = new NdjsonStream({ heartbeat: 600_000, stallTimeout: 500 }, (why) => (seen.gone = why.message));
    const ledger = new RecallOutcomes(MESSAGES);
    const feed = new ResultsWriter(ledger, outlet);
    async function* results() {
      for (const message of MESSAGES) {
        if (seen.gone) throw new Error("aborted");
        if (seen.yielded % 200 === 0) await new Promise((resolve) => setTimeout(resolve, 100));
        seen.yielded += 1;
        yield /** @type {const} */ ({ ...message, status: "recalled", attempts: 1 });
      }
    }
    const send = outlet.send.bind(outlet);
    outlet.send = (event) => ((seen.sent += /** @type {any} */ (event).results?.length ?? 0), send(event));
    const end = () => void (seen.ended = true);
    feed.take(results()).then(end, end);
    return { seen, outlet, ledger };
  }

  test("is stopped after the stall timeout, and its rows do not pile up", async (t) => {
    const { seen, ledger } = running(t);
    let most = 0;
    for (let ms = 0; ms < 10_000 && !seen.ended; ms += 50) {
      t.mock.timers.tick(50);
      await settle();
      most = Math.max(most, ledger.waiting);
    }
    assert.deepEqual([seen.gone, seen.ended], ["the client does not read", true]);
    assert.ok(seen.yielded < 8000 && seen.sent <= 17 * 500 && most <= 500, JSON.stringify({ ...seen, most }));
    assert.ok(seen.yielded < 5000, `${seen.yielded} of 8000 messages were recalled for nobody`);
  });

  test("continues to its end if the client starts to read", async (t) => {
    const { seen, outlet } = running(t);
    const reader = outlet.stream.getReader();
    let rows = 0;
    let isReading = false;
    const read = async () => {
      while (rows < MESSAGES.length) rows += JSON.parse(new TextDecoder().decode((await reader.read()).value)).results.length;
    };
    for (let ms = 0; ms < 20_000 && !seen.ended; ms += 50) {
      t.mock.timers.tick(50);
      await settle();
      if (ms === 2000) read().finally(() => (isReading = true));
    }
    assert.deepEqual([seen.gone, seen.ended, seen.yielded], ["", true, 8000]);
    assert.equal(isReading, false, "some rows are still with the feed, which the end of the run writes");
  });
});

describe("a reader who stops reading after the end of the answer", () => {
  test("is given up, and the remaining lines are released", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
    const outlet = new NdjsonStream({ heartbeat: 600_000, stallTimeout: 500 }, () => {});
    for (let count = 0; count < 3; count += 1) outlet.send({ type: "results", results: [count] });
    outlet.close();
    const reader = outlet.stream.getReader();
    t.mock.timers.tick(400);
    assert.equal((await reader.read()).done, false);
    t.mock.timers.tick(400);
    assert.equal((await reader.read()).done, false, "whoever reads on in time gets the next line");
    for (let times = 0; times < 3; times += 1) t.mock.timers.tick(600);
    await assert.rejects(reader.read(), /the client does not read/);
  });

  test("is not given up when there is nothing left to read", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
    const outlet = new NdjsonStream({ heartbeat: 600_000, stallTimeout: 500 }, () => {});
    outlet.send({ type: "report" });
    outlet.close();
    const reader = outlet.stream.getReader();
    await reader.read();
    t.mock.timers.tick(10_000);
    assert.equal((await reader.read()).done, true);
  });
});
