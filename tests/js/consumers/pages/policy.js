// For pages whose policy permits no script in the page itself.
import * as api from "./node_modules/tencent-chat-recall/index.js";
import { check } from "./report.js";

await check(api);
