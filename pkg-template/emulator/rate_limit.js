/** The call limit of one API: a sliding one-second window over the accepted calls, which simulated other processes can share. */

const SECOND_MS = 1000;

/** Accepts at most `limit` calls in any window of one second. A call exactly one second later is in the next window. */
export class RateLimit {
  #limit;
  #times;
  #next = 0;
  #count = 0;

  /** @param {number | null} limit null: no limit */
  constructor(limit) {
    this.#limit = limit;
    this.#times = new Float64Array(limit ?? 0);
  }

  /** @param {number} now milliseconds of a monotonic clock @returns {boolean} */
  accepts(now) {
    if (this.#limit === null) return true;
    // The slot to overwrite holds the time of the call accepted `limit` calls ago.
    if (this.#count === this.#limit && this.#times[this.#next] > now - SECOND_MS) return false;
    this.#times[this.#next] = now;
    this.#next = (this.#next + 1) % this.#limit;
    if (this.#count < this.#limit) this.#count += 1;
    return true;
  }
}

/** Simulates other processes of the app: evenly spaced calls that count towards the same limit. */
export class OtherTraffic {
  #spacing;
  #due;

  /** @param {number} perSecond @param {number} now */
  constructor(perSecond, now) {
    this.#spacing = perSecond > 0 ? SECOND_MS / perSecond : Infinity;
    this.#due = now;
  }

  /** Makes every call that is due. @param {RateLimit} limit @param {number} now */
  catchUp(limit, now) {
    if (this.#spacing === Infinity) return;
    // Calls older than two windows have no effect on the current window.
    const skipped = Math.floor((now - 2 * SECOND_MS - this.#due) / this.#spacing);
    if (skipped > 0) this.#due += skipped * this.#spacing;
    for (; this.#due <= now; this.#due += this.#spacing) limit.accepts(this.#due);
  }
}
