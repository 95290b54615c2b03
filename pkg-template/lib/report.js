// The columns in which the core hands over outcomes, made into the objects that users see.

/** @typedef {import("../index.js").RecallResult} RecallResult */
/** @typedef {import("../index.js").RecallReport} RecallReport */
/** @typedef {import("../index.js").RecallStatus} RecallStatus */
/** @typedef {(code: number) => { meaning: string, retryable: boolean }} Explain */
/** Numbers in a row: status, code, attempts. */
const ROW = 3;

/**
 * Makes one result.
 * @param {readonly string[]} names of the statuses by number
 * @param {Explain} explain
 */
export function resultMaker(names, explain) {
  /** @type {Map<number, { meaning: string, retryable: boolean }>} */
  const seen = new Map();

  /** @param {number} code */
  function explained(code) {
    let found = seen.get(code);
    if (!found) seen.set(code, (found = explain(code)));
    return found;
  }

  /**
   * @param {string} msgKey
   * @param {number} status
   * @param {number} code 0 for none
   * @param {number} attempts
   * @returns {RecallResult}
   */
  function result(msgKey, status, code, attempts) {
    const name = /** @type {RecallStatus} */ (names[status]);
    if (code === 0) {
      return name === "recalled" ? { msgKey, status: name, attempts } : { msgKey, status: name, retryable: true, attempts };
    }
    const { meaning, retryable } = explained(code);
    return { msgKey, status: name, code, meaning, retryable: retryable || name === "unconfirmed", attempts };
  }

  return result;
}

/**
 * Makes `isOpen`: whether a later run may still have to do something for a message, since nobody knows what became of it, it was never
 * sent, or it was refused for something that may be over by then.
 * @param {{ call: (use: (glue: any) => boolean) => boolean }} caller
 */
export function makeIsOpen({ call }) {
  /** @param {{ status: string, code?: number, retryable?: boolean }} result */
  return function isOpen({ status, code, retryable }) {
    if (status !== "failed") return status === "unconfirmed" || status === "notAttempted";
    return retryable ?? (code !== undefined && call((glue) => glue.isRetryable(code)));
  };
}

/**
 * @param {string[]} keys by position of the input
 * @param {ArrayLike<any>} rows of the core, one for each of them
 * @param {{ requests: number, retries: number, durationMs: number, lastLoss?: string, errorInfo?: Record<number, string> }} traffic
 * @param {readonly string[]} names of the statuses by number
 * @param {ReturnType<typeof resultMaker>} result
 * @returns {RecallReport}
 */
export function makeReport(keys, rows, traffic, names, result) {
  const counts = /** @type {Record<RecallStatus, number>} */ (Object.fromEntries(names.map((name) => [name, 0])));
  const results = keys.map((msgKey, position) => {
    const at = position * ROW;
    const one = result(msgKey, rows[at], rows[at + 1], rows[at + 2]);
    counts[one.status] += 1;
    return one;
  });
  const complete = counts.recalled === results.length;
  return { complete, counts, results, byCode: summarize(results), ...traffic };
}

/**
 * @param {RecallResult[]} results
 * @returns {import("../index.js").CodeSummary[]}
 */
function summarize(results) {
  /** @type {Map<number, import("../index.js").CodeSummary>} */
  const groups = new Map();
  for (const { status, code, meaning = "", retryable = false } of results) {
    if (code === undefined || status === "presumedRecalled") continue;
    const group = groups.get(code) ?? { code, meaning, count: 0, retryable };
    group.count += 1;
    group.retryable ||= retryable;
    groups.set(code, group);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count || a.code - b.code);
}
