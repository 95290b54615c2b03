// Builds the library's options from the command line, and rewords its input errors in terms of the command line.
import { RecallClient, isRecallError } from "tencent-chat-recall";
import { EXIT, Failure } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";
import { errorText } from "../failures/error_text.js";
import { duration, wholeNumber } from "./option_values.js";

/** Stands for the keys where a plan is asked for what it says of all else. */
const ANY_KEY = "1_1_1698741698";

/** @typedef {import("tencent-chat-recall").ClientOptions} ClientOptions */
/** @typedef {import("./credentials.js").Credentials} Credentials */

/** Options for how a run goes. @type {import("./arguments.js").Options} */
export const RUN_OPTIONS = {
  "rate-limit": { value: "N", about: "Requests a second at most. Default 200, the service's limit for a whole app: give each of several processes a share.", read: wholeNumber },
  concurrency: { value: "N", about: "Requests in flight at most. Default 64.", read: wholeNumber },
  retries: { value: "N", about: "How often one message is tried again. Default 5.", read: wholeNumber },
  timeout: { value: "TIME", about: "For one request, such as 8s. Default 5s.", read: duration },
  deadline: { value: "TIME", about: "For the whole run, such as 10m. Default none.", read: duration },
};

/** Options of the library by the name of the option here. */
const NAMES = { "rate-limit": "rateLimit", concurrency: "concurrency", retries: "retries", timeout: "timeout", deadline: "deadline", standby: "standby" };

/**
 * @param {Credentials} credentials
 * @param {Record<string, any>} options of the command line
 * @returns {ClientOptions}
 */
export function clientOptions({ values }, options) {
  const chosen = Object.entries(NAMES).filter(([name]) => options[name] !== undefined);
  return /** @type {ClientOptions} */ ({ ...values, ...Object.fromEntries(chosen.map(([name, member]) => [member, options[name]])) });
}

/**
 * Host and warnings of these options, and whether the library takes them. No network.
 * @param {ClientOptions} options
 * @param {{ officialAccount: string, reason?: string }} request
 * @param {Credentials} credentials
 */
export function checkOptions(options, request, credentials) {
  try {
    // A key about which there is nothing to warn: what is asked for is what concerns the options.
    const { host, warnings } = new RecallClient(options).plan({ ...request, msgKeys: [ANY_KEY] });
    return { host, warnings: [...credentials.notes, ...warnings] };
  } catch (error) {
    throw inCommandTerms(error, credentials.names);
  }
}

/** Names on the command line of what the library's issues are about. */
const OPTION_NAMES = /** @type {Record<string, string>} */ ({
  officialAccount: "--account", reason: "--reason", from: "--from", since: "--since", until: "--until", expire: "--expire", userSigExpire: "--expire",
  ...Object.fromEntries(Object.entries(NAMES).map(([name, member]) => [member, `--${name}`])),
});

/**
 * @param {unknown} error
 * @param {Record<string, string>} names where each credential came from
 * @param {Record<string, any>} [values] of the credentials
 */
export function inCommandTerms(error, names, values = {}) {
  if (!isRecallError(error)) return error;
  if (error.issues.length === 0) return new Failure(sentence("refusal", { message: errorText(error, { names, values }) }), exitOf(error));
  const issues = error.issues.map(({ path, message }) => ({ where: names[path] ?? OPTION_NAMES[path] ?? path, message }));
  return new Failure(sentence("issues", { issues }), exitOf(error));
}

/** Refusals of the service that concern all messages. */
const REFUSALS = new Set(["ERR_USER_SIG", "ERR_PERMISSION", "ERR_REGION", "ERR_OFFICIAL_ACCOUNT", "ERR_PLAN", "ERR_REFUSED", "ERR_RATE_LIMITED"]);

/** @param {import("tencent-chat-recall").RecallError} error */
export const isRefusal = (error) => REFUSALS.has(error.code);

/** @param {import("tencent-chat-recall").RecallError} error */
export function exitOf(error) {
  if (isRefusal(error)) return EXIT.REFUSED;
  return error.code === "ERR_INVALID_INPUT" ? EXIT.BAD_INPUT : EXIT.SOME_NOT;
}
