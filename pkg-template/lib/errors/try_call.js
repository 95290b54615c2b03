// Calls the caller's functions and getters safely: they may throw, or return a thenable of any library.

/**
 * What a call gives; nothing when it throws.
 * @param {() => any} call of a foreign function, or of a getter
 */
export function tryCall(call) {
  try {
    return call();
  } catch {
    return undefined;
  }
}

/**
 * A promise of ours for what a call gives: what it throws, and what the members of a foreign promise throw, is a rejection.
 * @template T
 * @param {() => T | PromiseLike<T>} call made at once
 * @returns {Promise<T>}
 */
export const promiseTry = (call) => new Promise((resolve) => resolve(call()));
