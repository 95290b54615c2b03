// The command `recall` as a process: its requests, output, journal and exit status.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, it } from "node:test";
import { lacks } from "../../../../.scripts/needs.js";
import { ACCOUNT, CLI, assertFolderHasNothingSecret, assertNothingSecret, begin, ended, environment, outcomes, stage } from "../support/command.js";

const RECALL = ["recall", "--account", ACCOUNT, "--yes"];

/** @param {import("../support/command.js").Ended} result @param {string} folder */
function assertClean({ stdout, stderr }, folder) {
  assertNothingSecret(stdout, "standard output");
  assertNothingSecret(stderr, "standard error");
  assertFolderHasNothingSecret(folder);
}

describe("a plan", () => {
  it("describes the recall, sends nothing and writes nothing", async (t) => {
    const { run, keys, emulator, folder, msgKeys } = await stage(t, { count: 25 });
    writeFileSync(keys, `${readFileSync(keys, "utf8")}${msgKeys[0]}\n`);
    const { status, stdout } = await run(["recall", "--account", ACCOUNT, "--keys", keys, "--dry-run", "--reason", "sent by mistake"]);
    assert.equal(status, 0);
    for (const part of [/Recall 25 messages of @TOA#_newsroom/, /duplicates, each sent once: 1/, /seconds? ago/, /Requests +3, at least/, /administrator of app 1400000000/, /sent by mistake/, /Dry run: nothing was sent/]) {
      assert.match(stdout, part);
    }
    assert.ok(stdout.includes(`${msgKeys[0]}`));
    assert.equal(emulator.ledger.requests, 0);
    assert.deepEqual(readdirSync(folder), ["keys.txt"]);
  });

  it("is one JSON document for programs", async (t) => {
    const { run, keys, msgKeys, url } = await stage(t, { count: 25 });
    const { stdout } = await run(["recall", "--account", ACCOUNT, "--keys", keys, "--dry-run", "--json"]);
    const plan = JSON.parse(stdout);
    assert.equal(plan.messages, 25);
    assert.equal(plan.requests, 3);
    assert.equal(plan.host, new URL(url).host);
    assert.deepEqual([plan.firstMsgKey, plan.lastMsgKey], [msgKeys[0], msgKeys[24]]);
    assert.equal(plan.oldest, Number(String(msgKeys[0]).split("_")[2]));
  });

  it("warns of keys from the future", async (t) => {
    const { run, folder } = await stage(t);
    const path = join(folder, "odd.txt");
    writeFileSync(path, "1_1_4294967295\n2_1_1698741698\n");
    const { stdout } = await run(["recall", "--account", ACCOUNT, "--keys", path, "--dry-run"]);
    assert.match(stdout, /! 1 key says that its message was sent in the future/);
  });
});

describe("a run", () => {
  it("that recalls every message exits with 0, and the journal records it", async (t) => {
    const { run, keys, emulator, folder, msgKeys, journal } = await stage(t, { count: 123 });
    const result = await run([...RECALL, "--keys", keys, "--reason", "sent by mistake"]);
    assert.equal(result.status, 0, result.stderr);
    assert.match(result.stdout, /All done: 123 messages of @TOA#_newsroom recalled/);
    assert.equal(emulator.ledger.recalledCount, 123);
    assert.equal(emulator.message(String(msgKeys[0]))?.reason, "sent by mistake");
    const report = await outcomes(run, journal());
    assert.equal(report.complete, true);
    assert.deepEqual(report.results.map((/** @type {{ msgKey: string }} */ { msgKey }) => msgKey), msgKeys);
    assertClean(result, folder);
  });

  it("that does not recall every message exits with 1, and prints each code with meaning and advice", async (t) => {
    const { run, keys, emulator, folder } = await stage(t, { count: 30 });
    const [held] = emulator.broadcast({ officialAccount: ACCOUNT, count: 1, text: "notice", recallable: false });
    writeFileSync(keys, `${readFileSync(keys, "utf8")}${held}\n1_1_1698741698\n2_1_1698741698\n`);
    const result = await run([...RECALL, "--keys", keys]);
    assert.equal(result.status, 1);
    assert.match(result.stdout, /Not there: 2 of 33 messages of @TOA#_newsroom .* Of the other 31, known to be gone: 30\./);
    assert.match(result.stdout, /2 {2}not there +recalled before, expired, or never existed in this account/);
    assert.match(result.stdout, /1 +10032 /);
    assert.match(result.stdout, /Refused for reasons that will not change: 1\./);
    assertClean(result, folder);
  });

  it("prints the same in Chinese, by the locale or by --lang", async (t) => {
    const { run, keys, env, emulator } = await stage(t, { count: 3 });
    const held = emulator.broadcast({ officialAccount: ACCOUNT, count: 1, text: "notice", recallable: false });
    writeFileSync(keys, `${held}\n1_1_1698741698\n`);
    const byLocale = await run([...RECALL, "--keys", keys, "--journal", "a.jsonl"], { env: { ...env, LC_ALL: "zh_CN.UTF-8" } });
    const byOption = await run([...RECALL, "--keys", keys, "--journal", "b.jsonl", "--lang", "zh"]);
    for (const { stdout, stderr } of [byLocale, byOption]) {
      assert.match(stderr, /撤回 @TOA#_newsroom 的 2 条消息/);
      assert.match(stdout, /10032 +该消息不支持撤回/);
      assert.match(stdout, /1 {2}不存在/);
    }
  });

  it("that the service rejects as a whole exits with 3, and a later run can resume it", async (t) => {
    const { run, keys, env, emulator, journal } = await stage(t, { count: 500 });
    const refused = await run([...RECALL, "--keys", keys], { env: { ...env, TENCENT_CHAT_IDENTIFIER: "bob" } });
    assert.equal(refused.status, 3, refused.stderr);
    assert.match(refused.stdout, /The service refused the run as a whole:\n +TENCENT_CHAT_IDENTIFIER is not an administrator of app 1400000000\.\n.*60010/);
    assert.equal(emulator.ledger.recalledCount, 0);
    assertNothingSecret(refused.stdout + refused.stderr, "what was printed");
    const again = await run(["recall", "--resume", journal(), "--yes"]);
    assert.equal(again.status, 0, again.stderr);
    assert.equal(emulator.ledger.recalledCount, 500);
  });

  it("that is rejected for its account advises a new run, since the journal has the wrong account", async (t) => {
    const { run, keys, journal } = await stage(t, { count: 20 });
    const refused = await run(["recall", "--account", "@TOA#_other", "--yes", "--keys", keys]);
    assert.equal(refused.status, 3, refused.stderr);
    for (const { stdout } of [refused, await run(["report", journal()])]) {
      assert.match(stdout, /To start a new run with the right ones:\n.* recall --account /);
      assert.doesNotMatch(stdout, /--resume/);
    }
  });

  it("never exceeds the rate limit, although it waits for the disk before each request", { skip: lacks("time") }, async (t) => {
    const { run, keys, emulator } = await stage(t, { count: 900, emulator: { rateLimit: null } });
    assert.equal((await run([...RECALL, "--keys", keys, "--rate-limit", "25"])).status, 0);
    const busy = 2; // requests that a busy machine delays; those that wait for the disk ahead would be 16
    assert.ok(emulator.ledger.peakPerSecond <= 25 + busy, `${emulator.ledger.peakPerSecond} in a second`);
  });

  it("prints one JSON document on standard output, whatever happened", async (t) => {
    const { run, keys, journal } = await stage(t, { count: 20, emulator: { faults: { code: [{ code: 60010 }] } } });
    const { stdout, status } = await run([...RECALL, "--keys", keys, "--json"]);
    const document = JSON.parse(stdout);
    assert.equal(status, 3);
    assert.match(document.refused, /60010/);
    assert.equal(document.counts.notAttempted + document.counts.failed, 20);
    assert.equal(document.open, 20);
    assert.ok(journal().endsWith(document.journal));
  });

  it("keeps its deadline, and reports messages without an outcome as unconfirmed", async (t) => {
    const { run, keys, emulator } = await stage(t, { count: 50, emulator: { faults: { stall: { p: 1, workDone: true } } } });
    const { status, stdout } = await run([...RECALL, "--keys", keys, "--deadline", "1s", "--json"]);
    const { counts } = JSON.parse(stdout);
    assert.equal(status, 1);
    assert.ok(counts.unconfirmed > 0 && counts.recalled === 0, stdout);
    assert.ok(emulator.ledger.recalledCount <= counts.unconfirmed);
  });
});

describe("keys", () => {
  it("are read from several files and standard input, each once", async (t) => {
    const { run, keys, emulator, folder, msgKeys } = await stage(t, { count: 30 });
    const table = join(folder, "table.csv");
    writeFileSync(table, `id,MsgKey\n${msgKeys.slice(0, 12).map((key, index) => `${index},${key}`).join("\n")}\n`);
    writeFileSync(keys, msgKeys.slice(10, 20).join("\n"));
    const { status, stderr } = await run([...RECALL, "--keys", keys, "--keys", table, "--keys", "-"], { input: JSON.stringify(msgKeys.slice(15)) });
    assert.equal(status, 0, stderr);
    assert.equal(emulator.ledger.recalledCount, 30);
    assert.match(stderr, /duplicates, each sent once: 7/);
    assert.equal(Object.values(emulator.ledger.retCodes).reduce((sum, count) => sum + count, 0), 30);
  });

  it("that are invalid are listed with file and line, and stop the run unless they are skipped", async (t) => {
    const { run, keys, emulator, msgKeys } = await stage(t, { count: 40 });
    const lines = [...msgKeys];
    for (let count = 0; count < 30; count += 1) lines.splice(10 + count, 0, `broken${count}`);
    writeFileSync(keys, lines.join("\n"));
    const refused = await run([...RECALL, "--keys", keys]);
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /30 lines hold no MsgKey/);
    assert.ok(refused.stderr.includes(`${keys}:11: found "broken0"`), refused.stderr);
    assert.ok(refused.stderr.includes("... and 10 more"));
    assert.equal(emulator.ledger.requests, 0);
    const skipped = await run([...RECALL, "--keys", keys, "--skip-invalid"]);
    assert.equal(skipped.status, 0, skipped.stderr);
    assert.match(skipped.stderr, /lines skipped: 30/);
  });

  it("in truncated JSON are all rejected, so that no truncated key is used", async (t) => {
    const { run, keys, emulator, msgKeys } = await stage(t, { count: 40 });
    const whole = JSON.stringify(msgKeys, null, 1);
    for (const [text, line, said] of /** @type {[string, number, RegExp][]} */ ([
      [whole.slice(0, whole.lastIndexOf("_")), 41, /found a quote that nothing closes/],
      [whole.slice(0, -1), 1, /found an array that nothing closes, expected \] before the end of the text/],
      [msgKeys.map((key) => JSON.stringify({ MsgKey: key })).join("\n").slice(0, -1), 40, /found an object that nothing closes/],
    ])) {
      writeFileSync(keys, text);
      const refused = await run([...RECALL, "--keys", keys]);
      assert.equal(refused.status, 2, refused.stdout);
      assert.ok(refused.stderr.includes(`${keys}:${line}: `), refused.stderr);
      assert.match(refused.stderr, said);
    }
    assert.equal(emulator.ledger.requests, 0);
    writeFileSync(keys, whole.slice(0, whole.lastIndexOf("_")));
    assert.equal((await run([...RECALL, "--keys", keys, "--skip-invalid"])).status, 0);
    assert.equal(emulator.ledger.recalledCount, 39);
  });

  it("are reported as missing if there are none", async (t) => {
    const { run, folder } = await stage(t);
    for (const [name, content, said] of /** @type {[string, string | Uint8Array, RegExp][]} */ ([
      ["empty.txt", "", /found an empty file, expected MsgKeys/],
      ["book.xlsx", new Uint8Array([0x50, 0x4b, 3, 4, 0]), /found a workbook.*save the sheet as CSV/],
      ["keys.gz", new Uint8Array([0x1f, 0x8b, 8]), /found a gzip file/],
      ["other.csv", "a,b\n1,2\n", /other\.csv:1: found a header without column "MsgKey", expected it on this line$/],
    ])) {
      writeFileSync(join(folder, name), content);
      const { status, stderr } = await run([...RECALL, "--keys", join(folder, name), ...(name === "other.csv" ? ["--column", "MsgKey"] : [])]);
      assert.equal(status, 2);
      assert.match(stderr.trimEnd(), said);
      assert.doesNotMatch(stderr, /--skip-invalid/);
    }
    assert.match((await run([...RECALL, "--keys", "nowhere.txt"])).stderr, /nowhere\.txt: cannot be read: there is no such file/);
  });
});

describe("a recall", () => {
  it("from a server that is not the service is reported as such, without secrets", async (t) => {
    const server = createServer((_, response) => response.end("<html>Please log in</html>"));
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    t.after(() => server.close());
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const { run, keys, folder } = await stage(t, { count: 3 });
    const result = await run([...RECALL, "--keys", keys, "--retries", "1"], { env: environment(`http://127.0.0.1:${port}`) });
    assert.equal(result.status, 1, result.stdout);
    assert.match(result.stdout, /3 {2}unconfirmed[^]*The last request without an answer ended with an unreadable answer\./);
    assertClean(result, folder);
  });

  it("stops at a signal with the signal's exit status, even while it waits for the last answer", { skip: lacks("time") }, async (t) => {
    for (const [signal, expected] of /** @type {[NodeJS.Signals, number][]} */ ([["SIGINT", 130], ["SIGTERM", 143]])) {
      const { keys, env, folder, emulator, run, journal } = await stage(t, { count: 40, emulator: { faults: { latency: { min: 300, max: 300 } } } });
      const child = begin([...RECALL, "--keys", keys, "--concurrency", "1", "--json"], { env, cwd: folder });
      const end = ended(child);
      while (emulator.ledger.requests === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      child.kill(signal);
      const { status, stdout } = await end;
      const { interrupted, counts, open } = JSON.parse(stdout);
      assert.deepEqual([status, interrupted, counts.recalled, open], [expected, true, 10, 30]);
      assert.match(readFileSync(journal(), "utf8"), new RegExp(`"because":"${signal}"`));
      assert.equal((await run(["recall", "--resume", journal(), "--yes"])).status, 0);
      assert.equal(emulator.ledger.recalledCount, 40);
    }
  });

  it("exits at once at the second signal, and the journal can be resumed", async (t) => {
    const { keys, env, folder, emulator, run, journal } = await stage(t, { count: 60, emulator: { faults: { stall: { p: 1, workDone: true } } } });
    const child = begin([...RECALL, "--keys", keys, "--timeout", "60s"], { env, cwd: folder });
    const end = ended(child);
    while (emulator.ledger.requests === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill("SIGINT");
    child.kill("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill("SIGINT");
    assert.equal((await end).status, 130);
    emulator.setFaults();
    const again = await run(["recall", "--resume", journal(), "--yes"]);
    assert.equal(again.status, 0, again.stdout);
    assert.equal(emulator.ledger.recalledCount, 60);
  });
});

describe("a run without a confirmed recall", () => {
  it("does not claim success, since wrong keys or a wrong account look the same", async (t) => {
    const { run, keys, emulator, msgKeys } = await stage(t, { count: 3 });
    writeFileSync(keys, msgKeys.map((key) => key.replace(/^\d+/, "4000000$&")).join("\n"));
    emulator.setFaults({ lostReply: { p: 1, times: 1 } });
    const { status, stdout } = await run([...RECALL, "--keys", keys]);
    assert.match(stdout, /None of 3 messages of @TOA#_newsroom was confirmed: each is presumed gone\. A wrong account or key looks the same, so check them\./);
    assert.equal(status, 1);
    assert.doesNotMatch(stdout, /All done/);
  });
});

describe("output that is not read", () => {
  /**
   * Runs a shell command, in which CLI is replaced by the CLI's path.
   * @param {Awaited<ReturnType<typeof stage>>} set
   * @param {string} line
   */
  function shell({ env, folder }, line) {
    const child = spawn("bash", ["--norc", "-c", line.replaceAll("CLI", `"${process.execPath}" "${CLI}"`)], { env, cwd: folder });
    child.stdin.end();
    return ended(child);
  }

  it("does not change the exit status", { skip: !existsSync("/dev/full") }, async (t) => {
    const set = await stage(t, { count: 8 });
    const held = set.emulator.broadcast({ officialAccount: ACCOUNT, count: 2, text: "notice", recallable: false });
    writeFileSync(set.keys, [...set.msgKeys, ...held].join("\n"));
    const words = `CLI recall --account '${ACCOUNT}' --keys keys.txt --yes --journal run.jsonl`;
    assert.equal((await shell(set, `${words} | true; exit \${PIPESTATUS[0]}`)).status, 1);
    assert.equal(set.emulator.ledger.recalledCount, 8);
    for (const form of ["", "--json", "--csv -"]) assert.equal((await shell(set, `CLI report run.jsonl ${form} | true; exit \${PIPESTATUS[0]}`)).status, 1, form);
    const full = await shell(set, "CLI report run.jsonl > /dev/full");
    assert.deepEqual([full.status, full.stderr], [1, "error: standard output cannot be written: the disk is full\n"]);
  });

  it("does not end a run", async (t) => {
    const set = await stage(t, { count: 200 });
    const { status } = await shell(set, `CLI recall --account '${ACCOUNT}' --keys keys.txt --yes --rate-limit 5 2> >(head -n 1 > head.txt)`);
    assert.equal(status, 0);
    assert.equal(set.emulator.ledger.recalledCount, 200);
    assert.match(readFileSync(join(set.folder, "head.txt"), "utf8"), /^Recall 200 messages/);
  });
});
