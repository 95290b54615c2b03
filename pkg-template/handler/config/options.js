// The options of createHandler: names, defaults, and validation of all of them at once.
import { RecallClient, RecallError, isRecallError } from "tencent-chat-recall";
import { OPTIONS as CLIENT_OPTIONS } from "../../lib/generated/facts.js";
import { accountIssues } from "./account_ids.js";
import { readHost } from "./allowed_hosts.js";
import { errorReporter } from "./error_reporter.js";
import { unknownMembers } from "../protocol/unknown_members.js";

/** @typedef {import("../index.js").HandlerOptions} HandlerOptions */
/** @typedef {{ path: string, message: string }} Issue */

/** Options that go to the library as they are, and are checked there. */
const OF_CLIENT = [
  "sdkAppId", "identifier", "secretKey", "userSig", "userSigExpire", "region", "standby", "baseUrl", "fetch", "timeout",
  "retries", "rateLimit", "concurrency", "limiter", "deadline",
];

const MOST_KEYS = 10_000_000;
const LONGEST = 2_147_483_647;

/** @type {Record<string, [expected: string, test: (value: any) => boolean]>} */
const OWN = {
  authorize: ["a function of the Request that returns { user }, null or a Response", isFunction],
  allowAccounts: ["an array of official account ids, at least one", (value) => strings(value) && value.length > 0],
  hosts: ['an array of host names, alone or with a port, like "ops.example.com" or "127.0.0.1:8080"', (value) => strings(value) && value.length > 0 && value.every(readHost)],
  allowOrigins: ['an array of origins like "https://ops.example.com", exactly as browsers send them', origins],
  maxKeys: [`an integer from 1 to ${MOST_KEYS}`, (value) => whole(value, 1, MOST_KEYS)],
  maxBodyBytes: ["an integer from 1 to 1073741824 bytes", (value) => whole(value, 1, 1073741824)],
  bodyTimeout: ["an integer from 1 to 600000 ms", (value) => whole(value, 1, 600_000)],
  checkTimeout: ["an integer from 1 to 600000 ms", (value) => whole(value, 1, 600_000)],
  timeLimit: ["an integer from 1000 to 2147483647 ms", (value) => whole(value, 1000, LONGEST)],
  heartbeat: ["an integer from 10 to 600000 ms", (value) => whole(value, 10, 600_000)],
  stallTimeout: ["an integer from 10 to 2147483647 ms", (value) => whole(value, 10, LONGEST)],
  audit: ["a function that takes a record", isFunction],
  auditMsgKeys: ["true or false", (value) => typeof value === "boolean"],
  onError: ["a function that takes what failed and the error", isFunction],
};

const KNOWN = new Set([...OF_CLIENT, ...Object.keys(OWN)]);

/**
 * @param {HandlerOptions} options
 * @throws {RecallError} `ERR_INVALID_INPUT` with every problem
 */
export function readOptions(options) {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw refuse([{ path: "", message: `found ${kind(options)}, expected an object with the options of a handler` }]);
  }
  // As it is now: a getter may give something else the next time.
  const given = /** @type {any} */ ({ ...options });
  const issues = [...unknownMembers(given, KNOWN, `expected one of ${[...KNOWN].join(", ")}`), ...wrongOnes(given)];
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
    // Room for the longest MsgKey with quotes, comma, a line break and indentation.
    maxBodyBytes: /** @type {number} */ (given.maxBodyBytes ?? 65_536 + 64 * maxKeys),
    bodyTimeout: /** @type {number} */ (given.bodyTimeout ?? 15_000),
    checkTimeout: /** @type {number} */ (given.checkTimeout ?? 10_000),
    timeLimit: /** @type {number | undefined} */ (given.timeLimit),
    /** Milliseconds of the time limit that are kept for requests in flight. */
    drain: given.timeLimit === undefined ? 0 : Math.min((given.timeout ?? CLIENT_OPTIONS.timeout.default) + 1000, given.timeLimit * 0.4),
    heartbeat: /** @type {number} */ (given.heartbeat ?? 10_000),
    stallTimeout: /** @type {number} */ (given.stallTimeout ?? 60_000),
    /** @type {HandlerOptions["audit"]} */
    audit: given.audit,
    auditMsgKeys: given.auditMsgKeys === true,
    /** Tells the operator. Never throws. */
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
    if (!isMissing && !test(value)) issues.push({ path, message: `found ${kind(value)}, expected ${expected}` });
  }
  return issues;
}

/**
 * The client that all requests share: one pace, one UserSig.
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
  const message = `createHandler: ${issues.map((issue) => (issue.path ? `${issue.path}: ${issue.message}` : issue.message)).join("; ")}`;
  // The class is declared without a constructor for users, who only receive its instances.
  return new /** @type {any} */ (RecallError)({ code: "ERR_INVALID_INPUT", message, issues });
}

/** @param {unknown} value */
function kind(value) {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "number") return String(value);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** @param {unknown} value */
function isFunction(value) {
  return typeof value === "function";
}

/** @param {unknown} value @param {number} least @param {number} most */
function whole(value, least, most) {
  return Number.isSafeInteger(value) && /** @type {number} */ (value) >= least && /** @type {number} */ (value) <= most;
}

/** @param {unknown} value @returns {boolean} */
function strings(value) {
  return Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
}

/** Neither "*" nor "null" is an origin that can be trusted. @param {unknown} value */
function origins(value) {
  return strings(value) && /** @type {string[]} */ (value).every((item) => URL.canParse(item) && new URL(item).origin === item && item !== "null");
}
