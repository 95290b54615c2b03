// The summary at the end of a run: figures, the service's text for each code, and how to resume.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ACCOUNT, CLI, begin, ended, stage } from "../support/command.js";

describe("the summary of a run", () => {
  it("has the service's text for a code, in text and in JSON", async (t) => {
    const { run, emulator, keys, msgKeys, folder } = await stage(t, { count: 30 });
    emulator.setFaults({ code: [{ code: 10004, msgKeys: [String(msgKeys[3])] }] });
    const recall = (/** @type {string[]} */ ...more) => run(["recall", "--account", ACCOUNT, "--keys", keys, "--yes", ...more], { cwd: folder });
    const { status, stdout } = await recall();
    assert.equal(status, 1);
    assert.match(stdout, /1 +10004 +A parameter of the request is invalid\.\n +ErrorInfo: Invalid parameter \(injected\)\n +Correct what ErrorInfo names\./);
    const { byCode } = JSON.parse((await recall("--json", "--journal", "second.jsonl")).stdout);
    const found = Object.fromEntries(byCode.map((/** @type {any} */ { code, errorInfo }) => [code, errorInfo]));
    assert.deepEqual(found, { 10004: "Invalid parameter (injected)" });
    const [first] = readdirSync(folder).filter((name) => /^recall-.*\.jsonl$/.test(name));
    const told = await run(["report", String(first)], { cwd: folder });
    assert.match(told.stdout, /ErrorInfo: Invalid parameter \(injected\)/, "the journal keeps it");
    await run(["recall", "--resume", String(first), "--retry-failed", "--yes"], { cwd: folder });
    const lines = readFileSync(join(folder, String(first)), "utf8").split("\n").filter((line) => line.startsWith('{"said"'));
    assert.equal(lines.length, 1, "once");
  });
});

/**
 * Asserts that the summary has counts, requests, journal and the command to resume.
 * @param {string} stdout
 * @param {RegExp} resume the rest of that command
 */
function assertWhole(stdout, resume) {
  assert.match(stdout, /\d of [\d,]+ messages of @TOA#_newsroom known to be gone\.\n/);
  assert.match(stdout, /(ran for|after) [\d.]+ s and (sent )?\d+ requests?\./);
  assert.match(stdout, /\nJournal:\n {2}\S.*\.jsonl\n/);
  assert.match(stdout, /\nTo continue with the rest:\n {2}npx tencent-chat-recall recall --resume [^\n]*\n/);
  assert.match(/ --resume ([^\n]*)\n/.exec(stdout)?.[1] ?? "", resume);
}

describe("the complete summary, with the command to resume", () => {
  const words = ["recall", "--account", ACCOUNT, "--keys", "keys.txt", "--yes", "--journal", "my run.jsonl"];

  it("is printed when the disk gets full during the run", { skip: process.platform === "win32" }, async (t) => {
    const { env, folder } = await stage(t, { count: 300 });
    const script = `ulimit -f 7; exec "${process.execPath}" "${CLI}" ${words.map((word) => `'${word}'`).join(" ")}`;
    const { status, stdout } = await ended(/** @type {ReturnType<typeof begin>} */ (spawn("sh", ["-c", script], { env, cwd: folder })));
    assert.equal(status, 1);
    assert.match(stdout, /^The run ended early:\n {2}my run\.jsonl: the journal cannot be written: it may not grow further/);
    assertWhole(stdout, /^'my run\.jsonl'$/);
  });

  it("is printed when a signal stops the run, also at the second signal", async (t) => {
    for (const [signal, times, expected] of /** @type {[NodeJS.Signals, number, number][]} */ ([["SIGTERM", 1, 143], ["SIGHUP", 1, 143], ["SIGTERM", 2, 143]])) {
      const stall = { stall: { p: 1, workDone: true } };
      const { env, folder, emulator } = await stage(t, { count: 60, emulator: { faults: times === 2 ? stall : { latency: { min: 300, max: 300 } } } });
      const child = begin([...words, "--timeout", "20s", "--concurrency", "1"], { env, cwd: folder });
      const end = ended(child);
      while (emulator.ledger.requests === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      child.kill(signal);
      if (times === 2) {
        while (!/** @type {any} */ (child).told) {
          await new Promise((resolve) => child.stderr.once("data", (text) => resolve((/** @type {any} */ (child).told = /Stopping/.test(String(text))))));
        }
        child.kill(signal);
      }
      const { status, stdout } = await end;
      assert.equal(status, expected, stdout);
      assert.equal(/Quit at once/.test(stdout), times === 2);
      assertWhole(stdout, /^'my run\.jsonl' --concurrency 1 --timeout 20s$/);
    }
  });

  it("is printed after the deadline, without any answer, and when the service rejects every request", async (t) => {
    for (const [faults, more, expected, said] of /** @type {[any, string[], number, RegExp][]} */ ([
      [{ stall: { p: 1 } }, ["--deadline", "1s"], 1, /^The run ended early:/],
      [{ lostReply: { p: 1 } }, ["--timeout", "200ms"], 1, /^The run ended early:/],
      [{ code: [{ code: 60010 }] }, [], 3, /^The service refused the run as a whole:/],
    ])) {
      const { run, emulator } = await stage(t, { count: 120 });
      emulator.setFaults(faults);
      const { status, stdout } = await run([...words, ...more]);
      assert.equal(status, expected, stdout);
      assert.match(stdout, said);
      assertWhole(stdout, /^'my run\.jsonl'/);
    }
  });
});

describe("a second run over the same keys", () => {
  it("says that the messages were not found and which run recalled them, and offers no further step", async (t) => {
    const { run, keys } = await stage(t, { count: 50 });
    const recall = ["recall", "--account", ACCOUNT, "--keys", keys, "--yes"];
    assert.equal((await run([...recall, "--journal", "first.jsonl"])).status, 0);
    const { status, stdout, stderr } = await run([...recall, "--journal", "second.jsonl"]);
    assert.equal(status, 4);
    assert.match(stderr, /! 50 of these were recalled by the run of .* \(first\.jsonl\)/);
    assert.match(stdout, /^50 messages of @TOA#_newsroom were not there: recalled before, expired, or never existed\.\n/);
    assert.match(stdout, /50 of these were recalled by the run of .* \(first\.jsonl\)/);
    assert.doesNotMatch(stdout, /--retry-failed|--resume|not recalled|known to be gone|10030/);
    assert.equal((await run(["report", "second.jsonl"])).status, 4);
  });
});

describe("history", () => {
  it("prints how many messages it found and where it searched, especially if there are none", async (t) => {
    const { run, emulator } = await stage(t, { count: 1 });
    const history = ["history", "--account", ACCOUNT];
    assert.match((await run(history)).stderr, /^1 message of @TOA#_newsroom, searched everything the service keeps\./);
    const none = await run([...history, "--until", "2h", "--from", "editor"]);
    assert.deepEqual([none.status, none.stdout], [0, ""]);
    assert.match(none.stderr, /^No messages of @TOA#_newsroom, searched everything until .* UTC, from the sender editor only\./);
    emulator.broadcast({ officialAccount: ACCOUNT, count: 2, text: "more" });
    const some = await run([...history, "--since", "1h", "--keys-only", "--lang", "zh"]);
    assert.equal(some.stdout.trim().split("\n").length, 3);
    assert.match(some.stderr, /^@TOA#_newsroom 的 3 条消息，查找范围为 .* 至今。/);
  });
});
