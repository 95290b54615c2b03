// The signals that stop the command line, and the exit status of each.
import { EXIT } from "./failure.js";

export const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** @param {NodeJS.Signals} signal */
export const statusOf = (signal) => (signal === "SIGINT" ? EXIT.INTERRUPTED : EXIT.TERMINATED);

/** Handles a signal while nothing can have been sent: exits, and the exit handlers clean up. @param {NodeJS.Signals} signal */
export const leave = (signal) => process.exit(statusOf(signal));
