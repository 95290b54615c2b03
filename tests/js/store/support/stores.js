/** Stores for tests: SQLite files, and a PostgreSQL server of Debian's that lives as long as the tests of a file. */

import { spawn, spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { testProgram } from "../../../../.scripts/debian.js";

export const APP = 1400000000;
export const ACCOUNT = "@TOA#_2J4SZEAEL";

/** @param {string} text @returns {unknown[]} a MsgBody */
export const textBody = (text) => [{ MsgType: "TIMTextElem", MsgContent: { Text: text } }];

/** A folder that is removed after the test. @param {{ after(work: () => void): void }} t */
export function folderOf(t) {
  const folder = mkdtempSync(join(tmpdir(), "chat-store-"));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A connection to a SQLite file beside that of the store. @param {string} path @returns {{ exec(sql: string): void, close(): void }} */
export function rawSqlite(path) {
  const own = /** @type {any} */ (process.getBuiltinModule?.("node:sqlite"));
  if (own) return new own.DatabaseSync(path);
  const Database = createRequire(import.meta.url)("better-sqlite3");
  return new Database(path);
}

/** All messages of a store. @template T @param {AsyncIterable<T>} messages @returns {Promise<T[]>} */
export async function listOf(messages) {
  const all = [];
  for await (const message of messages) all.push(message);
  return all;
}

/** A free port. @returns {Promise<number>} */
const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    server.close(() => resolve(port));
  });
});

/** The user that runs the server, which refuses to run as root. */
function serverUser() {
  if (process.getuid?.() !== 0) return {};
  const id = (/** @type {string} */ flag) => Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout);
  return { uid: id("-u"), gid: id("-g") };
}

/**
 * Starts a server with an empty database, and returns URLs of new databases in it.
 * @returns {Promise<{ url: (name: string) => Promise<string>, down: () => Promise<void>, up: () => Promise<void>, stop: () => Promise<void> }>} `down` and `up` interrupt it
 */
export async function startPostgres() {
  const programs = dirname(testProgram("postgres"));
  const folder = mkdtempSync(join(tmpdir(), "chat-postgres-"));
  const user = serverUser();
  if ("uid" in user) chownSync(folder, /** @type {number} */ (user.uid), /** @type {number} */ (user.gid));
  const data = join(folder, "data");
  const init = spawnSync(join(programs, "initdb"), ["-D", data, "-U", "chat", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"], { ...user, encoding: "utf8", cwd: folder });
  if (init.status !== 0) throw new Error(`initdb failed: ${init.error ?? init.stderr}`);
  const port = await freePort();
  const launch = () => spawn(join(programs, "postgres"), ["-D", data, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-k", folder], { ...user, stdio: "ignore", cwd: folder });
  let server = launch();
  const sql = (/** @type {string} */ text) => spawnSync(join(programs, "psql"), ["-h", "127.0.0.1", "-p", String(port), "-U", "chat", "-d", "postgres", "-qc", text], { encoding: "utf8", timeout: 20_000 });
  const isUp = async () => {
    for (let tries = 0; sql("SELECT 1").status !== 0; tries += 1) {
      if (tries > 200) throw new Error("the server did not start");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  await isUp();
  const stop = () => /** @type {Promise<void>} */ (new Promise((resolve) => {
    server.once("exit", () => resolve());
    server.kill("SIGINT");
  }));
  return {
    url: async (name) => {
      const made = sql(`CREATE DATABASE ${name}`);
      if (made.status !== 0) throw new Error(made.stderr);
      return `postgres://chat@127.0.0.1:${port}/${name}`;
    },
    down: stop,
    up: async () => {
      server = launch();
      await isUp();
    },
    stop: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
