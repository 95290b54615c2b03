// Serves the handler with Deno's server.
import { handler } from "./make.mjs";

globalThis.Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: ({ port }) => console.log(`http://127.0.0.1:${port}`) }, (request) => handler(request));
