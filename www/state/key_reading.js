// Reads MsgKeys as they are entered: a short text at once, a long one in a worker, or without one in slices on the page.
import { parseMsgKeys } from "../pkg/index.js";
import { readSlices } from "./key_slices.js";

/** Most characters of a text that is read at once, so that typing has an immediate effect. */
const SHORT = 32 * 1024;
/** Milliseconds for which reading may block a page without a worker. */
const BUSY_MS = 8;

/**
 * The facts about the keys of a text that the page needs.
 * @typedef {Pick<import("../pkg/index.js").ParsedMsgKeys, "msgKeys" | "officialAccounts" | "lines" | "duplicates" | "rejected"> & import("./key_slices.js").Traits} Parsed
 *   `lines` only if the text names accounts
 */

/** @returns {Parsed} */
export const nothing = () => ({ msgKeys: [], lines: [], duplicates: 0, rejected: [], format: "lines" });

export class KeyReading {
  #id = 0;
  /** The worker: undefined before the first long text, null if there is none. @type {Worker | null | undefined} */
  #worker;
  /** The long text that is being read. @type {{ input: { text: string, column?: string | undefined }, collected: Collected, done: (parsed: Parsed) => void } | undefined} */
  #current;

  /** Messages found so far in the text being read; undefined if none is being read. */
  get found() {
    return this.#current?.collected.msgKeys.length;
  }

  /**
   * Reads a text in place of the previous one.
   * @param {string} text
   * @param {string | undefined} column
   * @param {(parsed: Parsed) => void} done called before this returns for a short text, later for a long one
   */
  read(text, column, done) {
    this.#id += 1;
    this.#current = undefined;
    if (text.length <= SHORT) return done(parseMsgKeys(text, { column }));
    this.#current = { input: { text, column }, collected: new Collected(), done };
    if (this.#worker === undefined) this.#worker = this.#start();
    if (this.#worker) this.#worker.postMessage({ id: this.#id, text, column });
    else this.#readHere();
  }

  #start() {
    try {
      const worker = new Worker(new URL("./key_worker.js", import.meta.url), { type: "module" });
      worker.addEventListener("message", ({ data: { id, ...slice } }) => this.#take(id, slice));
      worker.addEventListener("error", () => this.#doWithout(worker));
      return worker;
    } catch {
      return null;
    }
  }

  /** Handles a worker that does not load, or fails: its text is read again here. @param {Worker} worker */
  #doWithout(worker) {
    worker.terminate();
    this.#worker = null;
    if (!this.#current) return;
    this.#id += 1;
    this.#current.collected = new Collected();
    this.#readHere();
  }

  #readHere() {
    const id = this.#id;
    if (this.#current) void readSlices(this.#current.input, { busyMs: BUSY_MS, isWanted: () => id === this.#id, give: (slice) => this.#take(id, slice) });
  }

  /** @param {number} id @param {import("./key_slices.js").Slice} slice */
  #take(id, { traits, ...slice }) {
    const current = this.#current;
    if (id !== this.#id || !current) return;
    current.collected.add(slice);
    if (!traits) return;
    this.#current = undefined;
    current.done({ ...current.collected.parsed, ...traits });
  }
}

/** Collects the slices of a text, each in little time. */
class Collected {
  msgKeys = /** @type {string[]} */ ([]);
  #lines = /** @type {number[]} */ ([]);
  /** @type {(string | undefined)[] | undefined} */
  #officialAccounts;
  #rejected = /** @type {Parsed["rejected"]} */ ([]);
  #distinct = new Set();

  /** @param {import("./key_slices.js").Slice} slice whose `numbers` are pairs of Seq and ServerTime */
  add({ numbers, rejected, owners }) {
    if (owners || this.#officialAccounts) this.#own(numbers.length / 2, owners);
    for (let place = 0; place < numbers.length; place += 2) {
      const msgKey = `${numbers[place]}_1_${numbers[place + 1]}`;
      this.msgKeys.push(msgKey);
      this.#distinct.add(msgKey);
    }
    for (const one of rejected) this.#rejected.push(one);
  }

  /** @param {number} count of keys @param {import("./key_slices.js").Owners | undefined} owners */
  #own(count, owners) {
    this.#officialAccounts ??= Array(this.msgKeys.length).fill(undefined);
    for (let place = 0; place < count; place += 1) {
      this.#officialAccounts.push(owners?.officialAccounts[place]);
      this.#lines.push(owners?.lines[place] ?? 0);
    }
  }

  get parsed() {
    const owned = this.#officialAccounts && { officialAccounts: this.#officialAccounts };
    return { msgKeys: this.msgKeys, lines: this.#lines, ...owned, duplicates: this.msgKeys.length - this.#distinct.size, rejected: this.#rejected };
  }
}
