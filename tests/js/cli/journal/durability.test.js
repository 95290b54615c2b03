// Durability of the journal: nothing is reported as written before it is synced to the disk.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs, { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { describe, it } from "node:test";
import { JournalWriter } from "../../../../pkg-template/cli/journal/journal_writer.js";
import { CLI, folderOf, stage } from "../support/command.js";
import { makeJournal, newDraft } from "../support/journals.js";

/**
 * A fake file that records the calls on it.
 * @param {{ most?: number, sync?: () => Promise<void> }} [how] `most`: how many bytes it accepts at a time
 */
function file({ most = Infinity, sync = async () => {} } = {}) {
  const state = { text: "", done: /** @type {string[]} */ ([]) };
  const handle = /** @type {any} */ ({
    write: async (/** @type {Buffer} */ bytes, /** @type {number} */ from) => {
      const taken = bytes.subarray(from, from + most);
      state.text += taken.toString("utf8");
      if (state.done.at(-1) !== "write") state.done.push("write");
      return { bytesWritten: taken.length };
    },
    datasync: async () => {
      state.done.push("sync");
      await sync();
    },
    close: async () => void state.done.push("close"),
  });
  return { state, writer: new JournalWriter("run.jsonl", handle, "") };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** The result of a promise, or that it is still pending. @param {Promise<unknown>} promise */
const endOf = (promise) =>
  Promise.race([promise.then(() => "written", (/** @type {any} */ error) => error), new Promise((resolve) => setTimeout(() => resolve("never told"), 1000))]);

describe("the writer of a journal", () => {
  it("syncs the line of each request before it reports the line as written", async () => {
    const { state, writer } = file();
    for (let request = 1; request <= 3; request += 1) {
      await writer.append({ sent: [request] });
      assert.deepEqual(state.done.slice(-2), ["write", "sync"]);
      assert.equal(state.done.length, 2 * request);
    }
  });

  it("continues after a partial write", async () => {
    const { state, writer } = file({ most: 7 });
    await writer.append({ sent: [0, 1, 2] });
    assert.deepEqual(JSON.parse(state.text).sent, [0, 1, 2]);
  });

  it("begins on a new line, because the last one may be truncated", async () => {
    const { state, writer } = file();
    await writer.begin({ open: "a", pid: 1, host: "h" });
    assert.match(state.text, /^\n\{"open":"a",/);
  });

  it("writes outcomes by itself, even if no caller waits for them", async () => {
    const { state, writer } = file();
    writer.ended(3, "recalled", 0);
    writer.ended(4, "failed", 10032);
    writer.ended(5, "recalled", 0);
    await turn();
    assert.deepEqual(state.text.trim().split("\n").map((line) => JSON.parse(line)).map(({ ended, code, keys }) => [ended, code, keys]), [["recalled", undefined, [3, 5]], ["failed", 10032, [4]]]);
  });

  it("closes the file after the last line", async () => {
    const { state, writer } = file();
    writer.ended(0, "recalled", 0);
    await writer.close("a", "ended");
    assert.deepEqual(state.done, ["write", "sync", "close"]);
    assert.match(state.text, /"keys":\[0\].*\n\{"close":"a","because":"ended"/);
  });

  it("reports a disk failure to all earlier and later callers, and still closes", async () => {
    /** @type {(error: Error) => void} */
    let fail = () => {};
    const { state, writer } = file({ sync: () => new Promise((_, reject) => (fail = reject)) });
    const first = endOf(writer.append({ sent: [0] }));
    await turn();
    const meanwhile = endOf(writer.append({ sent: [1] }));
    fail(Object.assign(new Error("no room"), { code: "ENOSPC" }));
    for (const end of [first, meanwhile, endOf(writer.append({ sent: [2] }))]) {
      const { message, exitStatus } = await end;
      assert.match(message, /^run\.jsonl: the journal cannot be written: the disk is full\./);
      assert.equal(exitStatus, 1, "something may have been sent before");
    }
    assert.equal(await endOf(writer.close("a", "broken")), "written");
    assert.equal(state.done.at(-1), "close");
  });
});

describe("a disk that is full at the start of a resumed run", () => {
  it("ends the run with the status for nothing sent, and the next run continues after its truncated line", { skip: process.platform === "win32" }, async (t) => {
    const { run, folder, env, url, msgKeys, emulator } = await stage(t, { count: 200 });
    const path = join(folder, "run.jsonl");
    makeJournal(path, msgKeys, { region: undefined, baseUrl: url, host: new URL(url).host });
    // Empty lines after the keys, so that the disk has room for the first 20 bytes that a process writes.
    const blocks = Math.ceil((fs.statSync(path).size + 20) / 512);
    fs.appendFileSync(path, "\n".repeat(512 * blocks - 20 - fs.statSync(path).size));
    const command = `'${process.execPath}' '${CLI}' recall --resume run.jsonl --yes`;
    const { status, stderr } = spawnSync("sh", ["-c", `ulimit -f ${blocks}; exec ${command}`], { env, cwd: folder, encoding: "utf8" });
    assert.match(stderr, /run\.jsonl: the journal cannot be written: it may not grow further\. Nothing was sent\.\n$/);
    assert.equal(status, 2);
    assert.match(readFileSync(path, "utf8"), /\n\{"open":"\w{10}$/);
    assert.equal(emulator.ledger.requests, 0);
    assert.equal((await run(["recall", "--resume", path, "--yes"])).status, 0);
    assert.equal(emulator.ledger.recalledCount, 200);
  });
});

/**
 * Replaces functions of node:fs during a test.
 * @param {import("node:test").TestContext} t
 * @param {Record<string, (real: any) => any>} changed
 */
function withFiles(t, changed) {
  for (const [name, change] of Object.entries(changed)) t.mock.method(/** @type {any} */ (fs), name, change(/** @type {any} */ (fs)[name]));
  syncBuiltinESMExports();
  t.after(() => {
    t.mock.restoreAll();
    syncBuiltinESMExports();
  });
}

/** A file system without hard links. */
const noLinks = () => () => {
  throw Object.assign(new Error("no links"), { code: "EPERM" });
};

describe("a journal that is renamed from its draft", () => {
  it("is synced before the rename, and the rename is synced before anything is sent", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    const draft = newDraft(path);
    draft.key(1, 2, 0);
    /** @type {string[]} */
    const done = [];
    const noted = (/** @type {string} */ name) => (/** @type {any} */ real) => (/** @type {unknown[]} */ ...values) => (done.push(name), real(...values));
    withFiles(t, { fsyncSync: noted("sync"), linkSync: noted("name") });
    draft.commit(1, undefined);
    assert.deepEqual(done, process.platform === "win32" ? ["sync", "name"] : ["sync", "name", "sync"]);
  });

  it("is also renamed on a file system without hard links, but never over another file", (t) => {
    const folder = folderOf(t);
    const [path, other] = [join(folder, "run.jsonl"), join(folder, "other.jsonl")];
    const [draft, second] = [newDraft(path), newDraft(other)];
    draft.key(1, 2, 0);
    second.key(1, 2, 0);
    withFiles(t, { linkSync: noLinks });
    draft.commit(1, undefined);
    assert.match(readFileSync(path, "utf8"), /"messages":1,/);
    writeFileSync(other, "mine");
    assert.throws(() => second.commit(1, undefined), /exists already; resume it with --resume/);
    second.discard();
    assert.equal(readFileSync(other, "utf8"), "mine");
    assert.deepEqual(readdirSync(folder).sort(), ["other.jsonl", "run.jsonl"]);
  });

  it("is readable only by its owner", { skip: process.platform === "win32" }, (t) => {
    const path = join(folderOf(t), "run.jsonl");
    const draft = newDraft(path);
    draft.key(1, 2, 0);
    draft.commit(1, undefined);
    assert.ok(existsSync(path));
    assert.equal(fs.statSync(path).mode & 0o077, 0);
  });
});
