// One permit of the caller's limiter. The engine says when and how many: src/engine/permits.rs.
import { detailed } from "../errors/problems.js";
import { promiseTry } from "../errors/try_call.js";

/**
 * The caller's limiter at the time the client was made.
 * @typedef {{ owner: object, acquire: Function }} Limiter
 */

/**
 * Waits for one permit.
 * @param {Limiter} limiter
 * @param {AbortSignal} signal aborted when the permit is not needed any more
 * @returns {Promise<unknown>} rejects with a description of an error
 */
export function acquire(limiter, signal) {
  const failed = (/** @type {unknown} */ cause) => Promise.reject(detailed("ERR_LIMITER", "limiter-failed", { cause }));
  return promiseTry(() => limiter.acquire.call(limiter.owner, signal)).catch(failed);
}
