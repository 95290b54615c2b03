// HttpError, thrown to reject a request: an HTTP status and the one shape of errors that clients see.
import { isRecallError } from "tencent-chat-recall";
import { detailed, issue, messageOf } from "../protocol/texts.js";

/** Problems listed in one answer at most: a list of a hundred thousand helps nobody. */
const MOST_ISSUES = 100;

/** @typedef {import("../protocol/texts.js").Issue} Issue */
/** @typedef {import("../protocol/texts.js").Detail} Detail */
/** @typedef {import("tencent-chat-recall").RecallErrorCode} RecallErrorCode */

/** Thrown inside the handler; never leaves it. Its message is for the client, its cause for the operator. */
export class HttpError extends Error {
  /**
   * @param {number} status of HTTP
   * @param {RecallErrorCode} code
   * @param {{ detail?: Detail, issues?: readonly Issue[], message?: string, apiCode?: number, cause?: unknown, headers?: Record<string, string> }} more the message, where it is another than that of detail or issues
   */
  constructor(status, code, { detail, issues = [], message = messageOf({ detail, issues }), apiCode, cause, headers = {} }) {
    super(message, { cause });
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.apiCode = apiCode;
    this.issues = issues;
    this.headers = headers;
  }
}

/**
 * A request that is rejected for a reason of the handler's own.
 * @param {number} status
 * @param {RecallErrorCode} code
 * @param {string} detail
 * @param {{ params?: Record<string, any>, cause?: unknown, headers?: Record<string, string> }} [more]
 */
export function httpError(status, code, detail, { params, ...more } = {}) {
  return new HttpError(status, code, { detail: detailed(detail, params), ...more });
}

/**
 * A request that is not as it must be.
 * @param {number} status
 * @param {string} detail
 * @param {{ params?: Record<string, any>, headers?: Record<string, string> }} [more]
 */
export function unfit(status, detail, more) {
  return httpError(status, "ERR_INVALID_INPUT", detail, more);
}

/**
 * Members of the body that are not as they must be.
 * @param {readonly Issue[]} issues
 */
export function invalid(issues) {
  const [first] = issues;
  const more = issues.length > 1 ? `; and ${issues.length - 1} more in issues` : "";
  const message = first ? `${first.path}${first.path && ": "}${first.message}${more}` : "the input has problems";
  return new HttpError(422, "ERR_INVALID_INPUT", { message, issues });
}

/**
 * Whatever was thrown, as what the client is told. Only errors of the library, which hold no secret, are told as they are.
 * @param {unknown} thrown
 * @returns {HttpError}
 */
export function asHttpError(thrown) {
  if (thrown instanceof HttpError) return thrown;
  if (!isRecallError(thrown)) return httpError(500, "ERR_INTERNAL", "handler-failed", { cause: thrown });
  const { code, message, detail, issues, apiCode, cause } = thrown;
  if (code === "ERR_INVALID_INPUT") return invalid(issues);
  return new HttpError(502, code, { message, detail, apiCode, issues, cause });
}

/**
 * The one shape of errors.
 * @param {HttpError} refusal
 */
export function describe({ code, message, detail, apiCode, issues }) {
  const shown = issues.slice(0, MOST_ISSUES).map(({ path, code: problem, params, message: text }) => ({ path, code: problem, params, message: text }));
  if (issues.length > MOST_ISSUES) shown.push(issue("", "more-issues", { count: issues.length - MOST_ISSUES }));
  return { code, message, ...(detail && { detail }), ...(apiCode === undefined ? {} : { apiCode }), ...(shown.length > 0 ? { issues: shown } : {}) };
}
