// The webhook handler with a real PostgreSQL server that hangs or is away: answers leave in time, and what was answered is stored later.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { openStore } from "../../../pkg/store/index.js";
import { createWebhookHandler } from "../../../pkg/webhook/index.js";
import { listOf, startPostgres } from "../store/support/stores.js";
import { APP, TOKEN, requestOf, webhook } from "./support/sender.js";

const OF_THE_VENDOR_MS = 2000;

describe("a store in PostgreSQL", { skip: lacks("postgres"), timeout: 120_000 }, () => {
  /** @type {Awaited<ReturnType<typeof startPostgres>>} */
  let server;
  before(async () => (server = await startPostgres()));
  after(() => server?.stop());

  /** @param {import("node:test").TestContext} t @param {string} name */
  async function staged(t, name) {
    const url = await server.url(name);
    const store = await openStore(url, { sdkAppId: APP });
    t.after(() => store.close());
    /** @type {string[]} */
    const types = [];
    const handler = createWebhookHandler({ sdkAppId: APP, token: TOKEN, store, onEvent: ({ type }) => void types.push(type) });
    const send = async (/** @type {number} */ seq) => {
      const begin = performance.now();
      const { status } = await handler(requestOf(webhook({ key: `${seq}_1_1698741698` })));
      return { status, isInTime: performance.now() - begin < OF_THE_VENDOR_MS };
    };
    return { url, store, handler, types, send };
  }

  test("whose table is locked: the answers leave in time, and the messages are stored when the lock ends", async (t) => {
    const { url, store, handler, types, send } = await staged(t, "locked");
    const { default: pg } = await import("pg");
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    await other.query("BEGIN; LOCK TABLE chat_recall_messages IN ACCESS EXCLUSIVE MODE");
    const answers = await Promise.all([1, 2, 3].map(send));
    assert.deepEqual(answers, Array(3).fill({ status: 200, isInTime: true }));
    assert.deepEqual([types, handler.waiting], [["late", "late", "late"], 3]);
    await other.query("COMMIT");
    await other.end();
    await handler.settled();
    assert.equal((await listOf(store.find())).length, 3);
  });

  test("whose server is away: the writes are tried again until it is back", async (t) => {
    const { store, handler, types, send } = await staged(t, "away");
    await server.down();
    const answers = await Promise.all([1, 2, 3].map(send));
    assert.deepEqual(answers, Array(3).fill({ status: 200, isInTime: true }));
    assert.ok(types.includes("retry") && types.includes("late") && !types.includes("lost"), types.join());
    await server.up();
    await handler.settled();
    assert.equal((await listOf(store.find())).length, 3);
  });
});
