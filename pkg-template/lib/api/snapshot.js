// Takes snapshots of the caller's input: each member is read once, since a getter or an iterator may return something else the next time. The
// core checks the snapshot, and JavaScript takes the functions and signals from it.
import { CLIENT_OPTIONS, HISTORY_OPTIONS, REQUEST_MEMBERS } from "../generated/facts.js";
import { tryCall } from "../errors/try_call.js";
import { columnsOf } from "../run/columns.js";

/** Members that are lists of keys, or of messages. */
const LISTS = ["msgKeys", "messages", "unconfirmed"];
/** Those whose values are messages, if a request has such. */
const ROWS = LISTS.slice(1);

/**
 * A plain object with the members of these names, and `null` for other names, which the core rejects. An input that is no object is
 * returned as it is, for the core to reject.
 * @param {any} input
 * @param {readonly string[]} names
 * @param {readonly string[]} [lists] the members that may be any iterable, and become arrays
 * @returns {any}
 */
export function snapshot(input, names, lists = []) {
  if (typeof input !== "object" || input === null || tryCall(() => Array.isArray(input)) !== false) return input;
  /** @type {Record<string, unknown>} */
  const members = Object.create(null);
  for (const name of names) {
    try {
      const value = input[name];
      if (value !== undefined) members[name] = lists.includes(name) ? listOf(value) : value;
    } catch {
      Object.defineProperty(members, name, { get: unreadable });
    }
  }
  for (const name of tryCall(() => Reflect.ownKeys(input)) ?? []) {
    if (typeof name === "string" && !names.includes(name) && tryCall(() => input[name]) !== undefined) members[name] = null;
  }
  return members;
}

/** An array of the values of an iterable; anything else as it is. @param {any} value */
export function listOf(value) {
  if (typeof value !== "object" || value === null || typeof tryCall(() => value[Symbol.iterator]) !== "function") return value;
  return tryCall(() => Array.from(value)) ?? { [Symbol.iterator]: unreadable };
}

/** A getter that throws, for the core to report: the input threw here. @returns {never} */
function unreadable() {
  throw new Error("unreadable");
}

/**
 * Options of a client, with or without a request, and the original limiter, since `acquire` is called as its method.
 * @param {any} input
 */
export function clientSnapshot(input) {
  const options = withColumns(input, snapshot(input, [...CLIENT_OPTIONS, ...REQUEST_MEMBERS], LISTS), ROWS);
  const owner = tryCall(() => options.limiter);
  if (options === input || typeof owner !== "object" || owner === null) return { options, limiter: undefined };
  const limiter = snapshot(owner, ["acquire"]);
  options.limiter = limiter;
  return { options, limiter: { owner, acquire: tryCall(() => limiter.acquire) } };
}

/**
 * A request whose messages are a list, or a source that is read as the run goes.
 * @param {any} input
 * @param {boolean} [isSource]
 */
export function requestSnapshot(input, isSource) {
  const [lists, rows] = isSource ? [LISTS.slice(2), ROWS.slice(1)] : [LISTS, ROWS];
  return withColumns(input, snapshot(input, REQUEST_MEMBERS, lists), rows);
}

/**
 * Replaces the lists of messages of a snapshot by their columns.
 * @param {any} input
 * @param {any} members its snapshot
 * @param {readonly string[]} lists
 */
function withColumns(input, members, lists) {
  if (members === input || tryCall(() => members.messages) === undefined) return members;
  for (const name of lists) {
    // Undefined for a member that throws, and for a revoked proxy.
    const rows = tryCall(() => Array.isArray(members[name]) && members[name]);
    if (rows) members[name] = columnsOf(rows);
  }
  return members;
}

/** Options of a history. @param {any} input */
export const historySnapshot = (input) => snapshot(input, HISTORY_OPTIONS);
