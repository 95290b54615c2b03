// The other commands: report, history, parse, explain, sign, inspect, verify and emulator, each as a process.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { linkSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parse as parseCsv } from "csv-parse/sync";
import { withCommandNames } from "../../../pkg-template/cli/languages/command_names.js";
import { explainCode, inspectUserSig, signUserSig } from "../../../pkg/index.js";
import { ACCOUNT, CLI, SDK_APP_ID, SECRET_KEY, assertNothingSecret, begin, cli, ended, environment, folderOf, outcomes, stage } from "./support/command.js";
import { append, makeJournal } from "./support/journals.js";
import { keysOf } from "../library/support/fixture.js";

const WHO = { sdkAppId: SDK_APP_ID, identifier: "administrator", secretKey: SECRET_KEY };
/** The variables of `environment` without a region or base URL: these commands are offline. */
const { TENCENT_CHAT_BASE_URL: _, ...OFFLINE } = environment("http://127.0.0.1:9");

describe("sign", () => {
  it("prints only a UserSig, valid for the requested time", async () => {
    const { stdout, stderr, status } = await cli(["sign", "--expire", "2h"], { env: OFFLINE });
    assert.deepEqual([status, stderr], [0, ""]);
    const { expire, identifier, sdkAppId } = inspectUserSig(stdout.trimEnd());
    assert.deepEqual([expire, identifier, sdkAppId], [7200, "administrator", SDK_APP_ID]);
    assert.equal((await cli(["sign"], { env: OFFLINE })).stdout.split("\n").length, 2);
  });

  it("says which variable is wrong", async () => {
    const { status, stderr } = await cli(["sign", "--expire", "1s"], { env: OFFLINE });
    assert.equal(status, 2);
    assert.match(stderr, /--expire: found 1/);
    assert.match((await cli(["sign"])).stderr, /missing: TENCENT_CHAT_SDK_APP_ID, TENCENT_CHAT_IDENTIFIER, TENCENT_CHAT_SECRET_KEY\n/);
  });
});

describe("inspect and verify", () => {
  const userSig = signUserSig({ ...WHO, expire: 3600 });

  it("read the UserSig from standard input or the environment", async () => {
    const byInput = await cli(["inspect", "--json"], { input: `${userSig}\n` });
    const byVariable = await cli(["inspect", "--json"], { env: { ...environment(), TENCENT_CHAT_USER_SIG: userSig } });
    assert.equal(byInput.stdout, byVariable.stdout);
    assert.deepEqual(JSON.parse(byInput.stdout), JSON.parse(JSON.stringify(inspectUserSig(userSig))));
    assert.match((await cli(["inspect"], { input: userSig })).stdout, /expires .*\(in \d+ (minutes|hour)/);
  });

  it("predict the service's answer, with an exit status for scripts", async () => {
    const good = await cli(["verify"], { env: OFFLINE, input: userSig });
    assert.deepEqual([good.status, good.stdout.split("\n")[0]], [0, "The UserSig is valid."]);
    const cases = /** @type {[string, number][]} */ ([
      [signUserSig({ ...WHO, now: Date.now() - 2 * 86_400_000 }), 70001],
      [signUserSig({ ...WHO, identifier: "bob" }), 70013],
      [signUserSig({ ...WHO, sdkAppId: 1 }), 70014],
    ]);
    for (const [other, code] of cases) {
      const { status, stdout } = await cli(["verify", "--json"], { env: OFFLINE, input: other });
      assert.deepEqual([status, JSON.parse(stdout).valid, JSON.parse(stdout).code], [1, false, code]);
    }
  });

  it("reject a text that is not a UserSig, without quoting it", async () => {
    for (const command of ["inspect", "verify"]) {
      const { status, stdout, stderr } = await cli([command], { env: OFFLINE, input: "not-a-usersig" });
      assert.notEqual(status, 0);
      assert.ok(!`${stdout}${stderr}`.includes("not-a-usersig"));
      assert.match((await cli([command], { env: OFFLINE })).stderr, /found no UserSig, expected one on standard input/);
    }
  });
});

describe("explain", () => {
  it("prints what a code means, who can fix it and what to try, in both languages", async () => {
    for (const locale of /** @type {const} */ (["en", "zh"])) {
      const { meaning, advice } = explainCode(70016, { locale });
      const { stdout, status } = await cli(["explain", "70016", "--lang", locale]);
      assert.equal(status, 0);
      const flat = stdout.replaceAll(/\s+/g, " ");
      assert.ok(flat.includes(meaning) && flat.includes(withCommandNames(advice)), stdout);
    }
    assert.match((await cli(["explain", "70016"], { env: { ...environment(), LANG: "zh_CN.UTF-8", LC_ALL: "" } })).stdout, /含义/);
  });

  it("exits with 1 for an unknown code", async () => {
    const { status, stdout } = await cli(["explain", "123"]);
    assert.equal(status, 1);
    assert.match(stdout, /This code is in no document/);
  });

  it("accepts every integer as a code, also zero and negative ones", async () => {
    const success = await cli(["explain", "0"]);
    assert.equal(success.status, 0);
    assert.match(success.stdout, /0 SUCCESS\n[^]*The service did what was asked\./);
    assert.doesNotMatch(success.stdout, /fix it|Sent again/);
    for (const words of [["-5"], ["-12"], ["--json", "-5"]]) {
      const { status, stdout, stderr } = await cli(["explain", ...words]);
      assert.equal(status, 1, stderr);
      assert.match(stdout, /-(5|12)\b[^]*This code is in no document/);
    }
    assert.match((await cli(["report", "-5", "x"])).stderr, /report: found "x", expected one journal/);
    assert.match((await cli(["recall", "-5"])).stderr, /recall: found "-5", expected/);
  });

  it("claims nothing about an unknown code, in text and in JSON", async () => {
    for (const locale of /** @type {const} */ (["en", "zh"])) {
      const explanation = explainCode(123, { locale });
      assert.deepEqual([explanation.known, explanation.whoCanFix, explanation.retryable, explanation.class, explanation.source], [false, "unknown", false, "other", ""]);
      assert.ok((await cli(["explain", "123", "--lang", locale])).stdout.replaceAll(/\s+/g, " ").includes(explanation.meaning));
      assert.deepEqual(JSON.parse((await cli(["explain", "123", "--json", "--lang", locale])).stdout), explanation);
    }
  });
});

describe("history", () => {
  it("finds keys by time and sender, in four forms", async (t) => {
    const { run, emulator } = await stage(t);
    const hour = 3_600_000;
    const old = emulator.broadcast({ officialAccount: ACCOUNT, count: 3, text: "old", sentAt: Date.now() - 5 * hour });
    const recent = emulator.broadcast({ officialAccount: ACCOUNT, count: 45, text: "=1+1", sentAt: Date.now() - hour / 2, from: "editor" });
    const newest = [...recent].reverse();
    const history = ["history", "--account", ACCOUNT];
    assert.equal((await run([...history, "--since", "1h", "--keys-only"])).stdout, `${newest.join("\n")}\n`);
    assert.equal((await run([...history, "--until", new Date(Date.now() - 2 * hour).toISOString(), "--keys-only"])).stdout, `${[...old].reverse().join("\n")}\n`);
    assert.equal((await run([...history, "--from", "editor", "--keys-only"])).stdout.trim().split("\n").length, 45);
    const lines = (await run([...history, "--since", "1h", "--json"])).stdout.trim().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(lines.map(({ msgKey }) => msgKey), newest);
    const rows = parseCsv((await run([...history, "--since", "1h", "--csv"])).stdout, { columns: true });
    assert.deepEqual(rows.map((/** @type {any} */ { msgKey }) => msgKey), newest);
    assert.equal(/** @type {any} */ (rows[0]).text, "'=1+1", "a spreadsheet must not take it for a formula");
    assert.match((await run(history)).stdout, new RegExp(`^${newest[0]} .*editor +=1\\+1\n`));
    assert.match((await run([...history, "--csv", "--json"])).stderr, /found --json and --csv, expected one of them/);
  });

  it("reports the service's reason for an error", async (t) => {
    const { run, env } = await stage(t);
    const { status, stderr } = await run(["history", "--account", ACCOUNT], { env: { ...env, TENCENT_CHAT_IDENTIFIER: "bob" } });
    assert.equal(status, 3);
    assert.match(stderr, /60010/);
    assertNothingSecret(stderr, "the message");
  });

  it("feeds a recall through a pipe, and stops when the reader closes it", async (t) => {
    const { emulator, env, folder } = await stage(t, { count: 90 });
    const node = `"${process.execPath}" "${CLI}"`;
    const script = `${node} history --account '${ACCOUNT}' --keys-only | head -n 30 | ${node} recall --account '${ACCOUNT}' --keys - --yes`;
    const shell = spawn("/bin/sh", ["-c", script], { cwd: folder, env });
    let stderr = "";
    shell.stderr.on("data", (data) => (stderr += data));
    assert.equal(await new Promise((resolve) => shell.once("close", resolve)), 0, stderr);
    assert.equal(emulator.ledger.recalledCount, 30);
  });
});

describe("report", () => {
  it("lists the outcome of every message, as text, CSV and JSON", async (t) => {
    const { run, keys, msgKeys, emulator, journal, folder } = await stage(t, { count: 40 });
    const [held] = emulator.broadcast({ officialAccount: ACCOUNT, count: 1, text: "notice", recallable: false });
    writeFileSync(keys, [...msgKeys, held].join("\n"));
    await run(["recall", "--account", ACCOUNT, "--keys", keys, "--yes", "--reason", "sent by mistake"]);
    const text = await run(["report", journal()]);
    assert.equal(text.status, 1);
    assert.match(text.stdout, /^@TOA#_newsroom, sent by mistake\nStarted .* by administrator of app 1400000000/);
    assert.match(text.stdout, /40 of 41 messages of @TOA#_newsroom known to be gone/);
    const csv = join(folder, "outcomes.csv");
    await run(["report", journal(), "--csv", csv]);
    const rows = /** @type {any[]} */ (parseCsv(readFileSync(csv, "utf8"), { columns: true }));
    assert.deepEqual(rows.map(({ msgKey }) => msgKey), [...msgKeys, held]);
    assert.deepEqual(rows.map(({ status }) => status), [...Array(40).fill("recalled"), "failed"]);
    assert.equal(rows[40].code, "10032");
    assert.equal((await run(["report", journal(), "--csv", "-"])).stdout, readFileSync(csv, "utf8"));
    const { results, counts } = await outcomes(run, journal());
    assert.deepEqual([results.length, counts.recalled, counts.failed], [41, 40, 1]);
  });

  it("of an interrupted run says how to resume it", async (t) => {
    const path = join(folderOf(t), "cut short.jsonl");
    makeJournal(path, keysOf(20));
    append(path, { sent: [0, 1, 2] }, { ended: "recalled", keys: [0] });
    const { stdout, status } = await cli(["report", path]);
    assert.equal(status, 1);
    assert.match(stdout, /1 of 20 messages of @TOA#_newsroom known to be gone/);
    assert.match(stdout, /2 +unconfirmed/);
    assert.match(stdout, /17 +not sent/);
    assert.ok(stdout.includes(`recall --resume '${path}'`), stdout);
  });

  it("says when a file is not a journal or cannot be written", async (t) => {
    const folder = folderOf(t);
    const path = join(folder, "run.jsonl");
    assert.match((await cli(["report", path])).stderr, /the journal cannot be read: there is no such file/);
    makeJournal(path, keysOf(3));
    const { status, stderr } = await cli(["report", path, "--csv", join(folder, "nowhere", "out.csv")]);
    assert.deepEqual([status, /cannot be written: there is no such file or folder/.test(stderr)], [2, true], stderr);
  });

  it("never overwrites the journal, under any of its names", async (t) => {
    const folder = folderOf(t);
    const path = join(folder, "run.jsonl");
    makeJournal(path, keysOf(3));
    const before = readFileSync(path, "utf8");
    symlinkSync(path, join(folder, "soft"));
    linkSync(path, join(folder, "hard"));
    for (const name of ["run.jsonl", "soft", "hard"]) {
      const { status, stderr } = await cli(["report", path, "--csv", join(folder, name)]);
      assert.match(stderr, /--csv .+: found the journal itself, expected another file/);
      assert.deepEqual([status, readFileSync(path, "utf8") === before], [2, true]);
    }
  });

  it("rejects a folder or a pipe at once", { timeout: 20_000 }, async (t) => {
    const folder = folderOf(t);
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    for (const path of [folder, pipe]) {
      for (const words of [["report", path], ["recall", "--resume", path, "--yes"]]) {
        const { status, stderr } = await cli(words, { env: environment("http://127.0.0.1:9") });
        assert.match(stderr, /the journal cannot be read: found a folder or a device, expected a file/);
        assert.equal(status, 2);
      }
    }
  });
});

describe("resume", () => {
  it("rejects an app, account or list of keys other than the journal's", async (t) => {
    const { run, env, folder } = await stage(t);
    const path = join(folder, "run.jsonl");
    makeJournal(path, keysOf(3));
    const other = await run(["recall", "--resume", path, "--yes"], { env: { ...env, TENCENT_CHAT_SDK_APP_ID: "1400000001" } });
    assert.match(other.stderr, /TENCENT_CHAT_SDK_APP_ID: found 1400000001, expected 1400000000, the app of/);
    const more = await run(["recall", "--resume", path, "--account", ACCOUNT, "--keys", "-"]);
    assert.match(more.stderr, /--keys, --account: not with --resume/);
    assert.deepEqual([other.status, more.status], [2, 2]);
  });

  it("sends failed messages again only with the option for it", async (t) => {
    const { run, keys, emulator, journal } = await stage(t, { count: 10 });
    emulator.setFaults({ code: [{ code: 10032, level: "item", times: 4 }] });
    assert.equal((await run(["recall", "--account", ACCOUNT, "--keys", keys, "--yes"])).status, 1);
    const { requests } = emulator.ledger;
    const nothing = await run(["recall", "--resume", journal(), "--yes"]);
    assert.deepEqual([nothing.status, emulator.ledger.requests], [1, requests]);
    assert.match(nothing.stdout, /Nothing is left to send[^]*Refused for reasons that will not change: 4/);
    assert.doesNotMatch(nothing.stdout, /To continue with the rest/);
    emulator.setFaults({ code: [{ code: 10032, level: "item", times: 2 }] });
    const some = await run(["recall", "--resume", journal(), "--yes", "--retry-failed"]);
    assert.equal(some.status, 1, some.stdout);
    assert.match(some.stdout, /Refused for reasons that will not change: 2\. To send them again anyway:\n.* --retry-failed/);
    assert.doesNotMatch(some.stdout, /To continue with the rest/);
    const again = await run(["recall", "--resume", journal(), "--yes", "--retry-failed"]);
    assert.equal(again.status, 0, again.stdout);
    assert.equal(emulator.ledger.recalledCount, 10);
  });
});

describe("emulator", () => {
  it("prints how to try it, and these commands work", async (t) => {
    const child = begin(["emulator", "--messages", "25", "--faults", "lossy", "--seed", "7"]);
    t.after(() => child.kill("SIGKILL"));
    let told = "";
    const end = ended(child);
    const env = environment();
    await new Promise((resolve) => child.stdout.on("data", (text) => {
      told += text;
      if (told.includes("Ctrl-C ends it")) resolve(undefined);
    }));
    for (const [, name, value] of told.matchAll(/export (\w+)=(\S+)/g)) env[/** @type {string} */ (name)] = String(value);
    const folder = folderOf(t);
    writeFileSync(join(folder, "keys.txt"), "");
    for (const [, words, file] of told.matchAll(/npx tencent-chat-recall (.*?)(?: > (\S+))?\n/g)) {
      const extra = words?.startsWith("recall") ? ["--yes"] : [];
      const { stdout, stderr, status } = await cli([...String(words).replaceAll("'", "").split(" "), ...extra], { env, cwd: folder });
      assert.equal(status, 0, stderr);
      if (file) writeFileSync(join(folder, file), stdout);
    }
    child.kill("SIGINT");
    const { status, stderr } = await end;
    assert.equal(status, 0);
    assert.match(stderr, /25 messages recalled/);
  });

  it("names invalid options as they were typed", async () => {
    for (const [option, value, said] of /** @type {[string, string, RegExp][]} */ ([
      ["--port", "70000", /^error: --port: found 70000, expected a port up to 65535\n$/],
      ["--messages", "99999999999", /^error: --messages: found 99999999999, expected a whole number up to 10000000\n$/],
      ["--rate-limit", "0", /^error: --rate-limit: found 0, expected .* or none\n$/],
      ["--account", "foo", /^error: --account: found "foo", expected an official account id that begins with "@TOA#_"\n$/],
      ["--faults", CLI, /^error: --faults .*cli\.js: found text that is not JSON, expected a plan in JSON\n$/],
    ])) {
      const { status, stderr } = await cli(["emulator", option, value]);
      assert.match(stderr, said);
      assert.equal(status, 2);
    }
  });

  it("lists the fault plans for an unknown name, and names a port that is taken", async (t) => {
    assert.match((await cli(["emulator", "--faults", "chaos"])).stderr, /--faults: found "chaos", expected one of none, slow, lossy/);
    const { url } = await stage(t);
    const taken = await cli(["emulator", "--port", new URL(url).port]);
    assert.deepEqual([taken.status, /another program uses it/.test(taken.stderr)], [2, true]);
  });
});
