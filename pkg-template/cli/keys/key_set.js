// An exact set of MsgKeys in 8 bytes each: five million of them in 42 MB, where a Set of texts takes ten times as much.
import { endianness } from "node:os";

const PARTITIONS = 256;
const FIRST_CHUNK = 32;
const MOST_IN_CHUNK = 1024;
/** Which half of a 64-bit number, seen as two of 32 bits, weighs more. */
const HIGH = endianness() === "LE" ? 1 : 0;

/** Numbers in the order of their coming, until `settle` sorts them within the same memory. */
class Partition {
  /** @type {Uint32Array[]} */
  chunks = [];
  /** Halves of numbers in the last chunk. */
  used = 0;
  /** For each chunk one bit a key: it has been asked for. @type {Uint8Array[]} */
  seen = [];

  /** @param {number} seq @param {number} time */
  add(seq, time) {
    let last = this.chunks.at(-1);
    if (!last || this.used === last.length) {
      last = new Uint32Array(2 * Math.min(MOST_IN_CHUNK, FIRST_CHUNK << Math.min(this.chunks.length, 16)));
      this.chunks.push(last);
      this.used = 0;
    }
    last[this.used + HIGH] = time;
    last[this.used + 1 - HIGH] = seq;
    this.used += 2;
  }

  /** Halves of numbers in it. */
  get length() {
    return this.chunks.reduce((sum, chunk) => sum + chunk.length, 0) - (this.chunks.at(-1)?.length ?? 0) + this.used;
  }

  /** Sorts, and keeps each key once. @param {BigUint64Array} scratch room for all of it @returns {number} distinct keys */
  settle(scratch) {
    const numbers = scratch.subarray(0, this.length / 2);
    const halves = new Uint32Array(scratch.buffer, 0, this.length);
    let at = 0;
    for (const chunk of this.#filled()) {
      halves.set(chunk, at);
      at += chunk.length;
    }
    numbers.sort();
    const distinct = squeeze(halves);
    at = 0;
    for (const chunk of this.chunks) {
      const part = halves.subarray(at, Math.min(2 * distinct, at + chunk.length));
      chunk.set(part);
      at += part.length;
      if (part.length > 0) this.used = part.length;
    }
    this.chunks = this.chunks.slice(0, countOf(this.chunks, 2 * distinct));
    return distinct;
  }

  /** Whether a key of the settled partition is asked for the first time. @param {number} seq @param {number} time */
  isFirst(seq, time) {
    const chunks = this.#filled();
    const index = chunks.findIndex((chunk) => compare(chunk, chunk.length / 2 - 1, seq, time) >= 0);
    const chunk = /** @type {Uint32Array} */ (chunks[index]);
    const seen = (this.seen[index] ??= new Uint8Array((chunk.length >> 4) + 1));
    const place = find(chunk, seq, time);
    const bit = 1 << (place & 7);
    const before = /** @type {number} */ (seen[place >> 3]);
    seen[place >> 3] = before | bit;
    return (before & bit) === 0;
  }

  #filled() {
    return this.chunks.map((chunk, index) => (index === this.chunks.length - 1 ? chunk.subarray(0, this.used) : chunk));
  }
}

/** How many chunks hold so many halves. @param {Uint32Array[]} chunks @param {number} halves */
function countOf(chunks, halves) {
  let left = halves;
  let count = 0;
  for (const chunk of chunks) {
    if (left <= 0) break;
    left -= chunk.length;
    count += 1;
  }
  return count;
}

/** @param {Uint32Array} halves sorted @param {number} seq @param {number} time @returns {number} its place */
function find(halves, seq, time) {
  let low = 0;
  let high = halves.length / 2 - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(halves, middle, seq, time) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {Uint32Array} halves @param {number} place @param {number} seq @param {number} time */
function compare(halves, place, seq, time) {
  const high = /** @type {number} */ (halves[2 * place + HIGH]) - time;
  return high !== 0 ? high : /** @type {number} */ (halves[2 * place + 1 - HIGH]) - seq;
}

/** Moves distinct numbers to the front. @param {Uint32Array} halves sorted @returns {number} how many there are */
function squeeze(halves) {
  let kept = 0;
  for (let at = 0; at < halves.length; at += 2) {
    const one = /** @type {number} */ (halves[at]);
    const other = /** @type {number} */ (halves[at + 1]);
    if (kept > 0 && halves[2 * kept - 2] === one && halves[2 * kept - 1] === other) continue;
    halves[2 * kept] = one;
    halves[2 * kept + 1] = other;
    kept += 1;
  }
  return kept;
}

export class KeySet {
  #partitions = Array.from({ length: PARTITIONS }, () => new Partition());
  /** Keys that are not of the usual form, and whether each has been asked for. @type {Map<string, boolean>} */
  #others = new Map();

  /** @param {number} seq @param {number} time */
  add(seq, time) {
    this.#partition(seq, time).add(seq, time);
  }

  /** @param {string} text of a key that has no numbers */
  addOther(text) {
    this.#others.set(text, false);
  }

  /** Ends the adding. @returns {number} distinct keys */
  settle() {
    const scratch = new BigUint64Array(Math.max(...this.#partitions.map(({ length }) => length)) / 2);
    return this.#partitions.reduce((sum, partition) => sum + partition.settle(scratch), this.#others.size);
  }

  /** Whether this key is asked for the first time since `settle`. @param {number} seq @param {number} time */
  isFirst(seq, time) {
    return this.#partition(seq, time).isFirst(seq, time);
  }

  /** @param {string} text */
  isFirstOther(text) {
    const before = this.#others.get(text);
    this.#others.set(text, true);
    return before === false;
  }

  /** @param {number} seq @param {number} time */
  #partition(seq, time) {
    const mixed = Math.imul(seq ^ Math.imul(time, 0x9e3779b1), 0x85ebca6b);
    return /** @type {Partition} */ (this.#partitions[mixed >>> 24]);
  }
}
