// A Service Worker. Receives the test's settings and answers with the results.
import * as api from "./node_modules/tencent-chat-recall/index.js";
import { conform } from "./conformance.js";

globalThis.addEventListener("message", (event) => {
  event.waitUntil(conform(api, event.data).then((claims) => event.ports[0].postMessage(claims)));
});
