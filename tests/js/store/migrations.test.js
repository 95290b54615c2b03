// Migrations of the schema: each is applied once, in order, in one transaction, and one that fails leaves the database as it was.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ROOT } from "../../../.scripts/command.js";
import { lacks } from "../../../.scripts/needs.js";
import { APP, folderOf, listOf, startPostgres } from "./support/stores.js";

/** The internal parts, bundled as in the package. */
const ENTRY = `
  export { migrate } from "./schema/migrate.js";
  export { MIGRATIONS } from "./schema/migrations.js";
  export { openPostgres } from "./drivers/postgres.js";
  export { openSqlite } from "./drivers/sqlite.js";
`;
/** @type {any} */
let parts;

before(async () => {
  const outfile = join(ROOT, "target/store-parts", `${process.pid}.mjs`);
  await build({ stdin: { contents: ENTRY, resolveDir: join(ROOT, "pkg-template/store") }, outfile, bundle: true, format: "esm", platform: "neutral", external: ["node:*", "pg", "better-sqlite3"], alias: { "tencent-chat-recall": join(ROOT, "pkg/index.js") }, logLevel: "error" });
  parts = await import(pathToFileURL(outfile).href);
});

const both = (/** @type {string[]} */ ...statements) => ({ sqlite: statements, postgres: statements });
const FIRST = both("CREATE TABLE a (x bigint)", "INSERT INTO a VALUES (1)");
const SECOND = both("ALTER TABLE a ADD COLUMN y bigint", "UPDATE a SET y = x + 1");
const BROKEN = both("UPDATE a SET x = 7", "SELECT FROM nowhere WHERE");

/** @param {() => Promise<any>} open a new connection to the same database, empty at first */
async function claim(open) {
  const versionsOf = async (/** @type {any} */ database) => (await database.all("SELECT version FROM chat_recall_schema ORDER BY version", [])).map((/** @type {any} */ row) => Number(row.version));
  const database = await open();
  await parts.migrate(database, [FIRST], Date.now);
  await parts.migrate(database, [FIRST], Date.now);
  assert.deepEqual([await versionsOf(database), (await database.all("SELECT x FROM a", [])).length], [[1], 1]);
  await assert.rejects(parts.migrate(database, [FIRST, BROKEN], Date.now));
  assert.deepEqual([await versionsOf(database), Number((await database.all("SELECT x FROM a", []))[0].x)], [[1], 1]);
  const others = await Promise.all([open(), open()]);
  await Promise.all([database, ...others].map((one) => parts.migrate(one, [FIRST, SECOND], Date.now)));
  assert.deepEqual([await versionsOf(database), Number((await database.all("SELECT y FROM a", []))[0].y)], [[1, 2], 2]);
  await assert.rejects(parts.migrate(database, [FIRST], Date.now), { code: "ERR_STORE", detail: { code: "store-newer", params: { count: 2, max: 1 } } });
  await Promise.all([database, ...others].map((one) => one.close()));
}

test("SQLite goes forward only", { skip: lacks("sqlite") }, async (t) => {
  const path = join(folderOf(t), "a.db");
  await claim(() => parts.openSqlite(path));
});

describe("PostgreSQL", { skip: lacks("postgres") }, () => {
  /** @type {Awaited<ReturnType<typeof startPostgres>>} */
  let server;
  before(async () => (server = await startPostgres()));
  after(() => server?.stop());

  test("goes forward only", async () => {
    const url = await server.url("migrations");
    await claim(() => parts.openPostgres(url));
  });

  test("is read by a user who may not write", async () => {
    const url = await server.url("readers");
    const owner = await parts.openPostgres(url);
    await parts.migrate(owner, parts.MIGRATIONS, Date.now);
    await owner.run("CREATE ROLE reader LOGIN", []);
    await owner.run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", []);
    await owner.close();
    const { openStore } = await import("../../../pkg/store/index.js");
    const store = await openStore(url.replace("chat@", "reader@"), { sdkAppId: APP });
    assert.deepEqual(await listOf(store.find()), []);
    await assert.rejects(store.put([{ officialAccount: "@TOA#_a", msgKey: "1_1_1698741698" }]), { code: "ERR_STORE" });
    await store.close();
  });
});
