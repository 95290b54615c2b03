// Parses JSON that has only one reading: no duplicate members, no deep nesting.
import { findDuplicateMembers } from "./duplicate_members.js";
import { unfit } from "./http_error.js";

/** A valid body is an object of at most six members with two arrays, of keys or of messages. The limits are higher: unknown members are reported by name. */
const LIMITS = { depth: 4, members: 64, containers: 64 };

/**
 * @param {string} text
 * @param {number} maxKeys most messages in one array
 * @returns {unknown}
 * @throws {import("./http_error.js").HttpError}
 */
export function parseStrict(text, maxKeys) {
  const limits = { ...LIMITS, containers: LIMITS.containers + 2 * maxKeys };
  const { repeated, passed } = findDuplicateMembers(text, limits);
  if (repeated !== undefined) throw unfit(400, "member-twice", { params: { name: repeated } });
  if (passed) throw unfit(passed === "depth" ? 400 : 422, `body-${passed}`, { params: { max: limits[passed] } });
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
