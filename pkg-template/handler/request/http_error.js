// HttpError, thrown to reject a request: an HTTP status and the one shape of errors that clients see.
import { isRecallError } from "tencent-chat-recall";

/** Problems listed in one answer at most: a list of a hundred thousand helps nobody. */
const MOST_ISSUES = 100;

/** @typedef {import("tencent-chat-recall").Issue} Issue */
/** @typedef {import("tencent-chat-recall").RecallErrorCode} RecallErrorCode */

/** Thrown inside the handler; never leaves it. Its message is for the client, its cause for the operator. */
export class HttpError extends Error {
  /**
   * @param {number} status of HTTP
   * @param {RecallErrorCode} code
   * @param {string} message
   * @param {{ issues?: readonly Issue[], apiCode?: number, cause?: unknown, headers?: Record<string, string> }} [more]
   */
  constructor(status, code, message, { issues = [], apiCode, cause, headers = {} } = {}) {
    super(message, { cause });
    this.status = status;
    this.code = code;
    this.apiCode = apiCode;
    this.issues = issues;
    this.headers = headers;
  }
}

/**
 * A request that is not as it must be.
 * @param {number} status
 * @param {string} message
 * @param {Record<string, string>} [headers]
 */
export function unfit(status, message, headers) {
  return new HttpError(status, "ERR_INVALID_INPUT", message, { headers });
}

/**
 * Members of the body that are not as they must be.
 * @param {readonly Issue[]} issues
 */
export function invalid(issues) {
  const [first] = issues;
  const more = issues.length > 1 ? `; and ${issues.length - 1} more in issues` : "";
  const message = first ? `${first.path}${first.path && ": "}${first.message}${more}` : "the input has problems";
  return new HttpError(422, "ERR_INVALID_INPUT", message, { issues });
}

/**
 * Whatever was thrown, as what the client is told. Only errors of the library, which hold no secret, are told as they are.
 * @param {unknown} thrown
 * @returns {HttpError}
 */
export function asHttpError(thrown) {
  if (thrown instanceof HttpError) return thrown;
  if (!isRecallError(thrown)) return new HttpError(500, "ERR_INTERNAL", "the handler failed", { cause: thrown });
  const { code, message, issues, apiCode, cause } = thrown;
  if (code === "ERR_INVALID_INPUT") return invalid(issues);
  return new HttpError(502, code, message, { apiCode, issues, cause });
}

/**
 * The one shape of errors.
 * @param {HttpError} refusal
 */
export function describe({ code, message, apiCode, issues }) {
  /** @type {Issue[]} */
  const shown = issues.slice(0, MOST_ISSUES).map((issue) => ({ path: issue.path, message: issue.message }));
  if (issues.length > MOST_ISSUES) shown.push({ path: "", message: `and ${issues.length - MOST_ISSUES} more` });
  return { code, message, ...(apiCode === undefined ? {} : { apiCode }), ...(shown.length > 0 ? { issues: shown } : {}) };
}
