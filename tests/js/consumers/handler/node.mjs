// Serves the handler with Node's HTTP server.
import { createServer } from "node:http";
import { toNodeListener } from "tencent-chat-recall/handler";
import { handler } from "./make.mjs";

const server = createServer(toNodeListener(handler));
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
