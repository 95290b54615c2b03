// The filters of find(), checked.
import { invalid, unexpected, unknownMembers } from "./problems.js";
import { searchForm } from "./message_text.js";
import { momentOf } from "./row.js";

/** @typedef {import("../index.js").StoreFilter} StoreFilter */
/** @typedef {{ accounts?: string[], since?: number, until?: number, search?: string, type?: string, includeRecalled: boolean }} Filter times in Unix seconds */

const KNOWN = ["officialAccounts", "since", "until", "text", "msgType", "includeRecalled"];

const isText = (/** @type {unknown} */ value) => typeof value === "string" && value !== "";
const isMoment = (/** @type {unknown} */ value) => momentOf(value) !== undefined;

/** Words and tests by member; accounts are checked when they are read. @type {Record<string, [expected: string, test: (value: any) => boolean]>} */
const CHECKS = {
  officialAccounts: ["store-accounts", (value) => typeof value === "object" && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value)],
  since: ["moment", isMoment],
  until: ["moment", isMoment],
  text: ["store-text", isText],
  msgType: ["store-text", isText],
  includeRecalled: ["flag", (value) => typeof value === "boolean"],
};

/**
 * @param {unknown} given
 * @returns {Promise<Filter>}
 */
export async function readFilter(given = {}) {
  if (typeof given !== "object" || given === null) throw invalid([unexpected("", given, "store-filter")]);
  const filter = /** @type {any} */ ({ ...given });
  const wrong = Object.entries(CHECKS).filter(([name, [, test]]) => filter[name] !== undefined && !test(filter[name]));
  const issues = [...unknownMembers(filter, KNOWN), ...wrong.map(([name, [expected]]) => unexpected(name, filter[name], expected))];
  if (issues.length > 0) throw invalid(issues);
  const { officialAccounts, since, until, text, msgType, includeRecalled = false } = filter;
  return {
    ...(officialAccounts !== undefined && { accounts: await accountsOf(officialAccounts) }),
    // A message is sent at a whole second.
    ...(since !== undefined && { since: Math.ceil(/** @type {number} */ (momentOf(since)) / 1000) }),
    ...(until !== undefined && { until: Math.floor(/** @type {number} */ (momentOf(until)) / 1000) }),
    ...(text !== undefined && { search: searchForm(text) }),
    ...(msgType !== undefined && { type: msgType }),
    includeRecalled,
  };
}

/** @param {Iterable<unknown> | AsyncIterable<unknown>} source */
async function accountsOf(source) {
  const accounts = new Set();
  for await (const account of source) {
    if (typeof account !== "string") throw invalid([unexpected(`officialAccounts[${accounts.size}]`, account, "official-account")]);
    accounts.add(account);
  }
  return [...accounts];
}
