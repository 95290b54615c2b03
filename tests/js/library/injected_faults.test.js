// Recalls over real sockets from a faulty service in another process: the report must agree with the service's ledger.
import assert from "node:assert/strict";
import { test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { RecallClient } from "../../../pkg/index.js";
import { startChild } from "./support/emulator_process.js";
import { ACCOUNT, CREDENTIALS, assertSums, keysWith } from "./support/fixture.js";

const COUNT = 2000;
const TIME = 1_698_741_698;
const SEQS = Array.from({ length: COUNT }, (_, index) => index + 1);
const KEYS = SEQS.map((seq) => `${seq}_1_${TIME}`);
/** Faults in a tenth of the exchanges, codes for single messages and whole requests, and latency. */
const PLAN = {
  latency: { min: 0, max: 30, before: 0.5 },
  lostRequest: 0.03,
  lostReply: 0.03,
  cutReply: 0.02,
  http502: 0.03,
  truncatedJson: 0.02,
  missingKeys: 0.05,
  unknownKeys: 0.05,
  shuffledKeys: 0.2,
  code: [
    { code: 10002, p: 0.02, level: "item" },
    { code: 60008, p: 0.02 },
    { code: 60008, p: 0.01, workDone: true },
    { code: 60011, p: 0.01 },
  ],
};

for (const seed of [1, 7, 20261123]) {
  test(`${COUNT} keys with every kind of network and service fault (seed ${seed})`, { skip: seed > 1 && lacks("time") }, async (t) => {
    const roaming = { roamingDays: 36500, rateLimit: null };
    const child = await startChild({ seqs: SEQS, time: TIME, unrecallable: 97, options: { seed, faults: /** @type {any} */ (PLAN), ...roaming } });
    t.after(() => child.close());
    const client = new RecallClient({ ...CREDENTIALS, baseUrl: child.url, retries: 8, timeout: 60_000, rateLimit: 1000 });
    const report = await client.recall({ officialAccount: ACCOUNT, msgKeys: KEYS });
    const { requests, faults } = await child.counters();
    const where = `seed ${seed}: ${JSON.stringify({ counts: report.counts, faults })}`;
    assertSums(report, KEYS);
    for (const name of ["lostRequest", "lostReply", "cutReply", "http502", "truncatedJson", "missingKeys"]) assert.ok(faults[name] > 0, `${name} struck, ${where}`);
    assert.deepEqual(keysWith(report, "recalled").filter((key) => !child.recalled.has(key)), [], `recalled and not in the ledger, ${where}`);
    for (const status of ["failed", "notAttempted"]) {
      assert.deepEqual(keysWith(report, status).filter((key) => child.recalled.has(key)), [], `${status} and in the ledger, ${where}`);
    }
    assert.deepEqual(keysWith(report, "presumedRecalled").filter((key) => !child.recalled.has(key)), [], `presumed and not in the ledger, ${where}`);
    const unrecallable = KEYS.filter((_, index) => SEQS[index] % 97 === 0);
    assert.deepEqual(unrecallable.filter((key) => child.recalled.has(key)), [], where);
    assert.deepEqual(keysWith(report, "failed").filter((key) => !unrecallable.includes(key)), [], where);
    assert.equal(report.counts.notAttempted, 0, where);
    assert.ok(report.counts.recalled > COUNT / 2, where);
    assert.equal(report.requests, requests, "every request that left arrived at the emulator or was lost by it");
  });
}
