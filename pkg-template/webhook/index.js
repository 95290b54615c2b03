// Entry `tencent-chat-recall/webhook`: receives the service's webhooks after sending and recalling.
export { createWebhookHandler } from "./create_webhook_handler.js";
export { toNodeListener } from "../handler/node/listener.js";
