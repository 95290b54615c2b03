// The terminal part of `npm start`: an incident is found in the log of the webhook, taken back, read back, and compared with the emulator.
import { SCAM } from "../www/connection/incident.js";
import { Problem, say } from "./command.js";

const BAR = 30;
const SHOWN = 3;

/** Faults during the recall, so that retries are visible. */
const FAULTS = {
  latency: { min: 40, max: 180 },
  lostReply: 0.05,
  http502: 0.03,
  code: [{ code: 10002, p: 0.03, level: "item" }],
};

/** @typedef {import("../pkg-template/index.js").RecallReport} RecallReport */
/** @typedef {import("./story.js").LoggedMessage} LoggedMessage */

const print = (/** @type {string} */ line = "") => process.stdout.write(`${line}\n`);
/** Local date and time. @param {number} [ms] */
const dateTime = (ms = 0) => new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 19).replace("T", " ");

/**
 * Takes the scam back and prints what happens.
 * @param {{ url: string, emulator: any }} running after the incident
 * @param {typeof import("../pkg-template/index.js")} library
 * @param {{ sdkAppId: number, identifier: string, secretKey: string }} administrator
 * @param {LoggedMessage[]} log
 */
export async function demonstrate({ url, emulator }, library, administrator, log) {
  describe(log);
  const messages = log.filter(({ text }) => text === SCAM);
  const client = new library.RecallClient({ ...administrator, baseUrl: url, rateLimit: 60 });
  const { messages: count, accounts, requests, seconds } = client.plan({ messages });
  print(`Taking back ${count} messages in ${accounts} accounts: ${requests} requests, about ${Math.ceil(seconds)} s at 60 requests a second.`);
  print("The emulator loses some replies, answers some requests with 502 and fails to recall some messages at first.\n");
  emulator.setFaults(FAULTS);
  const report = await client.recall({ messages, reason: "scam", onProgress: drawing(process.stdout) });
  emulator.setFaults();
  summarize(report);
  await readBack(client, report, log);
  compare(report, emulator.ledger);
}

/** Prints the messages of the log by text, the most frequent first. @param {LoggedMessage[]} log */
function describe(log) {
  /** @type {Map<string, LoggedMessage[]>} */
  const groups = new Map();
  for (const message of log) groups.set(message.text, [...(groups.get(message.text) ?? []), message]);
  print("\nAn administrator's credential was stolen. The log of the webhook has these messages, by text:");
  for (const [text, group] of [...groups].sort(([, one], [, other]) => other.length - one.length)) {
    const accounts = new Set(group.map(({ officialAccount }) => officialAccount)).size;
    const times = group.map(({ sentAt }) => sentAt).sort((one, other) => one - other);
    print(`  ${text}`);
    print(`    ${group.length} in ${accounts} accounts, first ${dateTime(times[0])}, last ${dateTime(times.at(-1))}`);
  }
  print();
}

/**
 * Returns a listener that draws the progress: one redrawn line on a terminal, one line a second elsewhere.
 * @param {NodeJS.WriteStream} out
 * @returns {(progress: import("../pkg-template/index.js").RecallProgress) => void}
 */
function drawing(out) {
  let last = -Infinity;
  return ({ total, counts, requests, retries, secondsLeft, durationMs }) => {
    const settled = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const ended = settled === total;
    if (!out.isTTY && !ended && durationMs - last < 1000) return;
    last = durationMs;
    const filled = Math.round((BAR * settled) / total);
    const bar = "█".repeat(filled) + "░".repeat(BAR - filled);
    const left = ended || secondsLeft === undefined ? "" : `, ${secondsLeft} s left`;
    const line = `${bar} ${settled}/${total} settled, ${counts.recalled} recalled, ${requests} requests, ${retries} with a retry${left}`;
    out.write(out.isTTY ? `\r\x1b[2K${line}${ended ? "\n" : ""}` : `${line}\n`);
  };
}

/** @param {RecallReport} report */
function summarize({ complete, counts, byCode, byAccount, durationMs }) {
  print(`\n${complete ? "Every message is recalled" : "Not every message is recalled"} (${(durationMs / 1000).toFixed(1)} s).`);
  for (const [status, count] of Object.entries(counts)) {
    if (count > 0) print(`  ${String(count).padStart(6)}  ${status}`);
  }
  if (byCode.length > 0) print("By code:");
  for (const { code, count, meaning } of byCode) print(`  ${String(count).padStart(6)}  ${code}  ${meaning}`);
  const refused = byAccount.filter((account) => account.refused);
  for (const { officialAccount } of refused.slice(0, SHOWN)) print(`The service refuses the account ${officialAccount}; the others are not affected.`);
}

/**
 * Reads the history of every account back: the scam must be gone, and the honest messages must not.
 * @param {InstanceType<typeof import("../pkg-template/index.js").RecallClient>} client
 * @param {RecallReport} report
 * @param {LoggedMessage[]} log
 */
async function readBack(client, report, log) {
  /** @type {Map<string, string>} */
  const states = new Map();
  const accounts = new Set(log.map(({ officialAccount }) => officialAccount));
  /** @type {string[]} */
  const unread = [];
  await Promise.all([...accounts].map(async (officialAccount) => {
    try {
      for await (const { msgKey, state } of client.history(officialAccount, { includeRecalled: true })) states.set(`${officialAccount} ${msgKey}`, state);
    } catch (error) {
      if (/** @type {any} */ (error).code !== "ERR_OFFICIAL_ACCOUNT") throw error;
      unread.push(officialAccount);
    }
  }));
  const stateOf = (/** @type {{ officialAccount: string, msgKey: string }} */ { officialAccount, msgKey }) => states.get(`${officialAccount} ${msgKey}`);
  const gone = report.results.filter((one) => stateOf(one) === "recalled").length;
  const honest = log.filter(({ text }) => text !== SCAM);
  const lost = honest.filter((one) => !unread.includes(one.officialAccount) && stateOf(one) !== "normal").length;
  print(`\nRead back: ${gone} of ${report.results.length} show as recalled; ${unread.length} account cannot be read: ${unread.join(", ")}.`);
  if (lost > 0) throw new Problem(`${lost} honest messages are recalled.`);
  print(`None of the ${honest.length} honest messages is recalled.`);
}

/**
 * Fails if the report differs from what the emulator did.
 * @param {RecallReport} report
 * @param {{ recalled: { officialAccount: string, msgKey: string }[] }} ledger
 */
function compare({ results, counts }, ledger) {
  const pairOf = (/** @type {{ officialAccount: string, msgKey: string }} */ { officialAccount, msgKey }) => `${officialAccount} ${msgKey}`;
  const done = new Set(ledger.recalled.map(pairOf));
  // One message was taken back by hand before.
  const wrong = results.filter((one) => {
    const claimed = one.status === "recalled" || one.status === "presumedRecalled" || one.status === "notFound";
    return one.status !== "unconfirmed" && claimed !== done.has(pairOf(one));
  });
  const claimed = counts.recalled + counts.presumedRecalled + counts.notFound;
  print(`The emulator holds ${done.size} recalled messages; the report says ${claimed} are gone, ${counts.notFound} of them before this run.\n`);
  if (wrong.length > 0) throw new Problem(`The report is wrong about ${wrong.length} messages, ${wrong[0]?.msgKey} of ${wrong[0]?.officialAccount} first.`);
  if (counts.unconfirmed === 0 && claimed !== done.size) throw new Problem("The report and the emulator differ.");
  say("checked", "the report agrees with the emulator, message by message");
}
