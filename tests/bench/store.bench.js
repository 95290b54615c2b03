// The store: rows a second in batches of 100 and one by one, in SQLite with full sync and in PostgreSQL.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lacks } from "../../.scripts/needs.js";
import { openStore } from "../../pkg/store/index.js";
import { startPostgres } from "../js/store/support/stores.js";
import { ACCOUNT, inTurns, median, shown, table } from "./measure.js";

const ROUNDS = 5;
const BATCHED = 10_000;
const SINGLE = 500;
let seq = 0;

const rowsOf = (/** @type {number} */ count) => Array.from({ length: count }, () => {
  seq += 1;
  return { officialAccount: ACCOUNT, msgKey: `${seq}_1_1698741698`, onlineOnly: false, msgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: `Everything is free today! (region ${seq})` } }] };
});

/** Rows a second. @param {number} count @param {(rows: ReturnType<typeof rowsOf>) => Promise<void>} write */
async function rate(count, write) {
  const rows = rowsOf(count);
  const start = performance.now();
  await write(rows);
  return (count / (performance.now() - start)) * 1000;
}

/** @param {string} name @param {string} url */
async function measure(name, url) {
  const store = await openStore(url, { sdkAppId: 1400000000, batchDelay: 0 });
  const contestants = {
    batched: () => rate(BATCHED, (rows) => store.put(rows)),
    single: () => rate(SINGLE, async (rows) => {
      for (const row of rows) await store.put([row]);
    }),
  };
  await inTurns(1, contestants);
  const figures = await inTurns(ROUNDS, contestants);
  const [batched, single] = [median(figures.batched ?? []), median(figures.single ?? [])];
  await store.close();
  table(`${name}, rows a second (median of ${ROUNDS} rounds)`, [["batches of 100", shown(batched)], ["one by one", shown(single)], ["ratio", `${shown(batched / single)}x`]]);
}

const folder = mkdtempSync(join(tmpdir(), "chat-store-"));
try {
  await measure("SQLite, full sync", `sqlite:${join(folder, "sent.db")}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const missing = lacks("postgres");
if (missing) process.stdout.write(`PostgreSQL is left out: ${missing}\n`);
else {
  const server = await startPostgres();
  try {
    await measure("PostgreSQL", await server.url("bench"));
  } finally {
    await server.stop();
  }
}
