// An unreachable service: messages whose requests never left are unsent, and earlier doubts remain.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { describe, it } from "node:test";
import { ACCOUNT, assertFolderHasNothingSecret, stage } from "../support/command.js";

/** The address of a closed server. */
async function nowhere() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
const NOWHERE = await nowhere();
const RECALL = ["recall", "--account", ACCOUNT, "--yes", "--retries", "0"];

/** @param {string} stdout */
const rowsOf = (stdout) => JSON.parse(stdout).results.map((/** @type {any} */ row) => [row.status, row.code, row.attempts]);

describe("an unreachable service", () => {
  it("leaves every message unsent, in the report and in the journal, and the run can be resumed", async (t) => {
    const { run, keys, env, emulator, folder, journal } = await stage(t, { count: 12 });
    const { status, stdout } = await run([...RECALL, "--keys", keys], { env: { ...env, TENCENT_CHAT_BASE_URL: NOWHERE } });
    assert.equal(status, 1);
    assert.match(stdout, /12 +not sent/);
    assert.doesNotMatch(stdout, /unconfirmed/);
    const told = await run(["report", journal(), "--json"]);
    assert.deepEqual(rowsOf(told.stdout), Array(12).fill(["notAttempted", undefined, 0]));
    const again = await run(["recall", "--resume", journal(), "--yes", "--base-url", env.TENCENT_CHAT_BASE_URL ?? ""]);
    assert.equal(again.status, 0, again.stdout);
    assert.equal(emulator.ledger.recalledCount, 12);
    assertFolderHasNothingSecret(folder);
  });

  it("does not make a wrong key presumed recalled", async (t) => {
    const { run, keys, env, msgKeys, journal } = await stage(t, { count: 2 });
    writeFileSync(keys, msgKeys.map((key) => key.replace(/^\d+/, "4000000$&")).join("\n"));
    await run([...RECALL, "--keys", keys], { env: { ...env, TENCENT_CHAT_BASE_URL: NOWHERE } });
    const again = await run(["recall", "--resume", journal(), "--yes", "--base-url", env.TENCENT_CHAT_BASE_URL ?? "", "--json"]);
    assert.deepEqual(JSON.parse(again.stdout).counts, { recalled: 0, presumedRecalled: 0, notFound: 2, failed: 0, unconfirmed: 0, notAttempted: 0 });
  });

  it("keeps the outcomes of an earlier run", async (t) => {
    const { run, keys, env, msgKeys, emulator, journal } = await stage(t, { count: 3 });
    const [held] = emulator.broadcast({ officialAccount: ACCOUNT, count: 1, text: "held", recallable: false });
    writeFileSync(keys, [...msgKeys, held].join("\n"));
    emulator.setFaults({ lostReply: { p: 1 } });
    await run([...RECALL, "--keys", keys]);
    emulator.setFaults();
    await run(["recall", "--resume", journal(), "--yes", "--base-url", NOWHERE, "--retries", "0"]);
    const lost = await run(["report", journal(), "--json"]);
    assert.deepEqual(rowsOf(lost.stdout).map((/** @type {any} */ [status]) => status), Array(4).fill("unconfirmed"));
    await run(["recall", "--resume", journal(), "--yes", "--base-url", env.TENCENT_CHAT_BASE_URL ?? ""]);
    await run(["recall", "--resume", journal(), "--yes", "--retry-failed", "--base-url", NOWHERE, "--retries", "0"]);
    const end = await run(["report", journal(), "--json"]);
    const [first, , , last] = rowsOf(end.stdout);
    assert.equal(first[0], "presumedRecalled", readFileSync(journal(), "utf8"));
    assert.deepEqual([last[0], last[1]], ["failed", 10032]);
  });
});
