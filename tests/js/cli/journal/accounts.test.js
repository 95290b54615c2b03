// The messages of a journal are pairs of an account and a key: many accounts in one journal, and journals of older formats, which had one.
import assert from "node:assert/strict";
import { copyFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { MessageLookup, findOtherRuns } from "../../../../pkg-template/cli/journal/other_runs.js";
import { keysOf, readJournal } from "../../../../pkg-template/cli/journal/journal_reader.js";
import { ACCOUNT, folderOf, outcomes, stage } from "../support/command.js";
import { HEADER, append, makeJournalOf } from "../support/journals.js";
import { seededRandom } from "../../library/support/fixture.js";

const VERSION_2 = fileURLToPath(new URL("vectors/version2.jsonl", import.meta.url));
const TIME = 1698741698;

/** @param {number} index */
const account = (index) => `@TOA#_account${index}`;

/** Messages of accounts in any order, some of them repeated. @param {{ count: number, accounts: number, seed: number }} how */
function messagesOf({ count, accounts, seed }) {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => ({
    officialAccount: account(Math.floor(random() * accounts)), msgKey: `${Math.floor((random() * count) / accounts)}_1_${TIME + Math.floor(random() * 2)}`,
  }));
}

/** Each message once, at its first place. @param {{ officialAccount: string, msgKey: string }[]} messages */
const distinct = (messages) => [...new Map(messages.map((message) => [`${message.officialAccount} ${message.msgKey}`, message])).values()];

describe("a journal of many accounts", () => {
  it("holds each pair of account and key once, in order, whatever the order of the accounts", (t) => {
    const folder = folderOf(t);
    for (const [seed, accounts] of [1, 2, 50, 4000].entries()) {
      const path = join(folder, `${accounts}.jsonl`);
      const messages = messagesOf({ count: 5000, accounts, seed });
      makeJournalOf(path, messages);
      const journal = readJournal(path);
      const expected = distinct(messages);
      assert.ok(expected.length < messages.length, "some messages are repeated");
      assert.deepEqual([...keysOf(journal)], expected.map(({ officialAccount, msgKey }, number) => ({ key: msgKey, number, account: officialAccount })));
      assert.deepEqual(journal.accounts, [...new Set(messages.map(({ officialAccount }) => officialAccount))]);
      assert.deepEqual([journal.header.accounts, journal.header.messages], [journal.accounts.length, expected.length]);
    }
  });

  it("names each account once, and takes few bytes for each message", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    const messages = Array.from({ length: 100_000 }, (_, index) => ({ officialAccount: account(index), msgKey: `${index}_1_${TIME + (index >> 8)}` }));
    makeJournalOf(path, messages);
    assert.equal(readFileSync(path, "utf8").split("@TOA#_account77777\"").length, 2);
    const named = messages.reduce((sum, { officialAccount }) => sum + officialAccount.length + 3, 0);
    const each = (statSync(path).size - named) / messages.length;
    assert.ok(each < 16, `${each} bytes for each message beside the name of its account`);
  });

  it("is rejected if an account is missing, or its number is out of range", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    makeJournalOf(path, messagesOf({ count: 30, accounts: 3, seed: 1 }));
    const text = readFileSync(path, "utf8");
    for (const [from, to, said] of /** @type {[RegExp, string, RegExp][]} */ ([
      [/@2 /, "@3 ", /:2: found "[^"]+", expected a MsgKey|a MsgKey/],
      [/"accounts":\[[^\]]*\]/, '"accounts":[]', /a MsgKey/],
      [/"accounts":\["/, '"accounts":[1,"', /more keys/],
      [/account0/, "account9", /the list of keys is not the one that was written/],
    ])) {
      writeFileSync(path, text.replace(/\n[^]*/, (rest) => rest.replace(from, to)));
      assert.throws(() => readJournal(path), said);
    }
  });
});

describe("a refusal of the only account that is left of several", () => {
  it("is told with the name of the account, not with an option that was not given", async (t) => {
    const { run, folder } = await stage(t);
    const server = createServer((_, response) => response.end(JSON.stringify({ ActionStatus: "FAIL", ErrorCode: 10015, ErrorInfo: "no" })));
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    t.after(() => server.close());
    const path = join(folder, "run.jsonl");
    makeJournalOf(path, [0, 1].map((index) => ({ officialAccount: account(index), msgKey: `1_1_${TIME}` })));
    append(path, { ended: "recalled", keys: [0] });
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const { status: exit, stdout, stderr } = await run(["recall", "--resume", path, "--yes", "--json", "--take-over", "--base-url", `http://127.0.0.1:${port}`]);
    assert.equal(exit, 3, stderr);
    const { refused } = JSON.parse(stdout);
    assert.ok(refused.startsWith(`${account(1)} is not an official account`), refused);
  });
});

describe("equal keys of two accounts", () => {
  it("are two messages, also for earlier runs", (t) => {
    const folder = folderOf(t);
    const path = join(folder, "earlier.jsonl");
    const pairs = [0, 1, 0, 1].map((index, place) => ({ officialAccount: account(index), msgKey: `${place >> 1}_1_${TIME}` }));
    makeJournalOf(path, pairs);
    append(path, { ended: "recalled", keys: [0] });
    const lookup = new MessageLookup();
    for (const index of [0, 1, 2]) lookup.add(account(index), `0_1_${TIME}`);
    const scope = { sdkAppId: HEADER.sdkAppId, region: HEADER.region, host: HEADER.host };
    const found = findOtherRuns(join(folder, "new.jsonl"), scope, lookup, (known, number) => known.status(number) === "notAttempted");
    assert.deepEqual([found.recalledBy.map(({ count }) => count), found.unfinished.map(({ count }) => count)], [[1], [1]]);
  });
});

describe("a journal of format 2", () => {
  const status = (/** @type {import("../../../../pkg-template/cli/journal/journal_reader.js").Journal} */ { outcomes: known }) =>
    Array.from({ length: known.size }, (_, number) => known.status(number));

  it("is read as before", () => {
    const journal = readJournal(VERSION_2);
    assert.deepEqual([journal.accounts, journal.header.accounts, journal.header.messages], [[ACCOUNT], 1, 40]);
    const rows = [...keysOf(journal)];
    assert.deepEqual([rows[0], rows[39]], [{ key: "1_1_1698741698", number: 0, account: ACCOUNT }, { key: "40_1_1698741758", number: 39, account: ACCOUNT }]);
    assert.deepEqual(status(journal), [
      ...Array(9).fill("recalled"), "failed", "recalled", "recalled", "recalled", "presumedRecalled", "notFound", ...Array(9).fill("unconfirmed"), ...Array(16).fill("notAttempted"),
    ]);
  });

  it("is resumed, and the new lines follow in its own format", async (t) => {
    const { run, folder } = await stage(t);
    /** @type {string[]} */
    const sent = [];
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const part of request) body += part;
      const { Official_Account: of, MsgKeyList: keys } = JSON.parse(body);
      sent.push(...keys.map((/** @type {string} */ key) => `${of} ${key}`));
      response.end(JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList: keys.map((/** @type {string} */ MsgKey) => ({ MsgKey, RetCode: 0 })) }));
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    t.after(() => server.close());
    const path = join(folder, "run.jsonl");
    copyFileSync(VERSION_2, path);
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const { status: exit, stdout, stderr } = await run(["recall", "--resume", path, "--yes", "--json", "--take-over", "--base-url", `http://127.0.0.1:${port}`]);
    assert.equal(exit, 1, stderr);
    assert.deepEqual(JSON.parse(stdout).counts, { recalled: 37, presumedRecalled: 1, notFound: 1, failed: 1, unconfirmed: 0, notAttempted: 0 });
    assert.equal(new Set(sent).size, 25);
    assert.ok(sent.every((message) => message.startsWith(`${ACCOUNT} `)));
    const text = readFileSync(path, "utf8");
    assert.ok(text.startsWith(readFileSync(VERSION_2, "utf8")), "what was there is unchanged");
    assert.doesNotMatch(text, /"accounts"/);
    const { results } = await outcomes(run, path);
    assert.deepEqual([results.length, results[0].officialAccount, results[0].status], [40, ACCOUNT, "recalled"]);
  });
});
