// The format of journal lines, written and parsed. JSON Lines, version 2:
//
//   {"journal":"tencent-chat-recall","version":2,...}   header: what is recalled, by whom, where; number and digest of the keys
//   {"keys":"71_1_1698741698 72 73 74_1_1698741699"}    the keys, numbered from 0; a number alone has the ending of the one before
//   {"open":"<id>","pid":...,"host":...,...}            a process begins to work on it
//   {"sent":[0,1,2],"at":...}                           written before the request leaves
//   {"ended":"recalled","keys":[0,1],"at":...}          what became known; "failed" may have a "code"
//   {"said":"...","code":10004,"at":...}                the ErrorInfo that came with a code first
//   {"close":"<id>","because":"ended","at":...}         it stops
//
// No line holds a secret. The digest is the SHA-256 of the bytes of all lines of keys, each with its newline. All other lines end
// with a checksum: checksum.js. Version 1 had none, nor "notFound"; a process that goes on with such a journal writes its own lines with it.
import { Failure } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";
import { displayPath } from "../files/display_path.js";
import { shown } from "../../lib/errors/excerpt.js";
import { keyOf } from "../../lib/vendor/msg_key.js";
import { sealed } from "./checksum.js";

const VERSION = 2;
const WITHOUT_CHECKSUMS = 1;
const KIND = "tencent-chat-recall";
/** Keys in one line. */
export const KEYS_IN_LINE = 1000;

/**
 * @typedef {{
 *   started: string, sdkAppId: number, identifier: string, officialAccount: string, reason?: string,
 *   region?: string, standby?: boolean, baseUrl?: string, host: string, messages: number, sha256: string,
 * }} Header
 */

/**
 * The header as a line of a length that does not depend on the number and the digest, so that its place can be kept until they are known.
 * @param {Header} header
 * @param {number} [least] bytes
 */
export function headerLine(header, least = 0) {
  const textOf = (/** @type {Header} */ members) => sealed("", JSON.stringify({ journal: KIND, version: VERSION, ...members })).line;
  const longest = textOf({ ...header, messages: Number.MAX_SAFE_INTEGER, sha256: "0".repeat(64) });
  const text = textOf(header);
  const missing = Math.max(Buffer.byteLength(longest), least - 1) - Buffer.byteLength(text);
  return `${text}${" ".repeat(missing)}\n`;
}

const isText = (/** @type {unknown} */ value) => typeof value === "string";
const isWhole = (/** @type {unknown} */ value) => Number.isSafeInteger(value) && Number(value) > 0;
const isMoment = (/** @type {unknown} */ value) => isText(value) && !Number.isNaN(Date.parse(String(value)));
const orAbsent = (/** @type {(value: unknown) => boolean} */ is) => (/** @type {unknown} */ value) => value === undefined || is(value);

/** What each member must be, and how it is called. @type {[keyof Header, (value: unknown) => boolean, keyof typeof import("../languages/en/failures.js").MEMBERS][]} */
const MEMBERS = [
  ["started", isMoment, "date"], ["sdkAppId", isWhole, "wholeNumber"], ["identifier", isText, "string"], ["officialAccount", isText, "string"],
  ["host", isText, "string"], ["messages", isWhole, "wholeNumber"], ["sha256", isText, "string"], ["reason", orAbsent(isText), "string"],
  ["region", orAbsent(isText), "string"], ["baseUrl", orAbsent(isText), "string"], ["standby", orAbsent((value) => typeof value === "boolean"), "boolean"],
];

/**
 * @param {string} line
 * @param {string} path for messages
 * @returns {{ header: Header, hasChecksums: boolean }}
 */
export function readHeader(line, path) {
  const found = parse(line);
  if (found?.journal !== KIND) throw new Failure(sentence("journalDamaged", { path: displayPath(path), line: 1, text: shown(line), expected: { what: "header" } }));
  if (found.version !== VERSION && found.version !== WITHOUT_CHECKSUMS) {
    throw new Failure(sentence("journalVersion", { path: displayPath(path), found: shown(String(found.version)), oldest: WITHOUT_CHECKSUMS, newest: VERSION }));
  }
  for (const [member, is, expected] of MEMBERS) {
    if (!is(found[member])) throw new Failure(sentence("journalMember", { path: displayPath(path), member, found: valueOf(found[member]), expected }));
  }
  return { header: found, hasChecksums: found.version === VERSION };
}

/** @param {unknown} value */
const valueOf = (value) => (value === undefined ? undefined : shown(JSON.stringify(value)));

/**
 * The object in a line, or undefined: a process that is killed may leave half a line.
 * @param {string} line
 * @returns {any}
 */
export function parse(line) {
  try {
    const value = JSON.parse(line);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The keys of a line.
 * @param {string} keys the member of that name
 * @param {(text: string) => void} onKey
 */
export function eachKey(keys, onKey) {
  let ending = "";
  for (const word of keys.split(" ")) {
    const cut = word.indexOf("_");
    if (cut >= 0) ending = word.slice(cut);
    onKey(cut >= 0 ? word : word + ending);
  }
}

/** Writes keys into lines. */
export class KeyLines {
  #words = /** @type {string[]} */ ([]);
  /** Time of the key before; -1 when the next one must be whole. */
  #time = -1;
  #write;

  /** @param {(line: string) => void} write */
  constructor(write) {
    this.#write = write;
  }

  key = (/** @type {number} */ seq, /** @type {number} */ time) => {
    this.#words.push(time === this.#time ? String(seq) : keyOf(seq, time));
    this.#time = time;
    if (this.#words.length === KEYS_IN_LINE) this.flush();
  };

  flush() {
    if (this.#words.length > 0) this.#write(`{"keys":"${this.#words.join(" ")}"}\n`);
    this.#words = [];
    this.#time = -1;
  }
}
