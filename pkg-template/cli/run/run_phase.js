// Derives the phase of a run, one word for the screen, from the figures of its state. Time is an argument.

/**
 * `checking`: no answer yet; `slowed`: the service allows less than the set rate; `silent`: requests get no answers.
 * @typedef {"checking" | "sending" | "slowed" | "silent" | "stopping"} Phase
 */
/**
 * In milliseconds, `silentMs`: how long a request has waited without any answer arriving, 0 if none waits; `idleMs`: the time since
 * a request left or an answer arrived.
 * @typedef {{ isStopping: boolean, answers: number, inFlight: number, silentMs: number, idleMs: number, rate: number, rateLimit: number }} Figures
 */

/** Silence worth showing: a usual answer takes a few hundredths of it. */
export const SILENCE_MS = 2000;

/** @param {Figures} figures @returns {Phase} */
export function phaseOf({ isStopping, answers, inFlight, silentMs, idleMs, rate, rateLimit }) {
  if (isStopping) return "stopping";
  if (silentMs >= SILENCE_MS) return "silent";
  if (answers === 0) return "checking";
  // Nothing is in flight and nothing leaves: the run is in a pause that the service asked for.
  const pauses = inFlight === 0 && idleMs >= SILENCE_MS;
  return rate < rateLimit || pauses ? "slowed" : "sending";
}

/** Whether an estimate of the remaining time is meaningful: not while no answers arrive. @param {Phase} phase */
export const hasEstimate = (phase) => phase === "sending" || phase === "slowed";
