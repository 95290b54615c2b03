// A project on Node.js, with popular HTTP clients.
import { createServer } from "node:http";
import { createSecureServer } from "node:http2";
import nodeFetch from "node-fetch";
import * as undici from "undici";
import { ProxyAgent, fetch as undiciFetch } from "undici";
import type { ClientOptions } from "tencent-chat-recall";
import { RecallClient, recall } from "tencent-chat-recall";
import { createHandler, toNodeListener } from "tencent-chat-recall/handler";
import { RemoteRecallClient } from "tencent-chat-recall/remote";

const given: ClientOptions = { sdkAppId: 1400000000, identifier: "administrator", secretKey: "text", region: "singapore" };
const dispatcher = new ProxyAgent("http://127.0.0.1:3128");

export const clients = [
  new RecallClient({ ...given, fetch: undiciFetch }),
  new RecallClient({ ...given, fetch: (url, init) => undici.fetch(url, { ...init, dispatcher }) }),
  new RecallClient({ ...given, fetch: async (url, init) => undici.fetch(url, { ...init, dispatcher: new undici.Agent() }) }),
  new RecallClient({ ...given, fetch: nodeFetch }),
  new RecallClient({ ...given, fetch: (url, init) => nodeFetch(url, { ...init, compress: false }) }),
  new RecallClient({ ...given, fetch }),
  new RemoteRecallClient({ url: "https://ops.example/recall", fetch: undiciFetch }),
  new RemoteRecallClient({ url: "https://ops.example/recall", fetch: (url, init) => undici.fetch(url, { ...init, dispatcher }) }),
];
// @ts-expect-error its Response has a Node.js stream, from which rows cannot be read incrementally
void new RemoteRecallClient({ url: "https://ops.example/recall", fetch: nodeFetch });

export const listener = toNodeListener(createHandler({ ...given, authorize: () => ({ user: "anna" }) }));
createServer(listener).listen(0);
createSecureServer(listener).listen(0);
void recall({ ...given, officialAccount: "@TOA#_a", msgKeys: [], fetch: undiciFetch });
