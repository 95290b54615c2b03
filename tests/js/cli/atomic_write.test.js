// Files that the CLI writes: each write is atomic, and only the owner can read them.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, readFileSync, readdirSync, realpathSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { writeText } from "../../../pkg-template/cli/files/csv_writer.js";
import { CLI, cli, environment, folderOf } from "./support/command.js";
import { makeJournal } from "./support/journals.js";
import { keysOf } from "../library/support/fixture.js";

const POSIX = { skip: process.platform === "win32" };
const modeOf = (/** @type {string} */ path) => (statSync(path).mode & 0o777).toString(8);

/** A write that fails in the middle. */
function* broken() {
  yield "half of it\n";
  throw Object.assign(new Error("no room"), { code: "ENOSPC", syscall: "write" });
}

/** A folder with a journal of many messages, and the command that reports on it. @param {import("node:test").TestContext} t */
function journalFolder(t) {
  const folder = folderOf(t);
  makeJournal(join(folder, "run.jsonl"), keysOf(3000));
  return { folder, words: (/** @type {string} */ csv) => ["report", join(folder, "run.jsonl"), "--csv", csv] };
}

describe("a file that is written", () => {
  it("is readable only by its owner, but an existing file keeps its permissions", POSIX, async (t) => {
    const folder = folderOf(t);
    const path = join(folder, "out.csv");
    await writeText(path, ["one\n", "two\n"]);
    assert.deepEqual([readFileSync(path, "utf8"), modeOf(path)], ["one\ntwo\n", "600"]);
    chmodSync(path, 0o640);
    await writeText(path, ["three\n"]);
    assert.deepEqual([readFileSync(path, "utf8"), modeOf(path)], ["three\n", "640"]);
    assert.deepEqual(readdirSync(folder), ["out.csv"]);
  });

  it("is not created, or is left unchanged, if the write fails in the middle", async (t) => {
    const folder = folderOf(t);
    await assert.rejects(writeText(join(folder, "out.csv"), broken()), /out\.csv: cannot be written: the disk is full/);
    assert.deepEqual(readdirSync(folder), []);
    writeFileSync(join(folder, "out.csv"), "before\n");
    await assert.rejects(writeText(join(folder, "out.csv"), broken()), /the disk is full/);
    assert.equal(readFileSync(join(folder, "out.csv"), "utf8"), "before\n");
    assert.deepEqual(readdirSync(folder), ["out.csv"]);
  });

  it("through a link is the link's target, and keeps its other names", POSIX, async (t) => {
    const folder = folderOf(t);
    const [soft, hard, file] = [join(folder, "soft"), join(folder, "hard"), join(folder, "deep", "out.csv")];
    mkdirSync(join(folder, "deep"));
    symlinkSync(file, soft);
    await writeText(soft, ["one\n"]);
    assert.deepEqual([realpathSync(soft), readFileSync(file, "utf8"), modeOf(file)], [realpathSync(file), "one\n", "600"]);
    await assert.rejects(writeText(soft, broken()));
    assert.equal(readFileSync(file, "utf8"), "one\n");
    await writeText(soft, ["two\n"]);
    assert.deepEqual([realpathSync(soft), readFileSync(file, "utf8")], [realpathSync(file), "two\n"]);
    linkSync(file, hard);
    await writeText(file, ["three\n"]);
    assert.equal(readFileSync(hard, "utf8"), "three\n");
    assert.deepEqual(readdirSync(join(folder, "deep")), ["out.csv"]);
  });

  it("in a folder where no file can be created is written in place", { skip: process.getuid?.() === 0 && "nothing is forbidden to root" }, async (t) => {
    const folder = folderOf(t);
    const path = join(folder, "out.csv");
    writeFileSync(path, "before\n");
    chmodSync(folder, 0o500);
    try {
      await writeText(path, ["after\n"]);
      assert.equal(readFileSync(path, "utf8"), "after\n");
      chmodSync(path, 0o400);
      await assert.rejects(writeText(path, ["never\n"]), /permission denied/);
      assert.equal(readFileSync(path, "utf8"), "after\n");
    } finally {
      chmodSync(folder, 0o700);
    }
  });
});

describe("a report", () => {
  it("for which the disk has no room leaves the old file unchanged and no partial file", POSIX, (t) => {
    const { folder, words } = journalFolder(t);
    writeFileSync(join(folder, "old.csv"), "before\n");
    for (const name of ["old.csv", "new.csv"]) {
      // Limits every file that the process writes to 3.5 kB (in blocks of 512 bytes).
      const command = [process.execPath, CLI, ...words(join(folder, name))].map((word) => `'${word}'`).join(" ");
      const { status, stderr } = spawnSync("sh", ["-c", `ulimit -f 7; exec ${command}`], { env: environment(), encoding: "utf8" });
      assert.match(stderr, /(old|new)\.csv: cannot be written: it may not grow further/);
      assert.equal(status, 2);
    }
    assert.deepEqual(readdirSync(folder).sort(), ["old.csv", "run.jsonl"]);
    assert.equal(readFileSync(join(folder, "old.csv"), "utf8"), "before\n");
  });

  it("can go to a pipe, a device, and the file of standard output", POSIX, async (t) => {
    const { folder, words } = journalFolder(t);
    const whole = (await cli(words("-"))).stdout;
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const reader = spawn("cat", [pipe]);
    let read = "";
    reader.stdout.on("data", (data) => (read += data));
    const closed = new Promise((resolve) => reader.once("close", resolve));
    assert.equal((await cli(words(pipe))).status, 1);
    await closed;
    assert.equal(read, whole);
    assert.ok(statSync(pipe).isFIFO());
    assert.equal((await cli(words("/dev/null"))).status, 1);
    assert.ok(statSync("/dev/null").isCharacterDevice());
    // The shell keeps the redirected file open: a new file of that name would not receive the output.
    const out = join(folder, "out.csv");
    writeFileSync(out, "");
    const { ino } = statSync(out);
    const command = [process.execPath, CLI, ...words("/dev/stdout")].map((word) => `'${word}'`).join(" ");
    spawnSync("sh", ["-c", `${command} > '${out}'`], { env: environment() });
    assert.deepEqual([readFileSync(out, "utf8"), statSync(out).ino], [whole, ino]);
    assert.deepEqual(readdirSync(folder).sort(), ["out.csv", "pipe", "run.jsonl"]);
  });

  it("leaves no file if it is stopped", POSIX, async (t) => {
    const { folder, words } = journalFolder(t);
    makeJournal(join(folder, "large.jsonl"), keysOf(400_000));
    const child = spawn(process.execPath, [CLI, "report", join(folder, "large.jsonl"), ...words(join(folder, "out.csv")).slice(2)], { env: environment() });
    const closed = new Promise((resolve) => child.once("close", resolve));
    while (child.exitCode === null && !readdirSync(folder).some((name) => name.endsWith(".tmp"))) await new Promise((resolve) => setImmediate(resolve));
    child.kill("SIGTERM");
    assert.equal(await closed, 143);
    assert.deepEqual(readdirSync(folder).sort(), ["large.jsonl", "run.jsonl"]);
  });
});
