// A compact exact set of messages, which are pairs of an account and a MsgKey: five million of one broadcast take 15 MB, a thirtieth of a Set
// of strings. Keys are stored as differences from the previous one: 3 bytes for each key of a broadcast, in any order, and 9 for random
// keys; 2 to 6 bytes more for each change of the account.
import { HIGH, find, partOf, roomFor, sort, squeeze } from "./key_order.js";
import { MOST_BYTES, packInto, unpackInto } from "./packed_keys.js";

const PARTITIONS = 256;
/** Messages collected before they are packed together: sorted, they are near each other. */
const FEWEST_WAITING = 32;
const MOST_WAITING = 512;
const PAGE_BYTES = 8192;

/** Buffer in which messages are packed before they go to the pages. */
const packing = new Uint8Array(MOST_WAITING * MOST_BYTES);

/** Messages in order of arrival, until `settle` finds the duplicates. */
class Partition {
  /** Number of messages added. */
  count = 0;
  /** Messages that were added more than once, sorted. */
  #repeated = roomFor(0);
  /** One bit for each of those: whether it has been asked for. */
  #seen = new Uint8Array(0);
  /** Packed messages. @type {Uint8Array[]} */
  #pages = [];
  /** Bytes in the last page. */
  #used = PAGE_BYTES;
  /** The messages that are not packed yet, and their number. */
  #waiting = roomFor(0);
  #waits = 0;
  /** The last packed key, from which the next one differs. */
  #last = { seq: 0, time: 0 };

  /** @param {number} seq @param {number} time @param {number} account */
  add(seq, time, account) {
    if (this.#waits === this.#waiting.accounts.length) this.#makeRoom();
    const { accounts, halves } = this.#waiting;
    accounts[this.#waits] = account;
    halves[2 * this.#waits + HIGH] = time;
    halves[2 * this.#waits + 1 - HIGH] = seq;
    this.#waits += 1;
    this.count += 1;
  }

  #makeRoom() {
    if (this.#waits === MOST_WAITING) return this.#pack();
    const larger = roomFor(Math.max(FEWEST_WAITING, 2 * this.#waits));
    larger.accounts.set(this.#waiting.accounts);
    larger.halves.set(this.#waiting.halves);
    this.#waiting = larger;
  }

  #pack() {
    const waiting = partOf(this.#waiting, 0, this.#waits);
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
    this.#waits = 0;
  }

  /**
   * Forgets all messages except duplicates.
   * @param {import("./key_order.js").Messages} scratch room for all of them
   * @param {Uint32Array} counts receives the number of distinct messages of each account
   * @returns {number} distinct messages
   */
  settle(scratch, counts) {
    const all = partOf(scratch, 0, this.count);
    const packed = this.count - this.#waits;
    unpackInto(partOf(all, 0, packed), HIGH, this.#pages);
    const waiting = partOf(this.#waiting, 0, this.#waits);
    all.accounts.set(waiting.accounts, packed);
    all.halves.set(waiting.halves, 2 * packed);
    this.#pages = [];
    this.#waiting = roomFor(0);
    sort(all);
    const { distinct, repeated } = squeeze(all, counts);
    this.#repeated = { accounts: all.accounts.slice(0, repeated), halves: all.halves.slice(0, 2 * repeated) };
    this.#seen = new Uint8Array((repeated >> 3) + 1);
    return distinct;
  }

  /** Whether this is the first request for a message of the settled partition. @param {number} seq @param {number} time @param {number} account */
  isFirst(seq, time, account) {
    const place = find(this.#repeated, seq, time, account);
    if (place < 0) return true;
    const bit = 1 << (place & 7);
    const before = /** @type {number} */ (this.#seen[place >> 3]);
    this.#seen[place >> 3] = before | bit;
    return (before & bit) === 0;
  }
}

export class KeySet {
  #partitions = Array.from({ length: PARTITIONS }, () => new Partition());

  /** Number of accounts. */
  #accounts = 0;
  /** Number of distinct messages of each account. */
  #counts = new Uint32Array(0);

  /** @param {number} seq @param {number} time @param {number} [account] its number */
  add(seq, time, account = 0) {
    if (account >= this.#accounts) this.#accounts = account + 1;
    this.#partition(seq, time, account).add(seq, time, account);
  }

  /** Ends the adding of messages. @returns {number} distinct messages */
  settle() {
    const scratch = roomFor(Math.max(...this.#partitions.map(({ count }) => count)));
    this.#counts = new Uint32Array(this.#accounts);
    return this.#partitions.reduce((sum, partition) => sum + partition.settle(scratch, this.#counts), 0);
  }

  /** Number of distinct messages of an account, after `settle`. @param {number} account */
  distinctOf(account) {
    return this.#counts[account] ?? 0;
  }

  /** Whether this is the first request since `settle` for a message that was added. @param {number} seq @param {number} time @param {number} [account] */
  isFirst(seq, time, account = 0) {
    return this.#partition(seq, time, account).isFirst(seq, time, account);
  }

  /** @param {number} seq @param {number} time @param {number} account */
  #partition(seq, time, account) {
    const mixed = Math.imul(seq ^ Math.imul(time, 0x9e3779b1) ^ Math.imul(account, 0x27d4eb2f), 0x85ebca6b);
    return /** @type {Partition} */ (this.#partitions[mixed >>> 24]);
  }
}
