// Files of the wrong kind, and plurals: the messages are correct, and come before any other check.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import en from "../../../pkg-template/cli/languages/en/screen.js";
import { ACCOUNT, cli, stage } from "./support/command.js";

describe("a key file", () => {
  it("that is empty is reported before the lack of a terminal", async (t) => {
    const { run, keys } = await stage(t);
    const { status, stderr } = await run(["recall", "--account", ACCOUNT, "--keys", keys]);
    assert.match(stderr, /keys\.txt: found an empty file, expected MsgKeys\. If another command was to write it, check its output/);
    assert.doesNotMatch(stderr, /terminal/);
    assert.equal(status, 2);
  });

  it("that is a journal is reported as a journal", async (t) => {
    const { run, keys, journal, emulator } = await stage(t, { count: 2 });
    assert.equal((await run(["recall", "--account", ACCOUNT, "--keys", keys, "--yes", "--journal", "j.jsonl"])).status, 0);
    const { requests } = emulator.ledger;
    for (const words of [["recall", "--account", ACCOUNT, "--yes", "--journal", "k.jsonl", "--keys", journal()], ["parse", journal()]]) {
      const { status, stderr } = await run(words);
      assert.match(stderr.replaceAll(/\s+/g, " "), /j\.jsonl: found a journal of a recall, expected MsgKeys: resume it with recall --resume, or list its messages with report/);
      assert.equal(status, 2);
    }
    assert.equal(emulator.ledger.requests, requests);
  });

  it("that is missing is reported with the command's published name", async () => {
    assert.match((await cli(["parse"])).stderr, /See: npx tencent-chat-recall parse --help/);
  });
});

describe("a journal", () => {
  it("that is a folder or a device is rejected as such", async (t) => {
    const { run, keys } = await stage(t, { count: 1 });
    for (const [path, said] of [[".", "a folder"], ["/dev/null", "a device or a pipe"]].slice(0, process.platform === "win32" ? 1 : 2)) {
      const { status, stderr } = await run(["recall", "--account", ACCOUNT, "--keys", keys, "--yes", "--journal", String(path)]);
      assert.ok(stderr.replaceAll(/\s+/g, " ").includes(`--journal ${path}: found ${said}, expected the name of a new file. Nothing was sent.`), stderr);
      assert.equal(status, 2);
    }
  });

  it("with changed line ends is rejected with that reason", async (t) => {
    const { run, keys, journal, folder } = await stage(t, { count: 2 });
    await run(["recall", "--account", ACCOUNT, "--keys", keys, "--yes"]);
    const path = join(folder, "changed.txt");
    writeFileSync(path, readFileSync(journal(), "utf8").replaceAll("\n", "\r\n"));
    for (const words of [["report", path], ["recall", "--yes", "--resume", path]]) assert.match((await run(words)).stderr, /its\s+line\s+ends\s+were\s+changed\s+to\s+CRLF/);
  });
});

describe("the emulator's welcome", () => {
  it("has the number of messages, also for none and one", () => {
    assert.match(en.emulator.messages(0, "A"), /^A has sent no messages/);
    assert.match(en.emulator.messages(1, "A"), /^1 message of A was sent by mistake\. Find and recall it:$/);
    assert.match(en.emulator.messages(500, "A"), /^500 messages of A were sent by mistake\. Find and recall them:$/);
  });
});
