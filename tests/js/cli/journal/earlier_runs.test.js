// A second run over the same keys: earlier journals tell which messages were recalled, so that these do not count as failures.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { MOST_MESSAGES, MessageLookup, findOtherRuns } from "../../../../pkg-template/cli/journal/other_runs.js";
import { readJournal } from "../../../../pkg-template/cli/journal/journal_reader.js";
import { ACCOUNT, cli, environment, folderOf, stage } from "../support/command.js";
import { HEADER, append, makeJournal, makeOldJournal } from "../support/journals.js";
import { keysOf } from "../../library/support/fixture.js";

const WHOSE = { sdkAppId: HEADER.sdkAppId, region: HEADER.region, host: HEADER.host };
/** @type {import("../../../../pkg-template/cli/journal/other_runs.js").MessageLookup} */
const TEN = lookup(keysOf(10));

/** @param {string[]} keys */
function lookup(keys) {
  const found = new MessageLookup();
  for (const key of keys) found.add(ACCOUNT, key);
  return found;
}

/** @param {import("../../../../pkg-template/cli/journal/key_outcomes.js").KeyOutcomes} outcomes @param {number} number */
const isOpen = (outcomes, number) => ["unconfirmed", "notAttempted"].includes(outcomes.status(number));

/** @param {string} folder @param {MessageLookup} [keys] */
const lookedUp = (folder, keys = lookup(keysOf(10))) => findOtherRuns(join(folder, "new.jsonl"), WHOSE, keys, isOpen);

describe("earlier runs", () => {
  it("are summarized by what they recalled and left open, each message once", (t) => {
    const folder = folderOf(t);
    const [first, second] = [join(folder, "first.jsonl"), join(folder, "second.jsonl")];
    makeJournal(first, keysOf(6), { started: "2026-11-23T12:03:00.000Z" });
    append(first, { ended: "recalled", keys: [0, 1] }, { ended: "failed", code: 10032, keys: [2] }, { sent: [3] });
    makeJournal(second, keysOf(8), { started: "2026-11-23T12:10:00.000Z" });
    append(second, { ended: "recalled", keys: [1, 6] }, { ended: "presumedRecalled", code: 10030, keys: [3] }, { ended: "notFound", code: 10030, keys: [0] }, { ended: "failed", code: 10032, keys: [4, 7] });
    assert.deepEqual(lookedUp(folder), {
      recalledBy: [{ journal: first, at: Date.parse("2026-11-23T12:03:00Z"), count: 2 }, { journal: second, at: Date.parse("2026-11-23T12:10:00Z"), count: 1 }],
      presumedBy: [{ journal: second, at: Date.parse("2026-11-23T12:10:00Z"), count: 1 }],
      unfinished: [{ journal: first, at: Date.parse("2026-11-23T12:03:00Z"), count: 1 }, { journal: second, at: Date.parse("2026-11-23T12:10:00Z"), count: 2 }],
    });
    assert.ok(TEN.isTaking);
  });

  it("of another account or app, other files and damaged journals are ignored", (t) => {
    const folder = folderOf(t);
    makeJournal(join(folder, "account.jsonl"), keysOf(3), { officialAccount: "@TOA#_other" });
    makeJournal(join(folder, "app.jsonl"), keysOf(3), { sdkAppId: 1 });
    makeJournal(join(folder, "damaged.jsonl"), keysOf(3));
    for (const name of ["account", "app", "damaged"]) append(join(folder, `${name}.jsonl`), { ended: "recalled", keys: [0, 1, 2] });
    append(join(folder, "damaged.jsonl"), '{"ended":"recalled","keys":[2]}\n');
    writeFileSync(join(folder, "notes.jsonl"), '{"a":1}\n');
    writeFileSync(join(folder, "empty.jsonl"), "");
    writeFileSync(join(folder, "large.jsonl"), "");
    truncateSync(join(folder, "large.jsonl"), 1024 ** 3);
    mkdirSync(join(folder, "folder.jsonl"));
    assert.deepEqual(lookedUp(folder), { recalledBy: [], presumedBy: [], unfinished: [] });
    assert.deepEqual(lookedUp(join(folder, "nowhere")), { recalledBy: [], presumedBy: [], unfinished: [] });
  });

  it("of another service are ignored, and those of the same service count, however its URL is written", (t) => {
    const folder = folderOf(t);
    const { region: _, ...url } = { ...HEADER, host: "127.0.0.1:9", baseUrl: "http://127.0.0.1:9" };
    for (const [name, header, expected] of /** @type {[string, any, number][]} */ ([
      ["emulator", { ...url, region: undefined }, 0], ["other", { region: "frankfurt", host: HEADER.host }, 0], ["standby", { host: "other.example.com", standby: true }, 1],
    ])) {
      const own = join(folder, name);
      mkdirSync(own);
      makeJournal(join(own, "1.jsonl"), keysOf(3), header);
      append(join(own, "1.jsonl"), { ended: "recalled", keys: [0, 1, 2] });
      assert.equal(lookedUp(own).recalledBy.length, expected, name);
      const slash = { sdkAppId: HEADER.sdkAppId, host: "127.0.0.1:9", baseUrl: "http://127.0.0.1:9/" };
      assert.equal(findOtherRuns(join(own, "new.jsonl"), slash, lookup(keysOf(3)), isOpen).recalledBy.length, name === "emulator" ? 1 : 0, name);
    }
  });

  it("of the first release also count", (t) => {
    const folder = folderOf(t);
    makeOldJournal(join(folder, "old.jsonl"), keysOf(3), { ended: "recalled", keys: [0, 2] });
    assert.deepEqual(lookedUp(folder).recalledBy.map(({ count }) => count), [2]);
  });

  it("are searched up to a limit of keys", () => {
    const keys = new MessageLookup();
    for (let seq = 0; seq <= MOST_MESSAGES; seq += 1) keys.add(ACCOUNT, `${seq}_1_1698741698`);
    assert.deepEqual([keys.isTaking, keys.known.size], [false, 0]);
  });
});

describe("a second run over the same keys", () => {
  it("reports the first run before anything is sent, and exits with a special status", async (t) => {
    const { run, keys, folder, emulator } = await stage(t, { count: 25 });
    const recall = ["recall", "--account", ACCOUNT, "--keys", keys];
    assert.equal((await run([...recall, "--yes", "--journal", "first.jsonl"])).status, 0);
    const { earlier } = JSON.parse((await run([...recall, "--dry-run", "--json"])).stdout);
    assert.deepEqual(earlier, { recalledBy: [{ journal: "first.jsonl", at: Date.parse(readJournal(join(folder, "first.jsonl")).header.started), count: 25 }], presumedBy: [], unfinished: [] });
    const second = await run([...recall, "--yes", "--json", "--journal", "second.jsonl"]);
    assert.equal(second.status, 4, second.stderr);
    const { counts, open } = JSON.parse(second.stdout);
    assert.deepEqual([counts.notFound, counts.failed, open], [25, 0, 0]);
    assert.equal(emulator.ledger.recalledCount, 25);
    const rows = JSON.parse((await run(["report", "second.jsonl", "--json"])).stdout).results;
    assert.deepEqual([rows[0].status, rows[0].code], ["notFound", 10030]);
    assert.equal((await run(["report", "second.jsonl"])).status, 4);
    const { requests } = emulator.ledger;
    for (const more of [[], ["--retry-failed"]]) assert.equal((await run(["recall", "--resume", "second.jsonl", "--yes", ...more])).status, 4);
    assert.equal(emulator.ledger.requests, requests, "what was not there is settled");
    assert.deepEqual(readdirSync(folder).sort(), ["first.jsonl", "keys.txt", "second.jsonl"]);
  });

  it("also exits with 4 if it recalled some messages, and with 1 if some failed", async (t) => {
    const { run, keys, emulator, msgKeys } = await stage(t, { count: 4 });
    const lines = (/** @type {string[]} */ found) => writeFileSync(keys, found.join("\n"));
    const recall = ["recall", "--account", ACCOUNT, "--keys", keys, "--yes"];
    lines(msgKeys.slice(0, 2));
    assert.equal((await run([...recall, "--journal", "1.jsonl"])).status, 0);
    lines(msgKeys.slice(0, 3));
    assert.equal((await run([...recall, "--journal", "2.jsonl"])).status, 4);
    const held = emulator.broadcast({ officialAccount: ACCOUNT, count: 1, text: "notice", recallable: false });
    lines([...msgKeys, ...held]);
    assert.equal((await run([...recall, "--journal", "3.jsonl"])).status, 1);
  });
});

describe("a journal of the first release", () => {
  it("keeps the messages with 10030 as failed", async (t) => {
    const { run, env, url, folder, emulator } = await stage(t);
    const path = join(folder, "old.jsonl");
    makeOldJournal(path, keysOf(2), { sent: [0, 1] }, { ended: "recalled", keys: [0] }, { ended: "failed", code: 10030, keys: [1] });
    const again = await run(["recall", "--resume", path, "--yes", "--json"], { env: { ...env, TENCENT_CHAT_BASE_URL: url } });
    assert.equal(again.status, 1);
    assert.deepEqual(JSON.parse(again.stdout).counts, { recalled: 1, presumedRecalled: 0, notFound: 0, failed: 1, unconfirmed: 0, notAttempted: 0 });
    assert.equal(emulator.ledger.requests, 0);
    assert.equal((await cli(["report", path], { env: environment() })).status, 1);
    assert.match(readFileSync(path, "utf8"), /"version":1/);
  });
});
