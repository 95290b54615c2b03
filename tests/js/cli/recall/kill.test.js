// Kills runs with SIGKILL at random moments in a bad network, and resumes them until one ends: then the journal and the emulator's ledger
// must agree on every message. Also tests a full disk. RECALL_KILL_ROUNDS=200 runs the long form; RECALL_KILL_SEED sets the first seed.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ACCOUNT, CLI, assertFolderHasNothingSecret, begin, ended, outcomes, stage } from "../support/command.js";
import { seededRandom } from "../../library/support/fixture.js";

const ROUNDS = Number(process.env.RECALL_KILL_ROUNDS ?? 15);
const FIRST_SEED = Number(process.env.RECALL_KILL_SEED ?? 1);
const MESSAGES = 300;
const HELD = 7;
/** Maximum number of processes in a round; the last ones are not killed. */
const MOST_RUNS = 40;
const KILLS = 5;
const FAULTS = {
  latency: { min: 0, max: 25 }, lostRequest: 0.05, lostReply: 0.08, cutReply: 0.05, http502: 0.05, truncatedJson: 0.03, missingKeys: 0.05,
  stall: 0.02, code: [{ code: 10002, p: 0.03, level: /** @type {const} */ ("item") }, { code: 60008, p: 0.03 }],
};

/**
 * Kills a process after a random time, or after a random number of further requests.
 * @param {() => number} random
 * @param {ReturnType<typeof begin>} child
 * @param {() => number} requests
 */
function killSomewhere(random, child, requests) {
  if (random() < 0.4) {
    const timer = setTimeout(() => child.kill("SIGKILL"), random() * 900);
    return () => clearTimeout(timer);
  }
  const enough = requests() + Math.floor(random() * 30);
  const timer = setInterval(() => {
    if (requests() > enough) child.kill("SIGKILL");
  }, 2);
  return () => clearInterval(timer);
}

/** @param {import("node:test").TestContext} t @param {number} seed */
async function round(t, seed) {
  const random = seededRandom(seed);
  const set = await stage(t, { count: MESSAGES, emulator: { seed, rateLimit: null, faults: FAULTS } });
  const held = set.emulator.broadcast({ officialAccount: ACCOUNT, count: HELD, text: "notice", recallable: false });
  const keys = [...set.msgKeys, ...held].sort(() => random() - 0.5);
  writeFileSync(set.keys, keys.join("\n"));
  const journal = join(set.folder, "run.jsonl");
  const how = ["--yes", "--timeout", "300ms", "--retries", "3", "--rate-limit", "2000", "--concurrency", "8"];
  const requests = () => set.emulator.ledger.requests;
  let kills = 0;
  for (let runs = 0; ; runs += 1) {
    assert.ok(runs < MOST_RUNS, "the run does not come to its end");
    if (!existsSync(journal)) assert.equal(requests(), 0, "something was sent before there was a journal");
    const words = existsSync(journal) ? ["--resume", journal] : ["--account", ACCOUNT, "--keys", set.keys, "--journal", journal];
    const child = begin(["recall", ...words, ...how, "--json"], { env: set.env, cwd: set.folder });
    const release = kills < KILLS ? killSomewhere(random, child, requests) : () => {};
    const { status, signal, stderr, stdout } = await ended(child);
    release();
    if (signal === "SIGKILL") {
      kills += 1;
      continue;
    }
    assert.ok(status === 0 || status === 1, `${status}: ${stderr}`);
    if (JSON.parse(stdout).open === 0) break;
  }
  await compare(set, journal, keys, new Set(held));
  assertFolderHasNothingSecret(set.folder);
  rmSync(set.folder, { recursive: true });
  return kills;
}

/** @param {Awaited<ReturnType<typeof stage>>} set @param {string} journal @param {string[]} keys @param {Set<string>} held */
async function compare({ emulator, run }, journal, keys, held) {
  const { results, counts } = await outcomes(run, journal);
  const gone = new Set(emulator.ledger.recalled.map(({ msgKey }) => msgKey));
  assert.equal(emulator.ledger.entriesDropped, 0);
  /** @type {Map<unknown, number>} */
  const seen = new Map();
  for (const { msgKeys } of emulator.ledger.entries) for (const key of msgKeys) seen.set(key, (seen.get(key) ?? 0) + 1);
  assert.deepEqual(results.map((/** @type {any} */ { msgKey }) => msgKey), keys, "a key is lost");
  assert.equal(counts.recalled + counts.presumedRecalled + counts.failed, keys.length);
  for (const { msgKey, status, code, attempts } of results) {
    const claimed = status === "recalled" || status === "presumedRecalled";
    assert.equal(claimed, gone.has(msgKey), `${msgKey} is ${status}, and the service ${gone.has(msgKey) ? "recalled it" : "did not recall it"}`);
    assert.equal(held.has(msgKey), status === "failed", `${msgKey} is ${status} ${code}`);
    assert.ok((seen.get(msgKey) ?? 0) <= attempts, `${msgKey} was seen ${seen.get(msgKey)} times, and the journal names ${attempts}`);
  }
}

test("a full disk stops the run before the next request, and the run can be resumed when there is room", async (t) => {
  const set = await stage(t, { count: MESSAGES });
  const journal = join(set.folder, "run.jsonl");
  const words = ["recall", "--account", ACCOUNT, "--keys", set.keys, "--journal", journal, "--yes"];
  // Limits every file that the process writes to 3.5 kB (in blocks of 512 bytes): room for the keys, but not for all events.
  const script = `ulimit -f 7; exec "${process.execPath}" "${CLI}" ${words.map((word) => `'${word}'`).join(" ")}`;
  const shell = spawn("sh", ["-c", script], { env: set.env, cwd: set.folder });
  let told = "";
  for (const stream of [shell.stdout, shell.stderr]) stream.on("data", (data) => (told += data));
  const status = await new Promise((resolve) => shell.once("close", resolve));
  assert.equal(status, 1, told);
  assert.match(told.replaceAll(/\s+/g, " "), /run\.jsonl: the journal cannot be written: it may not grow further/);
  assert.match(told, /tencent-chat-recall recall --resume \S*run\.jsonl/);
  const { results } = await outcomes(set.run, journal);
  const named = new Set(results.flatMap((/** @type {any} */ { msgKey, attempts }) => (attempts > 0 ? [msgKey] : [])));
  assert.ok(named.size > 0 && named.size < MESSAGES, `${named.size} keys`);
  for (const { msgKeys } of set.emulator.ledger.entries) assert.ok(msgKeys.every((key) => named.has(key)), "a request left that is not in the journal");
  assert.equal((await set.run(["recall", "--resume", journal, "--yes"])).status, 0);
  assert.equal(set.emulator.ledger.recalledCount, MESSAGES);
});

test(`${ROUNDS} rounds of kill -9: journal and ledger agree on every message`, async (t) => {
  let kills = 0;
  for (let seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed += 1) {
    await t.test(`seed ${seed}`, async (inner) => {
      kills += await round(inner, seed);
    });
  }
  t.diagnostic(`${kills} processes killed`);
  assert.ok(kills >= ROUNDS / 2, `only ${kills} processes were killed in time`);
});
