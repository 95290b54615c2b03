// find and verify use the pace of the client, and never exceed it: measured in virtual time, with a network of up to 20 ms of jitter.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RecallClient } from "../../../pkg/index.js";
import { createEmulator } from "../../../pkg/emulator/index.js";
import { CREDENTIALS, SECRET_KEY } from "./support/fixture.js";
import { inVirtualTime } from "./support/virtual_time.js";
import { collect } from "./support/wrong_broadcast.js";

const RATE = 200;
const PAGES = 3;
const HISTORY = "official_account_msg_get_simple";

/** @param {number} count of accounts with 50 messages */
function world(count) {
  const accounts = Array.from({ length: count }, (_, at) => `@TOA#_${at}`);
  const emulator = createEmulator({ secretKey: SECRET_KEY, accounts, rateLimit: RATE, seed: 51, faults: { latency: { min: 0, max: 20, before: 1 } } });
  for (const officialAccount of accounts) emulator.addMessages({ officialAccount, count: 50, text: "wrong" });
  const client = new RecallClient({ ...CREDENTIALS, region: "singapore", fetch: emulator.fetch });
  return { accounts, emulator, client };
}

test("find and verify use at least 95 % of the pace, and no request is refused for rate", async (t) => {
  await inVirtualTime(async () => {
    const { accounts, emulator, client } = world(1000);
    const { found, summary } = await collect(client.find({ officialAccounts: accounts }));
    assert.equal(found.length, 50_000);
    const verified = await client.verify(found.filter(({ msgSeq }) => msgSeq === 1));
    assert.equal(verified.counts.visible, 1000);
    for (const { requests, durationMs } of [summary, verified]) {
      assert.equal(requests, 1000 * PAGES);
      const share = requests / (durationMs / 1000) / RATE;
      t.diagnostic(`${(share * 100).toFixed(1)} % of the pace, start and end included`);
      assert.ok(share >= 0.95, `${share}`);
    }
    assert.equal(emulator.ledger.of(HISTORY).refusedForRate, 0);
    assert.ok(emulator.ledger.peakPerSecond <= RATE);
  });
});

test("one account is read page by page, whatever the pace", async () => {
  await inVirtualTime(async () => {
    const { accounts, client } = world(1);
    const { summary } = await collect(client.find({ officialAccounts: accounts }));
    assert.equal(summary.requests, PAGES);
    assert.ok(summary.durationMs < 200);
  });
});

test("one refusal for rate costs little of the pace", async (t) => {
  await inVirtualTime(async () => {
    const { accounts, emulator } = world(1000);
    let requests = 0;
    const fetch = async (/** @type {string} */ url, /** @type {any} */ init) => {
      requests += 1;
      const refusal = { ActionStatus: "FAIL", ErrorCode: 60007, ErrorInfo: "too many" };
      return requests === 400 ? new Response(JSON.stringify(refusal)) : emulator.fetch(url, init);
    };
    const client = new RecallClient({ ...CREDENTIALS, region: "singapore", fetch });
    const { summary } = await collect(client.find({ officialAccounts: accounts }));
    const share = summary.requests / (summary.durationMs / 1000) / RATE;
    t.diagnostic(`${(share * 100).toFixed(1)} % of the pace`);
    assert.equal(summary.requests, 1000 * PAGES + 1);
    assert.ok(share >= 0.85, `${share}`);
  });
});
