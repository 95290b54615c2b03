// Drafts, the files in which journals are prepared: abandoned drafts are removed, however the process ended; drafts in use are kept.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { draftName, removeStaleDrafts } from "../../../../pkg-template/cli/journal/draft_file.js";
import { thisProcess } from "../../../../pkg-template/cli/journal/process_identity.js";
import { ACCOUNT, CLI, ended, folderOf, stage } from "../support/command.js";
import { makeJournal, newDraft } from "../support/journals.js";

/** More keys than are read or written at a time, so that some are already in the file. */
const MANY = Array.from({ length: 120_000 }, (_, seq) => `${seq * 7}_1_${1698741698 + seq}\n`).join("");
const PREPARING = /\.preparing-[0-9a-f]{12}(-once)?$/;

/** @param {string} folder */
const draftsIn = (folder) => readdirSync(folder).filter((name) => PREPARING.test(name));

/**
 * A run that reads keys from standard input, which stays open.
 * @param {import("node:test").TestContext} t
 * @param {Awaited<ReturnType<typeof stage>>} set
 * @param {string} [journal]
 */
async function reading(t, { env, folder }, journal = "run.jsonl") {
  const child = spawn(process.execPath, [CLI, "recall", "--account", ACCOUNT, "--keys", "-", "--yes", "--journal", journal], { env, cwd: folder });
  t.after(() => child.kill("SIGKILL"));
  child.stdin.on("error", () => {});
  const end = ended(child);
  child.stdin.write(MANY);
  const isWritten = () => draftsIn(folder).some((name) => name.startsWith(journal) && readFileSync(join(folder, name)).length > 300_000);
  for (let patience = 3000; !isWritten(); patience -= 1) {
    assert.ok(patience > 0 && child.exitCode === null, "the keys do not come to the file");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { child, end };
}

describe("a run that is stopped while it reads keys", () => {
  for (const [signal, status] of /** @type {[NodeJS.Signals, number][]} */ ([["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 143]])) {
    it(`by ${signal} leaves no draft`, async (t) => {
      const set = await stage(t);
      const { child, end } = await reading(t, set);
      assert.equal(draftsIn(set.folder).length, 1);
      child.kill(signal);
      assert.equal((await end).status, status);
      assert.deepEqual(readdirSync(set.folder), ["keys.txt"]);
    });
  }

  it("by SIGKILL leaves a draft, which the next run removes, but it keeps the draft of a live run", async (t) => {
    const set = await stage(t, { count: 12 });
    const killed = await reading(t, set, "killed.jsonl");
    killed.child.kill("SIGKILL");
    await killed.end;
    const atWork = await reading(t, set, "at-work.jsonl");
    // The live run has removed it already; a dry run makes no journal and removes nothing.
    assert.deepEqual(draftsIn(set.folder).map((name) => name.replace(PREPARING, "")), ["at-work.jsonl"]);
    assert.equal((await set.run(["recall", "--account", ACCOUNT, "--keys", set.keys, "--yes"])).status, 0);
    assert.deepEqual(draftsIn(set.folder).map((name) => name.replace(PREPARING, "")), ["at-work.jsonl"]);
    atWork.child.stdin.end("no key\n");
    assert.match((await atWork.end).stderr, /1 line holds no MsgKey/);
    assert.deepEqual(draftsIn(set.folder), []);
    assert.equal(set.emulator.ledger.recalledCount, 12);
  });
});

describe("the clean-up next to a journal", () => {
  const HOUR_AGO = new Date(Date.now() - 3_700_000);
  const gone = { ...thisProcess(), start: "1" };

  /** @param {string} folder @param {object | string} content @param {Date} [time] */
  function leave(folder, content, time) {
    const draft = draftName(join(folder, "left.jsonl"));
    writeFileSync(draft, typeof content === "string" ? content : `${JSON.stringify({ preparing: "tencent-chat-recall", ...content })}   \n`);
    if (time) utimesSync(draft, time, time);
    return draft;
  }

  it("removes the draft of a dead process, or from before the machine restarted", (t) => {
    const folder = folderOf(t);
    leave(folder, gone);
    if (thisProcess().boot) leave(folder, { ...thisProcess(), boot: "another" });
    leave(folder, "", HOUR_AGO);
    removeStaleDrafts(join(folder, "run.jsonl"));
    assert.deepEqual(readdirSync(folder), []);
  });

  it("removes the second name of a journal, and keeps the journal", (t) => {
    const folder = folderOf(t);
    const path = join(folder, "run.jsonl");
    makeJournal(path, ["1_1_1698741698"]);
    const text = readFileSync(path, "utf8");
    linkSync(path, draftName(path));
    removeStaleDrafts(path);
    assert.deepEqual(readdirSync(folder), ["run.jsonl"]);
    assert.equal(readFileSync(path, "utf8"), text);
  });

  it("keeps drafts of processes that may be alive, new drafts, and all other files", (t) => {
    const folder = folderOf(t);
    const draft = newDraft(join(folder, "mine.jsonl"));
    leave(folder, { ...thisProcess(), host: "another machine", start: "1" });
    leave(folder, { ...gone, pid: 0 });
    leave(folder, "");
    leave(folder, "notes of mine\n", HOUR_AGO);
    leave(folder, "\nnotes below an empty line\n", HOUR_AGO);
    writeFileSync(join(folder, "left.jsonl.preparing-"), JSON.stringify({ preparing: "tencent-chat-recall", ...gone }));
    mkdirSync(draftName(join(folder, "folder.jsonl")));
    const target = leave(folderOf(t), gone);
    symlinkSync(target, draftName(join(folder, "linked.jsonl")));
    const before = readdirSync(folder);
    assert.equal(before.length, 9);
    removeStaleDrafts(join(folder, "run.jsonl"));
    assert.deepEqual(readdirSync(folder), before);
    assert.ok(readFileSync(target).length > 0);
    draft.discard();
  });
});

describe("a draft", () => {
  it("never writes into an existing file, even one placed at its path", (t) => {
    const folder = folderOf(t);
    const path = join(folder, "run.jsonl");
    const draft = newDraft(path);
    draft.key(1, 2, 0);
    draft.key(1, 2, 0);
    const mine = join(folder, "mine.txt");
    writeFileSync(mine, "mine");
    symlinkSync(mine, join(folder, `${draftsIn(folder)[0]}-once`));
    // Repeated keys are written into a second file.
    const twice = /** @type {any} */ ({ isFirst: () => true, isFirstOther: () => true });
    assert.throws(() => draft.commit(1, twice), /the journal cannot be written: it exists already\. Nothing was sent\./);
    draft.discard();
    assert.deepEqual(readdirSync(folder), ["mine.txt"]);
    assert.equal(readFileSync(mine, "utf8"), "mine");
  });

  it("becomes a journal whatever the length of its owner's description", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    makeJournal(path, ["1_1_2", "1_1_2", "3_1_4"], { officialAccount: "@TOA#_", identifier: "a", host: "h" });
    const [header, keys] = readFileSync(path, "utf8").split("\n");
    assert.equal(JSON.parse(String(header)).messages, 2);
    assert.equal(keys, '{"accounts":["@TOA#_"],"keys":"@0 1_1_2 3_1_4"}');
  });
});
