// `recall` of messages of many accounts: the file names the account of each message, and a line that leaves it in doubt stops the run before
// anything is sent.
import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ACCOUNT, begin, ended, journalIn, outcomes, stage } from "../support/command.js";

/** @typedef {Awaited<ReturnType<typeof stage>>} Stage */
/** @typedef {{ officialAccount: string, msgKey: string }} Message */

const OTHER = "@TOA#_weather";

/** @param {Message} message */
const nameOf = ({ officialAccount, msgKey }) => `${officialAccount} ${msgKey}`;

/** A stage with messages of some accounts. The n-th messages of all accounts have equal keys. @param {import("node:test").TestContext} t @param {{ accounts: string[], each: number }} how */
async function prepared(t, { accounts, each }) {
  const set = await stage(t, { emulator: { accounts } });
  const messages = accounts.flatMap((officialAccount) =>
    set.emulator.addMessages({ officialAccount, count: each, text: "wrong" }).map((msgKey) => ({ officialAccount, msgKey })));
  const file = (/** @type {string} */ name, /** @type {string} */ text) => {
    const path = join(set.folder, name);
    writeFileSync(path, text);
    return path;
  };
  const gone = () => set.emulator.ledger.recalled.map(nameOf).sort();
  return { ...set, messages, file, gone };
}

/** Asserts that nothing was sent, and no journal is left. @param {Stage} set */
function assertUntouched({ emulator, folder }) {
  assert.equal(emulator.ledger.requests, 0);
  assert.deepEqual(readdirSync(folder).filter((name) => name.includes(".jsonl")), []);
}

describe("a file that names the account of each message", () => {
  it("recalls 5,000 messages of 160 accounts in one run, from lines of an account and a key", async (t) => {
    const accounts = Array.from({ length: 160 }, (_, index) => `@TOA#_account${index}`);
    const set = await prepared(t, { accounts, each: 32 });
    const wrong = set.messages.slice(0, 5000);
    // In the order of a script that went through the accounts again and again.
    const lines = wrong.map((message, index) => ({ line: nameOf(message), place: index % 32 })).sort((one, other) => one.place - other.place).map(({ line }) => line);
    const path = set.file("mad.txt", lines.join("\n"));
    const { status, stdout, stderr } = await set.run(["recall", "--keys", path, "--yes", "--json"]);
    assert.equal(status, 0, stderr);
    const { messages, counts, byAccount, accounts: number, requests, journal } = JSON.parse(stdout);
    assert.deepEqual([messages, counts.recalled, number, byAccount.length], [5000, 5000, 157, 157]);
    assert.deepEqual(byAccount[0], { officialAccount: accounts[0], total: 32, counts: { recalled: 32, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 0, notAttempted: 0 } });
    assert.deepEqual(set.gone(), wrong.map(nameOf).sort());
    assert.ok(requests <= 157 * 4 && set.emulator.ledger.entries.every(({ msgKeys }) => msgKeys.length <= 10));
    assert.match(stderr, /^Recall 5,000 messages in 157 accounts\n\n {2}Messages +5,000\n {2}Accounts +157\n +32 messages of @TOA#_account0\n(.*\n){2} +and 154 more accounts\n/);
    const csv = await set.run(["report", join(set.folder, journal), "--csv", "-"]);
    assert.match(csv.stdout, /^officialAccount,msgKey,status,/);
    assert.equal(csv.stdout.trim().split("\n").length, 5001);
    const again = await set.run(["recall", "--keys", set.file("report.csv", csv.stdout), "--dry-run"]);
    assert.match(again.stdout, /^Recall 5,000 messages in 157 accounts\n[^]*! 5,000 of these were recalled by the run of/);
  });

  it("may be a CSV with other columns: the accounts are in the column of that name, or in the named one", async (t) => {
    const set = await prepared(t, { accounts: [ACCOUNT, OTHER], each: 4 });
    const rows = set.messages.map(({ officialAccount, msgKey }, index) => `${index},${officialAccount},${msgKey},"sent by @TOA#_editor, ""late"""\n`).join("");
    for (const [head, more] of /** @type {[string, string[]][]} */ ([["Official_Account", []], ["sender", ["--account-column", "sender"]]])) {
      const path = set.file("sent.csv", `id,${head},MsgKey,text\n${rows}`);
      const { status, stdout, stderr } = await set.run(["recall", "--keys", path, "--dry-run", "--json", ...more]);
      assert.equal(status, 0, stderr);
      assert.match(stderr, new RegExp(`read from column "MsgKey", accounts from column "${head}"`));
      assert.deepEqual(JSON.parse(stdout).byAccount, [ACCOUNT, OTHER].map((officialAccount) => ({ officialAccount, messages: 4, requests: 1 })));
    }
    const json = set.file("sent.json", JSON.stringify(set.messages.map(({ officialAccount, msgKey }) => ({ who: officialAccount, MsgKey: msgKey }))));
    const { status, stderr } = await set.run(["recall", "--keys", json, "--account-column", "who", "--yes"]);
    assert.equal(status, 0, stderr);
    assert.deepEqual(set.gone(), set.messages.map(nameOf).sort());
  });

  it("may be a log of webhook bodies, as the service sends them", async (t) => {
    /** @type {string[]} */
    const bodies = [];
    const fetch = async (/** @type {string} */ _, /** @type {any} */ { body }) => {
      bodies.push(body);
      return new Response('{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}');
    };
    const set = await stage(t, { emulator: { accounts: [ACCOUNT, OTHER], webhook: { url: "https://backend.test/hook", fetch } } });
    const texts = ["wrong", "see @TOA#_editor, \"late\""];
    const sent = [ACCOUNT, OTHER, ACCOUNT].map((officialAccount, index) => ({ officialAccount, msgKey: set.emulator.addMessage({ officialAccount, text: String(texts[index % 2]), notify: true }) }));
    await set.emulator.webhooksSettled();
    assert.deepEqual(bodies.map((body) => JSON.parse(body).CallbackCommand), Array(3).fill("OfficialAccount.CallbackAfterSendMsg"));
    writeFileSync(join(set.folder, "webhooks.log"), bodies.map((body, index) => `2026-11-23T08:30:0${index}.120Z INFO hook: received body=${body}\n`).join(""));
    const { status, stderr } = await set.run(["recall", "--keys", "webhooks.log", "--yes"]);
    assert.equal(status, 0, stderr);
    assert.deepEqual(set.emulator.ledger.recalled.map(nameOf).sort(), sent.map(nameOf).sort());
  });

  it("may hold the same key for two accounts: they are two messages, and only the named ones are recalled", async (t) => {
    const set = await prepared(t, { accounts: [ACCOUNT, OTHER, "@TOA#_sports"], each: 2 });
    assert.equal(new Set(set.messages.map(({ msgKey }) => msgKey)).size, 2);
    const wrong = set.messages.filter(({ officialAccount }) => officialAccount !== "@TOA#_sports");
    const { status, stderr } = await set.run(["recall", "--keys", "-", "--yes"], { input: [...wrong, ...wrong].map(nameOf).join("\n") });
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^Recall 4 messages in 2 accounts\n[^]*duplicates, each sent once: 4\n {2}Accounts +2\n +2 messages of @TOA#_newsroom\n +2 messages of @TOA#_weather\n/);
    assert.deepEqual(set.gone(), wrong.map(nameOf).sort());
  });
});

describe("a line whose account is in doubt", () => {
  it("is named with both accounts if it contradicts --account, and nothing is sent", async (t) => {
    const set = await prepared(t, { accounts: [ACCOUNT, OTHER], each: 4 });
    const path = set.file("keys.txt", `# wrong ones\n${set.messages.map(nameOf).join("\n")}\n`);
    for (const more of [[], ["--skip-invalid"], ["--dry-run"]]) {
      const { status, stdout, stderr } = await set.run(["recall", "--account", ACCOUNT, "--keys", path, "--yes", ...more]);
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, /error: 4 lines name another official account than --account:\n {2}\S*keys\.txt:6: found @TOA#_weather, expected @TOA#_newsroom\n/);
      assert.match(stderr, /keys\.txt:9: found @TOA#_weather[^]*\nLeave out --account to recall each message in the account that its line names, or take these lines out of the file\.\nNothing was sent\.\n$/);
    }
    const chinese = await set.run(["recall", "--account", ACCOUNT, "--keys", path, "--yes", "--lang", "zh"]);
    assert.match(chinese.stderr, /^错误：有 4 行的公众号与 --account 不同：\n {2}\S*keys\.txt:6：公众号为 @TOA#_weather，应为 @TOA#_newsroom\n/);
    assertUntouched(set);
  });

  it("is named if no account is known, with what to do", async (t) => {
    const set = await prepared(t, { accounts: [ACCOUNT, OTHER], each: 4 });
    const alone = set.file("keys.txt", set.messages.slice(0, 8).map(({ msgKey }) => msgKey).join("\n"));
    const none = await set.run(["recall", "--keys", alone, "--yes"]);
    assert.equal(none.status, 2);
    assert.match(none.stderr, /error: 8 MsgKeys have no official account:\n {2}\S*keys\.txt:1: found \S+, expected an official account beside it\n(.*\n){4} {2}\.\.\. and 3 more\n/);
    assert.match(none.stderr, /add --account '@TOA#_ID'\. If the file has a column of accounts, add --account-column NAME\.\nNothing was sent\.\n$/);
    const mixed = set.file("mixed.csv", `account,MsgKey\n${set.messages.map(({ officialAccount, msgKey }, index) => `${index === 2 ? "" : officialAccount},${msgKey}\n`).join("")}`);
    const some = await set.run(["recall", "--keys", mixed, "--yes"]);
    assert.equal(some.status, 2);
    assert.match(some.stderr, /error: 1 MsgKey has no official account:\n {2}\S*mixed\.csv:4: found [^]*Write the account into these lines, or move them into a file of their own/);
    assertUntouched(set);
  });

  it("is not in doubt if it names no account or the one of --account", async (t) => {
    const set = await prepared(t, { accounts: [ACCOUNT], each: 4 });
    const path = set.file("mixed.txt", set.messages.map((message, index) => (index % 2 === 0 ? nameOf(message) : message.msgKey)).join("\n"));
    const { status, stderr } = await set.run(["recall", "--account", ACCOUNT, "--keys", path, "--yes"]);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^Recall 4 messages of @TOA#_newsroom\n/);
    assert.deepEqual(set.gone(), set.messages.map(nameOf).sort());
  });
});

describe("a run over several accounts", () => {
  it("that was killed is resumed from its journal, which names the account of every message", async (t) => {
    const set = await prepared(t, { accounts: [ACCOUNT, OTHER, "@TOA#_sports"], each: 100 });
    const path = set.file("keys.txt", set.messages.map(nameOf).join("\n"));
    const child = begin(["recall", "--keys", path, "--yes", "--rate-limit", "20"], { env: set.env, cwd: set.folder });
    const end = ended(child);
    while (set.emulator.ledger.requests < 4) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill("SIGKILL");
    assert.equal((await end).signal, "SIGKILL");
    const journal = journalIn(set.folder);
    const plan = await set.run(["recall", "--resume", journal, "--dry-run"]);
    assert.match(plan.stdout, /^Recall 2\d\d messages in 3 accounts\n[^]*of 300 were settled by earlier runs of this journal\n {2}Accounts +3\n/);
    const { status, stdout, stderr } = await set.run(["recall", "--resume", journal, "--yes"]);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^All done: 300 messages in 3 accounts (recalled|are gone, some of them presumably)\.\n/);
    assert.deepEqual(set.gone(), set.messages.map(nameOf).sort());
    const { results, byAccount } = await outcomes(set.run, journal);
    assert.deepEqual(results.map(nameOf), set.messages.map(nameOf));
    assert.deepEqual(byAccount.map((/** @type {any} */ { officialAccount, total }) => [officialAccount, total]), [[ACCOUNT, 100], [OTHER, 100], ["@TOA#_sports", 100]]);
  });

  it("lists the accounts that the service refused, with the code and what to do, and recalls the others", async (t) => {
    const set = await prepared(t, { accounts: [ACCOUNT, OTHER], each: 12 });
    const strange = Array.from({ length: 5 }, (_, index) => `@TOA#_gone${index} 71_1_1698741698`);
    const path = set.file("keys.txt", [...set.messages.map(nameOf), ...strange].join("\n"));
    const { status, stdout, stderr } = await set.run(["recall", "--keys", path, "--yes"]);
    assert.equal(status, 1, stderr);
    assert.match(stdout, /^24 of 29 messages in 7 accounts known to be gone\.\n/);
    assert.match(stdout, /\nRefused accounts: 5 of 7\n +1 +10010 +@TOA#_gone0\n +The official account does not exist or was dissolved\.\n +1 +10010 +@TOA#_gone1\n/);
    assert.match(stdout, /@TOA#_gone2\n.*\n +and 2 more accounts\n +Check the official account id, and that it is of this app\.\n +The messages of the other accounts are not affected\./);
    assert.doesNotMatch(stdout, /Why not recalled|gone3|recall --account/);
    assert.match(stdout, /To continue with the rest:\n {2}npx tencent-chat-recall recall --resume /);
    assert.deepEqual(set.gone(), set.messages.map(nameOf).sort());
    const journal = journalIn(set.folder);
    const { byAccount } = await outcomes(set.run, journal);
    assert.deepEqual(byAccount[6].refused, { code: 10010, meaning: "The official account does not exist or was dissolved." });
    assert.equal(byAccount[0].refused, undefined);
    const chinese = await set.run(["report", journal, "--lang", "zh"]);
    assert.match(chinese.stdout, /^7 个公众号\n[^]*\n被拒绝的公众号：7 个中的 5 个\n +1 +10010 +@TOA#_gone0\n +公众号不存在或已解散。\n[^]* 另有 2 个公众号\n/);
  });

  it("of one account names it when the service refuses it", async (t) => {
    const set = await stage(t);
    const { status, stdout } = await set.run(["recall", "--keys", "-", "--yes"], { input: "@TOA#_gone 71_1_1698741698\n" });
    assert.equal(status, 3);
    assert.match(stdout, /^The service refused the run as a whole:\n {2}@TOA#_gone is not an official account of app 1400000000, or this caller may not use it\.\n/);
    assert.match(stdout, /A journal belongs to one app and its accounts\./);
    assert.doesNotMatch(stdout, /Refused accounts/);
  });

  it("warns of messages that other runs recalled or left open, by account and key", async (t) => {
    const set = await prepared(t, { accounts: [ACCOUNT, OTHER], each: 3 });
    const first = set.messages.slice(0, 3).map(nameOf).join("\n");
    assert.equal((await set.run(["recall", "--keys", "-", "--yes"], { input: `${first}\n@TOA#_gone 71_1_1698741698` })).status, 1);
    const plan = async (/** @type {string} */ input) => (await set.run(["recall", "--keys", "-", "--dry-run"], { input })).stdout;
    assert.match(await plan(set.messages.map(nameOf).join("\n")), /! 3 of these were recalled by the run of/);
    assert.doesNotMatch(await plan(set.messages.slice(3).map(nameOf).join("\n")), /!/);
    assert.match(await plan("@TOA#_gone 71_1_1698741698"), /! 1 of these is still open in the run of/);
  });
});
