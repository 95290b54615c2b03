// Validates the body of a request: its action and that action's members, before anything is sent.
import { isRecallError } from "tencent-chat-recall";
import { MAX_OFFICIAL_ACCOUNT_BYTES } from "../../lib/generated/facts.js";
import { httpError, invalid } from "./http_error.js";
import { issue, found, unexpected } from "../protocol/texts.js";
import { unknownMembers } from "../protocol/unknown_members.js";

/** @typedef {import("../config/options.js").Config} Config */
/** @typedef {import("./audit_log.js").AuditLog} AuditLog */
/** @typedef {import("../protocol/texts.js").Issue} Issue */
/** @typedef {{ action: "recall" | "plan", officialAccount: string, msgKeys: string[], unconfirmed?: string[], reason?: string, run?: string }} RecallInput */
/** @typedef {{ action: "stop", id: string, graceful?: boolean }} StopInput */
/** @typedef {{ action: "history", officialAccount: string, since?: number, until?: number, from?: string, includeRecalled?: boolean }} HistoryInput */

const OF_RECALL = ["action", "officialAccount", "msgKeys", "unconfirmed", "reason", "run"];
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
 * @returns {{ input: RecallInput | HistoryInput | StopInput, plan?: import("tencent-chat-recall").RecallPlan }}
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
  if (input.action !== "history" && Array.isArray(input.msgKeys)) {
    auditLog.note({ messages: input.msgKeys.length });
    for (const path of /** @type {const} */ (["msgKeys", "unconfirmed"])) {
      const count = Array.isArray(input[path]) ? input[path].length : 0;
      if (count > config.maxKeys) throw invalid([...issues, issue(path, "keys-above-limit", { count, max: config.maxKeys })]);
    }
  }
  const plan = input.action === "history" ? undefined : check(input, config, issues);
  if (issues.length > 0) throw invalid(issues);
  for (const allowed of [config.allowAccounts, allowAccounts]) {
    if (allowed && !allowed.has(input.officialAccount)) {
      throw httpError(403, "ERR_PERMISSION", "account-not-allowed");
    }
  }
  return { input, plan };
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
  const { officialAccount, msgKeys, unconfirmed, reason, run } = input;
  if (run !== undefined && !(typeof run === "string" && /^[A-Za-z0-9-]{1,64}$/.test(run))) {
    issues.push(issue("run", "run-id-form"));
  }
  // The service accepts control characters, but a console or log that shows the reason later may not.
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  if (typeof reason === "string" && /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(reason)) {
    issues.push(issue("reason", "reason-characters"));
  }
  try {
    return client.plan({ officialAccount, msgKeys, unconfirmed, reason });
  } catch (error) {
    if (!isRecallError(error) || error.code !== "ERR_INVALID_INPUT") throw error;
    issues.push(...error.issues);
    return undefined;
  }
}

/** @param {unknown} value */
function isShort(value) {
  return typeof value === "string" && value.length <= MAX_OFFICIAL_ACCOUNT_BYTES && /^[\x20-\x7e]+$/.test(value);
}
