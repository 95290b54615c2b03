// Collects rows into batches: many small writes cost a transaction each, which is what makes them slow.
import { mergeRows } from "./rows/row.js";

/** Rows in one transaction. Larger batches are hardly faster, and block the event loop longer. */
export const BATCH = 100;

/** @typedef {import("./rows/row.js").Row} Row */
/** @typedef {{ rows: Map<string, Row>, written: Promise<void>, settle: (outcome: Promise<void>) => void, isFull: () => void, full: Promise<void> }} Batch */

export class Batcher {
  #write;
  #delay;
  /** @type {Batch[]} */
  #waiting = [];
  #isWorking = false;
  #isHurried = false;

  /**
   * @param {(rows: Row[]) => Promise<void>} write writes rows with distinct keys, durably
   * @param {number} delay milliseconds that a batch waits for more rows
   */
  constructor(write, delay) {
    this.#write = write;
    this.#delay = delay;
  }

  /** Resolves when the rows are written. @param {readonly Row[]} rows */
  async add(rows) {
    /** @type {Set<Promise<void>>} */
    const writes = new Set();
    for (const row of rows) writes.add(this.#put(row).written);
    void this.#work();
    // Rejects only when all have ended, so that the caller knows that nothing of its own is written later.
    const failed = (await Promise.allSettled(writes)).find((outcome) => outcome.status === "rejected");
    if (failed) throw /** @type {PromiseRejectedResult} */ (failed).reason;
  }

  /** Writes what waits, without waiting for more. */
  async drain() {
    this.#isHurried = true;
    for (const { isFull } of this.#waiting) isFull();
    await Promise.allSettled(this.#waiting.map(({ written }) => written));
  }

  /** @param {Row} row @returns {Batch} the batch that it is in */
  #put(row) {
    const last = this.#waiting.at(-1);
    const batch = last && last.rows.size < BATCH ? last : this.#open();
    const key = `${row.officialAccount} ${row.msgKey}`;
    const known = batch.rows.get(key);
    batch.rows.set(key, known ? mergeRows(known, row) : row);
    if (batch.rows.size === BATCH) batch.isFull();
    return batch;
  }

  /** @returns {Batch} */
  #open() {
    /** @type {any} */
    const batch = { rows: new Map() };
    batch.written = new Promise((resolve) => (batch.settle = resolve));
    batch.full = new Promise((resolve) => (batch.isFull = () => resolve(undefined)));
    // Without a handler of its own, its rejection would be unhandled if no caller waits for it.
    batch.written.catch(() => {});
    this.#waiting.push(batch);
    return batch;
  }

  /** Writes one batch after the other. */
  async #work() {
    if (this.#isWorking) return;
    this.#isWorking = true;
    for (let batch = this.#waiting[0]; batch; batch = this.#waiting[0]) {
      if (!this.#isHurried && this.#delay > 0) await firstOf(batch.full, this.#delay);
      this.#waiting.shift();
      const outcome = this.#write([...batch.rows.values()]);
      batch.settle(outcome);
      await outcome.catch(() => {});
    }
    this.#isWorking = false;
  }
}

/** Resolves after some milliseconds, or before that with the promise. @param {Promise<void>} promise @param {number} ms */
async function firstOf(promise, ms) {
  /** @type {any} */
  let timer;
  await Promise.race([promise, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}
