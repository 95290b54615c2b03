// Two runs over the same keys at the same time: each reports the other's outcomes and process.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { thisProcess } from "../../../../pkg-template/cli/journal/process_identity.js";
import { ACCOUNT, begin, ended, stage } from "../support/command.js";
import { append, makeJournal } from "../support/journals.js";
import { openTerminal } from "../support/terminal.js";

/** A journal in use by this process. @param {Awaited<ReturnType<typeof stage>>} set @param {...object} events */
function journalAtWork({ folder, msgKeys, url }, ...events) {
  const path = join(folder, "busy.jsonl");
  makeJournal(path, msgKeys, { region: undefined, baseUrl: url, host: new URL(url).host });
  append(path, thisProcess(), ...events);
  return path;
}

const PID = process.pid;
const RECALL = ["recall", "--account", ACCOUNT, "--keys", "keys.txt"];

describe("while another process runs", () => {
  it("a plan names the process, and calls presumed outcomes presumed", async (t) => {
    const set = await stage(t, { count: 6 });
    journalAtWork(set, { ended: "recalled", keys: [0] }, { ended: "presumedRecalled", code: 10030, keys: [1, 2] });
    const { stdout } = await set.run([...RECALL, "--dry-run"]);
    assert.match(stdout, /! 1 of these was recalled by the run of .*\(busy\.jsonl\)/);
    assert.match(stdout, /! 2 of these were presumed recalled by the run of /);
    assert.match(stdout, new RegExp(`! 3 of these are still open in the run of .*\\(busy\\.jsonl\\); process ${PID} of this machine is working on it now`));
    const zh = await set.run([...RECALL, "--dry-run", "--lang", "zh"]);
    assert.match(zh.stdout, new RegExp(`其中 3 条在.*尚未完成（busy\\.jsonl）；本机的进程 ${PID} 正在处理`));
  });

  it("a report names the process, and offers no command to resume", async (t) => {
    const set = await stage(t, { count: 6 });
    journalAtWork(set, { ended: "recalled", keys: [0] });
    const { stdout } = await set.run(["report", "busy.jsonl"]);
    assert.match(stdout, new RegExp(`Process ${PID} of this machine is working on this journal now\\.`));
    assert.doesNotMatch(stdout, /--resume|--retry-failed/);
    assert.equal(JSON.parse((await set.run(["report", "busy.jsonl", "--json"])).stdout).atWork, PID);
    assert.match((await set.run(["report", "busy.jsonl", "--lang", "zh"])).stdout, new RegExp(`本机的进程 ${PID} 正在处理此日志`));
  });

  it("a second run with the same journal names the process, and does not advise to resume", async (t) => {
    const set = await stage(t, { count: 6 });
    journalAtWork(set);
    const { status, stderr } = await set.run([...RECALL, "--yes", "--journal", "busy.jsonl"]);
    assert.equal(status, 2);
    assert.match(stderr, new RegExp(`process ${PID} of this machine started a run with this journal`));
    assert.doesNotMatch(stderr, /--resume/);
    assert.equal(set.emulator.ledger.requests, 0);
  });
});

describe("a run that waited for confirmation while another run recalled the messages", () => {
  it("names the other run's journal at the end", async (t) => {
    const set = await stage(t, { count: 30 });
    const terminal = openTerminal([...RECALL, "--journal", "b.jsonl"], { env: set.env, cwd: set.folder });
    t.after(terminal.kill);
    await terminal.see(/Type 30/);
    assert.equal((await set.run([...RECALL, "--yes", "--journal", "a.jsonl"])).status, 0);
    terminal.type("30");
    await terminal.see(/30 messages of @TOA#_newsroom were not there/);
    await terminal.see(/30 of these were recalled by the run of .*\(a\.jsonl\)/);
    assert.equal(await terminal.exit, 4);
  });
});

describe("a second run that ends early", () => {
  it("does not claim that no message is known to be recalled", async (t) => {
    const set = await stage(t, { count: 60 });
    assert.equal((await set.run([...RECALL, "--yes", "--journal", "a.jsonl"])).status, 0);
    // The service rejects every request, so no message has an outcome.
    set.emulator.setFaults({ code: [{ code: 60010 }] });
    const none = await set.run([...RECALL, "--yes", "--journal", "b.jsonl"]);
    assert.equal(none.status, 3);
    assert.match(none.stdout, /Recalled by this run: 0 of 60 messages of @TOA#_newsroom\./);
    assert.match(none.stdout, /60 of these were recalled by the run of .*\(a\.jsonl\)/);
    assert.doesNotMatch(none.stdout, /known to be gone/);
    set.emulator.setFaults({ latency: { min: 200, max: 200 } });
    const child = begin([...RECALL, "--yes", "--journal", "c.jsonl", "--concurrency", "1", "--lang", "zh"], { env: set.env, cwd: set.folder });
    const end = ended(child);
    const { requests } = set.emulator.ledger;
    while (set.emulator.ledger.requests < requests + 2) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill("SIGINT");
    const some = await end;
    assert.equal(some.status, 130, some.stdout);
    assert.match(some.stdout, /60 条消息中有 \d+ 条不存在/);
    assert.match(some.stdout, /其中 60 条已由/);
    assert.doesNotMatch(some.stdout, /60 条消息中已确认撤回 0 条/);
  });
});
