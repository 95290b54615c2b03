// Calls of foreign functions whose results may be promises, of any library, or anything else.

/**
 * A promise of ours for what a call gives: what it throws, and what the members of a foreign promise throw, is a rejection.
 * @template T
 * @param {() => T | PromiseLike<T>} call made at once
 * @returns {Promise<T>}
 */
export const settled = (call) => new Promise((resolve) => resolve(call()));
