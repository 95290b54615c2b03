// For pages whose content security policy forbids inline scripts.
import * as api from "./node_modules/tencent-chat-recall/index.js";
import { check } from "./report.js";

await check(api);
