// A project on Cloudflare Workers.
import { Hono } from "hono";
import { handler } from "./web.js";

interface Env {
  GATEWAY: Fetcher;
}

export default { fetch: (request, _env, context) => handler(request, context) } satisfies ExportedHandler<Env>;
// @ts-expect-error the second argument of a Worker is the environment, but the handler's is the context
export const direct: ExportedHandler = { fetch: handler };
export const app = new Hono<{ Bindings: Env }>().post("/api/recall", (c) => handler(c.req.raw, c.executionCtx));
