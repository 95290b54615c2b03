// Rows of the table of messages: made of what is put, merged when a message is known already, and read back.
import { isMsgKey, sentAt } from "../../lib/vendor/msg_key.js";
import { invalid, unexpected } from "./problems.js";
import { searchForm, textOf, typesOf } from "./message_text.js";

/** @typedef {import("../index.js").StoreMessage} StoreMessage */
/** @typedef {import("../index.js").StoredMessage} StoredMessage */

/**
 * A row. Unknown values are null.
 * @typedef {{ officialAccount: string, msgKey: string, msgTime: number, onlineOnly: number | null, recalledAt: number | null, msgTypes: string | null, searchText: string | null, msgBody: string | null }} Row
 */

/** Most bytes of an account id: an index of PostgreSQL holds no long texts. */
const MOST_ACCOUNT_CHARACTERS = 256;
const LATEST = 4_294_967_295;

/** @param {unknown} value */
// eslint-disable-next-line no-control-regex -- PostgreSQL refuses NUL, and no account has control characters
const isAccount = (value) => typeof value === "string" && value !== "" && value.length <= MOST_ACCOUNT_CHARACTERS && !/[\0-\x1f\x7f]/.test(value);

/** @param {unknown} value @returns {number | undefined} milliseconds */
export function momentOf(value) {
  const ms = value instanceof Date ? value.getTime() : value;
  return Number.isSafeInteger(ms) ? /** @type {number} */ (ms) : undefined;
}

/** The checks of the members of a message: the word for what is expected, and the test. @type {[name: keyof StoreMessage, expected: string, test: (value: any) => boolean, required?: boolean][]} */
const CHECKS = [
  ["officialAccount", "store-account", isAccount, true],
  ["msgKey", "msg-key", (value) => typeof value === "string" && isMsgKey(value), true],
  ["msgTime", "msg-time", (value) => Number.isInteger(value) && value >= 0 && value <= LATEST],
  ["onlineOnly", "flag", (value) => typeof value === "boolean"],
  ["recalledAt", "moment", (value) => momentOf(value) !== undefined],
  ["msgBody", "msg-body", Array.isArray],
];

/**
 * Checks all messages before any is written.
 * @param {unknown} messages
 * @param {{ isRecalled?: boolean, now: () => number }} how `isRecalled`: all of them are
 * @returns {Row[]}
 */
export function rowsOf(messages, how) {
  const isIterable = typeof (/** @type {any} */ (messages)?.[Symbol.iterator]) === "function" && typeof messages !== "string";
  if (!isIterable) throw invalid([unexpected("messages", messages, "store-messages")]);
  const list = [.../** @type {Iterable<any>} */ (messages)];
  const issues = list.flatMap((message, index) => issuesOf(message, `messages[${index}]`));
  if (issues.length > 0) throw invalid(issues);
  return list.map((message) => rowOf(message, how));
}

/** @param {any} message @param {string} path */
function issuesOf(message, path) {
  if (typeof message !== "object" || message === null) return [unexpected(path, message, "store-messages")];
  const wrong = CHECKS.filter(([name, , test, required]) => (message[name] === undefined ? required : !test(message[name])));
  return wrong.map(([name, expected]) => unexpected(`${path}.${name}`, message[name], expected));
}

/** @param {StoreMessage} message @param {{ isRecalled?: boolean, now: () => number }} how @returns {Row} */
function rowOf({ officialAccount, msgKey, msgTime, msgBody, onlineOnly, recalledAt, state }, { isRecalled, now }) {
  const isGone = isRecalled || recalledAt !== undefined || state === "recalled";
  return {
    officialAccount,
    msgKey,
    // The key holds the time, so that a message is found by its time even if its after-send webhook was lost.
    msgTime: msgTime ?? sentAt(msgKey),
    onlineOnly: onlineOnly === undefined ? null : Number(onlineOnly),
    recalledAt: isGone ? (momentOf(recalledAt) ?? now()) : null,
    ...(msgBody === undefined
      ? { msgTypes: null, searchText: null, msgBody: null }
      : { msgTypes: `,${typesOf(msgBody).join(",").replaceAll("\0", "")},`, searchText: searchForm(textOf(msgBody)), msgBody: JSON.stringify(msgBody) }),
  };
}

/** One row of two for the same message, whatever their order. The upsert in schema/statements.js does the same. @param {Row} known @param {Row} next @returns {Row} */
export function mergeRows(known, next) {
  const earliest = [known.recalledAt, next.recalledAt].filter((time) => time !== null);
  const body = known.msgBody === null ? next : known;
  return {
    ...known,
    onlineOnly: known.onlineOnly ?? next.onlineOnly,
    recalledAt: earliest.length > 0 ? Math.min(.../** @type {number[]} */ (earliest)) : null,
    msgTypes: body.msgTypes,
    searchText: body.searchText,
    msgBody: body.msgBody,
  };
}

/** A row as drivers return it: PostgreSQL's 64-bit numbers are texts. @param {any} row @returns {StoredMessage} */
export function messageOf(row) {
  const msgBody = row.msg_body === null ? undefined : JSON.parse(row.msg_body);
  return {
    officialAccount: row.official_account,
    msgKey: row.msg_key,
    msgTime: Number(row.msg_time),
    state: row.recalled_at === null ? "normal" : "recalled",
    ...(row.recalled_at !== null && { recalledAt: Number(row.recalled_at) }),
    ...(row.online_only !== null && { onlineOnly: Number(row.online_only) === 1 }),
    ...(msgBody && { text: textOf(msgBody), msgBody }),
  };
}
