// `emulator`: runs an emulator of the service on this machine, with messages to recall, until Ctrl-C.
import { existsSync } from "node:fs";
import { resolve as absolute } from "node:path";
import { shown } from "../../lib/errors/excerpt.js";
import { readSmall } from "../files/bounded_file.js";
import { displayPath } from "../files/display_path.js";
import { EXIT, Failure, plain, reasonCode } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";
import { languageOf } from "../languages/locale.js";
import { parse } from "../journal/journal_format.js";
import { checkOptions } from "../settings/client_options.js";
import { quoted } from "../screen/resume_command.js";
import { wordsOf } from "../languages/screen_texts.js";
import { accountName, oneOf, upTo, wholeNumber } from "../settings/option_values.js";

/** Also published in the emulator's documentation: it opens nothing else. */
const DEMO_KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const DEMO_APP = 1400000000;
const SPACING_MS = 5;
/** Most messages, since all are kept in memory. */
const MOST_MESSAGES = 10_000_000;
const MOST_PLAN_BYTES = 1024 * 1024;
const MOST_PEM_BYTES = 1024 * 1024;
/** Codes of Node.js for a host on which it cannot listen. */
const BAD_HOST = new Set(["EADDRNOTAVAIL", "EAI_AGAIN", "EINVAL", "ENOTFOUND"]);
/** Of the emulator. */
const MOST_RATE = 1_000_000;

export const emulator = {
  name: "emulator",
  summary: "Run a stand-in for the service on this machine, to try the commands without an account",
  usage: ["emulator [--port N] [--host HOST] [--tls-key FILE --tls-cert FILE] [--faults NAME|FILE] [--seed N]"],
  options: {
    port: { value: "N", about: "Port. Default 0: any free one.", read: upTo(65_535, "port") },
    host: { value: "HOST", about: "Name or address to listen on; 0.0.0.0 is all interfaces. Default 127.0.0.1." },
    "tls-key": { value: "FILE", about: "Private key in PEM. With --tls-cert it serves HTTPS." },
    "tls-cert": { value: "FILE", about: "Certificate in PEM, issued for the name or address that clients call." },
    faults: { value: "NAME|FILE", about: "What goes wrong: none, slow, lossy, gateway, busy, overloaded, expired, outage, mangled, scrambled, storm, or a file with a plan in JSON." },
    seed: { value: "N", about: "Seed of the random choices. Default 1.", read: wholeNumber },
    account: { value: "@TOA#_ID", about: "Official account to create. Default @TOA#_demo.", read: accountName },
    messages: { value: "N", about: "Number of messages it has sent. Default 500.", read: upTo(MOST_MESSAGES, "number") },
    "rate-limit": { value: "N|none", about: "Calls a second. Default 200.", read: rateOrNone },
    "send-limits": { value: "NAME", about: "documented (each account sends 1 message a second and 2 an hour at most) or none. Default none.", read: oneOf(["documented", "none"]) },
    cors: { value: "NAME", about: "permissive, documented or none. Default permissive.", read: oneOf(["permissive", "documented", "none"]) },
  },
  notes: [["It verifies UserSigs, enforces the rate limit and keeps nothing when it ends."]],
  examples: ["emulator", "emulator --port 8788 --faults lossy --seed 7"],

  /** @param {Record<string, any>} options */
  async run(options) {
    const { startEmulator, FAULT_PLANS } = await import("tencent-chat-recall/emulator");
    const words = wordsOf(languageOf(options.lang)).emulator;
    const account = options.account ?? "@TOA#_demo";
    checkAccount(account);
    const running = await start(startEmulator, {
      secretKey: DEMO_KEY, sdkAppId: DEMO_APP, accounts: [account], cors: options.cors ?? "permissive", ...listeningOn(options),
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      ...(options["rate-limit"] === undefined ? {} : { rateLimit: options["rate-limit"] }),
      ...(options["send-limits"] === "documented" ? { sendLimits: "documented" } : {}),
      faults: options.faults === undefined ? "none" : faultsOf(options.faults, Object.keys(FAULT_PLANS)),
    });
    const count = options.messages ?? 500;
    if (count > 0) fill(running.emulator, account, count);
    // Listen for signals before announcing the emulator: a program that reads the announcement may end it at once.
    const stopped = new Promise((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, resolve);
    });
    process.stdout.write(welcome(variablesOf(running.url, options["tls-cert"]), account, count, words));
    await stopped;
    await running.close();
    const { requests, refusedForRate, recalledCount, peakPerSecond } = running.emulator.ledger;
    process.stderr.write(`\n${words.ended({ requests, peak: peakPerSecond, refused: refusedForRate, recalled: recalledCount })}\n`);
    return EXIT.DONE;
  },
};

/** @param {import("tencent-chat-recall/emulator").Emulator} service @param {string} account @param {number} count */
function fill(service, account, count) {
  const text = (/** @type {number} */ index) => `Everything is free today! (region ${index + 1})`;
  service.addMessages({ officialAccount: account, count, text, sentAt: Date.now() - count * SPACING_MS, spacing: SPACING_MS });
}

/**
 * @param {typeof import("tencent-chat-recall/emulator").startEmulator} startEmulator
 * @param {any} options
 */
async function start(startEmulator, options) {
  try {
    return await startEmulator(options);
  } catch (error) {
    const { code = "", syscall } = /** @type {NodeJS.ErrnoException} */ (error);
    if (BAD_HOST.has(code)) throw new Failure(sentence("emulatorRefusal", { said: `--host ${shown(options.host)}: ${code}` }));
    if (syscall) throw new Failure(sentence("portUnusable", { port: options.port, reason: reasonCode(error) }));
    // The emulator checks the plan, the key and the certificate.
    if (error instanceof TypeError || error instanceof RangeError) throw new Failure(sentence("emulatorRefusal", { said: plain(error.message) }));
    throw error;
  }
}

/** Checks the form of an account, as before a recall. @param {string} account */
function checkAccount(account) {
  const options = { sdkAppId: DEMO_APP, identifier: "administrator", secretKey: DEMO_KEY, baseUrl: "http://127.0.0.1" };
  checkOptions(options, { officialAccount: account }, { values: {}, names: {}, notes: [] });
}

/** @type {import("../settings/option_values.js").ReadValue} */
function rateOrNone(text, option) {
  if (text === "none") return null;
  const found = wholeNumber(text, option);
  if (found >= 1 && found <= MOST_RATE) return found;
  throw new Failure(sentence("expectedRate", { option, found, most: MOST_RATE }));
}

/** Reads the name of a fault plan, or a file with one. @param {string} given @param {string[]} names */
function faultsOf(given, names) {
  if (names.includes(given)) return given;
  if (!existsSync(given)) throw new Failure(sentence("expectedFaults", { found: shown(given), names }));
  const plan = parse(readSmall(given, { most: MOST_PLAN_BYTES, expected: "plan" }).toString("utf8"));
  if (plan === undefined) throw new Failure(sentence("planNotJson", { path: displayPath(given) }));
  return plan;
}

/** The emulator's options `port`, `host` and `tls`. @param {Record<string, any>} options */
function listeningOn({ port = 0, host, "tls-key": key, "tls-cert": cert }) {
  return {
    port,
    ...(host === undefined ? {} : { host }),
    ...(key === undefined && cert === undefined ? {} : { tls: { key: pemOf(key, "--tls-key"), cert: pemOf(cert, "--tls-cert") } }),
  };
}

/** @param {string | undefined} path @param {string} option */
function pemOf(path, option) {
  if (path !== undefined) return readSmall(path, { most: MOST_PEM_BYTES, expected: "credentials" });
  throw new Failure(sentence("valueMissing", { option, value: "FILE", command: "emulator" }));
}

/** The variables for another terminal. @param {string} url @param {string | undefined} certificate path, which Node.js has to trust */
function variablesOf(url, certificate) {
  return {
    TENCENT_CHAT_BASE_URL: url,
    TENCENT_CHAT_SDK_APP_ID: String(DEMO_APP),
    TENCENT_CHAT_IDENTIFIER: "administrator",
    TENCENT_CHAT_SECRET_KEY: DEMO_KEY,
    ...(certificate === undefined ? {} : { NODE_EXTRA_CA_CERTS: quoted(absolute(certificate)) }),
  };
}

/** @param {ReturnType<typeof variablesOf>} variables @param {string} account @param {number} count @param {ReturnType<typeof wordsOf>["emulator"]} words */
function welcome(variables, account, count, words) {
  return `${words.listens(variables.TENCENT_CHAT_BASE_URL)}

${words.variables}

${Object.entries(variables).map(([name, value]) => `  export ${name}=${value}\n`).join("")}
${words.messages(count, account)}

  npx tencent-chat-recall history --account ${quoted(account)} --keys-only > keys.txt
  npx tencent-chat-recall recall --account ${quoted(account)} --keys keys.txt

${words.end}
`;
}
