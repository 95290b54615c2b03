// Serves the handler with Bun's server.
import { handler } from "./make.mjs";

const server = globalThis.Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: (request) => handler(request) });
console.log(`http://127.0.0.1:${server.port}`);
