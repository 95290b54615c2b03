// Entry: the server's side of a page that recalls messages. It keeps the secret key; the page never sees it.
export { createHandler } from "./create_handler.js";
export { toNodeListener } from "./node/listener.js";
