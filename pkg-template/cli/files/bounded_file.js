// Reads files, pipes and standard input of any size in bounded memory, with a timeout for silent ones: keys in blocks, small files at once.
import { accessSync, closeSync, constants, fstatSync, openSync, readSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { setTimeout as rest } from "node:timers/promises";
import { Failure, reasonCode } from "../failures/failure.js";
import { languageOfWords } from "../languages/locale.js";
import { sentence, textIn } from "../languages/sentence.js";
import { displayPath } from "./display_path.js";

const BLOCK = 64 * 1024;
const POLL_MS = 10;
/** Who writes into a pipe has opened it by then. */
const WRITER_MS = 5000;
/** For small files: who makes them writes at once. */
const SMALL_MS = 10_000;
/** Silence after which it is said what is waited for, and after which it ends. */
const SAY_MS = 3000;
const SILENCE_MS = 10 * 60_000;

/** Opening a pipe does not wait for whoever writes into it. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** @param {string} path @param {import("node:fs").Stats} stat */
function refuseDevice(path, stat) {
  if (stat.isFile() || stat.isFIFO()) return;
  throw new Failure(sentence("notAFile", { path: displayPath(path), isFolder: stat.isDirectory() }));
}

/** Whether a file is there and has something in it is said before anything else is asked for. @param {string} path */
export function refuseUnreadable(path) {
  try {
    const stat = statSync(path);
    refuseDevice(path, stat);
    accessSync(path, constants.R_OK);
    // As a shell leaves it for a command that failed.
    if (stat.isFile() && stat.size === 0) throw new Failure(sentence("emptyFile", { path: displayPath(path) }));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(sentence("unreadable", { path: displayPath(path), reason: reasonCode(error) }));
  }
}

/**
 * What a read came to: bytes; 0 at the end, and of a pipe while nobody has opened it for writing; -1 for none yet.
 * @param {unknown} error
 */
function noneYet(error) {
  if (/** @type {NodeJS.ErrnoException} */ (error).code === "EAGAIN") return -1;
  throw error;
}

/** @typedef {import("../languages/sentence.js").Sentence} Sentence */

/** How long to go on waiting for a pipe. */
class Patience {
  #began;
  #path;
  #now;
  #say;
  #hasWriter = false;

  /** @param {string} path @param {() => number} now milliseconds @param {(notice: Sentence) => void} say */
  constructor(path, now, say) {
    this.#path = path;
    this.#now = now;
    this.#say = say;
    this.#began = now();
  }

  /** Whether what was read is the end. @param {number} bytes as of `noneYet` @param {number} most milliseconds of silence */
  isEnd(bytes, most) {
    if (bytes !== 0) this.#hasWriter = true;
    if (bytes > 0) this.#began = this.#now();
    if (bytes === 0 && this.#hasWriter) return true;
    const silent = this.#now() - this.#began;
    if (silent > SAY_MS) this.#sayOnce();
    if (bytes === 0 && silent > WRITER_MS) throw new Failure(sentence("pipeUnwritten", { path: displayPath(this.#path), seconds: WRITER_MS / 1000 }));
    if (silent > most) throw new Failure(sentence("pipeSilent", { path: displayPath(this.#path), seconds: most / 1000 }));
    return false;
  }

  #sayOnce() {
    this.#say(sentence("waitingForPipe", { path: displayPath(this.#path) }));
    this.#say = () => {};
  }
}

const toTerminal = (/** @type {Sentence} */ notice) => void process.stderr.write(`${textIn(notice, languageOfWords(process.argv.slice(2)))}\n`);

/**
 * The bytes of a file or a pipe, always in the same memory.
 * @param {string} path
 * @param {{ now?: () => number, say?: (notice: Sentence) => void }} [how] `now` in milliseconds
 * @returns {AsyncGenerator<Buffer, void, void>}
 */
export async function* blocksOf(path, { now = () => performance.now(), say = toTerminal } = {}) {
  const handle = await open(path, FLAGS);
  try {
    const stat = await handle.stat();
    refuseDevice(path, stat);
    const buffer = Buffer.allocUnsafe(BLOCK);
    const patience = new Patience(path, now, say);
    for (;;) {
      const bytes = await handle.read(buffer, 0, buffer.length, null).then(({ bytesRead }) => bytesRead, noneYet);
      if (stat.isFile() ? bytes === 0 : patience.isEnd(bytes, SILENCE_MS)) return;
      if (bytes > 0) yield buffer.subarray(0, bytes);
      else await rest(POLL_MS);
    }
  } finally {
    await handle.close();
  }
}

/**
 * What comes by standard input. In silence it is said what is waited for, and in the end no longer waited.
 * @param {{ input?: AsyncIterable<Buffer | string> & { isTTY?: boolean }, what?: "keys" | "userSig", say?: (notice: Sentence) => void, sayMs?: number, silenceMs?: number }} [how]
 * @returns {AsyncGenerator<Buffer | string, void, void>}
 */
export async function* standardInput({ input = process.stdin, what = "keys", say = toTerminal, sayMs = SAY_MS, silenceMs = SILENCE_MS } = {}) {
  const blocks = input[Symbol.asyncIterator]();
  const hint = sentence("waitingForInput", { what, end: process.platform === "win32" ? "Ctrl-Z" : "Ctrl-D" });
  if (input.isTTY) say(hint);
  const saying = input.isTTY ? undefined : setTimeout(() => say(hint), sayMs);
  try {
    for (;;) {
      const found = await within(blocks.next(), silenceMs);
      clearTimeout(saying);
      if (found.done) return;
      yield found.value;
    }
  } finally {
    clearTimeout(saying);
  }
}

/**
 * @template T
 * @param {Promise<T>} next
 * @param {number} ms
 * @returns {Promise<T>}
 */
function within(next, ms) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Failure(sentence("inputSilent", { seconds: ms / 1000 }))), ms);
    next.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * A small file or pipe, whole.
 * @param {string} path
 * @param {{ most: number, expected: "credentials" | "plan", check?: (stat: import("node:fs").Stats) => void }} what `most` bytes; `check` may refuse it
 * @returns {Buffer}
 */
export function readSmall(path, { most, expected, check = () => {} }) {
  let fd;
  try {
    fd = openSync(path, FLAGS);
    const stat = fstatSync(fd);
    refuseDevice(path, stat);
    check(stat);
    return readWhole(path, { fd, isFile: stat.isFile() }, most, expected);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(sentence("unreadable", { path: displayPath(path), reason: reasonCode(error) }));
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** @param {string} path @param {{ fd: number, isFile: boolean }} opened @param {number} most @param {"credentials" | "plan"} expected */
function readWhole(path, { fd, isFile }, most, expected) {
  const buffer = Buffer.allocUnsafe(most + 1);
  const patience = new Patience(path, () => performance.now(), toTerminal);
  for (let length = 0; ; ) {
    const bytes = readNow(fd, buffer.subarray(length));
    length += Math.max(0, bytes);
    if (length > most) throw new Failure(sentence("tooLarge", { path: displayPath(path), most, expected }));
    if (isFile ? bytes === 0 : patience.isEnd(bytes, SMALL_MS)) return buffer.subarray(0, length);
    if (bytes <= 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  }
}

/** @param {number} fd @param {Buffer} buffer */
function readNow(fd, buffer) {
  try {
    return readSync(fd, buffer, 0, buffer.length, null);
  } catch (error) {
    return noneYet(error);
  }
}
