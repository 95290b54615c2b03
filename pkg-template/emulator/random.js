/** Seeded pseudo-random numbers, for all random decisions of the emulator. */

/**
 * Mulberry32: 32 bits of state, enough for drawing faults, and the same sequence on every JavaScript engine.
 * @param {number} seed any integer
 * @returns {() => number} numbers from 0 (inclusive) to 1 (exclusive)
 */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * The random numbers of one request. They depend only on the seed and the request's number, so that extra draws for one request
 * do not change the faults of the next.
 * @param {number} seed
 * @param {number} number
 */
export function diceOfRequest(seed, number) {
  let mixed = (seed ^ Math.imul(number, 0x9e3779b1)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return seededRandom(mixed ^ (mixed >>> 16));
}
