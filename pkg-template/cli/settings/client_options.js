// Builds the package's options from the command line, and checks them before anything else is asked for.
import { RecallClient, isRecallError } from "tencent-chat-recall";
import { OPTIONS } from "../../lib/generated/facts.js";
import { failureOf, issueSentence } from "../failures/recall_failure.js";
import { CLIENT_OPTIONS } from "../languages/command_names.js";
import { duration, wholeNumber } from "./option_values.js";

/** A placeholder message, for a plan that is needed only for its other parts. */
const ANY = { officialAccount: "@TOA#_any", msgKeys: ["1_1_1698741698"] };

/** @typedef {import("tencent-chat-recall").ClientOptions} ClientOptions */
/** @typedef {import("./credentials.js").Credentials} Credentials */

/** Options of the pace and the limits of a run. @type {import("./arguments.js").Options} */
export const RUN_OPTIONS = {
  "rate-limit": { value: "N", about: `Most requests a second. Default ${OPTIONS.rateLimit.default}, the limit of the service for a whole app: give each of several processes a share.`, read: wholeNumber },
  concurrency: { value: "N", about: `Most requests in flight. Default ${OPTIONS.concurrency.default}.`, read: wholeNumber },
  retries: { value: "N", about: `Most retries of one message. Default ${OPTIONS.retries.default}.`, read: wholeNumber },
  timeout: { value: "TIME", about: `Time limit of one request, such as 8s. Default ${OPTIONS.timeout.default / 1000}s.`, read: duration },
  deadline: { value: "TIME", about: "Time limit of the whole run, such as 10m. Default none.", read: duration },
};

/**
 * @param {Credentials} credentials
 * @param {Record<string, any>} options of the command line
 * @returns {ClientOptions}
 */
export function clientOptions({ values }, options) {
  const chosen = Object.entries(CLIENT_OPTIONS).filter(([name]) => options[name] !== undefined);
  return /** @type {ClientOptions} */ ({ ...values, ...Object.fromEntries(chosen.map(([name, member]) => [member, options[name]])) });
}

/**
 * Checks the options with the library, and returns their host and warnings. No network.
 * @param {ClientOptions} options
 * @param {{ officialAccount?: string, reason?: string }} request
 * @param {Credentials} credentials
 */
export function checkOptions(options, request, credentials) {
  try {
    // A current key, so that all warnings concern the options.
    const { host, issues } = new RecallClient(options).plan({ ...ANY, ...request });
    return { host, warnings: [...credentials.notes, ...issues.map((issue) => issueSentence(issue, credentials.names))] };
  } catch (error) {
    throw inCommandTerms(error, credentials);
  }
}

/** Converts an error of the package to a failure of the command. @param {unknown} error @param {import("../failures/recall_failure.js").Settings} settings */
export const inCommandTerms = (error, settings) => (isRecallError(error) ? failureOf(error, settings) : error);
