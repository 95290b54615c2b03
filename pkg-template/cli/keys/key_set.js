// An exact set of MsgKeys in 8 bytes each: five million of them in 42 MB, where a Set of texts takes ten times as much.
import { endianness } from "node:os";

const PARTITIONS = 256;
const FIRST_CHUNK = 32;
const MOST_IN_CHUNK = 4096;
/** Which half of a 64-bit number, seen as two of 32 bits, weighs more. */
const HIGH = endianness() === "LE" ? 1 : 0;

/** Numbers in the order of their coming, until `settle` sorts them. */
class Partition {
  /** @type {Uint32Array[]} */
  chunks = [];
  /** Numbers in the last chunk. */
  used = 0;
  /** @type {Uint32Array} */
  sorted = new Uint32Array();
  /** One bit for each sorted key: it has been asked for. */
  seen = new Uint8Array();

  /** @param {number} seq @param {number} time */
  add(seq, time) {
    let last = this.chunks.at(-1);
    if (!last || this.used === last.length) {
      last = new Uint32Array(2 * Math.min(MOST_IN_CHUNK, FIRST_CHUNK << this.chunks.length));
      this.chunks.push(last);
      this.used = 0;
    }
    last[this.used + HIGH] = time;
    last[this.used + 1 - HIGH] = seq;
    this.used += 2;
  }

  /** Sorts, and keeps each key once. @returns {number} distinct keys */
  settle() {
    const length = this.chunks.reduce((sum, chunk) => sum + chunk.length, 0) - (this.chunks.at(-1)?.length ?? 0) + this.used;
    const all = new BigUint64Array(length / 2);
    const halves = new Uint32Array(all.buffer);
    let at = 0;
    for (const [index, chunk] of this.chunks.entries()) {
      const part = index === this.chunks.length - 1 ? chunk.subarray(0, this.used) : chunk;
      halves.set(part, at);
      at += part.length;
    }
    this.chunks = [];
    all.sort();
    const distinct = squeeze(halves);
    this.sorted = distinct * 2 === length ? halves : halves.slice(0, 2 * distinct);
    return distinct;
  }

  /** @param {number} seq @param {number} time @returns {number} place among the sorted keys, or -1 */
  find(seq, time) {
    let low = 0;
    let high = this.sorted.length / 2 - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = compare(this.sorted, middle, seq, time);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
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
    return this.#partitions.reduce((sum, partition) => sum + partition.settle(), this.#others.size);
  }

  /** Whether this key is asked for the first time since `settle`. @param {number} seq @param {number} time */
  isFirst(seq, time) {
    const partition = this.#partition(seq, time);
    if (partition.seen.length === 0) partition.seen = new Uint8Array((partition.sorted.length >> 4) + 1);
    const place = partition.find(seq, time);
    const bit = 1 << (place & 7);
    const before = /** @type {number} */ (partition.seen[place >> 3]);
    partition.seen[place >> 3] = before | bit;
    return (before & bit) === 0;
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
