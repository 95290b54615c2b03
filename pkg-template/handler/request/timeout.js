// Awaits a promise of the operator's or the client's with a timeout, for authorize, audit and request bodies.

/**
 * @template T
 * @param {number} ms
 * @param {() => T | PromiseLike<T>} work what it throws at once is as what it rejects with, and never nothing
 * @param {() => Error} late what to reject with when the time is over; what comes later is dropped
 * @returns {Promise<T>}
 */
export function withTimeout(ms, work, late) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), ms);
    const done = (/** @type {() => void} */ settle) => {
      clearTimeout(timer);
      settle();
    };
    new Promise((/** @type {(value: T | PromiseLike<T>) => void} */ begin) => begin(work())).then(
      (value) => done(() => resolve(value)),
      // Who is told of it must have something to read.
      (error) => done(() => reject(error ?? new Error("failed without an error"))),
    );
  });
}
