// A compact exact set of MsgKeys: five million of one broadcast take 15 MB, a thirtieth of a Set of strings. Keys are stored as differences
// from the previous one: 3 bytes for each key of a broadcast, in any order, and 9 for random keys.
import { endianness } from "node:os";
import { MOST_BYTES, packInto, unpackInto } from "./packed_keys.js";

const PARTITIONS = 256;
/** Keys collected before they are packed together: sorted, they are near each other. */
const FEWEST_WAITING = 32;
const MOST_WAITING = 512;
const PAGE_BYTES = 8192;
/** Index of the high half of a 64-bit number viewed as two 32-bit numbers. */
const HIGH = endianness() === "LE" ? 1 : 0;

/** Buffer in which keys are packed before they go to the pages. */
const packing = new Uint8Array(MOST_WAITING * MOST_BYTES);

/** Keys in order of arrival, until `settle` finds the duplicates. */
class Partition {
  /** Number of keys added. */
  count = 0;
  /** Keys that were added more than once, sorted. */
  #repeated = new Uint32Array(0);
  /** One bit for each of those: whether it has been asked for. */
  #seen = new Uint8Array(0);
  /** Packed keys. @type {Uint8Array[]} */
  #pages = [];
  /** Bytes in the last page. */
  #used = PAGE_BYTES;
  /** The keys that are not packed yet, in halves. */
  #waiting = new Uint32Array(0);
  #halves = 0;
  /** The last packed key, from which the next one differs. */
  #last = { seq: 0, time: 0 };

  /** @param {number} seq @param {number} time */
  add(seq, time) {
    if (this.#halves === this.#waiting.length) this.#makeRoom();
    this.#waiting[this.#halves + HIGH] = time;
    this.#waiting[this.#halves + 1 - HIGH] = seq;
    this.#halves += 2;
    this.count += 1;
  }

  #makeRoom() {
    if (this.#halves === 2 * MOST_WAITING) return this.#pack();
    const larger = new Uint32Array(Math.max(2 * FEWEST_WAITING, 2 * this.#halves));
    larger.set(this.#waiting);
    this.#waiting = larger;
  }

  #pack() {
    const waiting = this.#waiting.subarray(0, this.#halves);
    sort(waiting);
    const length = packInto(packing, waiting, HIGH, this.#last);
    for (let at = 0; at < length; ) {
      if (this.#used === PAGE_BYTES) {
        this.#pages.push(new Uint8Array(PAGE_BYTES));
        this.#used = 0;
      }
      const part = packing.subarray(at, Math.min(length, at + PAGE_BYTES - this.#used));
      this.#pages.at(-1)?.set(part, this.#used);
      this.#used += part.length;
      at += part.length;
    }
    this.#halves = 0;
  }

  /** Forgets all keys except duplicates. @param {Uint32Array} scratch a buffer for all keys @returns {number} distinct keys */
  settle(scratch) {
    const all = scratch.subarray(0, 2 * this.count);
    const packed = all.length - this.#halves;
    unpackInto(all.subarray(0, packed), HIGH, this.#pages);
    all.set(this.#waiting.subarray(0, this.#halves), packed);
    this.#pages = [];
    this.#waiting = new Uint32Array(0);
    sort(all);
    const { distinct, repeated } = squeeze(all);
    this.#repeated = all.slice(0, 2 * repeated);
    this.#seen = new Uint8Array((repeated >> 3) + 1);
    return distinct;
  }

  /** Whether this is the first request for a key of the settled partition. @param {number} seq @param {number} time */
  isFirst(seq, time) {
    const place = find(this.#repeated, seq, time);
    if (place < 0) return true;
    const bit = 1 << (place & 7);
    const before = /** @type {number} */ (this.#seen[place >> 3]);
    this.#seen[place >> 3] = before | bit;
    return (before & bit) === 0;
  }
}

/** Sorts 64-bit numbers, unless they are sorted already. @param {Uint32Array} halves */
function sort(halves) {
  for (let at = 2; at < halves.length; at += 2) {
    const high = /** @type {number} */ (halves[at + HIGH]) - /** @type {number} */ (halves[at - 2 + HIGH]);
    if (high > 0 || (high === 0 && /** @type {number} */ (halves[at + 1 - HIGH]) >= /** @type {number} */ (halves[at - 1 - HIGH]))) continue;
    new BigUint64Array(halves.buffer, halves.byteOffset, halves.length / 2).sort();
    return;
  }
}

/** @param {Uint32Array} halves sorted @param {number} seq @param {number} time @returns {number} its index, or -1 */
function find(halves, seq, time) {
  let low = 0;
  let high = halves.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = compare(halves, middle, seq, time);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** @param {Uint32Array} halves @param {number} place @param {number} seq @param {number} time */
function compare(halves, place, seq, time) {
  const high = /** @type {number} */ (halves[2 * place + HIGH]) - time;
  return high !== 0 ? high : /** @type {number} */ (halves[2 * place + 1 - HIGH]) - seq;
}

/**
 * Moves the repeated numbers to the front, each once.
 * @param {Uint32Array} halves sorted
 * @returns {{ distinct: number, repeated: number }} the number of distinct numbers, and of those that are repeated
 */
function squeeze(halves) {
  let distinct = 0;
  let repeated = 0;
  for (let at = 0; at < halves.length; ) {
    const one = /** @type {number} */ (halves[at]);
    const other = /** @type {number} */ (halves[at + 1]);
    let next = at + 2;
    while (next < halves.length && halves[next] === one && halves[next + 1] === other) next += 2;
    distinct += 1;
    if (next - at > 2) {
      halves[2 * repeated] = one;
      halves[2 * repeated + 1] = other;
      repeated += 1;
    }
    at = next;
  }
  return { distinct, repeated };
}

export class KeySet {
  #partitions = Array.from({ length: PARTITIONS }, () => new Partition());

  /** @param {number} seq @param {number} time */
  add(seq, time) {
    this.#partition(seq, time).add(seq, time);
  }

  /** Ends the adding of keys. @returns {number} distinct keys */
  settle() {
    // Allocated as 64-bit numbers, so that it can be viewed as both.
    const { buffer } = new BigUint64Array(Math.max(...this.#partitions.map(({ count }) => count)));
    const scratch = new Uint32Array(buffer);
    return this.#partitions.reduce((sum, partition) => sum + partition.settle(scratch), 0);
  }

  /** Whether this is the first request since `settle` for a key that was added. @param {number} seq @param {number} time */
  isFirst(seq, time) {
    return this.#partition(seq, time).isFirst(seq, time);
  }

  /** @param {number} seq @param {number} time */
  #partition(seq, time) {
    const mixed = Math.imul(seq ^ Math.imul(time, 0x9e3779b1), 0x85ebca6b);
    return /** @type {Partition} */ (this.#partitions[mixed >>> 24]);
  }
}
