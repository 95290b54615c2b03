// RecallError, the only class that this package throws, recognized across copies of the package.

import { tryCall } from "./try_call.js";

// In the global registry, so that every copy of the package, in every realm, recognizes the errors of the others.
const MARK = Symbol.for("tencent-chat-recall.error");

/** @typedef {import("../../index.js").RecallReport} RecallReport */
/** @typedef {{ code: string, message: string, detail?: object, apiCode?: number, issues?: import("../../index.js").Issue[], cause?: unknown, report?: RecallReport, counts?: object, requests?: number }} Description */

export class RecallError extends Error {
  /** @param {Description} description */
  constructor({ code, message, detail, apiCode, issues = [], cause, report, counts = report?.counts, requests = report?.requests }) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    if (detail) this.detail = detail;
    this.issues = issues;
    if (apiCode !== undefined) this.apiCode = apiCode;
    // The part of the report that belongs in a log.
    if (counts) Object.assign(this, { counts, requests });
    // Not enumerable: a report may have a hundred thousand rows, and loggers print enumerable members.
    Object.defineProperty(this, "report", { value: report, enumerable: false });
    Object.defineProperty(this, MARK, { value: true });
  }

  get name() {
    return "RecallError";
  }

  /** Of this class itself. Its name may not stand in it: a bundler would rename it, and logs would show the other name. */
  static [MARK] = true;

  /**
   * `instanceof` asks for the mark, as a program may have loaded more than one copy of this class. A subclass inherits this method
   * and is asked about as any other class.
   * @param {unknown} value
   * @returns {boolean}
   */
  static [Symbol.hasInstance](value) {
    return Object.hasOwn(this, MARK) ? isRecallError(value) : super[Symbol.hasInstance](value);
  }
}

/**
 * The mark decides alone: who puts it on an object means it, and data that was parsed or cloned cannot have it.
 * @param {unknown} error
 * @returns {boolean}
 */
export function isRecallError(error) {
  // A revoked proxy throws whatever it is asked, as does `in` for null.
  return tryCall(() => typeof error === "object" && MARK in /** @type {object} */ (error)) === true;
}
