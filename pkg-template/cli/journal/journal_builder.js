// Creates a journal: keys are written to a draft while they are read, and the draft is renamed once complete and synced. So a journal
// either has all of its keys or does not exist, and nothing is sent before it does.
import { createHash } from "node:crypto";
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { numbersOf } from "../../lib/vendor/msg_key.js";
import { Failure, reasonCode } from "../failures/failure.js";
import { displayPath } from "../files/display_path.js";
import { sentence } from "../languages/sentence.js";
import { draftName, openDraft, ownerText, removeDraft, removeStaleDrafts } from "./draft_file.js";
import { KeyLines, eachKey, headerLine, parse } from "./journal_format.js";
import { linesOf } from "./line_reader.js";
import { liveWorkerOf } from "./process_identity.js";
import { readJournal } from "./journal_reader.js";

/** @typedef {import("./journal_format.js").Header} Header */
/** @typedef {import("../keys/key_set.js").KeySet} KeySet */

/** Bytes of lines written at a time. */
const BLOCK = 256 * 1024;

/** A journal that does not have its name yet. */
export class JournalBuilder {
  #path;
  #draft;
  #fd;
  #header;
  #owner = ownerText();
  /** Bytes of the first line: the owner's now, the header later. */
  #room;
  #hash = createHash("sha256");
  #block = "";
  #done = false;
  #accounts;
  #lines;

  /**
   * @param {string} path of the journal
   * @param {Omit<Header, "messages" | "accounts" | "sha256">} header
   * @param {{ readonly names: string[] }} accounts by their numbers, which follow the order of their first message
   */
  constructor(path, header, accounts) {
    this.#accounts = accounts;
    this.#lines = this.#newLines();
    this.#path = path;
    this.#draft = draftName(path);
    this.#header = header;
    this.#room = Buffer.byteLength(headerLine({ ...header, messages: 0, accounts: 0, sha256: "" }, Buffer.byteLength(this.#owner) + 1));
    if (existsSync(path)) throw taken(path);
    removeStaleDrafts(path);
    this.#fd = attempt(path, () => openDraft(this.#draft, this.#owner, this.#room));
    // However the process ends before completion, a draft is of no use.
    process.once("exit", this.discard);
  }

  get key() {
    return this.#lines.key;
  }

  /**
   * Gives the journal its name.
   * @param {number} messages distinct messages
   * @param {KeySet | undefined} duplicates the set of all messages, if there were duplicates
   */
  commit(messages, duplicates) {
    this.#lines.flush();
    this.#write();
    if (duplicates) this.#writeOnce(duplicates);
    const header = headerLine({ ...this.#header, messages, accounts: this.#lines.accounts, sha256: this.#hash.digest("hex") }, this.#room);
    attempt(this.#path, () => {
      writeSync(this.#fd, header, 0);
      fsyncSync(this.#fd);
      closeSync(this.#fd);
      this.#done = true;
      rename(this.#draft, this.#path);
    });
    process.off("exit", this.discard);
    syncFolder(dirname(this.#path));
  }

  discard = () => {
    if (!this.#done) closeSync(this.#fd);
    this.#done = true;
    removeDraft(this.#draft);
    removeDraft(`${this.#draft}-once`);
    process.off("exit", this.discard);
  };

  #newLines() {
    return new KeyLines((account) => /** @type {string} */ (this.#accounts.names[account]), (line) => this.#take(line));
  }

  /** Writes the messages again, each at its first position only. @param {KeySet} all */
  #writeOnce(all) {
    this.#lines = this.#newLines();
    const { key } = this.#lines;
    const old = this.#fd;
    this.#fd = attempt(this.#path, () => openDraft(`${this.#draft}-once`, this.#owner, this.#room));
    this.#hash = createHash("sha256");
    let number = 0;
    for (const { text } of linesOf(old, this.#draft)) {
      number += 1;
      // Skip the first line, which is the owner's.
      if (number === 1) continue;
      eachKey(parse(text).keys, (word, account) => {
        const numbers = numbersOf(word);
        if (numbers && all.isFirst(...numbers, account)) key(...numbers, account);
      });
    }
    this.#lines.flush();
    this.#write();
    attempt(this.#path, () => {
      closeSync(old);
      renameSync(`${this.#draft}-once`, this.#draft);
    });
  }

  /** @param {string} line of keys */
  #take(line) {
    this.#hash.update(line);
    this.#block += line;
    if (this.#block.length >= BLOCK) this.#write();
  }

  #write() {
    const bytes = Buffer.from(this.#block);
    this.#block = "";
    attempt(this.#path, () => {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at);
    });
  }
}

/** @param {string} path */
function taken(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat && !stat.isFile()) return new Failure(sentence("journalNotPlain", { path: displayPath(path), isFolder: stat.isDirectory() }));
  const pid = pidAt(path);
  if (pid === undefined) return new Failure(sentence("journalExists", { path: displayPath(path) }));
  return new Failure(sentence("journalBegun", { path: displayPath(path), pid }));
}

/** The process of this machine that is working on it. @param {string} path */
function pidAt(path) {
  try {
    return liveWorkerOf(readJournal(path).workers)?.pid;
  } catch {
    // It is not a journal.
    return undefined;
  }
}

/**
 * @template T
 * @param {string} path
 * @param {() => T} work
 * @returns {T}
 */
function attempt(path, work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(sentence("journalNeverBegun", { path: displayPath(path), reason: reasonCode(error) }));
  }
}

/** Creates a link, which fails if the name exists; a rename would not. @param {string} from @param {string} to */
function rename(from, to) {
  try {
    linkSync(from, to);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST" || existsSync(to)) throw taken(to);
    // The file system has no links.
    return renameSync(from, to);
  }
  removeDraft(from);
}

/** Syncs the folder, so that the name is on the disk too. @param {string} folder */
function syncFolder(folder) {
  try {
    const fd = openSync(folder, "r");
    fsyncSync(fd);
    closeSync(fd);
  } catch {
    // Windows cannot sync a folder.
  }
}

