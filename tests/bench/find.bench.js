// find, recall and verify over 1,000 accounts of 50 messages: requests beside the least possible, and share of the pace used.
import { RecallClient } from "../../pkg/index.js";
import { CREDENTIALS, emulatorProcess, shown, table } from "./measure.js";

const COUNT = 1000;
const EACH = 50;
const PAGE = 20;
const JITTER = { latency: { min: 0, max: 20, before: 1 } };
const accounts = Array.from({ length: COUNT }, (_, number) => `@TOA#_${String(number).padStart(6, "0")}`);

const emulator = await emulatorProcess({ count: EACH, options: { accounts, rateLimit: 200, faults: JITTER } });
const client = new RecallClient({ ...CREDENTIALS, baseUrl: emulator.url });

/**
 * @param {string} title
 * @param {number} requests
 * @param {number} least
 * @param {number} durationMs
 */
function row(title, requests, least, durationMs) {
  const seconds = durationMs / 1000;
  const share = (requests / seconds / 200) * 100;
  return /** @type {[string, ...string[]]} */ ([title, String(requests), shown(requests / least), shown(seconds), `${shown(share)} %`]);
}

const found = [];
const rows = client.find({ officialAccounts: accounts, text: "WRONG" });
let step = await rows.next();
for (; !step.done; step = await rows.next()) found.push(step.value);
if (found.length !== COUNT * EACH) throw new Error(`${found.length} of ${COUNT * EACH} found`);
const { requests, durationMs } = step.value;
const { refusedForRate } = await emulator.counters("official_account_msg_get_simple");

const messages = found.filter(({ msgSeq }) => msgSeq % 10 === 0);
const report = await client.recall({ messages });
const verified = await client.verify(report);
if (!verified.complete) throw new Error(JSON.stringify(verified.counts));
await emulator.close();

table("1,000 accounts of 50 messages at 200 requests a second, with up to 20 ms of jitter", [
  ["", "requests", "times the least", "seconds", "share of the pace, start and end included"],
  row("find, whole histories", requests, COUNT * Math.ceil(EACH / PAGE), durationMs),
  row("recall, 5 messages of each", report.requests, COUNT, report.durationMs),
  row("verify", verified.requests, COUNT * Math.ceil((EACH - 9) / PAGE), verified.durationMs),
  ["refused for rate", String(refusedForRate), "must be 0"],
]);
if (requests > COUNT * Math.ceil(EACH / PAGE) * 1.02) process.exitCode = 1;
