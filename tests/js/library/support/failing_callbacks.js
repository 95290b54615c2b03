/** A program whose callbacks fail in every way. It prints one line at its end. For callbacks.test.js. */

import { RecallClient, recall, signUserSig } from "../../../../pkg/index.js";
import { ACCOUNT, CREDENTIALS, keysOf } from "./fixture.js";

const LONG = 600_000;
const never = () => new Promise(() => {});
const late = () => new Promise((_resolve, reject) => setTimeout(() => reject(new Error("late")), 100));
const throws = () => {
  throw new Error("mine");
};
const rejects = () => Promise.reject(new Error("mine"));
const answers = async () => new Response('{"ActionStatus":"OK","ErrorCode":0,"RecallRetList":[{"MsgKey":"1_1_1698741698","RetCode":0}]}');
const { secretKey: _, ...noKey } = CREDENTIALS;

/** @type {any[]} */
const changes = [
  { fetch: never },
  { fetch: never, timeout: 20, retries: 0, deadline: LONG },
  { fetch: late },
  { fetch: late, timeout: 20, retries: 1 },
  { fetch: throws, retries: 1 },
  { fetch: rejects },
  { fetch: async () => new Response(new ReadableStream({ pull: never })) },
  { fetch: async () => new Response(new ReadableStream({ pull: rejects })), retries: 0 },
  { fetch: async () => ({ status: 200, text: late }) },
  { fetch: async () => ({ status: 200, text: throws }), retries: 0 },
  { ...noKey, secretKey: undefined, userSig: never },
  { ...noKey, secretKey: undefined, userSig: late },
  { ...noKey, secretKey: undefined, userSig: rejects },
  { ...noKey, secretKey: undefined, userSig: () => signUserSig(CREDENTIALS), rateLimit: 1, msgKeys: keysOf(90) },
  { limiter: { acquire: never } },
  { limiter: { acquire: late } },
  { limiter: { acquire: rejects } },
  { onProgress: throws },
  { onProgress: rejects },
  { onProgress: late },
  { baseUrl: "http://127.0.0.1:1", region: undefined, retries: 0 },
];

const base = { ...CREDENTIALS, region: "singapore", officialAccount: ACCOUNT, msgKeys: keysOf(1), fetch: answers, timeout: LONG };
const endings = [() => ({ deadline: 50 }), () => ({ signal: AbortSignal.timeout(50) }), () => ({ deadline: new Date(Date.now() + 50) })];
for (const ending of endings) {
  // A separate timer, since AbortSignal.timeout does not keep the process alive.
  const alive = setTimeout(() => {}, LONG);
  await Promise.allSettled(changes.map((change) => recall({ ...base, ...ending(), ...change })));
  clearTimeout(alive);
}

const alive = setTimeout(() => {}, LONG);
const client = new RecallClient(/** @type {any} */ ({ ...base, fetch: never }));
for (const source of [keysOf(100), (async function* () { yield* keysOf(5); await late(); })(), (function* () { yield* keysOf(5); throws(); })()]) {
  const run = client.recallEach({ officialAccount: ACCOUNT, msgKeys: source }, { signal: AbortSignal.timeout(50) });
  await run.next().catch(() => {});
  await run.return?.();
}
await client.history(ACCOUNT, { signal: AbortSignal.timeout(50) }).next().catch(() => {});
clearTimeout(alive);
console.log("all settled");
