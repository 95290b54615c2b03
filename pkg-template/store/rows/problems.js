// Errors of the store and of the webhook handler, with their sentences.
import { RecallError } from "tencent-chat-recall";
import { HANDLER } from "../../texts/en/handler.js";
import { OFFLINE } from "../../texts/en/offline.js";
import { RECEIVER } from "../../texts/en/receiver.js";
import { RUN } from "../../texts/en/run.js";
import { errorSentence, merge } from "../../texts/templates/fill.js";
import { optionIssues } from "../../lib/errors/option_issues.js";

/** @typedef {import("tencent-chat-recall").Issue} Issue */

/** @type {import("../../texts/templates/fill.js").Texts | undefined} */
let merged;

/** Created on first use: an import must have no side effects. */
const texts = () => (merged ??= merge(RUN, OFFLINE, HANDLER, RECEIVER));

export const { issue, unexpected, outOfRange, unknownMembers } = optionIssues(texts);

/**
 * @param {string} code
 * @param {{ detail?: { code: string, params: Record<string, any> }, issues?: Issue[], cause?: unknown }} more
 */
function makeError(code, more) {
  // The declared class has no constructor, since users only receive instances.
  return new /** @type {any} */ (RecallError)({ code, message: errorSentence(texts(), more), ...more });
}

/** The error of invalid input. @param {Issue[]} issues */
export const invalid = (issues) => makeError("ERR_INVALID_INPUT", { issues });

/** An error with a detail. @param {string} code @param {string} detail @param {Record<string, any>} [params] @param {unknown} [cause] */
export const detailed = (code, detail, params = {}, cause = undefined) => makeError(code, { detail: { code: detail, params }, cause });

/** @param {unknown} cause the error of a driver */
export function storeFailed(cause) {
  const { code, message } = /** @type {any} */ (cause) ?? {};
  return detailed("ERR_STORE", "store-failed", { said: String(message || code || cause) }, cause);
}
