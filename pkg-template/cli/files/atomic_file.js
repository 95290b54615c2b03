// Writes a file completely or not at all, readable by its owner only: a temporary file is synced, then renamed.
import { randomBytes } from "node:crypto";
import { lstatSync, realpathSync, rmSync, statSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { SIGNALS, leave } from "../failures/exit_signals.js";

/** @typedef {import("node:fs/promises").FileHandle} FileHandle */

/** Paths of files that the process has open: they cannot be created anew. */
const OPEN_ALREADY = /^\/(dev\/(fd\/|std(in|out|err)$)|proc\/)/;

/**
 * @param {string} path
 * @param {Iterable<string>} parts
 */
export async function writeWhole(path, parts) {
  const target = targetOf(path);
  if (!target) return writeThrough(path, parts);
  const draft = join(dirname(target.path), `report-${randomBytes(6).toString("hex")}.tmp`);
  const removeDraft = () => rmSync(draft, { force: true });
  process.once("exit", removeDraft);
  for (const signal of SIGNALS) process.on(signal, leave);
  try {
    const handle = await openDraft(draft, target);
    if (!handle) return await writeThrough(path, parts);
    await writeAll(handle, parts);
    await rename(draft, target.path);
  } catch (error) {
    removeDraft();
    throw error;
  } finally {
    for (const signal of SIGNALS) process.off(signal, leave);
    process.off("exit", removeDraft);
  }
}

/**
 * The file to replace or create; undefined if it must be written in place: a device, a pipe, or a file with several names.
 * @param {string} path
 * @returns {{ path: string, before?: import("node:fs").Stats } | undefined}
 */
function targetOf(path) {
  if (OPEN_ALREADY.test(resolve(path))) return undefined;
  const before = statSync(path, { throwIfNoEntry: false });
  // Nothing exists there, not even a dangling link.
  if (!before) return lstatSync(path, { throwIfNoEntry: false }) ? undefined : { path };
  return before.isFile() && before.nlink === 1 ? { path: realpathSync(path), before } : undefined;
}

/**
 * @param {string} draft
 * @param {NonNullable<ReturnType<typeof targetOf>>} target
 * @returns {Promise<FileHandle | undefined>} undefined if no file may be created there: then the old one is written in place
 */
async function openDraft(draft, { path, before }) {
  let handle;
  try {
    // A file without write permission must not be replaced.
    if (before) await (await open(path, "r+")).close();
    handle = await open(draft, "wx", 0o600);
    if (before) await likeBefore(handle, before);
    return handle;
  } catch (error) {
    await handle?.close();
    rmSync(draft, { force: true });
    if (before && ["EACCES", "EPERM"].includes(String(/** @type {NodeJS.ErrnoException} */ (error).code))) return undefined;
    throw error;
  }
}

/** Keeps the owner and the permissions of the old file. @param {FileHandle} handle @param {import("node:fs").Stats} before */
async function likeBefore(handle, { uid, gid, mode }) {
  const own = await handle.stat();
  if (own.uid !== uid || own.gid !== gid) await handle.chown(uid, gid);
  await handle.chmod(mode & 0o777);
}

/** @param {string} path @param {Iterable<string>} parts */
async function writeThrough(path, parts) {
  await writeAll(await open(path, "w", 0o600), parts);
}

/** Writes all parts, syncs the file if it is on a disk, and closes it. @param {FileHandle} handle @param {Iterable<string>} parts */
async function writeAll(handle, parts) {
  try {
    for (const part of parts) await handle.writeFile(part);
    if ((await handle.stat()).isFile()) await handle.sync();
  } finally {
    await handle.close();
  }
}
