// Calls the caller's functions and getters safely: they may throw, or return a thenable of any library.

/**
 * The result of a call; undefined if it throws.
 * @param {() => any} call calls a function or a getter of the caller's
 */
export function tryCall(call) {
  try {
    return call();
  } catch {
    return undefined;
  }
}

/**
 * A native promise for the result of a call. What it throws, and what the members of its thenable throw, is a rejection.
 * @template T
 * @param {() => T | PromiseLike<T>} call called at once
 * @returns {Promise<T>}
 */
export const promiseTry = (call) => new Promise((resolve) => resolve(call()));
