// Reads the input of verify: a report, an object with messages, or an iterable of messages.
import { columnsOf } from "../run/columns.js";
import { tryCall } from "../errors/try_call.js";
import { invalid, issue, unexpected } from "./issues.js";

/** @typedef {{ officialAccount: string, msgKey: string, status?: any, code?: any }} Row */

/**
 * The messages of the input, each member read once.
 * @param {any} input
 * @param {(columns: unknown[]) => readonly import("../../index.js").Issue[]} check the issues of messages, with paths that begin with `messages`
 * @returns {Row[]}
 */
export function rowsToVerify(input, check) {
  const { list, path } = listOf(input);
  const rows = tryCall(() => Array.from(list, rowOf));
  if (!rows) throw invalid([issue(path, "unexpected-value", { expected: "report-or-messages", found: "throwing-iterable" })]);
  const issues = check(columnsOf(rows));
  if (issues.length > 0) throw invalid(issues.map((one) => ({ ...one, path: path + one.path.slice("messages".length) })));
  return rows;
}

/** The iterable of an input, and its path. @param {any} input */
function listOf(input) {
  if (isIterable(input)) return { list: input, path: "messages" };
  for (const path of ["results", "messages"]) {
    const list = tryCall(() => input[path]);
    if (isIterable(list)) return { list, path };
  }
  throw invalid([unexpected("", input, "report-or-messages")]);
}

/** @param {any} value */
const isIterable = (value) => typeof value === "object" && value !== null && tryCall(() => typeof value[Symbol.iterator] === "function") === true;

/** @param {any} row @returns {any} */
function rowOf(row) {
  if (typeof row !== "object" || row === null) return row;
  const read = (/** @type {string} */ name) => tryCall(() => row[name]);
  return { officialAccount: read("officialAccount"), msgKey: read("msgKey"), status: read("status"), code: read("code") };
}
