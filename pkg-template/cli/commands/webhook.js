// `webhook`: receives the service's webhooks and keeps the messages in a store, until it is stopped.
import { createServer } from "node:http";
import { isRecallError } from "tencent-chat-recall";
import { CREDENTIALS_HELP, CREDENTIAL_OPTIONS, RECEIVING, readCredentials, requireMembers } from "../settings/credentials.js";
import { EXIT, Failure, harmless, reasonCode } from "../failures/failure.js";
import { WebhookLog } from "../screen/webhook_log.js";
import { inCommandTerms } from "../settings/client_options.js";
import { languageOf } from "../languages/locale.js";
import { printNotes } from "../screen/credential_notes.js";
import { sentence } from "../languages/sentence.js";
import { upTo } from "../settings/option_values.js";
import { wordsOf } from "../languages/screen_texts.js";

const DEFAULT_PORT = 8789;
const DEFAULT_STORE = "sqlite:sent.db";
/** Milliseconds to write what waits once it is stopped. */
const MOST_STOPPING_MS = 10_000;
/** Codes of Node.js for a host on which it cannot listen. */
const BAD_HOST = new Set(["EADDRNOTAVAIL", "EAI_AGAIN", "EINVAL", "ENOTFOUND"]);

export const webhook = {
  name: "webhook",
  summary: "Receive the service's webhooks and keep the MsgKeys in a store",
  usage: ["webhook [--port N] [--host HOST] [--store URL]"],
  options: {
    port: { value: "N", about: `Port. Default ${DEFAULT_PORT}; 0 is any free one.`, read: upTo(65_535, "port") },
    host: { value: "HOST", about: "Name or address to listen on; 0.0.0.0 is all interfaces. Default 127.0.0.1." },
    store: { value: "URL", about: `Where to keep the messages: sqlite:FILE or postgres://USER@HOST/DATABASE. Default: TENCENT_CHAT_STORE, or ${DEFAULT_STORE}.` },
    ...CREDENTIAL_OPTIONS,
  },
  notes: [
    ["Credentials, from the environment or --credentials FILE, never as an option:", CREDENTIALS_HELP[0] ?? "", "TENCENT_CHAT_CALLBACK_TOKEN   the callback token of the console", "TENCENT_CHAT_STORE            URL of the store, which may have a password"],
    ["Each webhook is answered when it is in the store, or after 1.5 s. If the store fails, the write is tried again; what cannot be written is listed on standard error."],
    ["Exit status: 0 stopped by a signal, 1 some webhooks were lost, 2 wrong usage, or the store cannot be opened."],
  ],
  examples: ["webhook", "webhook --port 8789 --store sqlite:/var/lib/chat/sent.db --credentials app.env"],

  /** @param {Record<string, any>} options */
  async run(options) {
    const language = languageOf(options.lang);
    const credentials = readCredentials(options, process.env, RECEIVING);
    requireMembers(credentials, RECEIVING);
    printNotes(credentials, language);
    const { sdkAppId, callbackToken: token, store: url = DEFAULT_STORE } = credentials.values;
    if (options.store !== undefined && hasPassword(options.store)) throw new Failure(sentence("passwordInOption"));
    const log = new WebhookLog(language);
    const { store, handler, server } = await start({ url, sdkAppId, token, log, port: options.port ?? DEFAULT_PORT, host: options.host ?? "127.0.0.1" }, credentials);
    // Before the announcement: a program that reads it may end this one at once.
    const stopped = new Promise((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, resolve);
    });
    announce(server, { sdkAppId, url, words: wordsOf(language).webhook });
    await stopped;
    server.close();
    log.stopping(handler.waiting);
    await Promise.race([handler.settled().then(() => store.close()), new Promise((resolve) => setTimeout(resolve, MOST_STOPPING_MS).unref())]);
    server.closeAllConnections();
    const status = log.end(handler.waiting) ? EXIT.DONE : EXIT.SOME_NOT;
    // What still tries to write would keep the process alive.
    if (handler.waiting > 0) process.exit(status);
    return status;
  },
};

/**
 * @param {{ url: string, sdkAppId: number, token: string, log: WebhookLog, port: number, host: string }} settings
 * @param {import("../settings/credentials.js").Credentials} credentials
 */
async function start({ url, sdkAppId, token, log, port, host }, credentials) {
  const { openStore } = await import("tencent-chat-recall/store");
  const { createWebhookHandler, toNodeListener } = await import("tencent-chat-recall/webhook");
  try {
    const store = await openStore(url, { sdkAppId });
    const handler = createWebhookHandler({ sdkAppId, token, store, onSent: () => log.received("sent"), onRecalled: () => log.received("recalled"), onEvent: (event) => log.tell(event) });
    const server = createServer(toNodeListener(handler));
    await new Promise((resolve, reject) => server.once("error", reject).listen(port, host, () => resolve(undefined)));
    return { store, handler, server };
  } catch (error) {
    const { code = "", syscall } = /** @type {NodeJS.ErrnoException} */ (error);
    if (BAD_HOST.has(code)) throw new Failure(sentence("hostUnusable", { host: harmless(host), reason: code }));
    if (syscall === "listen") throw new Failure(sentence("portUnusable", { port, reason: reasonCode(error) }));
    if (isRecallError(error) && error.code === "ERR_STORE") throw new Failure(sentence("recallError", { error }));
    throw inCommandTerms(error, { ...credentials, names: { ...credentials.names, url: credentials.names.store ?? "--store" } });
  }
}

/**
 * @param {import("node:http").Server} server
 * @param {{ sdkAppId: number, url: string, words: ReturnType<typeof wordsOf>["webhook"] }} about
 */
function announce(server, { sdkAppId, url, words }) {
  const { address, family, port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const origin = `http://${family === "IPv6" ? `[${address}]` : address}:${port}/`;
  process.stdout.write(`${words.listens(sdkAppId, origin)}\n${words.store(withoutPassword(url))}\n\n${words.setUp}\n${words.end}\n`);
}

/** @param {string} url */
const hasPassword = (url) => !url.startsWith("sqlite:") && URL.canParse(url) && new URL(url).password !== "";

/** @param {string} url */
function withoutPassword(url) {
  if (url.startsWith("sqlite:")) return harmless(url, 200);
  const { protocol, host, pathname } = new URL(url);
  return harmless(`${protocol}//${host}${pathname}`, 200);
}
