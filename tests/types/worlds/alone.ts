// A project without DOM types and without runtime types: every export of the package has a type and can be used.
import type { ClientOptions, FetchInit, FetchLike, RecallReport, RecallRequest } from "tencent-chat-recall";
import { RecallClient, RecallError, readWebhook, recall } from "tencent-chat-recall";
import type { Emulator } from "tencent-chat-recall/emulator";
import { createEmulator, startEmulator } from "tencent-chat-recall/emulator";
import type { RecallHandler } from "tencent-chat-recall/handler";
import { createHandler, toNodeListener } from "tencent-chat-recall/handler";
import { RemoteRecallClient } from "tencent-chat-recall/remote";
import type { MessageStore } from "tencent-chat-recall/store";
import { openStore } from "tencent-chat-recall/store";
import { createWebhookHandler, toNodeListener as toWebhookListener } from "tencent-chat-recall/webhook";

const credentials = { sdkAppId: 1400000000, identifier: "administrator", secretKey: "text" };
const body = '{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","RecallRetList":[]}';
const mocks: FetchLike[] = [
  async () => ({ status: 200, text: async () => body }),
  async () => ({ status: 200, json: async () => JSON.parse(body) }),
  async (url, { method, headers, body, signal }) => ({ status: signal.aborted ? 0 : 200, text: async () => url + method + headers["content-type"] + body }),
];
// @ts-expect-error a response must have a body, as text or as JSON
const silent: FetchLike = async () => ({ status: 200 });
// @ts-expect-error the method is POST
const wrong: (init: FetchInit) => "GET" = ({ method }) => method;

export async function main(request: RecallRequest, heard: Parameters<RecallHandler>[0], source: AsyncIterable<string>): Promise<RecallReport> {
  const emulator: Emulator = createEmulator({ webhook: { url: "http://127.0.0.1", fetch: async (_url, { body }) => ({ status: body.length, json: async () => ({}) }) } });
  const options: ClientOptions = {
    ...credentials, region: "singapore", fetch: emulator.fetch, limiter: { acquire: (signal) => signal.throwIfAborted() }, deadline: new Date(),
  };
  const client = new RecallClient(options);
  for await (const { status } of client.recallEach({ officialAccount: "@TOA#_newsroom", msgKeys: source })) status.at(0);
  request.signal?.addEventListener("abort", () => {});
  const handler = createHandler({ ...options, authorize: async (request) => (request.headers.get("cookie") ? { user: "anna" } : null) });
  const { status, headers } = await handler(heard);
  const listener = toNodeListener(handler);
  const remote = new RemoteRecallClient({ url: "https://ops.example/recall" });
  await remote.recall({ ...request, signal: request.signal });
  const { kind } = await readWebhook({ url: "https://ops.example/hook", body }, { token: "text", sdkAppId: 1 });
  const store: MessageStore = await openStore("sqlite::memory:", { sdkAppId: 1 });
  const receiver = createWebhookHandler({ sdkAppId: 1, token: "text", store, onSent: ({ msgKeys }) => msgKeys.length, onEvent: (event) => event.type === "lost" && event.reason });
  toWebhookListener(receiver).call(undefined, ...([] as unknown as Parameters<ReturnType<typeof toWebhookListener>>));
  for await (const { msgKey, text = "" } of store.find({ since: new Date(), officialAccounts: source })) msgKey.at(text.length);
  const { close } = await startEmulator({ emulator });
  await close();
  const answer = await emulator.handle(heard);
  const found = await (await emulator.fetch("https://host.example/v4/x", { method: "POST", body })).json();
  if (found instanceof RecallError) throw found;
  return recall({ ...options, ...request, reason: [status, headers.get("allow"), listener.length, kind, answer.status].join() });
}

void [mocks, silent, wrong];
