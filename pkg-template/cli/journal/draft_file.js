// The temporary file that becomes a journal once complete. Its first line names its process, so that files left by killed processes can be
// told from those in use.
import { randomBytes } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync, readdirSync, unlinkSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "./journal_format.js";
import { livenessOf, thisProcess } from "./process_identity.js";

/** With the suffix `-once`, the file that is written again without duplicate keys. */
const NAME = /\.preparing-[0-9a-f]{12}(-once)?$/;
const KIND = "tencent-chat-recall";
const MOST_BYTES_OF_LINE = 4096;
/**
 * A draft is empty, or a complete journal lacks its name, only for a moment; this limit is generous. If its process is
 * alive after all, it ends with a message, and nothing is sent.
 */
const MOMENT_MS = 3_600_000;

/** @param {string} path of the journal */
export const draftName = (path) => `${path}.preparing-${randomBytes(6).toString("hex")}`;

/** The first line of a draft, without its newline. */
export const ownerText = () => JSON.stringify({ preparing: KIND, ...thisProcess() });

/**
 * Creates the file, which must not exist, not even as a link placed by another user.
 * @param {string} draft
 * @param {string} owner
 * @param {number} room bytes for the line, which the header replaces later
 */
export function openDraft(draft, owner, room) {
  const fd = openSync(draft, "wx+", 0o600);
  try {
    writeSync(fd, `${owner}${" ".repeat(room - Buffer.byteLength(owner) - 1)}\n`);
  } catch (error) {
    closeSync(fd);
    removeDraft(draft);
    throw error;
  }
  return fd;
}

/** @param {string} draft */
export function removeDraft(draft) {
  try {
    unlinkSync(draft);
  } catch {
    // It has become the journal, or was removed already: either is fine.
  }
}

/** Removes the drafts that killed processes left in the folder of a journal. @param {string} path of the journal */
export function removeStaleDrafts(path) {
  const folder = dirname(path);
  const self = thisProcess();
  for (const name of namesIn(folder)) if (NAME.test(name) && isStale(join(folder, name), self)) removeDraft(join(folder, name));
}

/** @param {string} folder @returns {string[]} */
function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    // Ignored: creating the journal will show whether the folder is usable.
    return [];
  }
}

/** Removes a file only if its name and content are those of a draft and no process will complete it. @param {string} draft @param {import("./process_identity.js").Worker} self */
function isStale(draft, self) {
  try {
    // Never follow a link, and never wait for the writer of a pipe.
    const fd = openSync(draft, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      const stat = fstatSync(fd);
      if (!stat.isFile()) return false;
      const found = parse(firstLine(fd));
      if (found?.preparing === KIND) return Number.isInteger(found.pid) && found.pid > 0 && livenessOf(found, self) === "dead";
      if (stat.size > 0 && found?.journal !== KIND) return false;
      // It is a journal by another name, or its process died between linking and unlinking.
      return (stat.size > 0 && stat.nlink > 1) || Date.now() - stat.mtimeMs > MOMENT_MS;
    } finally {
      closeSync(fd);
    }
  } catch {
    // It is gone by now, or belongs to another user.
    return false;
  }
}

/** @param {number} fd */
function firstLine(fd) {
  const bytes = Buffer.alloc(MOST_BYTES_OF_LINE);
  const length = readSync(fd, bytes, 0, bytes.length, 0);
  return bytes.toString("utf8", 0, length).split("\n")[0] ?? "";
}
