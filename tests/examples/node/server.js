// Serves the dashboard and its handler from one Node.js server. See README.md in this folder.
import { once } from "node:events";
import { appendFile, open } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { createHandler, toNodeListener } from "tencent-chat-recall/handler";
import { guarded } from "../headers.js";
import { askToSignIn, operatorOf } from "../operators.js";
import { fileOf } from "./files.js";

const WWW = fileURLToPath(new URL("../../../www", import.meta.url));
const PACKAGE = dirname(fileURLToPath(import.meta.resolve("tencent-chat-recall/package.json")));

const { env } = process;
for (const name of ["TENCENT_CHAT_SDK_APP_ID", "TENCENT_CHAT_IDENTIFIER", "TENCENT_CHAT_SECRET_KEY", "OPERATORS", "AUDIT_FILE"]) {
  if (!env[name]) throw new Error(`${name} is not set; README.md says what it is.`);
}

// Checked at the start: otherwise a mistake would only show at the first request.
JSON.parse(env.OPERATORS);

const handler = createHandler({
  sdkAppId: Number(env.TENCENT_CHAT_SDK_APP_ID),
  identifier: env.TENCENT_CHAT_IDENTIFIER,
  secretKey: env.TENCENT_CHAT_SECRET_KEY,
  // The base URL is for an emulator.
  ...(env.TENCENT_CHAT_BASE_URL ? { baseUrl: env.TENCENT_CHAT_BASE_URL } : { region: env.TENCENT_CHAT_REGION }),
  // Needed after a proxy that ends TLS, for the origin check of browsers that do not send Sec-Fetch-Site.
  ...(env.PUBLIC_ORIGIN ? { allowOrigins: [env.PUBLIC_ORIGIN] } : {}),
  authorize: async (request) => {
    const user = await operatorOf(request, env.OPERATORS);
    return user ? { user } : null;
  },
  audit: write,
});

/** Syncs the record to the disk before anything is sent, so that a full disk stops the run. */
async function write(record) {
  await appendFile(env.AUDIT_FILE, `${JSON.stringify(record)}\n`, { mode: 0o600, flush: true });
}

/** @param {Request} request */
async function answer(request) {
  if (!(await operatorOf(request, env.OPERATORS))) return guarded(askToSignIn());
  const { pathname } = new URL(request.url);
  if (pathname === "/api/recall") return handler(request);
  if (request.method !== "GET") return new Response(null, { status: 405, headers: { allow: "GET" } });
  return guarded((await fileOf(pathname, { "/pkg/": PACKAGE, "/": WWW })) ?? new Response("Not found\n", { status: 404 }));
}

// Opens the audit file once at the start, so that a wrong path is reported now and not when a recall is urgent.
await (await open(env.AUDIT_FILE, "a", 0o600)).close();
const server = createServer(toNodeListener(answer));
server.listen(Number(env.PORT ?? 8080), env.HOST ?? "127.0.0.1");
await once(server, "listening");
console.log(`http://${env.HOST ?? "127.0.0.1"}:${server.address().port}/`);
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
