// Many accounts in one run: memory of a long interleaved stream, cost beside one account, and the pace with one message in each account.
import { RecallClient } from "../../pkg/index.js";
import { CREDENTIALS, emulatorProcess, inTurns, median, shown, table } from "./measure.js";

const MB = 1024 * 1024;
const ACCOUNTS = 100_000;
const EACH = 10;
const SAMPLE_EVERY = 50_000;
const idOf = (/** @type {number} */ number) => `@TOA#_${String(number).padStart(6, "0")}`;
const keyOf = (/** @type {number} */ number) => `${number + 1}_1_1698741698`;

/** A service in this process that recalls everything, and counts the recalls of each message. */
function service() {
  const seen = new Uint8Array(ACCOUNTS * EACH);
  let requests = 0;
  const fetch = async (/** @type {string} */ _url, /** @type {any} */ init) => {
    requests += 1;
    const { Official_Account: account, MsgKeyList } = JSON.parse(init.body);
    const first = Number(account.slice(6)) * EACH;
    const rows = MsgKeyList.map((/** @type {string} */ MsgKey) => {
      const at = first + Number.parseInt(MsgKey, 10) - 1;
      if (at < seen.length) seen[at] += 1;
      return { MsgKey, RetCode: 0 };
    });
    const text = JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList: rows });
    return { status: 200, text: async () => text };
  };
  return { seen, fetch, requests: () => requests };
}

const clientOf = (/** @type {any} */ fetch) => new RecallClient({ ...CREDENTIALS, region: "singapore", fetch, rateLimit: 100_000 });

/** Every account in turn, then every account again: the most unfavourable order. @param {number} accounts @param {number} each */
function* interleaved(accounts, each) {
  for (let key = 0; key < each; key += 1) {
    for (let account = 0; account < accounts; account += 1) yield { officialAccount: idOf(account), msgKey: keyOf(key) };
  }
}

function memory() {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss: rss / MB, live: (heapUsed + external) / MB };
}

async function longStream() {
  const { seen, fetch, requests } = service();
  const client = clientOf(fetch);
  const before = memory();
  const most = { ...before };
  const start = performance.now();
  let count = 0;
  for await (const { status } of client.recallEach({ messages: interleaved(ACCOUNTS, EACH) })) {
    if (status !== "recalled") throw new Error(`a message is ${status}`);
    count += 1;
    if (count % SAMPLE_EVERY !== 0) continue;
    const now = memory();
    most.rss = Math.max(most.rss, now.rss);
    most.live = Math.max(most.live, now.live);
  }
  const once = seen.every((times) => times === 1);
  table(`A stream of ${ACCOUNTS * EACH} messages in ${ACCOUNTS} interleaved accounts, memory in MB after collection, every ${SAMPLE_EVERY} messages`, [
    ["", "at the start", "at most", "growth"],
    ["JavaScript heap, buffers and wasm", shown(before.live), shown(most.live), `+${shown(most.live - before.live)}`, "bar +32, aim +8"],
    ["resident set", shown(before.rss), shown(most.rss), `+${shown(most.rss - before.rss)}`],
    ["every message exactly once", once && count === ACCOUNTS * EACH ? "yes" : "NO"],
    ["requests", String(requests())],
    ["seconds", shown((performance.now() - start) / 1000)],
  ]);
  if (!once) process.exitCode = 1;
}

/** CPU of a request in microseconds, user and system. @param {any} request @param {number} least number of requests */
async function costOf(request, least) {
  const { fetch, requests } = service();
  const client = clientOf(fetch);
  globalThis.gc?.();
  const before = process.cpuUsage();
  const report = await client.recall(request);
  const { user, system } = process.cpuUsage(before);
  if (!report.complete || requests() !== least) throw new Error(`${requests()} requests, expected ${least}`);
  return (user + system) / requests();
}

async function cost() {
  const many = { messages: [...interleaved(ACCOUNTS, 1)] };
  const one = { officialAccount: idOf(0), msgKeys: Array.from({ length: ACCOUNTS * 10 }, (_, number) => keyOf(number)) };
  const figures = await inTurns(5, {
    many: () => costOf(many, ACCOUNTS),
    one: () => costOf(one, ACCOUNTS),
  });
  const [perMessage, perRequest] = [median(figures.many), median(figures.one)];
  table(`CPU of a request in microseconds: ${ACCOUNTS} accounts of one message beside one account of ${ACCOUNTS * 10}, median of 5`, [
    ["a message of its own account", shown(perMessage)],
    ["a request of ten messages of one account", shown(perRequest)],
    ["ratio", shown(perMessage / perRequest), "at most 1"],
  ]);
}

/** One message in each of 5,000 accounts, over a network with up to 20 ms of jitter. */
async function paced() {
  const accounts = Array.from({ length: 5000 }, (_, number) => idOf(number));
  const options = { accounts, rateLimit: 200, faults: { latency: { min: 0, max: 20, before: 1 } } };
  const emulator = await emulatorProcess({ count: 1, options });
  const client = new RecallClient({ ...CREDENTIALS, baseUrl: emulator.url });
  const messages = accounts.map((officialAccount) => ({ officialAccount, msgKey: emulator.keyAt(0) }));
  const report = await client.recall({ messages });
  const { accepted, recalled, refusedForRate, peakPerSecond } = await emulator.counters();
  await emulator.close();
  const seconds = report.durationMs / 1000;
  if (!report.complete || recalled !== accounts.length) throw new Error(`${recalled} of ${accounts.length} recalled`);
  table("5,000 accounts of one message at 200 requests a second, with up to 20 ms of jitter", [
    ["seconds", shown(seconds)],
    ["share of the limit, start and end included", `${shown((accepted / seconds / 200) * 100)} %`, "bar 97 %"],
    ["refused for rate", String(refusedForRate), "must be 0"],
    ["most in any window of one second", String(peakPerSecond)],
  ]);
}

await longStream();
await cost();
await paced();
