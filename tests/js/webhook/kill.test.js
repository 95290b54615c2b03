// A receiver that is killed in the middle, with a real SQLite file and a real PostgreSQL server: what it acknowledged is in the store,
// and the store with the history of the rest has every message once.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { openStore } from "../../../pkg/store/index.js";
import { folderOf, listOf, startPostgres } from "../store/support/stores.js";
import { post, startReceiver } from "./support/receiver.js";
import { ACCOUNT, APP, randomOf, recordingEmulator, shuffled } from "./support/sender.js";

const MESSAGES = 500;
const AT_ONCE = 20;

/**
 * 500 messages: 10 % of the webhooks are lost, 10 % come twice, in random order; the receiver is killed while it works, and started again.
 * @param {import("node:test").TestContext} t
 * @param {string} url of the store
 */
async function claim(t, url) {
  const seed = Date.now() % 1_000_000;
  t.diagnostic(`seed ${seed}`);
  const random = randomOf(seed);
  const { emulator, client, webhooks } = recordingEmulator({ accounts: [ACCOUNT] });
  emulator.addMessages({ officialAccount: ACCOUNT, count: MESSAGES, text: (index) => `wrong ${index}`, notify: true });
  await emulator.webhooksSettled();
  const kept = webhooks.filter(() => random() >= 0.1);
  const deliveries = shuffled([...kept, ...kept.filter(() => random() < 0.1)], random);
  /** @type {Set<string>} */
  const acknowledged = new Set();
  const deliver = async (/** @type {typeof deliveries} */ list, /** @type {string} */ origin, /** @type {(count: number) => void} */ onAnswer) => {
    const rest = list.values();
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      for (const webhook of rest) {
        const { isAcknowledged } = await post(webhook, origin).catch(() => ({ isAcknowledged: false }));
        if (isAcknowledged) acknowledged.add(JSON.parse(webhook.body).MsgKey);
        onAnswer(acknowledged.size);
      }
    }));
  };
  const first = await startReceiver(t, { store: url });
  await deliver(deliveries, first.url, (count) => void (count >= MESSAGES / 3 && first.child.kill("SIGKILL")));
  assert.ok(acknowledged.size >= MESSAGES / 3 && acknowledged.size < kept.length, `${acknowledged.size} acknowledged`);
  assert.doesNotMatch(first.output.stderr, /answered before/);
  const store = await openStore(url, { sdkAppId: APP });
  const inStore = new Set((await listOf(store.find())).map(({ msgKey }) => msgKey));
  assert.deepEqual([...acknowledged].filter((key) => !inStore.has(key)), [], "acknowledged, but not in the store");
  const second = await startReceiver(t, { store: url });
  await deliver(shuffled(deliveries.slice(deliveries.length / 3), random), second.url, () => {});
  assert.equal(await second.end("SIGTERM"), 0, second.output.stderr);
  // What no webhook brought is in the history.
  for await (const message of client.history(ACCOUNT)) await store.put([{ ...message, officialAccount: ACCOUNT }]);
  const all = (await listOf(store.find())).map(({ msgKey }) => msgKey);
  assert.deepEqual(all.sort(), emulator.messages(ACCOUNT).map(({ msgKey }) => msgKey).sort());
  await store.close();
}

describe("a receiver that is killed", { timeout: 120_000 }, () => {
  test("keeps what it acknowledged in SQLite", { skip: lacks("sqlite") }, async (t) => claim(t, `sqlite:${join(folderOf(t), "sent.db")}`));

  describe("with PostgreSQL", { skip: lacks("postgres") }, () => {
    /** @type {Awaited<ReturnType<typeof startPostgres>>} */
    let server;
    before(async () => {
      server = await startPostgres();
    });
    after(() => server?.stop());
    test("keeps what it acknowledged", async (t) => claim(t, await server.url("killed")));
  });
});
