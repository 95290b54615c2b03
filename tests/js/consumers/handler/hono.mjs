// Serves the handler with Hono on Node.js, through Hono's adapter.
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { handler } from "./make.mjs";

const app = new Hono();
app.all("/api/recall", (context) => handler(context.req.raw));
serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => console.log(`http://127.0.0.1:${port}`));
