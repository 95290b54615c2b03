// Integrity of the journal: it stays correct when truncated at any byte, damage is detected, and it has only one worker.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { lockJournal } from "../../../../pkg-template/cli/journal/journal_lock.js";
import { livenessOf, thisProcess } from "../../../../pkg-template/cli/journal/process_identity.js";
import { keysOf, readJournal } from "../../../../pkg-template/cli/journal/journal_reader.js";
import { ACCOUNT, folderOf } from "../support/command.js";
import { HEADER, append, appendOld, makeJournal, makeOldJournal, newDraft } from "../support/journals.js";
import { keysOf as keysInARow, seededRandom } from "../../library/support/fixture.js";

/** A journal with a modified header and one line of keys. @param {object} changed @param {string} keys */
const journalWith = (changed, keys = "71_1_1698741698") =>
  `${JSON.stringify({ journal: "tencent-chat-recall", version: 1, ...HEADER, officialAccount: ACCOUNT, messages: 1, sha256: "0".repeat(64), ...changed })}\n{"keys":"${keys}"}\n`;

/**
 * The status of each key, by the key's number.
 * @param {import("../../../../pkg-template/cli/journal/journal_reader.js").Journal} journal
 */
const statuses = ({ outcomes }) => Array.from({ length: outcomes.size }, (_, number) => outcomes.status(number));

/** A dead worker with this id. @param {string} id */
const dead = (id) => ({ ...thisProcess(), open: id, start: "1" });

describe("the keys of a journal", () => {
  it("are read in order, each once, in every form", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    const random = seededRandom(7);
    const keys = Array.from({ length: 5000 }, () => `${Math.floor(random() * 3000)}_1_${1698741698 + Math.floor(random() * 3)}`);
    keys.splice(100, 0, "4294967295_1_5", "5_1_4294967295", "5_1_4294967295");
    makeJournal(path, keys);
    const journal = readJournal(path);
    assert.deepEqual([...keysOf(journal)], [...new Set(keys)].map((key, number) => ({ key, number, account: ACCOUNT })));
    assert.equal(journal.header.reason, HEADER.reason);
    assert.deepEqual(readdirSync(join(path, "..")), ["run.jsonl"]);
  });

  it("are verified by their digest", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    makeJournal(path, keysInARow(30));
    writeFileSync(path, readFileSync(path, "utf8").replace(" 17 ", " 18 "));
    assert.throws(() => readJournal(path), /the list of keys is not the one that was written/);
  });

  it("are complete, or the journal does not exist", (t) => {
    const folder = folderOf(t);
    const path = join(folder, "run.jsonl");
    const draft = newDraft(path);
    for (let seq = 1; seq <= 20_000; seq += 1) draft.key(seq, 1698741698, 0);
    assert.throws(() => readJournal(path), /there is no such file/);
    draft.discard();
    assert.deepEqual(readdirSync(folder), []);
  });

  it("never replace another journal", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    const first = newDraft(path);
    const second = newDraft(path);
    first.key(1, 2, 0);
    first.commit(1, undefined);
    second.key(3, 4, 0);
    assert.throws(() => second.commit(1, undefined), /exists already; resume it with --resume/);
    assert.throws(() => newDraft(path), /exists already/);
    assert.deepEqual([...keysOf(readJournal(path))], [{ key: "1_1_2", number: 0, account: ACCOUNT }]);
  });
});

describe("a journal", () => {
  it("reports a key sent without an answer as unconfirmed and in doubt", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    makeJournal(path, keysInARow(5));
    append(path, dead("a"), { sent: [0, 1, 2] }, { ended: "recalled", keys: [0] });
    const { outcomes } = readJournal(path);
    assert.deepEqual(statuses(readJournal(path)), ["recalled", "unconfirmed", "unconfirmed", "notAttempted", "notAttempted"]);
    assert.deepEqual([0, 1, 2, 3, 4].map((number) => outcomes.isInDoubt(number)), [false, true, true, false, false]);
  });

  it("remembers over several runs that a message may be recalled", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    makeJournal(path, keysInARow(3));
    append(path, dead("a"), { sent: [0] }, dead("b"), { sent: [0, 1] }, { ended: "failed", code: 10002, keys: [0, 1] }, { close: "b", because: "ended" });
    const before = readJournal(path).outcomes;
    assert.equal(before.isInDoubt(0), true, "the first process never learned what came of it");
    assert.equal(before.isInDoubt(1), false, "every request for it was answered");
    append(path, dead("c"), { sent: [0, 1] });
    append(path, { ended: "unconfirmed", keys: [2] }, { close: "c", because: "ended" });
    const { outcomes } = readJournal(path);
    assert.deepEqual([outcomes.isInDoubt(0), outcomes.isInDoubt(2)], [true, true]);
    assert.equal(outcomes.attempts(0), 3);
  });

  it("counts attempts up to 255, without wrapping to 0", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    makeJournal(path, keysInARow(1));
    append(path, ...Array.from({ length: 256 }, () => ({ sent: [0] })));
    assert.equal(readJournal(path).outcomes.attempts(0), 255);
  });

  it("counts the codes of all messages that are not recalled, however many codes there are", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    makeJournal(path, keysInARow(302));
    const codes = Array.from({ length: 300 }, (_, number) => ({ ended: "failed", code: 20_000 + number, keys: [number] }));
    append(path, ...codes, { ended: "presumedRecalled", code: 10030, keys: [300] }, { ended: "recalled", keys: [301] });
    const { counts, codes: found } = readJournal(path).outcomes.summary();
    assert.deepEqual([counts.failed, counts.presumedRecalled, counts.recalled], [300, 1, 1]);
    assert.equal([...found.values()].reduce((sum, count) => sum + count, 0), 300);
    assert.equal(found.has(10030), false, "a message that is gone needs no advice");
  });

  it("can be truncated at every byte, and keeps what its complete lines say", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    makeJournal(path, keysInARow(12));
    const keysEnd = readFileSync(path).length;
    append(path, "\n", dead("a"), { sent: [0, 1, 2, 3] }, { ended: "recalled", keys: [0, 1] }, { ended: "failed", code: 10032, keys: [2] });
    append(path, { sent: [4, 5] }, { ended: "presumedRecalled", code: 10030, keys: [3] }, { close: "a", because: "ended" });
    const whole = readFileSync(path);
    for (let bytes = whole.length; bytes >= keysEnd; bytes -= 1) {
      truncateSync(path, bytes);
      const cut = readJournal(path);
      const before = whole.subarray(0, bytes).toString("utf8");
      const told = statuses(cut);
      // A last line that lacks only its newline also counts.
      if (/"ended":"recalled","keys":\[0,1\],"check":"\w+"\}/.test(before)) assert.deepEqual(told.slice(0, 2), ["recalled", "recalled"]);
      if (/\{"sent":\[4,5\],"check":"\w+"\}/.test(before)) assert.deepEqual(told.slice(4, 6), ["unconfirmed", "unconfirmed"]);
      // The lines of the next process can be read after any truncation.
      append(path, "\n", dead("b"), { sent: [11] }, { ended: "recalled", keys: [11] });
      const resumed = statuses(readJournal(path));
      assert.equal(resumed[11], "recalled", `after a cut at ${bytes}`);
      assert.deepEqual(resumed.slice(0, 11), told.slice(0, 11));
    }
  });

  it("survives any number of processes that were killed while writing their first line", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    makeJournal(path, keysInARow(3));
    append(path, "\n", dead("a"), { sent: [0, 1] }, { ended: "recalled", keys: [0] }, '{"ended":"recalled","ke');
    const opening = JSON.stringify(dead("b"));
    for (let bytes = 1; bytes < opening.length; bytes += 1) append(path, `\n${opening.slice(0, bytes)}`);
    assert.deepEqual(statuses(readJournal(path)), ["recalled", "unconfirmed", "notAttempted"]);
    append(path, "\n", dead("c"), { sent: [1] }, { ended: "recalled", keys: [1] });
    const journal = readJournal(path);
    assert.deepEqual(statuses(journal), ["recalled", "recalled", "notAttempted"]);
    assert.deepEqual(journal.workers.map(({ open }) => open), ["a", "c"]);
  });

  it("without checksums is rejected when a line in the middle is damaged", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    makeOldJournal(path, keysInARow(3));
    const { length } = readFileSync(path);
    for (const [lines, said] of /** @type {[(object | string)[], RegExp][]} */ ([
      [[dead("a"), '{"sent":[0,\n', { ended: "recalled", keys: [0] }], /found "\{"sent":\[0," in line 4, expected a line of a journal/],
      [[dead("a"), '{"sent":[0,\n', '{"sent":[1,\n', dead("b")], /found "\{"sent":\[0," in line 4, expected a line of a journal/],
      [[dead("a"), '{"sent":[0,\n', '{"open":"b\n', { sent: [1] }], /found "\{"open":"b" in line 5, expected a line of a journal/],
      [[dead("a"), '{"sent":[0,{"sent":[1]}\n', dead("b")], /found "\{"sent":\[0,\{"sent":\[1\]\}" in line 4, expected a line of a journal/],
      [[dead("a"), '{"ended":"recalled",keys:[0]}\n', dead("b")], /in line 4, expected a line of a journal/],
      [[dead("a"), '{"open":"b{"sent":[1]}\n'], /in line 4, expected a line of a journal/],
      [[dead("a"), { sent: [3] }], /in line 4, expected numbers of keys below 3/],
      [[dead("a"), { sent: [-1] }], /in line 4, expected numbers of keys below 3/],
      [[dead("a"), { sent: ["0"] }], /expected numbers of keys below 3/],
      [[{ something: 1 }], /in line 3, expected an event of a journal/],
      [[dead("a"), { ended: "recalled", keys: [0], code: "10032" }], /in line 4, expected an event of a journal/],
      [[dead("a"), { ended: "sent", keys: [0] }], /in line 4, expected an event of a journal/],
      [[{ ...dead("a"), pid: "\u001b[2J" }], /in line 3, expected an event of a journal/],
    ])) {
      truncateSync(path, length);
      appendOld(path, ...lines);
      assert.throws(() => readJournal(path), said);
    }
  });

  it("of another version, or a file that is not a journal, is rejected", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    for (const [text, said] of /** @type {[string, RegExp][]} */ ([
      ["", /found "" in line 1, expected the header/],
      ["71_1_1698741698\n", /expected the header of a journal/],
      ['{"journal":"tencent-chat-recall","version":4}\n', /found a journal of version 4, expected version 1 to 3/],
      ['{"journal":"tencent-chat-recall","version":1}\n', /found nothing as "started" of the header in line 1, expected a date/],
      [journalWith({ started: "soon" }), /found "soon" as "started" of the header in line 1, expected a date/],
      [journalWith({ sdkAppId: 1.5 }), /found 1\.5 as "sdkAppId" of the header in line 1, expected a whole number/],
      [journalWith({ reason: ["\u001b[2J"] }), /found \[".u001b\[2J"\] as "reason" of the header in line 1, expected a string/],
      [journalWith({}, "71_1_99999999999999"), /found "71_1_99999999999999" in line 2, expected a MsgKey/],
    ])) {
      writeFileSync(path, text);
      assert.throws(() => readJournal(path), said);
    }
    makeJournal(join(path, "..", "cut.jsonl"), keysInARow(2000));
    truncateSync(join(path, "..", "cut.jsonl"), 5000);
    assert.throws(() => readJournal(join(path, "..", "cut.jsonl")), /expected more keys: \d+ of 2000 were found/);
  });
});

describe("the worker of a journal", () => {
  it("is the only one until it closes the journal", async (t) => {
    const path = join(folderOf(t), "run.jsonl");
    makeJournal(path, keysInARow(3));
    const first = await lockJournal(path);
    await assert.rejects(lockJournal(path), new RegExp(`process ${process.pid} of this machine is working on it`));
    await first.close("ended");
    const second = await lockJournal(path);
    await second.close("ended");
  });

  it("is only one of many that start at the same moment", async (t) => {
    const path = join(folderOf(t), "run.jsonl");
    makeJournal(path, keysInARow(3));
    for (let round = 0; round < 10; round += 1) {
      const claims = await Promise.allSettled(Array.from({ length: 8 }, () => lockJournal(path)));
      const won = claims.flatMap((claim) => (claim.status === "fulfilled" ? [claim.value] : []));
      assert.equal(won.length, 1, `round ${round}`);
      await won[0]?.close("ended");
    }
  });

  it("may follow a killed worker, but one on another machine only with --take-over", async (t) => {
    const path = join(folderOf(t), "run.jsonl");
    makeJournal(path, keysInARow(3));
    append(path, "\n", dead("a"), { sent: [0] });
    await (await lockJournal(path)).close("ended");
    append(path, "\n", { open: "b", pid: 1, host: `not-${hostname()}` });
    await assert.rejects(lockJournal(path), /process 1 on "not-.*did not record that it stopped.*--take-over/);
    await (await lockJournal(path, { takeOver: true })).close("ended");
  });

  it("writes nothing into the journal when it is rejected at the first check", async (t) => {
    const path = join(folderOf(t), "run.jsonl");
    makeJournal(path, keysInARow(3));
    const { close } = await lockJournal(path);
    const before = readFileSync(path, "utf8");
    await assert.rejects(lockJournal(path), /is working on it/);
    assert.equal(readFileSync(path, "utf8"), before);
    await close("ended");
  });

  it("is not displaced by --take-over while it lives", async (t) => {
    const path = join(folderOf(t), "run.jsonl");
    makeJournal(path, keysInARow(3));
    const { close } = await lockJournal(path);
    await assert.rejects(lockJournal(path, { takeOver: true }), /is working on it/);
    await close("ended");
  });

  it("sees what another worker did between its first check and its own line", async (t) => {
    const path = join(folderOf(t), "run.jsonl");
    makeJournal(path, keysInARow(3));
    // The first check is done when this returns; the worker's line is written in a later turn.
    const claiming = lockJournal(path);
    append(path, "\n", dead("a"), { sent: [0, 1] }, { ended: "recalled", keys: [0] }, { close: "a", because: "ended" });
    const { journal, close } = await claiming;
    assert.deepEqual(statuses(journal), ["recalled", "unconfirmed", "notAttempted"]);
    await close("ended");
  });

  it("is recognized as dead by its start time, the machine's start time and its end", () => {
    const self = thisProcess();
    assert.equal(livenessOf(self, self), "alive");
    assert.equal(livenessOf({ ...self, pid: 2 ** 22 + 1 }, self), "dead");
    assert.equal(livenessOf({ ...self, host: "elsewhere" }, self), "unknown");
    // On other systems than Linux only the pid is known.
    assert.equal(livenessOf({ open: "a", pid: self.pid, host: self.host }, self), "alive");
    if (self.start === undefined) return;
    assert.equal(livenessOf({ ...self, start: "1" }, self), "dead");
    assert.equal(livenessOf({ ...self, boot: "another" }, self), "dead");
    assert.equal(livenessOf({ ...self, space: "pid:[1]" }, self), "unknown");
  });

  it("counts as dead when it is a zombie process", { skip: process.platform !== "linux" && "only Linux tells" }, async (t) => {
    // The shell starts a process and is then replaced by a program that never waits for it.
    const shell = spawn("/bin/sh", ["-c", "sleep 0.1 & echo $!; exec sleep 60"], { stdio: ["ignore", "pipe", "ignore"] });
    t.after(() => shell.kill("SIGKILL"));
    const pid = Number(await new Promise((resolve) => shell.stdout.once("data", resolve)));
    const fields = () => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    const { start: _, ...self } = thisProcess();
    const worker = { ...self, pid, start: String(fields()[19]) };
    for (let patience = 3000; fields()[0] !== "Z"; patience -= 1) {
      assert.ok(patience > 0, "it does not end");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.equal(livenessOf(worker, thisProcess()), "dead");
  });
});
