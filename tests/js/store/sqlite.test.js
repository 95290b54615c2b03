// The store in SQLite: what every store does, its file, other processes, and versions of its schema.
import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { openStore } from "../../../pkg/store/index.js";
import { claims } from "./support/claims.js";
import { ACCOUNT, APP, folderOf, listOf, rawSqlite } from "./support/stores.js";

/** Only Node.js 20 needs the package. */
const MISSING = process.getBuiltinModule?.("node:sqlite") ? false : lacks("sqlite");
const row = { officialAccount: ACCOUNT, msgKey: "71_1_1698741698" };

describe("a store in SQLite", { skip: MISSING }, () => {
  const folder = MISSING ? "" : folderOf({ after });
  let count = 0;
  claims(async () => `sqlite:${join(folder, `${(count += 1)}.db`)}`, openStore);

  test("is a file that only its owner can read, and so are the files beside it", async (t) => {
    const path = join(folderOf(t), "sent.db");
    const store = await openStore(`sqlite://${path}`, { sdkAppId: APP });
    await store.put([row]);
    for (const name of [path, `${path}-wal`]) assert.equal(statSync(name).mode & 0o777, 0o600, name);
    await store.close();
    const again = await openStore(`sqlite:${path}`, { sdkAppId: APP });
    assert.equal((await listOf(again.find())).length, 1);
    await again.close();
  });

  test("may be in memory", async () => {
    const store = await openStore("sqlite::memory:", { sdkAppId: APP });
    await store.put([row]);
    assert.equal((await listOf(store.find())).length, 1);
    await store.close();
  });

  test("waits while another process writes, without blocking the event loop", async (t) => {
    const path = join(folderOf(t), "sent.db");
    const store = await openStore(`sqlite:${path}`, { sdkAppId: APP });
    t.after(() => store.close());
    const other = rawSqlite(path);
    other.exec("BEGIN IMMEDIATE");
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 5);
    const waiting = store.put([row]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    other.exec("COMMIT");
    await waiting;
    clearInterval(timer);
    assert.ok(ticks > 20, `${ticks} ticks`);
    other.close();
  });

  test("of a newer version is rejected, and left as it is", async (t) => {
    const path = join(folderOf(t), "sent.db");
    await (await openStore(`sqlite:${path}`, { sdkAppId: APP })).close();
    const other = rawSqlite(path);
    other.exec("INSERT INTO chat_recall_schema VALUES (9, 0)");
    other.close();
    const before = readFileSync(path);
    await assert.rejects(openStore(`sqlite:${path}`, { sdkAppId: APP }), {
      code: "ERR_STORE", detail: { code: "store-newer", params: { count: 9, max: 1 } },
      message: "found a store of schema version 9, expected at most 1: a newer version of tencent-chat-recall wrote it",
    });
    assert.deepEqual(readFileSync(path), before);
  });

  test("that is no database, is a folder or may not be written is an error with its cause", async (t) => {
    const inside = folderOf(t);
    writeFileSync(join(inside, "text.db"), "not a database, but long enough to be read as the head of one".repeat(20));
    for (const path of [join(inside, "text.db"), inside, join(inside, "none", "sent.db")]) {
      await assert.rejects(openStore(`sqlite:${path}`, { sdkAppId: APP }), (/** @type {any} */ error) => {
        assert.deepEqual([error.name, error.code, error.detail.code], ["RecallError", "ERR_STORE", "store-failed"]);
        assert.ok(error.cause instanceof Error);
        return true;
      });
    }
  });
});
