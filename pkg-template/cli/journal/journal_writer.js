// Appends to a journal. What survives a crash:
//
// - The process dies (kill -9, out of memory): everything for which a write returned. Before a request leaves, the line that
//   names its keys has been written, so every key that may have reached the service is known.
// - The machine dies (power): everything that was synced. That line is synced too before the request leaves. The answer of the
//   last second may be lost: then its keys count as sent and unanswered, and resuming sends them again, which does no harm.
//
// Requests that become ready while the disk is busy share the next write and the next sync.
import { open } from "node:fs/promises";
import { EXIT, Failure, reasonCode } from "../failures/failure.js";
import { displayPath } from "../files/display_path.js";
import { sentence } from "../languages/sentence.js";
import { sealed } from "./checksum.js";

/** Outcomes are written at once, and synced with the next request or after this many milliseconds. */
const SYNC_EVERY_MS = 1000;
/** Most key numbers in one line: while the disk is slow, many accumulate. */
const MOST_NUMBERS = 10_000;

export class JournalWriter {
  #path;
  #handle;
  /** The checksum of the last line. */
  #check;
  /** Lines waiting to be written. */
  #text = "";
  /** Key numbers waiting to be written, by outcome. @type {Map<string, number[]>} */
  #ended = new Map();
  /** Callers waiting for the next sync. @type {{ resolve: () => void, reject: (error: Error) => void }[]} */
  #waiting = [];
  /** @type {Promise<void> | undefined} */
  #working;
  #synced = performance.now();
  /** True until anything can have been sent. */
  #isBeginning = false;
  /** Set once nothing can be written any more: why. @type {Failure | undefined} */
  failure;

  /** @param {string} path @param {import("node:fs/promises").FileHandle} handle @param {string} check the last checksum in the journal, "" for none */
  constructor(path, handle, check) {
    this.#path = path;
    this.#handle = handle;
    this.#check = check;
  }

  /** @param {string} path @param {string} check the last checksum in it */
  static async open(path, check) {
    try {
      return new JournalWriter(path, await open(path, "a"), check);
    } catch (error) {
      throw neverBegun(path, error);
    }
  }

  /** Resolves when the line is on the disk. @param {object} event @returns {Promise<void>} */
  append(event) {
    // Outcomes first: a reader of this line must know what ended before it.
    this.#collect();
    this.#add(JSON.stringify({ ...event, at: Date.now() }));
    return this.#flushed();
  }

  /** @param {string} text an event in JSON */
  #add(text) {
    const { line, check } = sealed(this.#check, text);
    this.#check = check;
    this.#text += `${line}\n`;
  }

  /** Records that a process begins. The previous line may be torn, so a newline comes first. @param {import("./process_identity.js").Worker} worker */
  async begin(worker) {
    this.#text += "\n";
    this.#isBeginning = true;
    await this.append({ ...worker, after: this.#check });
    this.#isBeginning = false;
  }

  /**
   * Records an outcome soon, without waiting for the disk.
   * @param {number} number
   * @param {string} status
   * @param {number} code
   */
  ended(number, status, code) {
    const kind = code === 0 ? `"ended":"${status}"` : `"ended":"${status}","code":${code}`;
    const numbers = this.#ended.get(kind);
    if (numbers) numbers.push(number);
    else this.#ended.set(kind, [number]);
    this.#work();
  }

  /** @param {string} worker its id @param {string} because */
  async close(worker, because) {
    await this.append({ close: worker, because }).catch(() => {});
    await this.#working;
    await this.#handle.close();
  }

  /** @returns {Promise<void>} */
  #flushed() {
    if (this.failure) return Promise.reject(this.failure);
    const done = new Promise((/** @type {(value: void) => void} */ resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.#work();
    return done;
  }

  #work() {
    if (this.failure) return;
    this.#working ??= this.#writeAll();
  }

  async #writeAll() {
    // Whatever is added in the same tick goes into the same write.
    await undefined;
    while (!this.failure && (this.#text !== "" || this.#ended.size > 0)) {
      this.#collect();
      const text = this.#text;
      const waiting = this.#waiting;
      this.#text = "";
      this.#waiting = [];
      try {
        await this.#write(Buffer.from(text), waiting.length > 0);
        for (const { resolve } of waiting) resolve();
      } catch (error) {
        this.failure = this.#isBeginning ? neverBegun(this.#path, error) : brokenOff(this.#path, error);
        for (const { reject } of [...waiting, ...this.#waiting]) reject(this.failure);
      }
    }
    // In the same tick as the check above, so that whatever is added later starts a new flush.
    this.#working = undefined;
  }

  /** @param {Buffer} bytes @param {boolean} isAwaited */
  async #write(bytes, isAwaited) {
    for (let at = 0; at < bytes.length; ) at += (await this.#handle.write(bytes, at)).bytesWritten;
    if (!isAwaited && performance.now() - this.#synced < SYNC_EVERY_MS) return;
    await this.#handle.datasync();
    this.#synced = performance.now();
  }

  #collect() {
    for (const [kind, numbers] of this.#ended) {
      for (let at = 0; at < numbers.length; at += MOST_NUMBERS) this.#add(`{${kind},"keys":[${numbers.slice(at, at + MOST_NUMBERS).join(",")}],"at":${Date.now()}}`);
    }
    this.#ended.clear();
  }
}

/** @param {string} path @param {unknown} error */
const neverBegun = (path, error) => new Failure(sentence("journalNeverBegun", { path: displayPath(path), reason: reasonCode(error) }));

/** @param {string} path @param {unknown} error */
const brokenOff = (path, error) =>
  new Failure(sentence("journalBrokenOff", { path: displayPath(path), reason: reasonCode(error) }), EXIT.SOME_NOT);
