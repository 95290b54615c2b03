// SQLite in a file, by Node's own module or by better-sqlite3, whose statements have the same methods. Both are synchronous: a batch
// blocks the event loop for some milliseconds, and waiting for another process must not.
import { tryCall } from "../../lib/errors/try_call.js";
import { loadDriver } from "../schema/database.js";
import { SQLITE, UPSERT_ROW, valuesOf } from "../schema/statements.js";

/** Milliseconds to wait while another process writes. */
const MOST_BUSY_MS = 10_000;
const BUSY_PAUSE_MS = 10;
/** SQLITE_BUSY, the low byte of its extended codes too. */
const BUSY = 5;
/** The texts of a store are as private as the messages. */
const OWNER_ONLY = 0o600;

const SETTINGS = ["PRAGMA busy_timeout = 0", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"];

/** @typedef {{ exec(sql: string): unknown, prepare(sql: string): { all(...values: any[]): any[], run(...values: any[]): { changes: number | bigint } }, close(): void }} Handle */

/**
 * @param {string} path `:memory:` for a store that is lost when it is closed
 * @returns {Promise<import("../schema/database.js").Database>}
 */
export async function openSqlite(path) {
  const open = await sqliteOpener();
  if (path !== ":memory:") await createPrivately(path);
  const handle = open(path);
  const { all, run } = queriesOf(handle);
  for (const setting of SETTINGS) await whenFree(() => handle.exec(setting));
  return {
    dialect: SQLITE,
    all: async (sql, values) => whenFree(() => all(sql, values)),
    run: async (sql, values) => whenFree(() => run(sql, values)),
    async upsert(sdkAppId, rows) {
      await whenFree(() => handle.exec("BEGIN IMMEDIATE"));
      inTransaction(handle, () => rows.forEach((row) => run(UPSERT_ROW, [sdkAppId, ...valuesOf(row)])));
    },
    async exclusive(work) {
      await whenFree(() => handle.exec("BEGIN IMMEDIATE"));
      try {
        await work({ all: async (sql, values) => all(sql, values), run: async (sql, values) => run(sql, values) });
        handle.exec("COMMIT");
      } catch (error) {
        rollBack(handle);
        throw error;
      }
    },
    close: async () => handle.close(),
  };
}

/** @param {Handle} handle @param {() => void} work synchronous, so that nothing else comes between */
function inTransaction(handle, work) {
  try {
    work();
    handle.exec("COMMIT");
  } catch (error) {
    rollBack(handle);
    throw error;
  }
}

/** After some errors, such as a full disk, SQLite has rolled back by itself. @param {Handle} handle */
const rollBack = (handle) => tryCall(() => handle.exec("ROLLBACK"));

/** @param {Handle} handle */
function queriesOf(handle) {
  /** @type {Map<string, ReturnType<Handle["prepare"]>>} */
  const prepared = new Map();
  /** @param {string} sql */
  const statement = (sql) => {
    const found = prepared.get(sql) ?? handle.prepare(sql);
    prepared.set(sql, found);
    return found;
  };
  return {
    all: (/** @type {string} */ sql, /** @type {readonly any[]} */ values) => statement(sql).all(...values),
    run: (/** @type {string} */ sql, /** @type {readonly any[]} */ values) => Number(statement(sql).run(...values).changes),
  };
}

/** @returns {Promise<(path: string) => Handle>} */
async function sqliteOpener() {
  try {
    const { DatabaseSync } = await import("node:sqlite");
    return (path) => new DatabaseSync(path);
  } catch {
    // Node.js 20 has no such module.
    const Database = await loadDriver({ name: "better-sqlite3", wanted: "npm install better-sqlite3@12" }, () => import("better-sqlite3"));
    return (path) => new Database(path, { timeout: 0 });
  }
}

/** SQLite gives its other files the permissions of this one. @param {string} path */
async function createPrivately(path) {
  const { open } = await import("node:fs/promises");
  await (await open(path, "a", OWNER_ONLY)).close();
}

/**
 * Repeats what another process's writing prevents.
 * @template T
 * @param {() => T} work
 * @returns {Promise<T>}
 */
async function whenFree(work) {
  for (const start = Date.now(); ; ) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || Date.now() - start > MOST_BUSY_MS) throw error;
      await new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE_MS));
    }
  }
}

/** @param {any} error of either module */
const isBusy = ({ code, errcode }) => String(code).startsWith("SQLITE_BUSY") || (errcode & 0xff) === BUSY;
