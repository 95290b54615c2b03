// Ends a run from outside: watches the caller's signals and the deadline.
import { detailed } from "../errors/problems.js";
import { tryCall } from "../errors/try_call.js";

/** The longest timer that every runtime keeps, in milliseconds. */
const LONGEST = 2_147_483_647;

/** @typedef {import("../errors/problems.js").Description} Description */

/**
 * Calls `stop` when a signal is aborted or the deadline passes; at once if that has happened already.
 * @param {any[]} signals undefined ones are ignored
 * @param {{ after?: number, at?: number }} deadline milliseconds from now, or a moment in milliseconds since 1970
 * @param {(error: Description) => void} stop
 * @returns {() => void} stops watching
 */
export function watchCancellation(signals, { after, at }, stop) {
  const watched = signals.filter((signal) => signal !== undefined);
  const tell = () => {
    const signal = watched.find((one) => tryCall(() => one.aborted));
    if (signal) stop(detailed("ERR_ABORTED", "aborted", { cause: tryCall(() => signal.reason) }));
  };
  const pass = () => stop(detailed("ERR_DEADLINE", "deadline"));
  const ms = at === undefined ? after : at - Date.now();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  tell();
  for (const signal of watched) tryCall(() => signal.addEventListener("abort", tell));
  if (ms !== undefined && ms <= 0) pass();
  else if (ms !== undefined && ms < LONGEST) timer = setTimeout(pass, Math.ceil(ms));
  return () => {
    clearTimeout(timer);
    for (const signal of watched) tryCall(() => signal.removeEventListener("abort", tell));
  };
}
