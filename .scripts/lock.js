// A lock between processes, for work that only one process may do at a time: installing tools, writing `pkg/`.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./command.js";

/**
 * Does the work while holding a lock. The lock is a folder, because creating one is atomic on every platform.
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, work) {
  mkdirSync(dirname(folder), { recursive: true });
  for (let waited = 0; !acquire(folder); waited += 1) {
    if (waited === 0) say("lock", `waiting for another process, which holds ${folder}`);
    await sleep(500);
  }
  const release = () => rmSync(folder, { recursive: true, force: true });
  const releaseAndExit = () => process.exit(1);
  process.once("exit", release);
  process.once("SIGINT", releaseAndExit).once("SIGTERM", releaseAndExit);
  try {
    return await work();
  } finally {
    release();
    process.off("exit", release).off("SIGINT", releaseAndExit).off("SIGTERM", releaseAndExit);
  }
}

/** @param {string} folder */
function acquire(folder) {
  try {
    mkdirSync(folder);
  } catch {
    if (isAbandoned(folder)) rmSync(folder, { recursive: true, force: true });
    return false;
  }
  writeFileSync(join(folder, "pid"), String(process.pid));
  return true;
}

/**
 * Returns whether the lock belongs to a killed process: there is no process with its pid, or the pid was never written.
 * @param {string} folder
 */
function isAbandoned(folder) {
  try {
    if (Date.now() - statSync(folder).mtimeMs < 2000) return false;
    process.kill(Number(readFileSync(join(folder, "pid"), "utf8")), 0);
    return false;
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code;
    return code === "ESRCH" || code === "ENOENT" || code === undefined;
  }
}
