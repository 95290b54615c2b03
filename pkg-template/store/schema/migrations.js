// The versions of the schema, forward only: a released migration never changes, and a new one is added at the end.

/** @typedef {{ sqlite: readonly string[], postgres: readonly string[] }} Migration the statements for each database */

// "C": texts are compared byte by byte, as in SQLite, whatever the locale of the database.
const CREATE = (/** @type {string} */ text) => `CREATE TABLE chat_recall_messages (
  sdk_app_id bigint NOT NULL,
  official_account ${text} NOT NULL,
  msg_key ${text} NOT NULL,
  msg_time bigint NOT NULL,
  online_only smallint,
  recalled_at bigint,
  msg_types ${text},
  search_text ${text},
  msg_body text,
  PRIMARY KEY (sdk_app_id, official_account, msg_key)
)`;

const BY_TIME = "CREATE INDEX chat_recall_messages_by_time ON chat_recall_messages (sdk_app_id, msg_time, official_account, msg_key)";

/** @type {readonly Migration[]} */
export const MIGRATIONS = [{ sqlite: [CREATE("text"), BY_TIME], postgres: [CREATE('text COLLATE "C"'), BY_TIME] }];
