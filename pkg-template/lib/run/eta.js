// How long a run will still take: the one estimate of the package. For drive.js.

/** Milliseconds of the past from which the speed is taken, and how many it needs to mean anything. */
const WINDOW = 5000;
const LEAST = 1000;
/** Keys in one request. */
const BATCH = 10;

export class Eta {
  /** @type {{ at: number, known: number }[]} */
  #samples = [];

  /**
   * Seconds for what is left: as fast as in the last seconds, or in the first of them as fast as the pace allows. Nothing while nothing is
   * known yet, and while nothing becomes known.
   * @param {number} known messages with an outcome
   * @param {{ total: number, durationMs: number, rate: number }} traffic `rate` in requests a second
   * @returns {number | undefined}
   */
  secondsLeft(known, { total, durationMs, rate }) {
    const samples = this.#samples;
    // The first request goes alone: how long it took says nothing of the others.
    if (known > 0) samples.push({ at: durationMs, known });
    while (samples.length > 2 && /** @type {any} */ (samples[1]).at <= durationMs - WINDOW) samples.shift();
    if (known === total) return 0;
    if (known === 0) return undefined;
    const [first] = /** @type {[{ at: number, known: number }]} */ (samples);
    const ms = durationMs - first.at;
    const speed = ms < LEAST ? (rate * BATCH) / 1000 : (known - first.known) / ms;
    return speed > 0 ? Math.ceil((total - known) / speed / 1000) : undefined;
  }
}
