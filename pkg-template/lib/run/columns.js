// The form in which messages of many accounts cross to the core.
import { tryCall } from "../errors/try_call.js";

/** In place of a MsgKey: the value before it is a row that is no object. */
const NO_ROW = Symbol();

/**
 * Account and MsgKey of each message in turn: the form in which messages cross.
 * @param {Iterable<any>} rows
 */
export function columnsOf(rows) {
  /** @type {unknown[]} */
  const columns = [];
  for (const row of rows) {
    if (typeof row === "object" && row !== null) columns.push(tryCall(() => row.officialAccount), tryCall(() => row.msgKey));
    else columns.push(row, NO_ROW);
  }
  return columns;
}

/**
 * Account and MsgKey at each position of a list.
 * @param {{ officialAccount?: any, msgKeys?: any, messages?: any }} request a snapshot
 * @returns {Generator<[officialAccount: string, msgKey: string], void, void>}
 */
export function* messagesOf({ officialAccount, msgKeys, messages }) {
  if (!messages) for (const msgKey of msgKeys) yield [officialAccount, msgKey];
  else for (let at = 0; at < messages.length; at += 2) yield [messages[at], messages[at + 1]];
}
