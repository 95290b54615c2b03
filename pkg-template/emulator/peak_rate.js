/** Measures calls per second: the peak of a sliding one-second window, and the number in each second. */

const SECOND_MS = 1000;
/** One day. An injected clock may jump by years: later seconds are not in the series. */
const MOST_SECONDS = 86_400;

/** Counts events in amortized O(1). Memory: the events of one second, and one number per second since the first event. */
export class PeakRate {
  #times = new Float64Array(256);
  #head = 0;
  #size = 0;
  #first = NaN;
  /** The most events in any window of one second. */
  most = 0;
  /** The number of events in each second since the first event. @type {number[]} */
  series = [];

  /** @param {number} now milliseconds of a monotonic clock */
  add(now) {
    if (Number.isNaN(this.#first)) this.#first = now;
    while (this.#size > 0 && this.#times[this.#head] <= now - SECOND_MS) {
      this.#head = (this.#head + 1) % this.#times.length;
      this.#size -= 1;
    }
    if (this.#size === this.#times.length) this.#grow();
    this.#times[(this.#head + this.#size) % this.#times.length] = now;
    this.#size += 1;
    if (this.#size > this.most) this.most = this.#size;
    const second = Math.max(0, Math.floor((now - this.#first) / SECOND_MS));
    if (second >= MOST_SECONDS) return;
    while (this.series.length <= second) this.series.push(0);
    this.series[second] += 1;
  }

  #grow() {
    const wider = new Float64Array(this.#times.length * 2);
    for (let i = 0; i < this.#size; i++) wider[i] = this.#times[(this.#head + i) % this.#times.length];
    this.#times = wider;
    this.#head = 0;
  }
}
