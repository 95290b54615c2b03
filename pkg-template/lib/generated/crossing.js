// How commands and inputs cross to the core. Written by `npm run generate` from src/engine/crossing.rs.

export const SEND = "S";
export const WAIT = "W";
export const IDLE = "I";
export const ASK_FOR_USER_SIG = "U";
export const ACQUIRE_PERMITS = "P";
export const CANCEL_PERMITS = "C";
export const REPORT_PROGRESS = "R";
export const FINISH = "F";
export const PREPARE = "B";

export const ANSWER = 0;
export const LOSS = 1;
export const USER_SIG = 2;
export const PERMIT = 3;
export const STOP = 4;
export const ABORT = 5;
export const END_OF_KEYS = 6;
export const PREPARED = 7;

/** Counters of a run before those of the statuses, in order. */
export const COUNTERS = /** @type {const} */ ([
  "total",
  "requests",
  "retries",
  "requeued",
  "inFlight",
  "rate",
  "durationMs",
]);
