// If standard output cannot be written, the user still gets the result of a recall.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, it } from "node:test";
import { ACCOUNT, CLI, begin, ended, stage } from "./support/command.js";

/** Runs with a full standard output. @param {string[]} words @param {{ env: Record<string, string>, folder: string }} set */
function onFull(words, { env, folder }) {
  const line = [process.execPath, CLI, ...words].map((word) => `'${word}'`).join(" ");
  return ended(/** @type {ReturnType<typeof begin>} */ (spawn("sh", ["-c", `exec ${line} > /dev/full`], { env, cwd: folder })));
}

const RECALL = ["recall", "--account", ACCOUNT, "--keys", "keys.txt", "--yes"];

describe("a standard output that is full", { skip: !existsSync("/dev/full") }, () => {
  it("loses neither the summary nor the exit status", async (t) => {
    const set = await stage(t, { count: 20 });
    const { status, stderr } = await onFull([...RECALL, "--journal", "a.jsonl"], set);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /\nerror: standard output cannot be written: the disk is full\n\nAll done: 20 messages of @TOA#_newsroom recalled\.\n/);
    assert.match(stderr, /Journal:\n {2}a\.jsonl\n[^]*report a\.jsonl --csv -/);
    const again = await onFull([...RECALL, "--journal", "b.jsonl", "--json", "--lang", "zh"], set);
    assert.equal(again.status, 4, again.stderr);
    assert.match(again.stderr, /错误：无法写入标准输出：磁盘已满\n\n\{\n {2}"complete": false/);
    const nothing = await onFull(["recall", "--resume", "a.jsonl", "--yes"], set);
    assert.equal(nothing.status, 0);
    assert.match(nothing.stderr, /Nothing is left to send\.\n\nAll done: 20/);
  });

  it("fails a command whose only purpose is its output", async (t) => {
    const set = await stage(t, { count: 20 });
    const { status, stderr } = await onFull(["explain", "70016"], set);
    assert.deepEqual([status, stderr], [1, "error: standard output cannot be written: the disk is full\n"]);
  });

  it("does not lose the summary of a run that is left at once", async (t) => {
    const set = await stage(t, { count: 20, emulator: { faults: { stall: { p: 1, workDone: true } } } });
    const line = [process.execPath, CLI, ...RECALL, "--timeout", "20s"].map((word) => `'${word}'`).join(" ");
    const child = /** @type {ReturnType<typeof begin>} */ (spawn("sh", ["-c", `exec ${line} > /dev/full`], { env: set.env, cwd: set.folder }));
    const end = ended(child);
    while (set.emulator.ledger.requests === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill("SIGTERM");
    await new Promise((resolve) => child.stderr.on("data", (text) => /Stopping/.test(String(text)) && resolve(undefined)));
    child.kill("SIGTERM");
    const { status, stderr } = await end;
    assert.equal(status, 143);
    assert.match(stderr, /Quit at once[^]*--resume recall-\w+\.jsonl --timeout 20s\n/);
  });
});

describe("a reader that closed the pipe early", () => {
  it("leaves the summary on standard error", async (t) => {
    const set = await stage(t, { count: 20 });
    const child = begin(RECALL, { env: set.env, cwd: set.folder });
    child.stdout.destroy();
    const { status, stderr } = await ended(child);
    assert.equal(status, 0);
    assert.match(stderr, /All done: 20 messages of @TOA#_newsroom recalled\./);
  });
});
