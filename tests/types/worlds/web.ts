// A project with web types, from the DOM, a worker or a runtime: functions with a Request, a Response or a signal.
import type { FetchLike, RecallRequest } from "tencent-chat-recall";
import { RecallClient, readWebhook, recall } from "tencent-chat-recall";
import { createEmulator } from "tencent-chat-recall/emulator";
import { createHandler } from "tencent-chat-recall/handler";
import { RemoteRecallClient } from "tencent-chat-recall/remote";

const options = { sdkAppId: 1400000000, identifier: "administrator", secretKey: "text", region: "singapore" } as const;
const request: RecallRequest = { officialAccount: "@TOA#_a", msgKeys: ["71_1_1698741698"], signal: AbortSignal.timeout(1) };

const logged: FetchLike = async (url, init) => {
  const response = await fetch(url, init);
  void response.ok;
  return response;
};
const wrapped: FetchLike = async (url, init) => new Response(String((await fetch(url, { ...init, headers: { ...init.headers, via: "me" } })).status));

export const handler = createHandler({
  ...options,
  fetch: logged,
  authorize: async (request) => {
    const given: Request = request;
    const copy = given.clone();
    return copy.headers.get("cookie") ? { user: await copy.text() } : new Response("Sign in first.", { status: 401 });
  },
});

// A Next.js route, a Worker, and code that wraps the handler.
export const POST = (request: Request): Promise<Response> => handler(request);
export const wrap = async (request: Request): Promise<Response> => new Response((await handler(request)).body, { status: 200 });

export async function main(controller: AbortController, hook: Request) {
  await recall({ ...options, ...request, fetch });
  await recall({ ...options, ...request, fetch: globalThis.fetch, signal: controller.signal });
  await recall({ ...options, ...request, fetch: (url, init) => fetch(url, init) });
  await recall({ ...options, ...request, fetch: wrapped });
  const client = new RecallClient({ ...options, limiter: { acquire: async (signal) => void (await fetch("https://limit.example", { signal })) } });
  const signal: AbortSignal | undefined = request.signal;
  for await (const { msgKey } of client.history("@TOA#_a", signal ? { signal } : {})) msgKey.split("_");
  const { kind } = await readWebhook(hook, { token: "text", sdkAppId: 1 });
  const remote = new RemoteRecallClient({ url: "/api/recall", fetch });
  void new RemoteRecallClient({ url: "/api/recall", fetch: (url, init) => fetch(url, init) });
  void new RemoteRecallClient({ url: "/api/recall", fetch: (url, init) => handler(new Request(url, init)) });
  await remote.recall({ ...request, signal: AbortSignal.timeout(1) });

  const emulator = createEmulator({ webhook: { url: "https://ops.example", fetch: (url, init) => fetch(url, init) } });
  const replaced: (input: string | URL | Request, init?: RequestInit) => Promise<Response> = emulator.fetch;
  const heard: Response = await emulator.handle(hook);
  await emulator.fetch(new URL("https://host.example/"), { method: "POST", body: "{}", signal: AbortSignal.timeout(1) });
  await emulator.fetch(hook);
  await recall({ ...options, ...request, fetch: emulator.fetch });
  return [kind, replaced, heard.headers.get("content-type")];
}
