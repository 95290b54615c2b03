// The lines of an answer at the reader's pace: a reader who pauses is waited for, one who stays away is given up, and neither fills the memory.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Outlet } from "../../pkg-template/handler/outlet.js";

const STALL = 60;

/** An outlet and its reader. @param {import("node:test").TestContext} t @param {{ heartbeat?: number }} [config] */
function opened(t, { heartbeat = 600_000 } = {}) {
  const gone = /** @type {string[]} */ ([]);
  const outlet = new Outlet({ heartbeat, stallTimeout: STALL }, (why) => gone.push(why.message));
  const reader = outlet.stream.getReader();
  t.after(() => outlet.close());
  const read = async () => JSON.parse(new TextDecoder().decode((await reader.read()).value));
  /** Lines until nobody has room. */
  const fill = () => {
    for (let count = 0; count < 20; count += 1) outlet.send({ type: "results", results: [count] });
  };
  return { outlet, reader, gone, read, fill };
}

describe("a reader", () => {
  test("who pauses and reads on is not given up later on account of the pause", async (t) => {
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

  test("who stays away is given up once, and gets no end", async (t) => {
    const { outlet, reader, gone, fill } = opened(t);
    fill();
    await outlet.room();
    assert.deepEqual([gone, outlet.isGone], [["the client does not read"], true]);
    await assert.rejects(async () => { while (!(await reader.read()).done); }, /the client does not read/);
    outlet.abandon();
    outlet.send({ type: "report" });
    assert.equal(gone.length, 1);
  });

  test("who does not read is kept the last progress alone, and no other line is dropped", async (t) => {
    const { outlet, read, fill } = opened(t);
    fill();
    for (let count = 0; count < 1000; count += 1) outlet.send({ type: "progress", progress: count });
    outlet.send({ type: "report" });
    for (let count = 0; count < 20; count += 1) assert.deepEqual((await read()).results, [count]);
    assert.equal((await read()).type, "report");
  });

  test("who waits in silence hears the last progress again", async (t) => {
    const { outlet, read } = opened(t, { heartbeat: 10 });
    outlet.send({ type: "progress", progress: 7 });
    for (let count = 0; count < 3; count += 1) assert.deepEqual(await read(), { type: "progress", progress: 7 });
  });
});
