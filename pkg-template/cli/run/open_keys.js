// Tells which keys of a journal a later run must send.
import { isOpen as isResultOpen } from "tencent-chat-recall";

/** @typedef {import("tencent-chat-recall").RecallCounts} RecallCounts */

/**
 * Caches the results of a function that is called very often with few codes.
 * @template T
 * @param {(code: number) => T} ask
 * @returns {(code: number) => T}
 */
export function cachedByCode(ask) {
  /** @type {Map<number, T>} */
  const answers = new Map();
  return (code) => {
    if (!answers.has(code)) answers.set(code, ask(code));
    return /** @type {T} */ (answers.get(code));
  };
}

/** Whether a later run may succeed where the service refused the message. */
const mayBeOver = cachedByCode((code) => isResultOpen({ status: "failed", code }));

/**
 * Whether the next run must send a key: if the library calls it open, or with `retryFailed` if it was refused.
 * @param {import("../journal/key_outcomes.js").KeyOutcomes} outcomes
 * @param {number} number
 * @param {boolean} retryFailed
 */
export function isOpen(outcomes, number, retryFailed) {
  const status = outcomes.status(number);
  if (status === "failed") return retryFailed || mayBeOver(outcomes.code(number));
  return isResultOpen({ status });
}

/**
 * Counts the keys to send, and the others by status.
 * @param {import("../journal/key_outcomes.js").KeyOutcomes} outcomes
 * @param {boolean} retryFailed
 */
export function countOpen(outcomes, retryFailed) {
  /** @type {RecallCounts} */
  const counts = { recalled: 0, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 0, notAttempted: 0 };
  let open = 0;
  for (let number = 0; number < outcomes.size; number += 1) {
    if (isOpen(outcomes, number, retryFailed)) open += 1;
    else counts[outcomes.status(number)] += 1;
  }
  return { counts, open };
}
