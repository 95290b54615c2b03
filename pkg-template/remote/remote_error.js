// Errors of RemoteRecallClient: its own, and those that the handler describes.
import { detailed, messageOf } from "../handler/protocol/texts.js";
import { RecallError } from "../lib/errors/recall_error.js";
import { ERROR_CODES } from "../lib/generated/facts.js";

/** @typedef {import("../index.js").Issue} Issue */

/** Those of the library: errors of other programs begin with ERR_ too. */
const CODES = new Set(/** @type {readonly string[]} */ (ERROR_CODES));

/**
 * @param {import("../index.js").RecallErrorCode} code
 * @param {{ detail?: string, params?: Record<string, any>, issues?: Issue[], cause?: unknown }} more
 */
export function makeError(code, { detail: name, params, issues, cause }) {
  const detail = name === undefined ? undefined : detailed(name, params);
  return new RecallError({ code, detail, issues, cause, message: messageOf({ detail, issues }) });
}

/**
 * An error as the handler describes it.
 * @param {any} error
 * @returns {import("../lib/errors/recall_error.js").Description}
 */
export function asDescription({ code, message, detail, apiCode, issues }) {
  if (!CODES.has(code)) throw new TypeError("not an error of the handler");
  return {
    code,
    message: String(message),
    ...(typeof detail?.code === "string" ? { detail: coded(detail) } : {}),
    ...(Number.isSafeInteger(apiCode) ? { apiCode } : {}),
    issues: Array.isArray(issues) ? issues.map((issue) => /** @type {any} */ ({ path: String(issue.path), ...coded(issue), message: String(issue.message) })) : [],
  };
}

/** A code with parameters that are numbers and texts, whatever came. @param {any} given */
function coded({ code, params }) {
  const entries = Object.entries(typeof params === "object" && params !== null ? params : {});
  return { code: String(code), params: Object.fromEntries(entries.filter(([, value]) => typeof value === "string" || typeof value === "number")) };
}
