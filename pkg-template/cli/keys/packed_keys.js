// Encodes messages, account by account: the number of the account and that of its keys, in 7 bits a byte, low ones first, then the keys as
// differences from the previous key, in 2 to 9 bytes each.
//
// The two low bits of a key's first byte hold the number of bytes of its sequence number, minus 1. The bits above hold the time difference
// up to 59 seconds, or 60 plus the number of bytes of the difference, minus 1. Those bytes follow, low ones first. Times only grow, or wrap
// around; sequence numbers may also fall, so the lowest bit of their difference is the sign.
import { eachAccount } from "./key_order.js";

/** @typedef {import("./key_order.js").Messages} Messages */

/** Most bytes of one message: 9 of its key, 5 of its account, and 1 that says that it is the only one. */
export const MOST_BYTES = 15;
const MOST_IN_HEAD = 59;

/**
 * @param {Uint8Array} bytes receives the messages, and is large enough for all of them
 * @param {Messages} messages pairs of a sequence number and a time in `halves`; those of one account together
 * @param {0 | 1} high the index of the time in a pair
 * @param {{ seq: number, time: number }} last the previous key; updated to the last of these keys
 * @returns {number} number of bytes written
 */
export function packInto(bytes, { accounts, halves }, high, last) {
  let at = 0;
  eachAccount(accounts, (account, from, to) => {
    at = packNumber(bytes, at, account);
    at = packNumber(bytes, at, to - from);
    at = packKeys(bytes, at, { halves: halves.subarray(2 * from, 2 * to), high, last });
  });
  return at;
}

/** @param {Uint8Array} bytes @param {number} at @param {number} number @returns {number} the place after it */
function packNumber(bytes, at, number) {
  let rest = number;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[at++] = 128 | (rest & 127);
  bytes[at++] = rest;
  return at;
}

/** @param {Uint8Array} bytes @param {number} start @param {{ halves: Uint32Array, high: 0 | 1, last: { seq: number, time: number } }} keys @returns {number} the place after them */
function packKeys(bytes, start, { halves, high, last }) {
  let { seq, time } = last;
  let at = start;
  for (let place = 0; place < halves.length; place += 2) {
    const nextSeq = /** @type {number} */ (halves[place + 1 - high]);
    const nextTime = /** @type {number} */ (halves[place + high]);
    const later = (nextTime - time) >>> 0;
    const step = (nextSeq - seq) | 0;
    const folded = ((step << 1) ^ (step >> 31)) >>> 0;
    const timeBytes = later <= MOST_IN_HEAD ? 0 : bytesOf(later);
    const seqBytes = bytesOf(folded);
    bytes[at++] = ((timeBytes === 0 ? later : MOST_IN_HEAD + timeBytes) << 2) | (seqBytes - 1);
    for (let shift = 0; shift < 8 * timeBytes; shift += 8) bytes[at++] = later >>> shift;
    for (let shift = 0; shift < 8 * seqBytes; shift += 8) bytes[at++] = folded >>> shift;
    seq = nextSeq;
    time = nextTime;
  }
  last.seq = seq;
  last.time = time;
  return at;
}

/** @param {number} value a 32-bit integer */
const bytesOf = (value) => (value < 0x100 ? 1 : value < 0x10000 ? 2 : value < 0x1000000 ? 3 : 4);

/**
 * @param {Messages} messages receives as many messages as fit
 * @param {0 | 1} high
 * @param {Uint8Array[]} pages the bytes, in pages of which only the last may be partly full
 */
export function unpackInto({ accounts, halves }, high, pages) {
  const bytes = new PageReader(pages);
  let seq = 0;
  let time = 0;
  for (let place = 0; place < accounts.length; ) {
    const account = bytes.packed();
    const end = place + bytes.packed();
    for (; place < end; place += 1) {
      const head = bytes.next();
      const later = head >> 2;
      time = (time + (later <= MOST_IN_HEAD ? later : bytes.number(later - MOST_IN_HEAD))) >>> 0;
      const folded = bytes.number((head & 3) + 1);
      seq = (seq + ((folded >>> 1) ^ -(folded & 1))) >>> 0;
      accounts[place] = account;
      halves[2 * place + high] = time;
      halves[2 * place + 1 - high] = seq;
    }
  }
}

/** Reads bytes over the ends of pages. */
class PageReader {
  #pages;
  #page;
  #number = 0;
  #at = 0;

  /** @param {Uint8Array[]} pages */
  constructor(pages) {
    this.#pages = pages;
    this.#page = pages[0] ?? new Uint8Array(0);
  }

  next() {
    if (this.#at === this.#page.length) {
      this.#number += 1;
      this.#page = /** @type {Uint8Array} */ (this.#pages[this.#number]);
      this.#at = 0;
    }
    return /** @type {number} */ (this.#page[this.#at++]);
  }

  /** A number of so many bytes, low ones first. @param {number} count */
  number(count) {
    let value = 0;
    for (let shift = 0; shift < 8 * count; shift += 8) value |= this.next() << shift;
    return value >>> 0;
  }

  /** A number in 7 bits a byte. */
  packed() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.next();
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  }
}
