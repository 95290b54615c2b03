// The store in PostgreSQL: what every store does, and a server that stops, hangs and comes back.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { openStore } from "../../../pkg/store/index.js";
import { claims } from "./support/claims.js";
import { ACCOUNT, APP, listOf, startPostgres } from "./support/stores.js";

const row = (/** @type {number} */ seq) => ({ officialAccount: ACCOUNT, msgKey: `${seq}_1_1698741698` });

describe("a store in PostgreSQL", { skip: lacks("postgres"), timeout: 300_000 }, () => {
  /** @type {Awaited<ReturnType<typeof startPostgres>>} */
  let server;
  let count = 0;
  const newUrl = () => server.url(`store${(count += 1)}`);
  before(async () => {
    server = await startPostgres();
  });
  after(() => server?.stop());

  claims(newUrl, openStore);

  test("survives a restart of the server: writes fail with a cause, and then succeed", async (t) => {
    const store = await openStore(await newUrl(), { sdkAppId: APP });
    t.after(() => store.close());
    await store.put([row(1)]);
    await server.down();
    const isFailed = (/** @type {any} */ error) => error.code === "ERR_STORE" && error.detail.code === "store-failed" && error.cause instanceof Error;
    await assert.rejects(store.put([row(2)]), isFailed);
    await server.up();
    await store.put([row(3)]);
    assert.deepEqual((await listOf(store.find())).map(({ msgKey }) => msgKey).sort(), [row(1).msgKey, row(3).msgKey]);
  });

  test("whose table is locked fails within the time limit of a write, so that the write can be tried again", { skip: lacks("time") }, async (t) => {
    const url = await newUrl();
    const store = await openStore(url, { sdkAppId: APP });
    t.after(() => store.close());
    const { default: pg } = await import("pg");
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    await other.query("BEGIN; LOCK TABLE chat_recall_messages IN ACCESS EXCLUSIVE MODE");
    const start = Date.now();
    await assert.rejects(store.put([row(1)]), { code: "ERR_STORE" });
    assert.ok(Date.now() - start < 12_000);
    await other.end();
    await store.put([row(1)]);
    assert.equal((await listOf(store.find())).length, 1);
  });

  test("of a newer version is rejected", async () => {
    const url = await newUrl();
    await (await openStore(url, { sdkAppId: APP })).close();
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("INSERT INTO chat_recall_schema VALUES (9, 0)");
    await client.end();
    await assert.rejects(openStore(url, { sdkAppId: APP }), { code: "ERR_STORE", detail: { code: "store-newer", params: { count: 9, max: 1 } } });
  });

  test("that cannot be reached is an error without the password", async () => {
    await assert.rejects(openStore("postgres://chat:hunter2secret@127.0.0.1:9/none", { sdkAppId: APP }), (/** @type {any} */ error) => {
      assert.equal(error.detail.code, "store-failed");
      assert.doesNotMatch(`${error.message} ${error.stack} ${JSON.stringify(error)} ${error.cause.stack}`, /hunter2secret/);
      return true;
    });
  });
});
