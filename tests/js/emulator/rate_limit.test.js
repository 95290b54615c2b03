// The call limit: at most that many accepted calls in any window of one second, and the ledger's counts.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HISTORY, ACCOUNT, RECALL, stage } from "./support/caller.js";

const SEED = 20260701;

/** @param {ReturnType<typeof stage>} on @param {number} count */
async function burst(on, count) {
  const codes = [];
  for (let i = 0; i < count; i++) codes.push((await on.recall(["1_1_1"])).ErrorCode);
  return codes.filter((code) => code === 0).length;
}

describe("the call limit", () => {
  it("accepts exactly 200 in a second and answers 60007 to the next", async () => {
    const on = stage();
    assert.equal(await burst(on, 250), 200);
    assert.deepEqual(on.emulator.ledger.errorCodes, { 0: 200, 60007: 50 });
    assert.equal(on.emulator.ledger.refusedForRate, 50);
  });

  it("is a sliding window: a call counts for exactly one second", async () => {
    const on = stage({ rateLimit: 10 });
    assert.equal(await burst(on, 4), 4);
    await on.clock.advance(600);
    assert.equal(await burst(on, 10), 6);
    await on.clock.advance(399);
    assert.equal(await burst(on, 10), 0);
    await on.clock.advance(1);
    assert.equal(await burst(on, 10), 4);
    await on.clock.advance(599);
    assert.equal(await burst(on, 10), 0);
    await on.clock.advance(1);
    assert.equal(await burst(on, 10), 6);
  });

  it("does not count rejected calls", async () => {
    const on = stage({ rateLimit: 5 });
    for (let i = 0; i < 20; i++) {
      await burst(on, 5);
      await on.clock.advance(100);
    }
    assert.equal(on.emulator.ledger.accepted, 10);
  });

  it("applies to each API separately", async () => {
    const on = stage({ rateLimit: 3 });
    assert.equal(await burst(on, 5), 3);
    assert.equal((await on.call(HISTORY, { Official_Account: ACCOUNT })).ErrorCode, 0);
  });

  it("counts calls with an invalid body, since the body is checked later", async () => {
    const on = stage({ rateLimit: 2 });
    assert.deepEqual([(await on.recall([])).ErrorCode, (await on.recall([])).ErrorCode, (await on.recall([])).ErrorCode], [10004, 10004, 60007]);
  });

  it("can be lifted", async () => {
    const on = stage({ rateLimit: null });
    assert.equal(await burst(on, 500), 500);
  });

  it("is shared with other traffic, evenly spaced", async () => {
    const on = stage({ rateLimit: 200, faults: { otherTraffic: 150 } });
    await on.clock.advance(5000);
    assert.equal(await burst(on, 200), 50);
    on.emulator.setFaults();
    await on.clock.advance(1000);
    assert.equal(await burst(on, 250), 200);
  });

  it("agrees with an independent count of every window, for random arrivals", async () => {
    for (let round = 0; round < 5; round++) {
      const limit = 3 + round * 4;
      const on = stage({ rateLimit: limit });
      /** @type {number[]} */
      const accepted = [];
      let most = 0;
      /** @type {number[]} */
      const all = [];
      let state = SEED + round;
      for (let i = 0; i < 400; i++) {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        await on.clock.advance((state >>> 16) % Math.ceil(2000 / limit));
        const now = on.clock.time;
        all.push(now);
        most = Math.max(most, all.filter((time) => time > now - 1000).length);
        const free = accepted.filter((time) => time > now - 1000).length < limit;
        const { ErrorCode: code } = await on.recall(["1_1_1"]);
        assert.equal(code, free ? 0 : 60007, `seed ${SEED}, round ${round}, request ${i}`);
        if (free) accepted.push(now);
      }
      const { ledger } = on.emulator;
      assert.ok(ledger.refusedForRate > 0, `seed ${SEED}, round ${round}: nothing was refused`);
      assert.equal(ledger.peakPerSecond, most, `seed ${SEED}, round ${round}`);
      assert.equal(ledger.peakAcceptedPerSecond, limit, `seed ${SEED}, round ${round}`);
    }
  });
});

describe("the ledger", () => {
  it("has the accepted calls of each second, and the peak rate of all requests", async () => {
    const on = stage({ rateLimit: 8 });
    await on.clock.advance(123);
    await burst(on, 5);
    await on.clock.advance(900);
    await burst(on, 5);
    await on.clock.advance(2100);
    await burst(on, 2);
    const counters = on.emulator.ledger.of(RECALL);
    assert.deepEqual(counters.acceptedPerSecond, [8, 0, 0, 2]);
    assert.deepEqual([counters.peakPerSecond, counters.peakAcceptedPerSecond, counters.requests, counters.accepted], [10, 8, 12, 10]);
  });
});
