// Awaits a promise that the operator or the client controls, with a timeout, for authorize, audit and request bodies.

/**
 * @template T
 * @param {number} ms
 * @param {() => T | PromiseLike<T>} work a synchronous throw counts as a rejection; the reason is never undefined
 * @param {() => Error} late makes the error of a timeout; a later result is dropped
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
      // Never reject with undefined: the operator needs a reason to read.
      (error) => done(() => reject(error ?? new Error("failed without an error"))),
    );
  });
}
