// The dashboard and its handler as one Node.js server. See README.md beside this file.
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

// A slip in it would otherwise show with the first visitor.
JSON.parse(env.OPERATORS);

const handler = createHandler({
  sdkAppId: Number(env.TENCENT_CHAT_SDK_APP_ID),
  identifier: env.TENCENT_CHAT_IDENTIFIER,
  secretKey: env.TENCENT_CHAT_SECRET_KEY,
  // A base URL, if there is one, is that of an emulator.
  ...(env.TENCENT_CHAT_BASE_URL ? { baseUrl: env.TENCENT_CHAT_BASE_URL } : { region: env.TENCENT_CHAT_REGION }),
  // Behind a proxy that ends TLS, browsers that do not send Sec-Fetch-Site are told apart by this.
  ...(env.PUBLIC_ORIGIN ? { allowOrigins: [env.PUBLIC_ORIGIN] } : {}),
  authorize: async (request) => {
    const user = await operatorOf(request, env.OPERATORS);
    return user ? { user } : null;
  },
  audit: write,
});

/** On the disk before anything is sent: a full disk stops a run instead of hiding it. */
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

// Once at the start: a place that cannot be written is told now and not when a wrong broadcast is out.
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
