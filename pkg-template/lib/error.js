// RecallError, the one class that this package throws, and how to know it across copies of the package.

// In the global registry, so that the ESM and the CommonJS copy of the package know each other's errors.
const MARK = Symbol.for("tencent-chat-recall.error");

/** @typedef {import("../index.js").RecallReport} RecallReport */
/** @typedef {{ code: string, message: string, apiCode?: number, issues?: { path: string, message: string }[], cause?: unknown, report?: RecallReport, counts?: object, requests?: number }} Description */

export class RecallError extends Error {
  /** @param {Description} description */
  constructor({ code, message, apiCode, issues = [], cause, report, counts = report?.counts, requests = report?.requests }) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.issues = issues;
    if (apiCode !== undefined) this.apiCode = apiCode;
    // What a log is to have of the report.
    if (counts) Object.assign(this, { counts, requests });
    // A report may hold a hundred thousand rows: there for whoever asks, not for whoever prints the error.
    Object.defineProperty(this, "report", { value: report, enumerable: false });
    Object.defineProperty(this, MARK, { value: true });
  }

  get name() {
    return "RecallError";
  }
}

/**
 * @param {unknown} error
 * @returns {boolean}
 */
export function isRecallError(error) {
  return typeof error === "object" && error !== null && MARK in error;
}

/**
 * An error of the core, which are plain objects with a code, or a defect.
 * @param {unknown} thrown
 * @returns {unknown}
 */
export function asError(thrown) {
  if (thrown instanceof Error) {
    if (isRecallError(thrown)) return thrown;
    const message = "a defect of tencent-chat-recall, please report it; see cause";
    return new RecallError({ code: "ERR_INTERNAL", message, cause: thrown });
  }
  if (typeof thrown === "object" && thrown !== null && "code" in thrown) return new RecallError(/** @type {any} */ (thrown));
  return new RecallError({ code: "ERR_INTERNAL", message: "a defect of tencent-chat-recall, please report it", cause: thrown });
}
