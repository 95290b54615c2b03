// The SQL of the store. SQLite and PostgreSQL share it; what differs is the dialect. `?` is a placeholder.

/**
 * @typedef {object} Dialect
 * @property {"sqlite" | "postgres"} name
 * @property {string} inList a condition that a list holds the column before it
 * @property {(items: string[]) => unknown} list the value of such a list
 * @property {(column: string) => string} position where a text occurs in a column, from 1; 0 if it does not
 * @property {string} hasVersions a query with a row if the table of versions exists
 */

/** @type {Dialect} */
export const SQLITE = {
  name: "sqlite",
  inList: "IN (SELECT value FROM json_each(?))",
  list: (items) => JSON.stringify(items),
  position: (column) => `instr(${column}, ?)`,
  hasVersions: "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'chat_recall_schema'",
};

/** @type {Dialect} */
export const POSTGRES = {
  name: "postgres",
  inList: "= ANY (?::text[])",
  list: (items) => items,
  position: (column) => `strpos(${column}, ?)`,
  hasVersions: "SELECT 1 WHERE to_regclass('chat_recall_schema') IS NOT NULL",
};

/** Columns after the app, in the order of the values of a row. */
export const COLUMNS = "official_account, msg_key, msg_time, online_only, recalled_at, msg_types, search_text, msg_body";

/** @param {import("../rows/row.js").Row} row */
export const valuesOf = (row) => [row.officialAccount, row.msgKey, row.msgTime, row.onlineOnly, row.recalledAt, row.msgTypes, row.searchText, row.msgBody];

/** What both webhooks of a message say is kept, in whatever order they come; a double changes nothing. `mergeRows` does the same. */
const MERGE = `ON CONFLICT (sdk_app_id, official_account, msg_key) DO UPDATE SET
  online_only = coalesce(stored.online_only, excluded.online_only),
  recalled_at = CASE WHEN stored.recalled_at IS NULL OR excluded.recalled_at < stored.recalled_at THEN excluded.recalled_at ELSE stored.recalled_at END,
  msg_types = CASE WHEN stored.msg_body IS NULL THEN excluded.msg_types ELSE stored.msg_types END,
  search_text = CASE WHEN stored.msg_body IS NULL THEN excluded.search_text ELSE stored.search_text END,
  msg_body = coalesce(stored.msg_body, excluded.msg_body)
WHERE (stored.msg_body IS NULL AND excluded.msg_body IS NOT NULL)
  OR (stored.online_only IS NULL AND excluded.online_only IS NOT NULL)
  OR (excluded.recalled_at IS NOT NULL AND (stored.recalled_at IS NULL OR excluded.recalled_at < stored.recalled_at))`;

/** One row. */
export const UPSERT_ROW = `INSERT INTO chat_recall_messages AS stored (sdk_app_id, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
${MERGE}`;

/** Any number of rows: the app, and an array for each column. */
export const UPSERT_ARRAYS = `INSERT INTO chat_recall_messages AS stored (sdk_app_id, ${COLUMNS})
SELECT ?::bigint, given.* FROM unnest(?::text[], ?::text[], ?::bigint[], ?::smallint[], ?::bigint[], ?::text[], ?::text[], ?::text[]) AS given
${MERGE}`;

/**
 * A page of messages, newest first.
 * @param {string[]} conditions
 * @param {boolean} isFirst whether no page came before
 */
export const selectPage = (conditions, isFirst) => `SELECT ${COLUMNS} FROM chat_recall_messages
WHERE ${["sdk_app_id = ?", ...conditions, ...(isFirst ? [] : ["(msg_time, official_account, msg_key) < (?, ?, ?)"])].join(" AND ")}
ORDER BY msg_time DESC, official_account DESC, msg_key DESC LIMIT ?`;

/** Deletes some messages that were sent before a time. @param {boolean} onlyRecalled */
export const deleteSome = (onlyRecalled) => `DELETE FROM chat_recall_messages WHERE (sdk_app_id, official_account, msg_key) IN (
  SELECT sdk_app_id, official_account, msg_key FROM chat_recall_messages WHERE sdk_app_id = ? AND msg_time < ?${onlyRecalled ? " AND recalled_at IS NOT NULL" : ""} LIMIT ?)`;
