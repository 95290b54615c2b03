// Entry `tencent-chat-recall/store`: keeps the messages that webhooks report, in SQLite or PostgreSQL.
export { openStore } from "./open_store.js";
