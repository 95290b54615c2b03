// Entry `tencent-chat-recall/store`: the messages that webhooks have told of, in SQLite or PostgreSQL.
export { openStore } from "./open_store.js";
