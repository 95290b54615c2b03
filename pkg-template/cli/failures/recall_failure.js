// Turns a RecallError into the failure of a command: what to check first, what the package says in the user's language, and a hint about
// the network. Options are named as on the command line.
import { nameOf } from "../languages/command_names.js";
import { sentence } from "../languages/sentence.js";
import { EXIT, Failure } from "./failure.js";
import { codeOf, hintFor } from "./network_hints.js";
import { adviceFor } from "./refusal_advice.js";

/** @typedef {import("tencent-chat-recall").RecallError} RecallError */
/** @typedef {import("../languages/sentence.js").Sentence} Sentence */
/** @typedef {{ names: Record<string, string>, values: Record<string, any> }} Settings where each member came from, and its value */

/**
 * @param {RecallError} error
 * @param {Settings} settings
 * @param {{ env?: NodeJS.ProcessEnv, node?: string }} [around]
 * @returns {Sentence[]}
 */
export function sentencesOf(error, { names, values }, { env = process.env, node = process.versions.node } = {}) {
  if (error.issues.length > 0) return error.issues.map((issue) => issueSentence(issue, names));
  const advice = adviceFor(error.apiCode, { names, sdkAppId: values.sdkAppId, secretKey: values.secretKey });
  const code = codeOf(error.cause);
  const hint = code === undefined ? undefined : hintFor({ code, env, node, host: hostOf(values.baseUrl) });
  const said = { ...sentence("recallError", { error }), sources: names };
  return [advice, said, hint].filter((one) => one !== undefined);
}

/** @param {import("tencent-chat-recall").Issue} issue @param {Record<string, string>} names @returns {Sentence} */
export const issueSentence = (issue, names) => ({ ...sentence("issue", { where: issue.path === "" ? "" : nameOf(issue.path, names), issue }), sources: names });

/** @param {RecallError} error @param {Settings} settings */
export const failureOf = (error, settings) => new Failure(sentencesOf(error, settings), exitOf(error));

/** @param {string | undefined} url @returns {string} "" of a region */
const hostOf = (url) => (url !== undefined && URL.canParse(url) ? new URL(url).hostname : "");

/** Refusals of the service that concern all messages. */
const REFUSALS = new Set(["ERR_USER_SIG", "ERR_PERMISSION", "ERR_REGION", "ERR_OFFICIAL_ACCOUNT", "ERR_PLAN", "ERR_REFUSED", "ERR_RATE_LIMITED"]);

/** @param {RecallError} error */
export const isRefusal = (error) => REFUSALS.has(error.code);

/** @param {RecallError} error */
export function exitOf(error) {
  if (isRefusal(error)) return EXIT.REFUSED;
  return error.code === "ERR_INVALID_INPUT" ? EXIT.BAD_INPUT : EXIT.SOME_NOT;
}
