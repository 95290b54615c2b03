// Names of credential and service settings. A misspelt one is rejected: ignoring it would take the value from elsewhere.
import leven from "leven";
import { Failure } from "../failures/failure.js";
import { MEMBERS } from "../languages/command_names.js";
import { sentence } from "../languages/sentence.js";
import { shown } from "../../lib/errors/excerpt.js";

const VARIABLES = Object.keys(MEMBERS);
/** Letters by which two long names may differ and still be meant for the same. */
const MOST_SLIPS = 3;
/** Of the vendor alone: no other program has a variable of such a name. */
const VENDORS_OWN = ["SDKAPPID", "USERSIG"];

/** As JSON has them; `region=` may be another program's. */
const OWN_MEMBERS = ["sdkAppId", "secretKey", "userSig", "baseUrl"];

/** @param {string} name */
const bare = (name) => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "");

/** @param {string} member */
export const variableOf = (member) => Object.entries(MEMBERS).find(([, name]) => name === member)?.[0] ?? member;

/** @param {string} name @param {string[]} known */
const nearest = (name, known) => [...known].sort((one, other) => leven(bare(one), bare(name)) - leven(bare(other), bare(name)))[0] ?? "";

/** Whether it is meant for one of these, and is none. @param {string} name */
function isMisspelt(name) {
  const own = bare(name);
  if (own.startsWith("TENCENTCHAT") || VENDORS_OWN.includes(own) || OWN_MEMBERS.includes(name)) return true;
  return VARIABLES.some((variable) => leven(bare(variable), own) <= MOST_SLIPS);
}

/**
 * @param {string} name of a line
 * @param {string} where
 * @returns {boolean} whether it is one of these; false: another program's
 */
export function refuseName(name, where) {
  if (Object.hasOwn(MEMBERS, name)) return true;
  if (!isMisspelt(name)) return false;
  const near = VARIABLES.find((variable) => bare(variable).endsWith(bare(name))) ?? nearest(name, VARIABLES);
  throw new Failure(sentence("unknownName", { where, found: shown(name), near }));
}

/** @param {string} name of a member of a JSON object, in which nothing else belongs @param {string} where */
export function refuseMember(name, where) {
  const known = [...Object.values(MEMBERS), ...VARIABLES];
  if (!known.includes(name)) throw new Failure(sentence("unknownName", { where, found: shown(name), near: nearest(name, known) }));
}

/** @param {Map<string, number>} places lines by name @param {string} name @param {number} line @param {string} path */
export function refuseRepeated(places, name, line, path) {
  const before = places.get(name);
  if (before !== undefined) throw new Failure(sentence("repeatedName", { path, name, lines: [before, line] }));
  places.set(name, line);
}
