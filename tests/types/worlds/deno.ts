// A project on Deno, with Deno's types in addition to web types.
import { RecallClient } from "tencent-chat-recall";
import { handler } from "./web.js";

declare namespace Deno {
  interface HttpClient { close(): void }
  interface HttpServer { readonly finished: Promise<void>; shutdown(): Promise<void> }
  interface ServeHandlerInfo { remoteAddr: { hostname: string; port: number }; completed: Promise<void> }
  function createHttpClient(options: { proxy?: { url: string } }): HttpClient;
  function serve(handler: (request: Request, info: ServeHandlerInfo) => Response | Promise<Response>): HttpServer;
}
declare function denoFetch(input: URL | Request | string, init?: RequestInit & { client?: Deno.HttpClient }): Promise<Response>;

const given = { sdkAppId: 1400000000, identifier: "administrator", secretKey: "text", region: "singapore" } as const;
const client = Deno.createHttpClient({ proxy: { url: "http://127.0.0.1:3128" } });
export const clients = [
  new RecallClient({ ...given, fetch: denoFetch }),
  new RecallClient({ ...given, fetch: (url, init) => denoFetch(url, { ...init, client }) }),
];
Deno.serve((request) => handler(request));
export default { fetch: handler };
