// The signals that stop the command line, and the exit status of each.
import { EXIT } from "./failure.js";

export const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** @param {NodeJS.Signals} signal */
export const statusOf = (signal) => (signal === "SIGINT" ? EXIT.INTERRUPTED : EXIT.TERMINATED);

/** For as long as nothing can have been sent: ends the process, which tidies up on its way out. @param {NodeJS.Signals} signal */
export const leave = (signal) => process.exit(statusOf(signal));
