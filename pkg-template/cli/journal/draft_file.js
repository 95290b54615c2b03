// The temporary file that becomes a journal once complete. Its first line names its process, so that files left by killed processes can be
// told from those in use.
import { randomBytes } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync, readdirSync, unlinkSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "./journal_format.js";
import { livenessOf, thisProcess } from "./process_identity.js";

/** The second file is made when keys came twice. */
const NAME = /\.preparing-[0-9a-f]{12}(-once)?$/;
const KIND = "tencent-chat-recall";
const MOST_BYTES_OF_LINE = 4096;
/**
 * A draft does not stay empty, nor a journal without its name, for longer than a moment; this is generous. Should its process
 * live all the same, it ends with a message, and nothing is sent.
 */
const MOMENT_MS = 3_600_000;

/** @param {string} path of the journal */
export const draftName = (path) => `${path}.preparing-${randomBytes(6).toString("hex")}`;

/** The first line of a draft, without its newline. */
export const ownerText = () => JSON.stringify({ preparing: KIND, ...thisProcess() });

/**
 * Makes the file, which must not be there: not even as a link that somebody else has laid.
 * @param {string} draft
 * @param {string} owner
 * @param {number} room bytes for the line, in which the header has its place later
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
    // It has become the journal, or somebody has tidied up: both are what was wanted.
  }
}

/** Removes what killed processes left in the folder of a journal. @param {string} path of the journal */
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
    // Whether a journal can be made there is found out when it is made.
    return [];
  }
}

/** Only what is a draft by its name and its content, and of which nobody will make a journal. @param {string} draft @param {import("./process_identity.js").Worker} self */
function isStale(draft, self) {
  try {
    // Never through a link, and never waiting for whoever writes into a pipe.
    const fd = openSync(draft, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      const stat = fstatSync(fd);
      if (!stat.isFile()) return false;
      const found = parse(firstLine(fd));
      if (found?.preparing === KIND) return Number.isInteger(found.pid) && found.pid > 0 && livenessOf(found, self) === "dead";
      if (stat.size > 0 && found?.journal !== KIND) return false;
      // It is the journal too, by another name; or its process died in the moment between one step and the next.
      return (stat.size > 0 && stat.nlink > 1) || Date.now() - stat.mtimeMs > MOMENT_MS;
    } finally {
      closeSync(fd);
    }
  } catch {
    // Gone meanwhile, or of another user.
    return false;
  }
}

/** @param {number} fd */
function firstLine(fd) {
  const bytes = Buffer.alloc(MOST_BYTES_OF_LINE);
  const length = readSync(fd, bytes, 0, bytes.length, 0);
  return bytes.toString("utf8", 0, length).split("\n")[0] ?? "";
}
