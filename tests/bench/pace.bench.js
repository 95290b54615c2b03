// Share of the service's 200 requests a second that a long run uses over a network with jitter, and its share of an unknown lower limit.
import { RecallClient } from "../../pkg/index.js";
import { ACCOUNT, CREDENTIALS, emulatorProcess, shown, table } from "./measure.js";

/** Up to 20 ms of latency, uniformly distributed. */
const JITTER = { latency: { min: 0, max: 20, before: 1 } };

/**
 * @param {number} limit of the service
 * @param {number} count of messages
 */
async function longRun(limit, count) {
  const emulator = await emulatorProcess({ count, options: { rateLimit: limit, faults: JITTER } });
  const client = new RecallClient({ ...CREDENTIALS, baseUrl: emulator.url });
  const report = await client.recall({ officialAccount: ACCOUNT, msgKeys: emulator.keys(0, count) });
  const counters = await emulator.counters();
  await emulator.close();
  if (report.counts.recalled !== count || counters.recalled !== count) throw new Error(`${report.counts.recalled} of ${count} recalled`);
  return { report, counters };
}

/** Mean over whole seconds from `from` on, without the last, incomplete second. @param {number[]} perSecond @param {number} from */
function meanFrom(perSecond, from) {
  const whole = perSecond.slice(from, -1);
  return whole.reduce((sum, one) => sum + one, 0) / whole.length;
}

const known = await longRun(200, 100_000);
const seconds = known.report.durationMs / 1000;
table("A run of 100,000 messages at the service's limit of 200 requests a second, with up to 20 ms of jitter", [
  ["seconds", shown(seconds)],
  ["share of the limit, start and end included", `${shown((known.counters.accepted / seconds / 200) * 100)} %`, "bar 97 %, aim 99.5 %"],
  ["share in whole seconds", `${shown((meanFrom(known.counters.acceptedPerSecond, 1) / 200) * 100)} %`],
  ["refused for rate", String(known.counters.refusedForRate), "must be 0"],
  ["most in any window of one second", String(known.counters.peakPerSecond)],
]);

const unknown = await longRun(100, 40_000);
const settled = meanFrom(unknown.counters.acceptedPerSecond, 10);
table("A run of 40,000 messages, the service's limit being 100 while the client believes in 200", [
  ["seconds", shown(unknown.report.durationMs / 1000)],
  ["share of the limit from second 10 on", `${shown(settled)} %`, "85 to 100 %"],
  ["refused for rate", String(unknown.counters.refusedForRate)],
  ["accepted in each second", unknown.counters.acceptedPerSecond.join(" ")],
]);
