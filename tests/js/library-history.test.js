// history() goes on after an attempt whose answer was lost, as a run does.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RecallClient } from "../../pkg/index.js";
import { startEmulator } from "../../pkg/emulator/index.js";

const secretKey = "a key of the emulator";
/** @type {Awaited<ReturnType<typeof startEmulator>>} */
let running;

before(async () => {
  running = await startEmulator({ secretKey, seed: 11 });
});

after(() => running.close());

test("a history of several pages is whole although replies are lost", async () => {
  const { emulator, url } = running;
  const officialAccount = emulator.createAccount();
  const msgKeys = emulator.broadcast({ officialAccount, count: 90, text: "wrong" });
  emulator.setFaults({ lostReply: { p: 1, times: 3 }, http502: 0.2 });
  const client = new RecallClient({ sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey, baseUrl: url, retries: 20 });
  const found = [];
  for await (const { msgKey } of client.history(officialAccount)) found.push(msgKey);
  assert.deepEqual(found.sort(), msgKeys.sort());
  assert.equal(emulator.ledger.faults.lostReply, 3);
});
