// Requests per second without a limit, compared with a hand-written fetch loop of the same concurrency. The emulator is in another process.
import { createRequire } from "node:module";
import { RecallClient } from "../../pkg/index.js";
import { ACCOUNT, CREDENTIALS, emulatorProcess, inTurns, median, shown, table } from "./measure.js";

const { Api } = createRequire(import.meta.url)("tls-sig-api-v2");
const ROUNDS = 9;
const WARM_UP = 3;
const CONCURRENCY = 64;
const REQUESTS = 2000;
const KEYS = REQUESTS * 10;
const { sdkAppId, identifier, secretKey } = CREDENTIALS;

const emulator = await emulatorProcess({ count: KEYS * 2 * (ROUNDS + WARM_UP), options: { rateLimit: null } });
let next = 0;
const takeKeys = () => emulator.keys(next, (next += KEYS));
const client = new RecallClient({ ...CREDENTIALS, baseUrl: emulator.url, rateLimit: 100_000, concurrency: CONCURRENCY });

/** @param {() => Promise<number>} work gives the number of messages recalled */
async function rate(work) {
  globalThis.gc?.();
  const start = performance.now();
  const recalled = await work();
  const seconds = (performance.now() - start) / 1000;
  if (recalled !== KEYS) throw new Error(`${recalled} of ${KEYS} recalled`);
  return REQUESTS / seconds;
}

/** @param {string[]} keys */
async function byHand(keys) {
  const sig = new Api(sdkAppId, secretKey).genSig(identifier, 86400);
  const base = `${emulator.url}/v4/official_account_open_http_svc/official_account_msg_recall?sdkappid=${sdkAppId}&identifier=${identifier}&usersig=${encodeURIComponent(sig)}`;
  let [at, recalled] = [0, 0];
  const worker = async () => {
    while (at < keys.length) {
      const body = JSON.stringify({ Official_Account: ACCOUNT, MsgKeyList: keys.slice(at, (at += 10)) });
      const url = `${base}&random=${Math.floor(Math.random() * 4294967296)}&contenttype=json`;
      const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
      const reply = await response.json();
      recalled += reply.RecallRetList.filter((/** @type {any} */ row) => row.RetCode === 0).length;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return recalled;
}

const contestants = {
  library: () => {
    const msgKeys = takeKeys();
    return rate(async () => (await client.recall({ officialAccount: ACCOUNT, msgKeys })).counts.recalled);
  },
  byHand: () => {
    const keys = takeKeys();
    return rate(() => byHand(keys));
  },
};
await inTurns(WARM_UP, contestants);
const figures = await inTurns(ROUNDS, contestants);
await emulator.close();
const [ours, theirs] = [median(figures.library), median(figures.byHand)];
table(`Requests a second without a limit, ${CONCURRENCY} in flight (median of ${ROUNDS} rounds of ${REQUESTS})`, [
  ["tencent-chat-recall", shown(ours)],
  ["hand-written fetch loop", shown(theirs)],
  ["ratio", `${shown(ours / theirs)}x`, "bar 0.9x, aim 1.0x"],
]);
