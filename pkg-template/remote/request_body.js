// The messages in the body of a request to the handler, and where they are in the caller's input.
import { refOf } from "../handler/protocol/message_refs.js";
import { messageOf } from "../handler/protocol/texts.js";
import { RecallError } from "../lib/errors/recall_error.js";

/** @typedef {import("./message_list.js").Entry} Entry */

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
 * @param {import("./message_list.js").Form} form of the caller's request
 */
export function placed(error, todo, form) {
  if (error.issues.length === 0) return error;
  const { code, detail, apiCode, cause } = error;
  const issues = error.issues.map((issue) => ({ ...issue, path: pathOf(issue.path, todo, form) }));
  const isMoved = issues.some(({ path }, index) => path !== error.issues[index]?.path);
  const message = isMoved ? messageOf({ issues }) : error.message;
  return new RecallError({ code, message, detail, apiCode, issues, cause });
}

/**
 * @param {string} path in the request to the handler
 * @param {readonly Entry[]} todo
 * @param {import("./message_list.js").Form} form
 */
function pathOf(path, todo, { name }) {
  if (path === "officialAccount") return name === "messages" ? `messages[${todo[0]?.at}].officialAccount` : path;
  const [, list, place, member = list === "msgKeys" ? ".msgKey" : ""] = /^(msgKeys|messages)(?:\[(\d+)\](\.\w+)?)?$/.exec(path) ?? [];
  if (list === undefined) return path;
  if (place === undefined) return name;
  const entry = todo[Number(place)];
  return entry ? `${name}[${entry.at}]${name === "messages" ? member : ""}` : path;
}
