// `recall --resume`: it uses the service, reason and conditions of the run that it resumes.
import assert from "node:assert/strict";
import { appendFileSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { explainCode, isOpen } from "../../../../pkg/index.js";
import { readJournal } from "../../../../pkg-template/cli/journal/journal_reader.js";
import { thisProcess } from "../../../../pkg-template/cli/journal/process_identity.js";
import { ACCOUNT, outcomes, stage } from "../support/command.js";
import { append, makeJournal } from "../support/journals.js";
import { keysOf } from "../../library/support/fixture.js";
import { openTerminal } from "../support/terminal.js";

/** An address without a server. */
const NOWHERE = "http://127.0.0.1:9";
/** A process without a network: its requests fail at once, so that tests can use the vendor's hosts. */
const OFFLINE = { NODE_OPTIONS: "--import=data:text/javascript,globalThis.fetch=()=>Promise.reject(new%20Error('offline'))" };

/** A run that the service rejects as a whole, so that every message stays open. @param {Awaited<ReturnType<typeof stage>>} set */
async function refused({ run, keys, env, journal }) {
  const { status } = await run(["recall", "--account", ACCOUNT, "--keys", keys, "--yes", "--reason", "sent by mistake"], { env: { ...env, TENCENT_CHAT_IDENTIFIER: "bob" } });
  assert.equal(status, 3);
  return journal();
}

describe("a resumed run", () => {
  it("uses the service and the reason of its journal", async (t) => {
    const set = await stage(t, { count: 30 });
    const path = await refused(set);
    const { status, stderr } = await set.run(["recall", "--resume", path, "--yes"], { env: { ...set.env, TENCENT_CHAT_BASE_URL: `${set.url}/` } });
    assert.equal(status, 0, stderr);
    assert.equal(set.emulator.ledger.recalledCount, 30);
    for (const key of set.msgKeys) assert.equal(set.emulator.message(key)?.reason, "sent by mistake");
    assert.match(stderr, /sent by mistake/);
  });

  it("is rejected if journal and settings name different services, until an option selects one", async (t) => {
    const set = await stage(t, { count: 30 });
    const path = await refused(set);
    const { TENCENT_CHAT_BASE_URL: _, ...unset } = set.env;
    const { requests } = set.emulator.ledger;
    for (const [env, found] of /** @type {[Record<string, string>, string][]} */ ([
      [{ ...unset, TENCENT_CHAT_BASE_URL: NOWHERE }, `TENCENT_CHAT_BASE_URL=${NOWHERE} is set`],
      [{ ...unset, TENCENT_CHAT_REGION: "singapore" }, "TENCENT_CHAT_REGION=singapore is set"],
      [unset, "no service is set"],
    ])) {
      const { status, stderr } = await set.run(["recall", "--resume", path, "--yes"], { env });
      assert.equal(status, 2);
      assert.ok(stderr.replaceAll(/\s+/g, " ").includes(`found a journal of base URL ${set.url}, but ${found}. A journal does not choose the service.`), stderr);
      assert.ok(stderr.includes(`add --base-url ${set.url}`), stderr);
    }
    assert.equal(set.emulator.ledger.requests, requests);
    const { status } = await set.run(["recall", "--resume", path, "--yes", "--base-url", set.url], { env: { ...unset, TENCENT_CHAT_REGION: "singapore" } });
    assert.equal(status, 0);
  });

  it("is rejected if journal and settings name different regions, and nothing is signed", async (t) => {
    const { folder, run, env } = await stage(t);
    const { TENCENT_CHAT_BASE_URL: _, ...unset } = /** @type {Record<string, string>} */ ({ ...env, ...OFFLINE });
    const path = join(folder, "run.jsonl");
    makeJournal(path, keysOf(3), { region: "frankfurt" });
    const { status, stderr } = await run(["recall", "--resume", path, "--yes"], { env: { ...unset, TENCENT_CHAT_REGION: "china" } });
    assert.match(stderr, /found a journal of region frankfurt, but TENCENT_CHAT_REGION=china is set/);
    assert.equal(status, 2);
    assert.equal((await run(["recall", "--resume", path, "--dry-run"], { env: unset })).status, 0, "a region is a host of the vendor's");
  });

  it("uses another service if an option says so", async (t) => {
    const set = await stage(t, { count: 30 });
    const path = await refused(set);
    const { requests } = set.emulator.ledger;
    const { stdout } = await set.run(["recall", "--resume", path, "--base-url", NOWHERE, "--dry-run", "--json"]);
    assert.equal(JSON.parse(stdout).host, "127.0.0.1:9");
    assert.equal((await set.run(["recall", "--resume", path, "--yes", "--base-url", NOWHERE, "--retries", "0"])).status, 1);
    assert.equal(set.emulator.ledger.requests, requests);
  });

  it("uses the region of its journal, and the stand-by host if that was requested", async (t) => {
    const { run, keys, env, folder } = await stage(t, { count: 3 });
    const { TENCENT_CHAT_BASE_URL: _, ...regional } = /** @type {Record<string, string>} */ ({ ...env, ...OFFLINE });
    /** @type {string[]} */
    const hosts = [];
    for (const [name, more] of /** @type {[string, string[]][]} */ ([["main", []], ["standby", ["--standby"]]])) {
      const path = join(folder, `${name}.jsonl`);
      const words = ["recall", "--account", ACCOUNT, "--keys", keys, "--yes", "--region", "frankfurt", "--retries", "0", "--journal", path, ...more];
      assert.equal((await run(words, { env: regional })).status, 1);
      const { header } = readJournal(path);
      assert.deepEqual([header.region, header.baseUrl, header.standby], ["frankfurt", undefined, name === "standby" ? true : undefined]);
      const { stdout, stderr } = await run(["recall", "--resume", path, "--dry-run", "--json"], { env: regional });
      assert.ok(stdout.startsWith("{"), stderr);
      assert.equal(JSON.parse(stdout).host, header.host);
      hosts.push(header.host);
    }
    assert.notEqual(hosts[0], hosts[1]);
  });

  it("is rejected with options that its journal already determines", async (t) => {
    const { run, folder } = await stage(t);
    const path = join(folder, "run.jsonl");
    makeJournal(path, keysOf(3));
    for (const words of [["--keys", "-"], ["--column", "MsgKey"], ["--account", ACCOUNT], ["--account-column", "from"], ["--reason", "x"], ["--journal", "other.jsonl"], ["--skip-invalid"]]) {
      const { status, stderr } = await run(["recall", "--resume", path, "--dry-run", ...words]);
      assert.equal(status, 2, words[0]);
      assert.ok(stderr.includes(`${words[0]}: not with --resume: the journal names what is recalled`), stderr);
    }
  });

  it("that is only planned writes nothing into the journal", async (t) => {
    const set = await stage(t, { count: 30 });
    const path = await refused(set);
    const before = readFileSync(path, "utf8");
    const { status, stdout } = await set.run(["recall", "--resume", path, "--dry-run"]);
    assert.equal(status, 0);
    assert.match(stdout, /Recall 30 messages/);
    assert.equal(readFileSync(path, "utf8"), before);
  });

  it("takes over from another machine only with --take-over", async (t) => {
    const set = await stage(t, { count: 30 });
    const path = await refused(set);
    append(path, "\n", { open: "b", pid: 1, host: `not-${hostname()}` }, { sent: [0] });
    const alone = await set.run(["recall", "--resume", path, "--yes"]);
    assert.equal(alone.status, 2);
    assert.match(alone.stderr, /did not record that it stopped/);
    assert.equal(set.emulator.ledger.recalledCount, 0);
    const { status, stderr } = await set.run(["recall", "--resume", path, "--yes", "--take-over"]);
    assert.equal(status, 0, stderr);
    assert.equal(set.emulator.ledger.recalledCount, 30);
  });

  it("continues after a truncated line of the killed process", async (t) => {
    const set = await stage(t, { count: 30 });
    const path = await refused(set);
    append(path, { ...thisProcess(), open: "killed", start: "1" }, { sent: [0, 1] });
    appendFileSync(path, '{"ended":"reca');
    assert.equal((await set.run(["recall", "--resume", path, "--yes"])).status, 0);
    const { counts, results } = await outcomes(set.run, path);
    assert.equal(counts.recalled, 30);
    assert.ok(results[0].attempts > results[2].attempts, "what was sent before counts too");
  });
});

describe("the options of a resumed run", () => {
  it("are rejected for a new run", async (t) => {
    const { run, keys, emulator } = await stage(t, { count: 3 });
    for (const option of ["--retry-failed", "--take-over"]) {
      const { status, stderr } = await run(["recall", "--account", ACCOUNT, "--keys", keys, "--yes", option]);
      assert.equal(status, 2);
      assert.ok(stderr.includes(`${option}: belongs to --resume JOURNAL`), stderr);
    }
    assert.equal(emulator.ledger.requests, 0);
  });
});

describe("a resumed run that is declined", () => {
  it("is recorded in the journal, so that another machine can resume it", async (t) => {
    const set = await stage(t, { count: 30 });
    const path = await refused(set);
    const terminal = openTerminal(["recall", "--resume", path], { env: set.env, cwd: set.folder });
    t.after(terminal.kill);
    await terminal.see(/Type 30 to recall these messages of @TOA#_newsroom, /);
    assert.equal(readJournal(path).workers.length, 1, "whoever answers has it for himself");
    const { requests } = set.emulator.ledger;
    terminal.type("");
    assert.equal(await terminal.exit, 130);
    assert.deepEqual(readJournal(path).workers, []);
    assert.equal(set.emulator.ledger.requests, requests);
  });
});

describe("the messages that a resumed run sends", () => {
  it("are those that the library calls open, whatever their code", async (t) => {
    const { folder, run } = await stage(t);
    const path = join(folder, "run.jsonl");
    const table = readFileSync(new URL("../../../../src/vendor/code_table/rows.rs", import.meta.url), "utf8");
    const codes = [...table.matchAll(/^ {4}(\d+) [A-Z_]+ /gm)].map(([, code]) => Number(code)).filter((code) => code > 0 && explainCode(code).known);
    assert.ok(codes.length > 50 && codes.length < 250, String(codes.length));
    makeJournal(path, keysOf(codes.length));
    append(path, ...codes.map((code, number) => ({ ended: "failed", code, keys: [number] })));
    const open = codes.filter((code) => isOpen({ status: "failed", code }));
    assert.equal((await outcomes(run, path)).open, open.length);
    const plan = await run(["recall", "--resume", path, "--dry-run", "--json", "--base-url", NOWHERE]);
    assert.equal(JSON.parse(plan.stdout).messages, open.length);
    const all = await run(["recall", "--resume", path, "--dry-run", "--json", "--retry-failed", "--base-url", NOWHERE]);
    assert.equal(JSON.parse(all.stdout).messages, codes.length);
  });

  it("include those rejected with a whole run, since its cause may be fixed", async (t) => {
    const { folder, run } = await stage(t);
    const path = join(folder, "run.jsonl");
    makeJournal(path, keysOf(3));
    append(path, { ended: "failed", code: 60010, keys: [0, 1] }, { ended: "failed", code: 10032, keys: [2] });
    assert.equal((await outcomes(run, path)).open, 2);
  });
});
