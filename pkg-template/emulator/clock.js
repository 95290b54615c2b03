/** The emulator's time: the wall clock, a clock that does not step back for call limits, and sleep; all can be injected. */

/** @typedef {{ now: () => number, ticks: () => number, sleep: (ms: number, signal?: AbortSignal) => Promise<boolean> }} Clock */

/**
 * @param {{ now?: () => number, sleep?: (ms: number) => Promise<unknown> }} options
 * @returns {Clock} `now` and `ticks` in milliseconds; `sleep` resolves to false if the signal ended it early
 */
export function createClock({ now, sleep }) {
  return {
    now: now ?? (() => Date.now()),
    // Sub-millisecond and monotonic: a window of exactly one second cannot be told with Date.now().
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
