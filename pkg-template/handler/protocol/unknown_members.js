// Finds unknown members of an object, for request bodies and for the options of createHandler and RemoteRecallClient.
import { cut, escaped } from "./quoted_excerpt.js";
import { issue } from "./texts.js";

/** Members that are named; the rest is counted. */
const NAMED = 20;

/**
 * A misspelt member would silently be none.
 * @param {object} object
 * @param {Pick<ReadonlySet<string>, "has">} known
 * @param {readonly string[]} listed those of them that the message names
 * @returns {import("./texts.js").Issue[]}
 */
export function unknownMembers(object, known, listed) {
  const names = Object.keys(object).filter((name) => !known.has(name));
  const issues = names.slice(0, NAMED).map((name) => issue(cut(name), "unknown-member", { value: escaped(cut(name)), known: listed.join(", ") }));
  if (names.length > NAMED) issues.push(issue("", "more-members", { count: names.length - NAMED }));
  return issues;
}
