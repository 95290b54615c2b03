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
const ROUNDS_OF_ACCOUNTS = Number(process.env.RECALL_KILL_ROUNDS ?? 8);
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

/**
 * An emulator with messages of some accounts, in any order; the last ones cannot be recalled. Accounts have equal keys.
 * @param {import("node:test").TestContext} t
 * @param {{ seed: number, accounts: number, random: () => number }} how
 */
async function prepared(t, { seed, accounts, random }) {
  const names = [ACCOUNT, ...Array.from({ length: accounts - 1 }, (_, index) => `@TOA#_account${index + 1}`)];
  const set = await stage(t, { emulator: { seed, rateLimit: null, faults: FAULTS, accounts: names } });
  const add = (/** @type {number} */ count, /** @type {object} */ more) => Array.from({ length: count }, (_, index) => {
    const officialAccount = names[index % accounts] ?? ACCOUNT;
    return { officialAccount, msgKey: set.emulator.addMessage({ officialAccount, text: "wrong", ...more }) };
  });
  const wrong = add(MESSAGES, {});
  const held = add(HELD, { recallable: false });
  return { ...set, held: new Set(held.map(nameOf)), messages: [...wrong, ...held].sort(() => random() - 0.5) };
}

/** @param {{ officialAccount: string, msgKey: string }} message */
const nameOf = ({ officialAccount, msgKey }) => `${officialAccount} ${msgKey}`;

/** @param {import("node:test").TestContext} t @param {{ seed: number, accounts: number }} how */
async function round(t, { seed, accounts }) {
  const random = seededRandom(seed);
  const set = await prepared(t, { seed, accounts, random });
  const journal = join(set.folder, "run.jsonl");
  writeFileSync(set.keys, set.messages.map((message) => (accounts > 1 ? nameOf(message) : message.msgKey)).join("\n"));
  const how = ["--yes", "--timeout", "300ms", "--retries", "3", "--rate-limit", "2000", "--concurrency", "8"];
  const requests = () => set.emulator.ledger.requests;
  let kills = 0;
  for (let runs = 0; ; runs += 1) {
    assert.ok(runs < MOST_RUNS, "the run does not come to its end");
    if (!existsSync(journal)) assert.equal(requests(), 0, "something was sent before there was a journal");
    const words = existsSync(journal) ? ["--resume", journal] : [...(accounts > 1 ? [] : ["--account", ACCOUNT]), "--keys", set.keys, "--journal", journal];
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
  await compare(set, journal);
  assertFolderHasNothingSecret(set.folder);
  rmSync(set.folder, { recursive: true });
  return kills;
}

/** @param {Awaited<ReturnType<typeof prepared>>} set @param {string} journal */
async function compare({ emulator, run, messages, held }, journal) {
  const { results, counts } = await outcomes(run, journal);
  const gone = new Set(emulator.ledger.recalled.map(nameOf));
  assert.equal(emulator.ledger.entriesDropped, 0);
  // The ledger does not name the account of a request: equal keys are counted together.
  /** @type {Map<unknown, number>} */
  const unnamed = new Map();
  for (const { msgKeys } of emulator.ledger.entries) for (const key of msgKeys) unnamed.set(key, (unnamed.get(key) ?? 0) + 1);
  assert.deepEqual(results.map(nameOf), messages.map(nameOf), "a message is lost");
  assert.equal(counts.recalled + counts.presumedRecalled + counts.failed, messages.length);
  for (const { status, code, attempts, ...message } of results) {
    const name = nameOf(message);
    const claimed = status === "recalled" || status === "presumedRecalled";
    assert.equal(claimed, gone.has(name), `${name} is ${status}, and the service ${gone.has(name) ? "recalled it" : "did not recall it"}`);
    assert.equal(held.has(name), status === "failed", `${name} is ${status} ${code}`);
    unnamed.set(message.msgKey, (unnamed.get(message.msgKey) ?? 0) - attempts);
  }
  for (const [msgKey, count] of unnamed) assert.ok(count <= 0, `${msgKey} was seen ${count} times more than the journal names`);
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

for (const [accounts, rounds] of /** @type {[number, number][]} */ ([[1, ROUNDS], [200, ROUNDS_OF_ACCOUNTS]])) {
  test(`${rounds} rounds of kill -9 with ${accounts} accounts: journal and ledger agree on every message`, async (t) => {
    let kills = 0;
    for (let seed = FIRST_SEED; seed < FIRST_SEED + rounds; seed += 1) {
      await t.test(`seed ${seed}`, async (inner) => {
        kills += await round(inner, { seed, accounts });
      });
    }
    t.diagnostic(`${kills} processes killed`);
    assert.ok(kills >= rounds / 2, `only ${kills} processes were killed in time`);
  });
}
