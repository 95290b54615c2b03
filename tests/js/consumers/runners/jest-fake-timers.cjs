// A test with Jest's fake timers, which recalls messages with the emulator instead of fetch.
const { RecallClient } = require("tencent-chat-recall");
const { createEmulator } = require("tencent-chat-recall/emulator");
const { afterEach, beforeEach, expect, jest: runner, test } = require("@jest/globals");

const HOUR = 3_600_000;
const secretKey = "any text";

beforeEach(() => runner.useFakeTimers());
afterEach(() => runner.useRealTimers());

/** @param {number} count @param {object} [faults] */
async function recalledFrom(count, faults = {}) {
  const emulator = createEmulator({ secretKey, faults });
  const officialAccount = emulator.createAccount();
  const msgKeys = emulator.broadcast({ officialAccount, count, text: "wrong" });
  const client = new RecallClient({ sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey, region: "singapore", fetch: emulator.fetch });
  const run = client.recall({ officialAccount, msgKeys });
  await runner.advanceTimersByTimeAsync(HOUR);
  return run;
}

for (const count of [1, 25, 300]) {
  test(`no request of ${count} messages times out`, async () => {
    const report = await recalledFrom(count);
    expect(report.counts.recalled).toBe(count);
    expect(report.retries).toBe(0);
    expect(report.lastLoss).toBeUndefined();
    expect(report.durationMs).toBeLessThan(5000);
  });
}

test("latency and time-outs pass on the same clock", async () => {
  const slow = await recalledFrom(10, { latency: { min: 2000, max: 2000 } });
  expect([slow.counts.recalled, slow.durationMs]).toEqual([10, 2000]);
  const silent = await recalledFrom(10, { stall: { times: 1, workDone: false } });
  expect([silent.counts.recalled, silent.lastLoss]).toEqual([10, "a timeout"]);
  expect(silent.durationMs).toBeGreaterThanOrEqual(5000);
});
