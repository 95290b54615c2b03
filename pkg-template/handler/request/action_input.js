// Validates the body of a request: its action and that action's members, before anything is sent.
import { isRecallError } from "tencent-chat-recall";
import { MAX_OFFICIAL_ACCOUNT_BYTES } from "../../lib/generated/facts.js";
import { httpError, invalid } from "./http_error.js";
import { countByAccount, distinctOf } from "../protocol/message_refs.js";
import { cut, escaped } from "../protocol/quoted_excerpt.js";
import { issue, found, unexpected } from "../protocol/texts.js";
import { unknownMembers } from "../protocol/unknown_members.js";

/** @typedef {import("../config/options.js").Config} Config */
/** @typedef {import("./audit_log.js").AuditLog} AuditLog */
/** @typedef {import("../protocol/texts.js").Issue} Issue */
/** @typedef {import("tencent-chat-recall").MessageRef} MessageRef */
/** @typedef {{ action: "recall" | "plan", officialAccount?: string, msgKeys?: string[], messages?: MessageRef[], unconfirmed?: (string | MessageRef)[], reason?: string, run?: string }} RecallInput */
/** @typedef {{ action: "stop", id: string, graceful?: boolean }} StopInput */
/** @typedef {{ action: "history", officialAccount: string, since?: number, until?: number, from?: string, includeRecalled?: boolean }} HistoryInput */

const OF_RECALL = ["action", "officialAccount", "msgKeys", "messages", "unconfirmed", "reason", "run"];
const LISTS = /** @type {const} */ (["msgKeys", "messages", "unconfirmed"]);
const OF_MESSAGE = ["officialAccount", "msgKey"];
const MESSAGE = new Set(OF_MESSAGE);
/** Most messages whose unknown members are listed. */
const MOST_ROWS = 20;
/** The members allowed for each action. */
const MEMBERS = new Map([
  ["recall", OF_RECALL],
  ["plan", OF_RECALL],
  ["history", ["action", "officialAccount", "since", "until", "from", "includeRecalled"]],
  ["stop", ["action", "id", "graceful"]],
]);

/**
 * @param {unknown} body
 * @param {Config} config
 * @param {AuditLog} auditLog receives the facts of the request as soon as they are known
 * @param {ReadonlySet<string> | undefined} allowAccounts accounts that this user may name
 * @returns {{ input: RecallInput | HistoryInput | StopInput, plan?: import("tencent-chat-recall").RecallPlan, messages?: MessageRef[] }} `messages`: the distinct ones of a recall or plan
 */
export function readInput(body, config, auditLog, allowAccounts) {
  const { input, issues } = readMembers(body);
  if (input.action === "stop") {
    if (typeof input.id !== "string") issues.push(unexpected("id", input.id, "handler-run"));
    if (input.graceful !== undefined && typeof input.graceful !== "boolean") issues.push(unexpected("graceful", input.graceful, "flag"));
    if (issues.length > 0) throw invalid(issues);
    return { input };
  }
  auditLog.note({ action: input.action, ...(isShort(input.officialAccount) ? { officialAccount: input.officialAccount } : {}) });
  if (input.action !== "history") checkLists(input, { config, auditLog, issues });
  const plan = input.action === "history" ? undefined : check(input, config, issues);
  if (issues.length > 0) throw invalid(issues);
  const messages = plan && distinctOf(input);
  const accounts = messages ? countByAccount(messages) : new Map([[input.officialAccount, 0]]);
  if (messages) auditLog.noteAccounts(accounts);
  for (const account of accounts.keys()) {
    if ([config.allowAccounts, allowAccounts].some((allowed) => allowed && !allowed.has(account))) {
      throw httpError(403, "ERR_PERMISSION", "account-not-allowed", { params: { value: quoted(account) } });
    }
  }
  return { input, plan, messages };
}

/**
 * Checks the length of each list, and that no message has a member that would be ignored. The library checks the rest.
 * @param {any} input
 * @param {{ config: Config, auditLog: AuditLog, issues: Issue[] }} request `issues` receives the problems
 * @throws {import("./http_error.js").HttpError} for a list that is too long to be checked
 */
function checkLists(input, { config, auditLog, issues }) {
  const lists = LISTS.filter((name) => Array.isArray(input[name]));
  const [first] = lists;
  if (first && first !== "unconfirmed") auditLog.note({ messages: input[first].length });
  for (const name of lists) {
    const count = input[name].length;
    if (count > config.maxKeys) throw invalid([...issues, issue(name, "keys-above-limit", { count, max: config.maxKeys })]);
  }
  for (const name of input.messages === undefined ? [] : lists) {
    let rows = 0;
    for (const [position, row] of input[name].entries()) {
      if (typeof row !== "object" || row === null) continue;
      const unknown = unknownMembers(row, MESSAGE, OF_MESSAGE);
      if (unknown.length === 0) continue;
      issues.push(...unknown.map((one) => ({ ...one, path: `${name}[${position}]${one.path && "."}${one.path}` })));
      if ((rows += 1) === MOST_ROWS) break;
    }
  }
}

/**
 * @param {unknown} body
 * @returns {{ input: any, issues: Issue[] }} `input`: the known members, their values not checked yet; `issues`: the unknown ones
 */
function readMembers(body) {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw invalid([issue("", "unexpected-value", { expected: "request-object", found: found(body).found })]);
  }
  const action = Object.hasOwn(body, "action") ? /** @type {any} */ (body).action : undefined;
  const members = MEMBERS.get(action);
  if (!members) throw invalid([issue("action", "unknown-action", { known: [...MEMBERS.keys()].join(", ") })]);
  const issues = unknownMembers(body, new Set(members), members);
  const known = members.filter((name) => Object.hasOwn(body, name));
  return { input: Object.fromEntries(known.map((name) => [name, /** @type {any} */ (body)[name]])), issues };
}

/**
 * The library checks the rest and computes the plan.
 * @param {RecallInput} input
 * @param {Config} config
 * @param {Issue[]} issues receives the problems
 * @returns the plan, if there are no issues
 */
function check(input, { client }, issues) {
  const { officialAccount, msgKeys, messages, unconfirmed, reason, run } = input;
  if (run !== undefined && !(typeof run === "string" && /^[A-Za-z0-9-]{1,64}$/.test(run))) {
    issues.push(issue("run", "run-id-form"));
  }
  // The service accepts control characters, but a console or log that shows the reason later may not.
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  if (typeof reason === "string" && /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(reason)) {
    issues.push(issue("reason", "reason-characters"));
  }
  try {
    return client.plan(/** @type {any} */ ({ officialAccount, msgKeys, messages, unconfirmed, reason }));
  } catch (error) {
    if (!isRecallError(error) || error.code !== "ERR_INVALID_INPUT") throw error;
    issues.push(...error.issues);
    return undefined;
  }
}

/** The account of a history has not been checked yet. @param {unknown} account */
function quoted(account) {
  if (typeof account !== "string") return found(account).found;
  return isShort(account) ? account : escaped(cut(account));
}

/** @param {unknown} value */
function isShort(value) {
  return typeof value === "string" && value.length <= MAX_OFFICIAL_ACCOUNT_BYTES && /^[\x20-\x7e]+$/.test(value);
}
