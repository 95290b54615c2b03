// A session at a terminal: the plan, the typed confirmation, the progress, Ctrl-C, and a resumed run until all messages are recalled.
import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import { ACCOUNT, assertFolderHasNothingSecret, assertNothingSecret, outcomes, stage } from "../support/command.js";
import { screenOf } from "../support/screen.js";
import { openTerminal } from "../support/terminal.js";

/**
 * @param {import("node:test").TestContext} t
 * @param {Awaited<ReturnType<typeof stage>>} set
 * @param {string[]} words
 * @param {Record<string, string>} [more]
 */
function terminalOf(t, { env, folder }, words, more = {}) {
  const terminal = openTerminal(words, { env: { ...env, ...more }, cwd: folder });
  t.after(terminal.kill);
  return terminal;
}

/** @param {string} keys @param {string[]} more */
const recalling = (keys, ...more) => ["recall", "--account", ACCOUNT, "--keys", keys, ...more];

describe("a session at a terminal", () => {
  it("leads from the plan through Ctrl-C and a resumed run to the end", async (t) => {
    const set = await stage(t, { count: 1200, emulator: { faults: { latency: { min: 10, max: 60 }, lostReply: 0.02 } } });
    const first = terminalOf(t, set, recalling(set.keys, "--reason", "sent by mistake", "--rate-limit", "40"));
    await first.see(/Recall 1,200 messages of @TOA#_newsroom/);
    await first.see(/Type 1,200 to recall these messages/);
    assert.equal(set.emulator.ledger.requests, 0, "nothing is sent before the answer");
    first.type("1200");
    await first.see(/ [1-9]\d* of 1,200/);
    await first.see(/\d+ recalled/);
    first.pressControlC();
    await first.see(/Stopping: Nothing new is sent\. Waiting for answers to requests in flight: \d+/);
    const [, gone] = await first.see(/([\d,]+) of 1,200 messages of @TOA#_newsroom known to be gone/);
    await first.see(/Stopped as asked\. It ran for [\d.]+ s and sent \d+ requests?\./);
    const [, command] = await first.see(/npx tencent-chat-recall (recall --resume \S+)/);
    assert.equal(await first.exit, 130);
    // The run waited for requests in flight: only replies lost by the network leave messages in doubt.
    const confirmed = Number(String(gone).replace(",", ""));
    assert.ok(confirmed > 0 && confirmed < 1200);
    const { counts } = await outcomes(set.run, set.journal());
    assert.ok(set.emulator.ledger.recalledCount <= confirmed + counts.unconfirmed);

    const second = terminalOf(t, set, String(command).split(" "));
    const left = (1200 - confirmed).toLocaleString("en");
    await second.see(new RegExp(`Recall ${left} messages? of`));
    await second.see(new RegExp(`${gone} of 1,200 were settled by earlier runs`));
    await second.see(/Type [\d,]+ to recall/);
    second.type(left);
    await second.see(/All done: 1,200 messages of @TOA#_newsroom (recalled|are gone, some of them presumably)\./);
    assert.equal(await second.exit, 0);
    assert.equal(set.emulator.ledger.recalledCount, 1200);
    assertNothingSecret(first.text() + second.text(), "the terminal");
    assertFolderHasNothingSecret(set.folder);
  });

  it("ends without a request and without a file after an empty line, Ctrl-C or Ctrl-D", async (t) => {
    const set = await stage(t, { count: 30 });
    /** @type {[(terminal: ReturnType<typeof openTerminal>) => void, RegExp, number][]} */
    const answers = [
      [({ type }) => type(""), /Nothing was sent\./, 130],
      [({ pressControlC }) => pressControlC(), /Nothing was sent\./, 130],
      [({ pressControlD }) => pressControlD(), /Nothing was sent\./, 130],
    ];
    for (const [answer, said, status] of answers) {
      const terminal = terminalOf(t, set, recalling(set.keys));
      await terminal.see(/Type 30 to recall these messages of @TOA#_newsroom/);
      answer(terminal);
      await terminal.see(said);
      assert.equal(await terminal.exit, status);
    }
    assert.equal(set.emulator.ledger.requests, 0);
    assert.deepEqual(readdirSync(set.folder), ["keys.txt"]);
  });

  it("asks three times if the number is wrong, and shows the typed and the expected number", async (t) => {
    const set = await stage(t, { count: 1200 });
    /** @type {[string[], number][]} the typed lines, and the exit status */
    const answers = [[["yes", "300", "1 2 0 0"], 2], [["12000", ""], 130], [["1,20", "1200 "], 0]];
    for (const [typed, status] of answers) {
      const terminal = terminalOf(t, set, recalling(set.keys));
      for (const [index, text] of typed.entries()) {
        await terminal.see(/Type 1,200 to recall these messages of @TOA#_newsroom, or press Enter to leave: /);
        terminal.type(text);
        if (index < typed.length - 1) await terminal.see(new RegExp(`Found "${text}", expected 1,200, the number of messages\\.`));
      }
      if (status === 2) await terminal.see(/Found "1 2 0 0", expected 1,200[^]*Three wrong answers\. Nothing was sent\./);
      assert.equal(await terminal.exit, status);
      assert.equal(set.emulator.ledger.recalledCount, status === 0 ? 1200 : 0);
    }
  });

  it("exits at once at the second Ctrl-C, restores the cursor, and loses nothing", async (t) => {
    const set = await stage(t, { count: 60 });
    set.emulator.setFaults({ stall: { p: 1, workDone: true } });
    const terminal = terminalOf(t, set, recalling(set.keys, "--timeout", "60s"));
    await terminal.see(/Type 60/);
    terminal.type("60");
    await terminal.see(/0 of 60/);
    terminal.pressControlC();
    await terminal.see(/Ctrl-C again\s+quits at once/);
    terminal.pressControlC();
    await terminal.see(/Quit at once: messages in flight count as unconfirmed/);
    await terminal.see(/0 of 60 messages of @TOA#_newsroom known to be gone\.\nStopped as asked\./);
    await terminal.see(/\d+ +unconfirmed/);
    await terminal.see(/To continue with the rest:\n +npx tencent-chat-recall recall --resume recall-\w+\.jsonl --timeout 60s\n/);
    assert.equal(await terminal.exit, 130);
    assert.ok(terminal.raw().lastIndexOf("\u001b[?25h") > terminal.raw().lastIndexOf("\u001b[?25l"), "the cursor is still hidden");
    set.emulator.setFaults();
    const again = await set.run(["recall", "--resume", set.journal(), "--yes"]);
    assert.equal(again.status, 0, again.stdout);
    assert.equal(set.emulator.ledger.recalledCount, 60);
  });

  it("asks on the terminal even if the keys come from standard input", async (t) => {
    const set = await stage(t, { count: 20 });
    const { CLI } = await import("../support/command.js");
    const script = `"${process.execPath}" "${CLI}" recall --account '${ACCOUNT}' --keys - < keys.txt`;
    const { spawn } = await import("@lydell/node-pty");
    const shell = spawn("/bin/sh", ["-c", script], { cols: 100, rows: 30, cwd: set.folder, env: set.env });
    let text = "";
    const exit = new Promise((resolve) => shell.onExit(({ exitCode }) => resolve(exitCode)));
    shell.onData((data) => {
      text += data;
      if (text.includes("Type 20 to recall") && !text.includes("typed")) {
        text += "typed";
        shell.write("20\r");
      }
    });
    assert.equal(await exit, 0, text);
    assert.match(text, /All done: 20 messages of @TOA#_newsroom recalled/);
    assert.equal(set.emulator.ledger.recalledCount, 20);
  });

  it("is in Chinese with a Chinese locale, and fits a narrow terminal", async (t) => {
    const set = await stage(t, { count: 12 });
    writeFileSync(set.keys, `${set.msgKeys.join("\n")}\n1_1_1698741698\n`);
    const terminal = openTerminal(recalling(set.keys), { env: { ...set.env, LC_ALL: "zh_CN.UTF-8" }, cwd: set.folder, columns: 60 });
    t.after(terminal.kill);
    await terminal.see(/撤回 @TOA#_newsroom 的 13 条消息/);
    await terminal.see(/输入 13 以撤回 @TOA#_newsroom 的这些消息/);
    terminal.type("13");
    await terminal.see(/13 条消息中已撤回 12 条，其余 1 条不存在/);
    await terminal.see(/逐条结果/);
    assert.equal(await terminal.exit, 4);
  });
});

describe("the redrawn progress", () => {
  it("leaves no remains when the user types during the run or makes the terminal narrower", async (t) => {
    const set = await stage(t, { count: 300 });
    const terminal = terminalOf(t, set, recalling(set.keys, "--rate-limit", "10"));
    await terminal.see(/Type 300/);
    terminal.type("300");
    await terminal.see(/[1-9]\d of 300/);
    terminal.type("what is this\r\r\r");
    await terminal.see(/1\d\d of 300/);
    const bars = (/** @type {number} */ columns) => screenOf(terminal.raw(), columns).filter((row) => /[█░]/.test(row)).length;
    assert.equal(bars(100), 1);
    assert.ok(!terminal.text().includes("what is this"), "typed text is on the screen");
    await terminal.see(/All done: 300 messages of @TOA#_newsroom recalled/);
    assert.equal(await terminal.exit, 0);
    assert.equal(bars(100), 0);
  });

  it("shows within a few seconds that there are no answers", async (t) => {
    const set = await stage(t, { count: 60 });
    set.emulator.setFaults({ stall: { p: 1 } });
    const terminal = terminalOf(t, set, recalling(set.keys, "--yes", "--timeout", "60s"));
    await terminal.see(/Checking: waiting for the first answer/);
    await terminal.see(/No answer for [23]/);
    terminal.pressControlC();
    await terminal.see(/Stopping: /);
    terminal.pressControlC();
    assert.equal(await terminal.exit, 130);
  });
});

describe("without colours", () => {
  it("NO_COLOR is respected", async (t) => {
    const set = await stage(t, { count: 3 });
    const terminal = terminalOf(t, set, recalling(set.keys, "--dry-run"), { NO_COLOR: "1" });
    await terminal.see(/Dry run/);
    await terminal.exit;
    assert.ok(!terminal.raw().includes("\u001b[1m"));
    const coloured = terminalOf(t, set, recalling(set.keys, "--dry-run"));
    await coloured.exit;
    assert.ok(coloured.raw().includes("\u001b[1m"));
  });
});
