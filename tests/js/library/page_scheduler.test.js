// Simulation of find and verify without IO: seeded histories, faults and orders of answers, thousands of runs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FindWalk, filterOf } from "../../../pkg-template/lib/find/find_walk.js";
import { VerifyWalk } from "../../../pkg-template/lib/find/verify_walk.js";
import { PageScheduler } from "../../../pkg-template/lib/history/page_scheduler.js";
import { FIRST_TIME, leastPages, pageOf, worldOf } from "./support/page_world.js";

/** @typedef {ReturnType<typeof worldOf>} World */

const RUNS = 4000;
const FIRST_SEED = 20_000;

/**
 * Runs a scheduler to its end: answers come in random order, and some rows wait.
 * @param {World} world
 * @param {PageScheduler} scheduler
 * @param {Iterable<string>} source
 */
function drive(world, scheduler, source) {
  const { below, accounts } = world;
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const ids = source[Symbol.iterator]();
  /** @type {{ number: number, officialAccount: string, before: string | undefined }[]} */
  const inFlight = [];
  /** @type {string[]} */
  const pages = [];
  const rows = [];
  let read = 0;
  let most = 0;
  for (;;) {
    const step = scheduler.next();
    if (step.type === "page") {
      inFlight.push(step);
      most = Math.max(most, inFlight.length);
      pages.push(`${step.officialAccount} ${step.before}`);
      if (below(3) > 0) scheduler.left(step.number);
      continue;
    }
    if (step.type === "account") {
      const { done, value } = ids.next();
      read += 1;
      if (done) scheduler.endOfAccounts();
      else scheduler.add(value);
      continue;
    }
    for (let row = scheduler.take(); row !== undefined; row = scheduler.take()) rows.push(row);
    if (step.type === "done") return { pages, rows, read, most };
    assert.ok(inFlight.length > 0, "idle with nothing in flight: the run would never end");
    const [page] = inFlight.splice(below(inFlight.length), 1);
    const account = byId.get(page.officialAccount);
    assert.ok(account);
    if (account.isGone) scheduler.refuse(page.number, { code: 10010, meaning: "gone" });
    else scheduler.answered(page.number, pageOf(world, account, page.before));
  }
}

const identity = (/** @type {any} */ { officialAccount, msgKey }) => `${officialAccount} ${msgKey}`;

/** @param {number} seed */
function findOnce(seed) {
  const world = worldOf(seed);
  const { below, accounts } = world;
  const since = below(4) === 0 ? undefined : (FIRST_TIME + below(800)) * 1000;
  const until = below(2) === 0 ? undefined : (FIRST_TIME + below(1200)) * 1000;
  const from = below(2) === 0 ? undefined : "user1";
  const text = below(2) === 0 ? undefined : "WRONG";
  const rebuildKeys = below(2) === 0;
  const filter = filterOf({ since, until, from, text, rebuildKeys });
  const counts = { messages: 0, holes: 0, withoutKey: 0 };
  const scheduler = new PageScheduler((id) => new FindWalk(id, filter, counts), 1 + below(8));
  const ids = accounts.map(({ id }) => id);
  const { pages, rows, most } = drive(world, scheduler, [...ids, ids[0]]);
  const matches = accounts.filter(({ isGone }) => !isGone).flatMap(({ id, rows: all }) =>
    all
      .filter(({ MsgTimeStamp, From_Account, MsgBody, IsPlaceMsg }) =>
        MsgTimeStamp * 1000 >= (since ?? 0) - 999 && MsgTimeStamp * 1000 <= (until ?? Infinity) && (from ?? From_Account) === From_Account &&
        IsPlaceMsg !== 1 && (text === undefined || JSON.stringify(MsgBody).includes("Wrong")))
      .map((row) => ({ officialAccount: id, hasKey: row.MsgKey !== "", msgKey: `${row.MsgSeq}_1_${row.MsgTimeStamp}` })));
  const wanted = matches.filter(({ hasKey }) => hasKey || rebuildKeys);
  assert.deepEqual(rows.map(identity).sort(), wanted.map(identity).sort(), "every message of the window exactly once");
  assert.equal(counts.withoutKey, matches.length - wanted.length);
  assert.equal(counts.messages, rows.length);
  assert.equal(new Set(pages).size, pages.length, "no page is requested twice");
  const least = accounts.reduce((sum, account) => sum + leastPages(account, (since ?? 0) - 999), 0);
  if (!world.overlaps) assert.equal(pages.length, least, "the least number of pages");
  const gone = accounts.filter(({ isGone }) => isGone).map(({ id }) => id);
  assert.deepEqual(scheduler.refused.map(({ officialAccount }) => officialAccount).sort(), gone.sort(), "a refused account ends alone");
  assert.equal(scheduler.accounts, accounts.length);
  assert.ok(most <= 8);
}

/** @param {number} seed */
function verifyOnce(seed) {
  const world = worldOf(seed);
  const { below, accounts } = world;
  const known = new Map(accounts.map(({ id, rows }) => {
    const keys = rows.filter(() => below(6) === 0).map(({ MsgSeq, MsgTimeStamp }) => `${MsgSeq}_1_${MsgTimeStamp}`);
    const invented = below(3) === 0 ? [`9999_1_${FIRST_TIME + below(900)}`] : [];
    return /** @type {const} */ ([id, new Map([...keys, ...invented, ...(keys.length + invented.length === 0 ? [`8888_1_${FIRST_TIME}`] : [])].map((key) => [key, /** @type {import("../../../pkg/index.js").Verified} */ ("unknown")]))]);
  }));
  const counts = { settled: 0 };
  const scheduler = new PageScheduler((id) => new VerifyWalk(id, known.get(id) ?? new Map(), counts), 1 + below(8));
  const { pages } = drive(world, scheduler, known.keys());
  const states = ["visible", "hole", "recalled"];
  let settled = 0;
  for (const { id, rows: all, isGone } of accounts) {
    for (const [key, verified] of known.get(id) ?? []) {
      const row = all.find(({ MsgSeq, MsgTimeStamp }) => `${MsgSeq}_1_${MsgTimeStamp}` === key);
      assert.equal(verified, isGone ? "unknown" : row ? states[row.IsPlaceMsg] : "notFound", `${id} ${key}`);
      if (!isGone) settled += 1;
    }
  }
  assert.equal(counts.settled, settled, "each message is settled once");
  assert.equal(new Set(pages).size, pages.length, "no page is requested twice");
  const least = accounts.reduce((sum, { id, rows: all, isGone }) => sum + leastToVerify(all, [...(known.get(id)?.keys() ?? [])], isGone), 0);
  if (!world.overlaps) assert.equal(pages.length, least, "the least number of pages");
}

/** @param {import("./support/page_world.js").Row[]} all @param {string[]} keys @param {boolean} isGone */
function leastToVerify(all, keys, isGone) {
  if (isGone) return 1;
  const ends = keys.map((key) => {
    const [seq, , time] = key.split("_").map(Number);
    const at = all.findIndex(({ MsgSeq, MsgTimeStamp }) => MsgSeq === seq && MsgTimeStamp === time);
    if (at >= 0) return Math.floor(at / 20) + 1;
    return leastPages({ id: "", rows: all, isGone }, time * 1000);
  });
  return Math.max(...ends);
}

for (const [name, once] of /** @type {const} */ ([["find", findOnce], ["verify", verifyOnce]])) {
  test(`${RUNS} random runs of ${name} keep the rules`, (t) => {
    t.diagnostic(`seeds ${FIRST_SEED} to ${FIRST_SEED + RUNS - 1}`);
    for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed += 1) {
      try {
        once(seed);
      } catch (cause) {
        throw new Error(`seed ${seed}`, { cause });
      }
    }
  });
}

test("a stream of 100,000 accounts is read lazily, and few accounts are open at a time", () => {
  let open = 0;
  let most = 0;
  const scheduler = new PageScheduler((officialAccount) => {
    open += 1;
    return { officialAccount, before: undefined, isDone: true, take: () => ((open -= 1), [officialAccount]) };
  }, 64);
  /** @type {number[]} */
  const inFlight = [];
  let read = 0;
  let found = 0;
  for (let step = scheduler.next(); step.type !== "done"; step = scheduler.next()) {
    if (step.type === "account") {
      if (read === 100_000) scheduler.endOfAccounts();
      else scheduler.add(`@TOA#_${read}`);
      read += 1;
    } else if (step.type === "page") {
      scheduler.left(step.number);
      inFlight.push(step.number);
    } else {
      most = Math.max(most, open);
      assert.ok(read - found <= 70, "accounts are read as pages are answered");
      scheduler.answered(/** @type {number} */ (inFlight.shift()), {});
      if (scheduler.take() !== undefined) found += 1;
    }
  }
  assert.deepEqual([found, scheduler.accounts], [100_000, 100_000]);
  assert.ok(most <= 64, `${most} accounts at a time`);
});

test("a slow consumer pauses the requests until it takes the messages", () => {
  const rows = Array.from({ length: 20 }, (_, at) => at);
  const scheduler = new PageScheduler((officialAccount) => ({ officialAccount, before: undefined, isDone: false, take: () => rows }), 4);
  scheduler.next();
  scheduler.add("@TOA#_1");
  let pages = 0;
  for (let step = scheduler.next(); step.type === "page" || step.type === "account"; step = scheduler.next()) {
    if (step.type === "account") scheduler.endOfAccounts();
    else if (step.type === "page") scheduler.answered(step.number, {}), (pages += 1);
  }
  assert.equal(pages, 50);
  while (scheduler.take() !== undefined);
  assert.equal(scheduler.next().type, "page");
});

test("an aborted run requests nothing more and ignores late answers", () => {
  const scheduler = new PageScheduler((officialAccount) => ({ officialAccount, before: undefined, isDone: false, take: () => [1] }), 4);
  scheduler.next();
  scheduler.add("@TOA#_1");
  const step = scheduler.next();
  assert.equal(step.type, "page");
  scheduler.abort();
  if (step.type === "page") scheduler.answered(step.number, {});
  assert.equal(scheduler.next().type, "done");
  assert.equal(scheduler.take(), undefined);
});
