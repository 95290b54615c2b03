// A Web Worker: answers a stage with what it found.
import * as api from "./node_modules/tencent-chat-recall/index.js";
import { conform } from "./conformance.js";

globalThis.addEventListener("message", async ({ data }) => globalThis.postMessage(await conform(api, data)));
