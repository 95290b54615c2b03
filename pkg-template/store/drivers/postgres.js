// PostgreSQL, by pg: a small pool, and one statement for each batch.
import { loadDriver } from "../schema/database.js";
import { POSTGRES, UPSERT_ARRAYS, valuesOf } from "../schema/statements.js";

const MOST_CONNECTIONS = 4;
const CONNECT_MS = 5000;
/** A write that takes longer has failed, so that it is tried again; a search through millions of texts may take its time. */
const WRITE_MS = 10_000;
/** An advisory lock of our own: migrations of several processes follow one another. */
const LOCK = 7_428_113_905_221;

/**
 * @param {string} url
 * @returns {Promise<import("../schema/database.js").Database>}
 */
export async function openPostgres(url) {
  const { Pool } = await loadDriver({ name: "pg", wanted: "npm install pg@8" }, () => import("pg"));
  const pool = new Pool({ connectionString: url, max: MOST_CONNECTIONS, connectionTimeoutMillis: CONNECT_MS, application_name: "tencent-chat-recall" });
  // Without a listener, an idle connection that breaks would end the process. The next query opens another one.
  pool.on("error", () => {});
  return {
    dialect: POSTGRES,
    ...queriesOf(pool),
    async upsert(sdkAppId, rows) {
      // In one order, so that two processes cannot wait for each other.
      const sorted = [...rows].sort((one, other) => (one.officialAccount + one.msgKey < other.officialAccount + other.msgKey ? -1 : 1));
      const lines = sorted.map(valuesOf);
      const columns = valuesOf(/** @type {any} */ ({})).map((_, column) => lines.map((line) => line[column]));
      await pool.query({ text: numbered(UPSERT_ARRAYS), values: [sdkAppId, ...columns], query_timeout: WRITE_MS });
    },
    exclusive: (work) => exclusive(pool, work),
    close: () => pool.end(),
  };
}

/** @param {any} pool @param {Parameters<import("../schema/database.js").Database["exclusive"]>[0]} work */
async function exclusive(pool, work) {
  const client = await pool.connect();
  let failure;
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    await work(queriesOf(client));
    await client.query("COMMIT");
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    // A connection that failed is closed, which rolls back.
    client.release(failure);
  }
}

/** @param {any} client a pool or one connection @returns {import("../schema/database.js").Queries} */
function queriesOf(client) {
  return {
    all: async (sql, values) => (await client.query(numbered(sql), values)).rows,
    run: async (sql, values) => (await client.query(numbered(sql), values)).rowCount ?? 0,
  };
}

/** PostgreSQL numbers its values. @param {string} sql */
function numbered(sql) {
  let count = 0;
  return sql.replaceAll("?", () => `$${(count += 1)}`);
}
