// Checks the options of find before anything is sent.
import { CLIENT_OPTIONS, HISTORY_OPTIONS } from "../generated/facts.js";
import { shown } from "../errors/excerpt.js";
import { tryCall } from "../errors/try_call.js";
import { issue, invalid, unexpected } from "./issues.js";
import { MESSAGE_TYPES } from "./message_text.js";

/** @typedef {import("../../index.js").Issue} Issue */
/** @typedef {(account: unknown, options: any) => readonly Issue[]} CheckPage the issues of the account and the options of a page of history */

/** Names of the options of `find`. A function: a bundler would keep the spread of a list for pages that only call `recall`. */
export const findOptions = () => ["officialAccounts", ...HISTORY_OPTIONS, "text", "types", "where", "rebuildKeys", "onProgress"];
/** What an option that a page of history does not have is to be. */
const EXPECTED = { officialAccounts: "official-account-source", text: "text-filter", types: "message-type-list", where: "listener", rebuildKeys: "flag", onProgress: "listener" };

/** Those that `verify` has. */
export const VERIFY_OPTIONS = ["signal", "onProgress"];

/** Wrong elements of a list that are reported. */
const MOST_ISSUES = 20;
/** An account for the check of the other options. */
const ANY_ACCOUNT = "@TOA#_0";

/**
 * Checks a snapshot of the options, and returns them with the accounts: an array or a Set is checked as a whole, and any other iterable as it is
 * read.
 * @param {any} members
 * @param {CheckPage} check
 * @returns {Record<string, any>}
 */
export function checkedFindOptions(members, check) {
  if (typeof members !== "object" || members === null || tryCall(() => Array.isArray(members)) !== false) throw invalid([unexpected("", members, "find-options")]);
  const page = pick(members, HISTORY_OPTIONS);
  const options = readMembers(members, Object.keys(EXPECTED));
  const issues = [...unknownMembers(members, findOptions()), ...check(ANY_ACCOUNT, page)];
  const { accounts, issues: ofAccounts } = checkedAccounts(options.officialAccounts, check);
  const types = checkedTypes(options.types, issues);
  issues.push(...ofAccounts);
  if (options.text !== undefined && typeof options.text !== "function" && typeof options.text !== "string") issues.push(unexpected("text", options.text, "text-filter"));
  if (options.text === "") issues.push(issue("text", "empty", { expected: "text-filter" }));
  if (options.rebuildKeys !== undefined && typeof options.rebuildKeys !== "boolean") issues.push(unexpected("rebuildKeys", options.rebuildKeys, "flag"));
  for (const name of ["where", "onProgress"]) if (options[name] !== undefined && typeof options[name] !== "function") issues.push(unexpected(name, options[name], "listener"));
  if (issues.length > 0) throw invalid(issues);
  // The core has read these without an issue.
  return { ...page, ...options, types, officialAccounts: accounts, page };
}

/**
 * Checks a snapshot of the options of verify.
 * @param {any} members
 * @param {CheckPage} check
 */
export function checkedVerifyOptions(members, check) {
  if (members === undefined) return {};
  if (typeof members !== "object" || members === null || tryCall(() => Array.isArray(members)) !== false) throw invalid([unexpected("", members, "options")]);
  const page = pick(members, ["signal"]);
  const { onProgress } = readMembers(members, ["onProgress"]);
  const issues = [...unknownMembers(members, VERIFY_OPTIONS), ...check(ANY_ACCOUNT, page)];
  if (onProgress !== undefined && typeof onProgress !== "function") issues.push(unexpected("onProgress", onProgress, "listener"));
  if (issues.length > 0) throw invalid(issues);
  return { signal: page.signal, onProgress };
}

/** The members of these names, with getters that throw. @param {any} members @param {readonly string[]} names */
function pick(members, names) {
  const picked = Object.create(null);
  for (const name of names) {
    const member = Object.getOwnPropertyDescriptor(members, name);
    if (member) Object.defineProperty(picked, name, member);
  }
  return picked;
}

/**
 * The values of members. A getter that throws is an issue: a filter must not count as absent.
 * @param {any} members
 * @param {string[]} names
 */
function readMembers(members, names) {
  /** @type {Record<string, any>} */
  const values = {};
  /** @type {Issue[]} */
  const issues = [];
  for (const name of names) {
    try {
      values[name] = members[name];
    } catch {
      issues.push(issue(name, "unexpected-value", { expected: EXPECTED[/** @type {keyof typeof EXPECTED} */ (name)], found: "throwing-getter" }));
    }
  }
  if (issues.length > 0) throw invalid(issues);
  return values;
}

/** @param {any} members @param {readonly string[]} names @returns {Issue[]} */
function unknownMembers(members, names) {
  const unknown = Object.keys(members).filter((name) => !names.includes(name));
  return unknown.map((name) => {
    const meant = names.find((one) => one.toLowerCase() === name.toLowerCase());
    if (meant) return issue(shown(name), "misspelt-option", { meant });
    return issue(shown(name), CLIENT_OPTIONS.includes(/** @type {any} */ (name)) ? "client-option" : "unknown-option");
  });
}

/** @param {any} source @param {CheckPage} check @returns {{ accounts?: any, issues: Issue[] }} */
function checkedAccounts(source, check) {
  const isIterable = typeof source === "object" && source !== null && [Symbol.iterator, Symbol.asyncIterator].some((name) => tryCall(() => typeof source[name] === "function"));
  if (!isIterable) return { issues: [unexpected("officialAccounts", source, "official-account-source")] };
  if (!tryCall(() => Array.isArray(source) || source instanceof Set)) return { accounts: source, issues: [] };
  const accounts = tryCall(() => [...source]);
  if (!accounts) return { issues: [issue("officialAccounts", "unexpected-value", { expected: "official-account-source", found: "throwing-iterable" })] };
  if (accounts.length === 0) return { issues: [noAccount()] };
  /** @type {Issue[]} */
  const issues = [];
  for (let at = 0; at < accounts.length && issues.length < MOST_ISSUES; at += 1) issues.push(...accountIssues(accounts[at], at, check));
  return { accounts, issues };
}

export const noAccount = () => issue("officialAccounts", "empty", { expected: "one-official-account" });

/**
 * The issues of one account of the input.
 * @param {unknown} account
 * @param {number} at its position
 * @param {CheckPage} check
 */
export const accountIssues = (account, at, check) => check(account, undefined).map((one) => ({ ...one, path: `officialAccounts[${at}]` }));

/** @param {any} types @param {Issue[]} issues @returns {string[] | undefined} */
function checkedTypes(types, issues) {
  if (types === undefined) return undefined;
  const list = tryCall(() => (Array.isArray(types) ? [...types] : undefined));
  if (!list) {
    issues.push(unexpected("types", types, "message-type-list"));
    return undefined;
  }
  for (const [at, type] of list.entries()) if (!MESSAGE_TYPES.includes(type)) issues.push(unexpected(`types[${at}]`, type, "message-type"));
  if (list.length === 0) issues.push(issue("types", "empty", { expected: "message-type" }));
  return list;
}
