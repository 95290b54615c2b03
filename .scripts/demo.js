// The terminal part of `npm start`: recalls a broadcast that was sent by mistake, and compares the report with the emulator's ledger.
import { Problem, say } from "./command.js";

const ACCOUNT = "@TOA#_newsroom";
const DAY = 24 * 60 * 60 * 1000;
const BAR = 30;

/** Faults during the demo, so that retries are visible. */
const FAULTS = {
  latency: { min: 40, max: 180 },
  lostReply: 0.05,
  http502: 0.03,
  code: [{ code: 10002, p: 0.03, level: "item" }],
};

/**
 * Sends the broadcast. Most messages can be recalled; some are too old, or of a kind that cannot be recalled.
 * @param {any} emulator
 * @param {number} now
 * @returns {string[]} all MsgKeys
 */
export function sendByMistake(emulator, now) {
  emulator.createAccount({ id: ACCOUNT, name: "Newsroom" });
  const text = (/** @type {number} */ index) => `Everything is free today! (region ${index + 1})`;
  return [
    ...emulator.addMessages({ officialAccount: ACCOUNT, count: 23, text: "Last season's offer", sentAt: now - 120 * DAY }),
    ...emulator.addMessages({ officialAccount: ACCOUNT, count: 360, text, sentAt: now - 120_000, spacing: 5 }),
    ...emulator.addMessages({ officialAccount: ACCOUNT, count: 11, text: "Seen online only", sentAt: now - 100_000, onlineOnly: true }),
    ...emulator.addMessages({ officialAccount: ACCOUNT, count: 6, text: "Service notice", sentAt: now - 90_000, recallable: false }),
  ];
}

/**
 * Recalls the broadcast and prints the report.
 * @param {{ url: string, emulator: any }} running
 * @param {typeof import("../pkg-template/index.js")} library
 * @param {{ sdkAppId: number, identifier: string, secretKey: string }} administrator
 */
export async function demonstrate({ url, emulator }, library, administrator) {
  const msgKeys = sendByMistake(emulator, Date.now());
  emulator.setFaults(FAULTS);
  const client = new library.RecallClient({ ...administrator, baseUrl: url, rateLimit: 20 });
  const request = { officialAccount: ACCOUNT, msgKeys, reason: "sent by mistake" };
  const plan = client.plan(request);
  process.stdout.write(`\nA wrong broadcast is out: ${plan.messages} messages of ${ACCOUNT}.\n`);
  process.stdout.write(`Recalling takes ${plan.requests} requests, about ${Math.ceil(plan.seconds)} s at 20 requests a second.\n`);
  process.stdout.write("The emulator loses some replies, answers some requests with 502 and fails to recall some messages at first.\n\n");
  const report = await client.recall({ ...request, onProgress: drawing(process.stdout) });
  emulator.setFaults();
  summarize(report);
  compare(report, emulator.ledger);
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

/** @param {import("../pkg-template/index.js").RecallReport} report */
function summarize({ complete, counts, byCode, durationMs }) {
  process.stdout.write(`\n${complete ? "Every message is recalled" : "Not every message is recalled"} (${(durationMs / 1000).toFixed(1)} s).\n`);
  for (const [status, count] of Object.entries(counts)) {
    if (count > 0) process.stdout.write(`  ${String(count).padStart(6)}  ${status}\n`);
  }
  if (byCode.length > 0) process.stdout.write("By code:\n");
  for (const { code, count, meaning } of byCode) {
    process.stdout.write(`  ${String(count).padStart(6)}  ${code}  ${meaning}\n`);
  }
}

/**
 * Fails if the report differs from what the emulator did.
 * @param {import("../pkg-template/index.js").RecallReport} report
 * @param {{ recalledCount: number, recalled: { msgKey: string }[] }} ledger
 */
function compare({ results, counts }, ledger) {
  const done = new Set(ledger.recalled.map(({ msgKey }) => msgKey));
  const wrong = results.filter(({ status, msgKey }) => {
    const claimed = status === "recalled" || status === "presumedRecalled";
    return status !== "unconfirmed" && claimed !== done.has(msgKey);
  });
  const claimed = counts.recalled + counts.presumedRecalled;
  process.stdout.write(`The emulator holds ${ledger.recalledCount} recalled messages; the report says ${claimed} are gone.\n\n`);
  if (wrong.length > 0) throw new Problem(`The report is wrong about ${wrong.length} messages, ${wrong[0]?.msgKey} first.`);
  if (counts.unconfirmed === 0 && claimed !== ledger.recalledCount) throw new Problem("The report and the emulator differ.");
  say("checked", "the report agrees with the emulator, message by message");
}
