// Finds unknown members of an object, for request bodies and for the options of createHandler and RemoteRecallClient.
import { cut, quoted } from "./quoted_excerpt.js";

/** Members that are named; the rest is counted. */
const NAMED = 20;

/**
 * A misspelt member would silently be none.
 * @param {object} object
 * @param {Pick<ReadonlySet<string>, "has">} known
 * @param {string} expected the end of the message
 * @returns {{ path: string, message: string }[]}
 */
export function unknownMembers(object, known, expected) {
  const names = Object.keys(object).filter((name) => !known.has(name));
  const issues = names.slice(0, NAMED).map((name) => ({ path: cut(name), message: `found the member ${quoted(name)}, ${expected}` }));
  if (names.length > NAMED) issues.push({ path: "", message: `and ${names.length - NAMED} more members that do not exist` });
  return issues;
}
