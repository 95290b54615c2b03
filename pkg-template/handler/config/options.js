// The options of createHandler: names, defaults, and validation of all of them at once.
import { RecallClient, RecallError, isRecallError } from "tencent-chat-recall";
import { CLIENT_OPTIONS, OPTIONS } from "../../lib/generated/facts.js";
import { accountIssues } from "./account_ids.js";
import { readHost } from "./allowed_hosts.js";
import { errorReporter } from "./error_reporter.js";
import { messageOf, outOfRange, unexpected } from "../protocol/texts.js";
import { unknownMembers } from "../protocol/unknown_members.js";

/** @typedef {import("../index.js").HandlerOptions} HandlerOptions */
/** @typedef {import("../protocol/texts.js").Issue} Issue */

/** Options that are passed to the library unchanged, which checks them. */
const OF_CLIENT = CLIENT_OPTIONS.filter((name) => name !== "allowSecretKeyInBrowser");

const MOST_KEYS = 10_000_000;
const MOST_BYTES = 1_073_741_824;
/** Room for a message with the longest account and MsgKey, once in `messages` and once in `unconfirmed`. */
const MESSAGE_BYTES = 272;
const LONGEST = 2_147_483_647;

/** The handler's own options: the word for the expected value, or the range of a number. @type {Record<string, [expected: string | { min: number, max: number, unit?: string }, test: (value: any) => boolean]>} */
const OWN = {
  authorize: ["handler-authorize", isFunction],
  allowAccounts: ["handler-accounts", (value) => strings(value) && value.length > 0],
  hosts: ["handler-hosts", (value) => strings(value) && value.length > 0 && value.every(readHost)],
  allowOrigins: ["handler-origins", origins],
  maxKeys: whole(1, MOST_KEYS),
  maxBodyBytes: whole(1, MOST_BYTES, "bytes-unit"),
  bodyTimeout: whole(1, 600_000, "milliseconds"),
  checkTimeout: whole(1, 600_000, "milliseconds"),
  timeLimit: whole(1000, LONGEST, "milliseconds"),
  heartbeat: whole(10, 600_000, "milliseconds"),
  stallTimeout: whole(10, LONGEST, "milliseconds"),
  audit: ["handler-audit", isFunction],
  beforeSend: ["handler-before-send", isFunction],
  auditMsgKeys: ["flag", (value) => typeof value === "boolean"],
  onError: ["handler-on-error", isFunction],
};

const KNOWN = new Set([...OF_CLIENT, ...Object.keys(OWN)]);

/**
 * @param {HandlerOptions} options
 * @throws {RecallError} `ERR_INVALID_INPUT` with every problem
 */
export function readOptions(options) {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw refuse([unexpected("", options, "handler-options")]);
  }
  // A copy: a getter may return something else the next time.
  const given = /** @type {any} */ ({ ...options });
  const issues = [...unknownMembers(given, KNOWN, [...KNOWN]), ...wrongOnes(given)];
  const client = makeClient(given, issues);
  if (client && Array.isArray(given.allowAccounts)) issues.push(...accountIssues(given.allowAccounts, client));
  if (!client || issues.length > 0) throw refuse(issues);
  const maxKeys = given.maxKeys ?? 100_000;
  return {
    client,
    /** @type {HandlerOptions["authorize"]} */
    authorize: given.authorize,
    /** @type {ReadonlySet<string> | undefined} */
    allowAccounts: given.allowAccounts && new Set(given.allowAccounts),
    /** @type {readonly import("./allowed_hosts.js").Host[] | undefined} */
    hosts: given.hosts?.map(readHost),
    /** @type {ReadonlySet<string>} */
    allowOrigins: new Set(given.allowOrigins),
    maxKeys: /** @type {number} */ (maxKeys),
    maxBodyBytes: /** @type {number} */ (given.maxBodyBytes ?? Math.min(65_536 + MESSAGE_BYTES * maxKeys, MOST_BYTES)),
    bodyTimeout: /** @type {number} */ (given.bodyTimeout ?? 15_000),
    checkTimeout: /** @type {number} */ (given.checkTimeout ?? 10_000),
    timeLimit: /** @type {number | undefined} */ (given.timeLimit),
    /** Milliseconds of the time limit reserved for requests in flight. */
    drain: given.timeLimit === undefined ? 0 : Math.min((given.timeout ?? OPTIONS.timeout.default) + 1000, given.timeLimit * 0.4),
    heartbeat: /** @type {number} */ (given.heartbeat ?? 10_000),
    stallTimeout: /** @type {number} */ (given.stallTimeout ?? 60_000),
    /** @type {HandlerOptions["audit"]} */
    audit: given.audit,
    auditMsgKeys: given.auditMsgKeys === true,
    /** @type {HandlerOptions["beforeSend"]} */
    beforeSend: given.beforeSend,
    /** Reports an error to the operator. Never throws. */
    tell: errorReporter(given.onError),
  };
}

/** @typedef {ReturnType<typeof readOptions>} Config */

/** @param {Record<string, unknown>} given @returns {Issue[]} */
function wrongOnes(given) {
  /** @type {Issue[]} */
  const issues = [];
  for (const [path, [expected, test]] of Object.entries(OWN)) {
    const value = given[path];
    const isMissing = value === undefined && path !== "authorize";
    if (isMissing || test(value)) continue;
    issues.push(typeof expected === "string" ? unexpected(path, value, expected) : outOfRange(path, value, expected));
  }
  return issues;
}

/**
 * Makes the client that all requests share: one pace, one UserSig.
 * @param {Record<string, unknown>} given
 * @param {Issue[]} issues
 */
function makeClient(given, issues) {
  const options = Object.fromEntries(OF_CLIENT.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]));
  try {
    return new RecallClient(/** @type {any} */ (options));
  } catch (error) {
    if (!isRecallError(error) || error.code !== "ERR_INVALID_INPUT") throw error;
    issues.push(...error.issues);
    return undefined;
  }
}

/** @param {Issue[]} issues */
function refuse(issues) {
  const message = `createHandler: ${messageOf({ issues })}`;
  // The declared class has no constructor, since users only receive instances.
  return new /** @type {any} */ (RecallError)({ code: "ERR_INVALID_INPUT", message, issues });
}

/** @param {unknown} value */
function isFunction(value) {
  return typeof value === "function";
}

/**
 * @param {number} min
 * @param {number} max
 * @param {string} [unit]
 * @returns {[{ min: number, max: number, unit?: string }, (value: any) => boolean]}
 */
function whole(min, max, unit) {
  return [{ min, max, unit }, (value) => Number.isSafeInteger(value) && value >= min && value <= max];
}

/** @param {unknown} value @returns {boolean} */
function strings(value) {
  return Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
}

/** Neither "*" nor "null" is a trustworthy origin. @param {unknown} value */
function origins(value) {
  return strings(value) && /** @type {string[]} */ (value).every((item) => URL.canParse(item) && new URL(item).origin === item && item !== "null");
}
