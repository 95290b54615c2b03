// Derives the phase of a run, one word for the screen, from the figures of its state. Time is an argument.

/**
 * `checking`: no answer yet; `slowed`: the service allows less than was asked for; `silent`: requests, and no answers.
 * @typedef {"checking" | "sending" | "slowed" | "silent" | "stopping"} Phase
 */
/**
 * Milliseconds: `silentMs` that a request has waited for an answer without any other coming, 0 if none waits; `idleMs` since
 * a request left or an answer came.
 * @typedef {{ isStopping: boolean, answers: number, inFlight: number, silentMs: number, idleMs: number, rate: number, rateLimit: number }} Figures
 */

/** Silence that is worth a word: a usual answer takes some hundredths of it. */
export const SILENCE_MS = 2000;

/** @param {Figures} figures @returns {Phase} */
export function phaseOf({ isStopping, answers, inFlight, silentMs, idleMs, rate, rateLimit }) {
  if (isStopping) return "stopping";
  if (silentMs >= SILENCE_MS) return "silent";
  if (answers === 0) return "checking";
  // With nothing on its way and nothing leaving, the run keeps a pause that the service asked for.
  const pauses = inFlight === 0 && idleMs >= SILENCE_MS;
  return rate < rateLimit || pauses ? "slowed" : "sending";
}

/** Whether an estimate of what is left means anything: while nothing is answered it does not. @param {Phase} phase */
export const hasEstimate = (phase) => phase === "sending" || phase === "slowed";
