/** Virtual time for tests of the pace: the clocks and timers of this process advance only when nothing else is left to do. */

/** Timers of a runtime fire at whole milliseconds, at least one. @param {number} ms */
const rounded = (ms) => Math.max(1, Math.ceil(ms || 0));

/**
 * Does some work in virtual time.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inVirtualTime(work) {
  const real = { now: performance.now, date: Date.now, setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  const wall = Date.now();
  let now = performance.now();
  const began = now;
  let count = 0;
  /** @type {Map<number, { at: number, call: () => void }>} */
  const timers = new Map();
  performance.now = () => now;
  Date.now = () => wall + Math.floor(now - began);
  globalThis.setTimeout = /** @type {any} */ ((/** @type {(...values: any[]) => void} */ call, /** @type {number} */ ms, /** @type {any[]} */ ...values) => {
    count += 1;
    timers.set(count, { at: now + rounded(ms), call: () => call(...values) });
    return count;
  });
  globalThis.clearTimeout = /** @type {any} */ ((/** @type {number} */ number) => timers.delete(number));
  try {
    let isOver = false;
    const ended = work().finally(() => (isOver = true));
    ended.catch(() => {});
    for (;;) {
      await new Promise(setImmediate);
      if (isOver) return await ended;
      const [next] = [...timers].sort(([, one], [, other]) => one.at - other.at);
      if (!next) continue;
      timers.delete(next[0]);
      now = Math.max(now, next[1].at);
      next[1].call();
    }
  } finally {
    performance.now = real.now;
    Date.now = real.date;
    globalThis.setTimeout = real.setTimeout;
    globalThis.clearTimeout = real.clearTimeout;
  }
}
