// A Web Worker. Receives the test's settings and answers with the results.
import * as api from "./node_modules/tencent-chat-recall/index.js";
import { conform } from "./conformance.js";

globalThis.addEventListener("message", async ({ data }) => globalThis.postMessage(await conform(api, data)));
