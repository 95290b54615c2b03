// Parses JSON that has only one reading: no duplicate members, no deep nesting.
import { findDuplicateMembers } from "./duplicate_members.js";
import { unfit } from "./http_error.js";

/** A good body is an object of six members at most that holds two arrays. What is somewhat more is told of with its place. */
const LIMITS = { depth: 4, members: 64, containers: 64 };

/**
 * @param {string} text
 * @returns {unknown}
 * @throws {import("./http_error.js").HttpError}
 */
export function parseStrict(text) {
  const { repeated, passed } = findDuplicateMembers(text, LIMITS);
  if (repeated !== undefined) throw unfit(400, "member-twice", { params: { name: repeated } });
  if (passed) throw unfit(passed === "depth" ? 400 : 422, `body-${passed}`, { params: { max: LIMITS[passed] } });
  return parse(text);
}

/** @param {string} text @returns {unknown} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw unfit(400, "body-not-json");
  }
}
