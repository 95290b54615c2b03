// Entry: the server side of a web page that recalls messages. It keeps the secret key, which the web page never sees.
export { createHandler } from "./create_handler.js";
export { toNodeListener } from "./node/listener.js";
