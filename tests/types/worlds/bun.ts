// A project on Bun.
import { Hono } from "hono";
import { handler } from "./web.js";

Bun.serve({ fetch: (request) => handler(request) });
Bun.serve({ routes: { "/api/recall": { POST: (request) => handler(request) } } });
export default { fetch: handler };
export const app = new Hono().post("/api/recall", (c) => handler(c.req.raw));
