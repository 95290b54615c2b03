// Brings a database to the newest version of the schema. Several processes may do so at the same time.
import { detailed } from "../rows/problems.js";

/** @typedef {import("./database.js").Database} Database */
/** @typedef {import("./database.js").Queries} Queries */

const CREATE_VERSIONS = "CREATE TABLE IF NOT EXISTS chat_recall_schema (version bigint NOT NULL PRIMARY KEY, applied_at bigint NOT NULL)";
const NEWEST = "SELECT coalesce(max(version), 0) AS version FROM chat_recall_schema";

/**
 * @param {Database} database
 * @param {readonly import("./migrations.js").Migration[]} migrations
 * @param {() => number} now
 * @throws {RecallError} `ERR_STORE` if a newer version of this package has written the database
 */
export async function migrate(database, migrations, now) {
  // Without a lock first, for a user who may read only.
  if ((await versionOf(database, database, migrations.length)) === migrations.length) return;
  await database.exclusive(async (queries) => {
    await queries.run(CREATE_VERSIONS, []);
    const version = await versionOf(database, queries, migrations.length);
    for (let next = version; next < migrations.length; next += 1) {
      for (const statement of migrations[next]?.[database.dialect.name] ?? []) await queries.run(statement, []);
      await queries.run("INSERT INTO chat_recall_schema (version, applied_at) VALUES (?, ?)", [next + 1, now()]);
    }
  });
}

/** @param {Database} database @param {Queries} queries @param {number} newest @returns {Promise<number>} 0 if there is no schema */
async function versionOf({ dialect }, queries, newest) {
  if ((await queries.all(dialect.hasVersions, [])).length === 0) return 0;
  const [row] = await queries.all(NEWEST, []);
  const version = Number(row.version);
  if (version > newest) throw detailed("ERR_STORE", "store-newer", { count: version, max: newest });
  return version;
}
