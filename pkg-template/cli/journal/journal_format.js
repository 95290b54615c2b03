// The format of journal lines, written and parsed. JSON Lines, version 3:
//
//   {"journal":"tencent-chat-recall","version":3,...}   header: what is recalled, by whom, where; numbers of messages and accounts, digest
//   {"accounts":["@TOA#_a","@TOA#_b"],"keys":"@0 71_1_1698741698 72 @1 71 74_1_1698741699"}
//                                                       the messages, numbered from 0: @ and a number choose the account of the keys after
//                                                       it, a bare number takes the ending of the key before. `accounts` names those that
//                                                       occur for the first time, numbered from 0 over all lines
//   {"open":"<id>","pid":...,"host":...,...}            a process begins to work on it
//   {"sent":[0,1,2],"at":...}                           written before the request leaves
//   {"ended":"recalled","keys":[0,1],"at":...}          outcomes; "failed" may have a "code"
//   {"said":"...","code":10004,"at":...}                the first ErrorInfo of a code
//   {"close":"<id>","because":"ended","at":...}         the process stops
//
// No line holds a secret. The digest is the SHA-256 of the bytes of all lines of messages, each with its newline. All other lines end
// with a checksum: checksum.js.
//
// Versions 1 and 2 had one account, named in the header, and version 1 had no checksums and no "notFound". The events are the same in all
// versions, so a process that resumes an older journal keeps its header and its lines of keys; it adds checksums to its own lines.
import { Failure } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";
import { displayPath } from "../files/display_path.js";
import { shown } from "../../lib/errors/excerpt.js";
import { keyOf } from "../../lib/vendor/msg_key.js";
import { sealed } from "./checksum.js";

const VERSION = 3;
const OF_ONE_ACCOUNT = 2;
const WITHOUT_CHECKSUMS = 1;
const KIND = "tencent-chat-recall";
/** Most keys in one line. */
export const KEYS_IN_LINE = 1000;

/**
 * @typedef {{
 *   started: string, sdkAppId: number, identifier: string, reason?: string, region?: string, standby?: boolean, baseUrl?: string, host: string,
 *   messages: number, accounts: number, sha256: string, officialAccount?: string,
 * }} Header `accounts`: their number; `officialAccount`: the one of an older version, whose other lines do not name it
 */

/**
 * The header as a line whose length does not depend on the number and the digest, so that room can be reserved until they are known.
 * @param {Header} header
 * @param {number} [least] bytes of the line
 */
export function headerLine(header, least = 0) {
  const textOf = (/** @type {Header} */ members) => sealed("", JSON.stringify({ journal: KIND, version: VERSION, ...members })).line;
  const longest = textOf({ ...header, messages: Number.MAX_SAFE_INTEGER, accounts: Number.MAX_SAFE_INTEGER, sha256: "0".repeat(64) });
  const text = textOf(header);
  const missing = Math.max(Buffer.byteLength(longest), least - 1) - Buffer.byteLength(text);
  return `${text}${" ".repeat(missing)}\n`;
}

const isText = (/** @type {unknown} */ value) => typeof value === "string";
const isWhole = (/** @type {unknown} */ value) => Number.isSafeInteger(value) && Number(value) > 0;
const isMoment = (/** @type {unknown} */ value) => isText(value) && !Number.isNaN(Date.parse(String(value)));
const orAbsent = (/** @type {(value: unknown) => boolean} */ is) => (/** @type {unknown} */ value) => value === undefined || is(value);

/** The check of each member, and the name of its type. @typedef {[keyof Header, (value: unknown) => boolean, keyof typeof import("../languages/en/failures.js").MEMBERS]} MemberCheck */
/** @type {MemberCheck[]} */
const MEMBERS = [
  ["started", isMoment, "date"], ["sdkAppId", isWhole, "wholeNumber"], ["identifier", isText, "string"],
  ["host", isText, "string"], ["messages", isWhole, "wholeNumber"], ["sha256", isText, "string"], ["reason", orAbsent(isText), "string"],
  ["region", orAbsent(isText), "string"], ["baseUrl", orAbsent(isText), "string"], ["standby", orAbsent((value) => typeof value === "boolean"), "boolean"],
];
/** @type {MemberCheck} */
const ACCOUNTS = ["accounts", isWhole, "wholeNumber"];
/** @type {MemberCheck} */
const ACCOUNT = ["officialAccount", isText, "string"];

/**
 * @param {string} line
 * @param {string} path for messages
 * @returns {{ header: Header, hasChecksums: boolean }}
 */
export function readHeader(line, path) {
  const found = parse(line);
  if (found?.journal !== KIND) throw new Failure(sentence("journalDamaged", { path: displayPath(path), line: 1, text: shown(line), expected: { what: "header" } }));
  const { version } = found;
  if (![VERSION, OF_ONE_ACCOUNT, WITHOUT_CHECKSUMS].includes(version)) {
    throw new Failure(sentence("journalVersion", { path: displayPath(path), found: shown(String(version)), oldest: WITHOUT_CHECKSUMS, newest: VERSION }));
  }
  for (const [member, is, expected] of [...MEMBERS, version === VERSION ? ACCOUNTS : ACCOUNT]) {
    if (!is(found[member])) throw new Failure(sentence("journalMember", { path: displayPath(path), member, found: valueOf(found[member]), expected }));
  }
  // Only an older version names its account here.
  const { officialAccount, ...header } = found;
  return { header: version === VERSION ? header : { ...header, accounts: 1, officialAccount }, hasChecksums: version !== WITHOUT_CHECKSUMS };
}

/** @param {unknown} value */
const valueOf = (value) => (value === undefined ? undefined : shown(JSON.stringify(value)));

/**
 * The object in a line; undefined if it is not JSON, since a killed process may leave half a line.
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
 * The messages of a line.
 * @param {string} keys the member `keys` of the line
 * @param {(text: string, account: number) => void} onKey
 */
export function eachKey(keys, onKey) {
  let ending = "";
  let account = 0;
  for (const word of keys.split(" ")) {
    const cut = word.indexOf("_");
    if (cut >= 0) ending = word.slice(cut);
    if (word.startsWith("@")) account = Number(word.slice(1));
    else onKey(cut >= 0 ? word : word + ending, account);
  }
}

/** Writes messages into lines. */
export class KeyLines {
  #words = /** @type {string[]} */ ([]);
  #count = 0;
  /** Time of the previous key; -1 if the next key must be written in full. */
  #time = -1;
  /** Number of the account of the previous key; -1 if the next one must be written. */
  #account = -1;
  /** Names of accounts that no earlier line has. @type {string[]} */
  #names = [];
  /** Number of accounts so far. */
  accounts = 0;
  #nameOf;
  #write;

  /** @param {(account: number) => string} nameOf @param {(line: string) => void} write */
  constructor(nameOf, write) {
    this.#nameOf = nameOf;
    this.#write = write;
  }

  /** Accounts are numbered in the order of their first message. */
  key = (/** @type {number} */ seq, /** @type {number} */ time, /** @type {number} */ account) => {
    if (account === this.accounts) this.#names.push(this.#nameOf(this.accounts++));
    if (account !== this.#account) this.#words.push(`@${account}`);
    this.#words.push(time === this.#time ? String(seq) : keyOf(seq, time));
    this.#time = time;
    this.#account = account;
    this.#count += 1;
    if (this.#count === KEYS_IN_LINE) this.flush();
  };

  flush() {
    if (this.#count > 0) this.#write(`{${this.#names.length > 0 ? `"accounts":${JSON.stringify(this.#names)},` : ""}"keys":"${this.#words.join(" ")}"}\n`);
    this.#words = [];
    this.#names = [];
    this.#count = 0;
    this.#time = -1;
    this.#account = -1;
  }
}
