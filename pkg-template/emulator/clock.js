/** The emulator's clock: wall-clock time, a monotonic clock for call limits, and sleep. Tests can inject all three. */

/** @typedef {{ now: () => number, ticks: () => number, sleep: (ms: number, signal?: AbortSignal) => Promise<boolean> }} Clock */

/**
 * @param {{ now?: () => number, sleep?: (ms: number) => Promise<unknown> }} options
 * @returns {Clock} `now` and `ticks` in milliseconds; `sleep` resolves to false if the signal ended it early
 */
export function createClock({ now, sleep }) {
  return {
    now: now ?? (() => Date.now()),
    // Monotonic and finer than a millisecond: Date.now() cannot measure a window of exactly one second.
    ticks: now ?? (() => performance.now()),
    sleep: (ms, signal) => (sleep ? raced(sleep(ms), signal) : timer(ms, signal)),
  };
}

/** @param {number} ms @param {AbortSignal} [signal] @returns {Promise<boolean>} */
function timer(ms, signal) {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve(false);
    const id = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve(true);
    }, ms);
    const stop = () => {
      clearTimeout(id);
      resolve(false);
    };
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** @param {Promise<unknown>} sleeping @param {AbortSignal} [signal] @returns {Promise<boolean>} */
function raced(sleeping, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => resolve(false);
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
    const woken = () => {
      signal?.removeEventListener("abort", stop);
      resolve(true);
    };
    sleeping.then(woken, reject);
  });
}

/** @param {AbortSignal} signal @returns {Promise<void>} resolves when the signal is aborted */
export function aborted(signal) {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
