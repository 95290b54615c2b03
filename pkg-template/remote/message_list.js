// The messages of a request: read from the caller's input, checked before any are sent, and written into the bodies for the handler.
import { idOf, refOf } from "../handler/protocol/message_refs.js";
import { cut, escaped } from "../handler/protocol/quoted_excerpt.js";
import { found, issue, messageOf, unexpected } from "../handler/protocol/texts.js";
import { RecallError } from "../lib/errors/recall_error.js";
import { tryCall } from "../lib/errors/try_call.js";
import { isMsgKey } from "../lib/vendor/msg_key.js";
import { accountProblem } from "../lib/vendor/official_account.js";
import { makeError } from "./remote_error.js";

/** @typedef {import("../index.js").Issue} Issue */
/** @typedef {import("../index.js").MessageRef} MessageRef */
/**
 * The member of a request that has its messages: MsgKeys of one account, or messages with their accounts.
 * @typedef {{ name: "msgKeys", account: string } | { name: "messages" }} Form
 */
/**
 * A distinct message of the input: how often it is there, and where first.
 * @typedef {{ id: string, message: MessageRef, count: number, at: number }} Entry
 */

/** @param {Issue[]} issues */
export const invalid = (issues) => makeError("ERR_INVALID_INPUT", { issues });

/**
 * @param {any} request
 * @returns {Form}
 * @throws {RecallError} if it has both forms
 */
export function formOf(request) {
  if (request?.messages === undefined) return { name: "msgKeys", account: request?.officialAccount };
  const others = ["officialAccount", "msgKeys"].filter((name) => request[name] !== undefined);
  if (others.length > 0) throw invalid(others.map((second) => issue("", "both", { first: "messages", second })));
  return { name: "messages" };
}

/**
 * @param {Form} form
 * @param {unknown} value
 * @param {number} position
 * @param {string} [name] of the list
 * @returns {{ message?: MessageRef, issues: Issue[] }} the message, unless there are issues
 */
export function readMessage(form, value, position, name = form.name) {
  const path = `${name}[${position}]`;
  if (form.name === "msgKeys") return read(form.account, value, { keyPath: path });
  if (typeof value !== "object" || value === null) return { issues: [issue(path, "unexpected-value", { expected: "message-ref", found: found(value).found })] };
  const [officialAccount, msgKey] = [() => /** @type {any} */ (value).officialAccount, () => /** @type {any} */ (value).msgKey].map(tryCall);
  return read(officialAccount, msgKey, { accountPath: `${path}.officialAccount`, keyPath: `${path}.msgKey` });
}

/**
 * @param {any} officialAccount checked if it has a path: otherwise the handler checks it
 * @param {any} msgKey
 * @param {{ accountPath?: string, keyPath: string }} paths
 */
function read(officialAccount, msgKey, { accountPath, keyPath }) {
  const issues = [accountPath && accountIssue(officialAccount, accountPath), keyIssue(msgKey, keyPath)].filter((one) => typeof one === "object");
  return issues.length > 0 ? { issues } : { message: { officialAccount, msgKey }, issues };
}

/** @param {unknown} value @param {string} path */
function accountIssue(value, path) {
  if (typeof value !== "string") return issue(path, "unexpected-value", { expected: "official-account", found: found(value).found });
  const problem = accountProblem(value);
  return problem && issue(path, problem.code, { ...problem.params, ...(problem.isQuoted && { value: escaped(cut(value)) }) });
}

/** @param {unknown} value @param {string} path */
function keyIssue(value, path) {
  if (typeof value !== "string") return issue(path, "unexpected-value", { expected: "msg-key", found: found(value).found });
  return isMsgKey(value) ? undefined : issue(path, "msg-key-form", { value: escaped(cut(value)) });
}

/** An empty list is an error: it is more likely a mistake than intended. @param {Form} form */
export function empty({ name }) {
  return invalid([issue(name, "empty", { expected: name === "messages" ? "one-message" : "one-msg-key" })]);
}

/**
 * Copies a list, which may be any iterable except a string.
 * @param {any} list
 * @returns {unknown[] | undefined}
 * @throws {RecallError} when it fails
 */
export function valuesOf(list) {
  try {
    return typeof list === "object" && typeof list?.[Symbol.iterator] === "function" ? [...list] : undefined;
  } catch (cause) {
    throw makeError("ERR_INPUT_SOURCE", { detail: "source-failed", cause });
  }
}

/**
 * Reads a whole list of the request.
 * @param {any} list
 * @param {Form} form
 * @param {string} [name] of the list
 * @returns {MessageRef[]}
 * @throws {RecallError} with every problem
 */
function messagesOf(list, form, name = form.name) {
  const values = valuesOf(list);
  if (!values) throw invalid([unexpected(name, list, form.name === "messages" ? "message-list" : "msg-key-list")]);
  const rows = values.map((value, position) => readMessage(form, value, position, name));
  const issues = rows.flatMap((row) => row.issues);
  if (issues.length > 0) throw invalid(issues);
  return rows.map(({ message }) => /** @type {MessageRef} */ (message));
}

/**
 * Reads the messages that an earlier run left unconfirmed.
 * @param {any} request
 * @param {Form} form
 */
export function readUnconfirmed(request, form) {
  const list = request?.unconfirmed;
  return list === undefined ? [] : messagesOf(list, form, "unconfirmed");
}

/**
 * Reads the messages: those of every position, and the distinct ones in order, by id.
 * @param {any} request
 * @param {Form} form
 */
export function readList(request, form) {
  const messages = messagesOf(request?.[form.name], form);
  if (messages.length === 0) throw empty(form);
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  messages.forEach((message, at) => addTo(entries, message, at));
  return { messages, entries };
}

/**
 * Adds the message at a position of the input.
 * @param {Map<string, Entry>} entries
 * @param {MessageRef} message
 * @param {number} at
 */
export function addTo(entries, message, at) {
  const id = idOf(message);
  const known = entries.get(id);
  if (known) known.count += 1;
  else entries.set(id, { id, message, count: 1, at });
}

/**
 * The members with the messages: in the form of 0.1.0 if they have one account, so that older handlers read them.
 * @param {readonly Entry[]} todo
 * @param {ReadonlyMap<string, import("../index.js").RecallResult>} prior
 * @param {boolean} isMany whether the run has several accounts
 */
export function bodyOf(todo, prior, isMany) {
  const doubtful = todo.filter(({ id }) => prior.get(id)?.status === "unconfirmed");
  const listed = (/** @type {readonly Entry[]} */ list) => list.map(({ message }) => (isMany ? refOf(message) : message.msgKey));
  const messages = isMany ? { messages: listed(todo) } : { officialAccount: todo[0]?.message.officialAccount, msgKeys: listed(todo) };
  return doubtful.length > 0 ? { ...messages, unconfirmed: listed(doubtful) } : messages;
}

/**
 * The error of a refused request, with the paths of its issues in the caller's input.
 * @param {RecallError} error
 * @param {readonly Entry[]} todo the messages of the request
 * @param {Form} form of the caller's request
 */
export function placed(error, todo, form) {
  if (error.issues.length === 0) return error;
  const { code, detail, apiCode, cause } = error;
  const issues = error.issues.map((one) => ({ ...one, path: pathOf(one.path, todo, form) }));
  const isMoved = issues.some(({ path }, index) => path !== error.issues[index]?.path);
  const message = isMoved ? messageOf({ issues }) : error.message;
  return new RecallError({ code, message, detail, apiCode, issues, cause });
}

/**
 * @param {string} path in the request to the handler
 * @param {readonly Entry[]} todo
 * @param {Form} form
 */
function pathOf(path, todo, { name }) {
  if (path === "officialAccount") return name === "messages" ? `messages[${todo[0]?.at}].officialAccount` : path;
  const [, list, place, member = list === "msgKeys" ? ".msgKey" : ""] = /^(msgKeys|messages)(?:\[(\d+)\](\.\w+)?)?$/.exec(path) ?? [];
  if (list === undefined) return path;
  if (place === undefined) return name;
  const entry = todo[Number(place)];
  return entry ? `${name}[${entry.at}]${name === "messages" ? member : ""}` : path;
}
