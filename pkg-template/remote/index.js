// Entry: the browser side of tencent-chat-recall/handler. Small, without WebAssembly and without a secret.
export { RemoteRecallClient } from "./client.js";
export { RecallError, isRecallError } from "../lib/errors/recall_error.js";
