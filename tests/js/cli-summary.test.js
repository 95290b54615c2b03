// What a run says at its end beside its figures: the service's own words for what it refused.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ACCOUNT, stage } from "./cli/command.js";

describe("the summary of a run", () => {
  it("has what the service said with a code, for people and for programs", async (t) => {
    const { run, emulator, keys, msgKeys, folder } = await stage(t, { count: 30 });
    emulator.setFaults({ code: [{ code: 10004, msgKeys: [String(msgKeys[3])] }] });
    const recall = (/** @type {string[]} */ ...more) => run(["recall", "--account", ACCOUNT, "--keys", keys, "--yes", ...more], { cwd: folder });
    const { status, stdout } = await recall();
    assert.equal(status, 1);
    assert.match(stdout, /1 +10004 +A parameter of the request is invalid\.\n +ErrorInfo: Invalid parameter: \(injected\)\n +Correct what ErrorInfo names\./);
    const { byCode } = JSON.parse((await recall("--json", "--journal", "second.jsonl")).stdout);
    const found = Object.fromEntries(byCode.map((/** @type {any} */ { code, errorInfo }) => [code, errorInfo]));
    assert.deepEqual(found, { 10004: "Invalid parameter: (injected)", 10030: undefined });
    const [first] = readdirSync(folder).filter((name) => /^recall-.*\.jsonl$/.test(name));
    const told = await run(["report", String(first)], { cwd: folder });
    assert.match(told.stdout, /ErrorInfo: Invalid parameter: \(injected\)/, "the journal keeps it");
    await run(["recall", "--resume", String(first), "--retry-failed", "--yes"], { cwd: folder });
    const lines = readFileSync(join(folder, String(first)), "utf8").split("\n").filter((line) => line.startsWith('{"said"'));
    assert.equal(lines.length, 1, "once");
  });
});
