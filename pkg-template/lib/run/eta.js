// Estimates how long a run will still take.
import { MAX_KEYS } from "../generated/facts.js";

/** Milliseconds over which the speed is measured, and the least that are meaningful. */
const WINDOW = 5000;
const LEAST = 1000;

export class Eta {
  /** @type {{ at: number, known: number }[]} */
  #samples = [];

  /**
   * Seconds for the messages without an outcome, at the speed of the last seconds; in the first second, at the speed of the pace. Undefined
   * before the first outcome and while there are no new ones.
   * @param {number} known messages with an outcome
   * @param {{ total: number, durationMs: number, rate: number }} traffic `rate` in requests a second
   * @returns {number | undefined}
   */
  secondsLeft(known, { total, durationMs, rate }) {
    const samples = this.#samples;
    // The first request goes alone: its duration says nothing about the others.
    if (known > 0) samples.push({ at: durationMs, known });
    while (samples.length > 2 && /** @type {any} */ (samples[1]).at <= durationMs - WINDOW) samples.shift();
    if (known === total) return 0;
    if (known === 0) return undefined;
    const [first] = /** @type {[{ at: number, known: number }]} */ (samples);
    const ms = durationMs - first.at;
    const speed = ms < LEAST ? (rate * MAX_KEYS) / 1000 : (known - first.known) / ms;
    return speed > 0 ? Math.ceil((total - known) / speed / 1000) : undefined;
  }
}
