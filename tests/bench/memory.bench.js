// Memory of recallEach for a million keys without a rate limit, and a check that every key has one result.
import { RecallClient } from "../../pkg/index.js";
import { ACCOUNT, CREDENTIALS, emulatorProcess, shown, table } from "./measure.js";

const KEYS = 1_000_000;
const WARM_UP = 50_000;
const SAMPLE_EVERY = 50_000;
const MB = 1024 * 1024;

const emulator = await emulatorProcess({ count: KEYS + WARM_UP, options: { rateLimit: null } });
const client = new RecallClient({ ...CREDENTIALS, baseUrl: emulator.url, rateLimit: 100_000 });

/** @param {number} from @param {number} to */
function* keysBetween(from, to) {
  for (let index = from; index < to; index += 1) yield emulator.keyAt(index);
}

function memory() {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss: rss / MB, live: (heapUsed + external) / MB };
}

const seen = new Uint8Array(KEYS + WARM_UP);
const firstSeq = Number(emulator.keyAt(0).split("_")[0]);
/** @param {number} from @param {number} to @param {(count: number) => void} sample */
async function stream(from, to, sample) {
  let count = 0;
  for await (const { msgKey, status } of client.recallEach({ officialAccount: ACCOUNT, msgKeys: keysBetween(from, to) })) {
    if (status !== "recalled") throw new Error(`${msgKey} is ${status}`);
    seen[Number.parseInt(msgKey, 10) - firstSeq] += 1;
    count += 1;
    if (count % SAMPLE_EVERY === 0) sample(count);
  }
  return count;
}

await stream(0, WARM_UP, () => {});
const before = memory();
const most = { ...before };
const start = performance.now();
const count = await stream(WARM_UP, WARM_UP + KEYS, () => {
  const now = memory();
  most.rss = Math.max(most.rss, now.rss);
  most.live = Math.max(most.live, now.live);
});
const seconds = (performance.now() - start) / 1000;
const { recalled } = await emulator.counters();
await emulator.close();
const once = seen.every((times) => times === 1);
table(`A stream of ${KEYS} keys, memory in MB after collection, every ${SAMPLE_EVERY} keys`, [
  ["", "at the start", "at most", "growth"],
  ["JavaScript heap, buffers and wasm", shown(before.live), shown(most.live), `+${shown(most.live - before.live)}`, "bar +32, aim +8"],
  ["resident set", shown(before.rss), shown(most.rss), `+${shown(most.rss - before.rss)}`],
  ["every key exactly once", once && count === KEYS && recalled === KEYS + WARM_UP ? "yes" : "NO"],
  ["seconds", shown(seconds)],
]);
if (!once || recalled !== KEYS + WARM_UP) process.exitCode = 1;
