// openStore and the methods of a store: input that is rejected before anything is written, and a driver that is missing.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { ROOT } from "../../../.scripts/command.js";
import { lacks } from "../../../.scripts/needs.js";
import { openStore } from "../../../pkg/store/index.js";
import { ACCOUNT, APP, folderOf, listOf } from "./support/stores.js";

const KEY = "71_1_1698741698";
const row = { officialAccount: ACCOUNT, msgKey: KEY };

/** @param {Promise<unknown>} promise @param {string[]} paths of the issues */
async function rejects(promise, paths) {
  await assert.rejects(promise, (/** @type {any} */ error) => {
    assert.deepEqual([error.name, error.code, error.issues.map((/** @type {any} */ one) => one.path)], ["RecallError", "ERR_INVALID_INPUT", paths]);
    assert.doesNotMatch(error.message, /undefined|[{}]|hunter2/);
    return true;
  });
}

describe("openStore rejects", () => {
  /** @type {[name: string, url: any, options: any, paths: string[]][]} */
  const CASES = [
    ["what is no URL", "sent.db", { sdkAppId: APP }, ["url"]], ["a URL of another database", "mysql://u:hunter2@h/d", { sdkAppId: APP }, ["url"]],
    ["an empty path", "sqlite:", { sdkAppId: APP }, ["url"]], ["a malformed URL, without its password", "postgres://u:hunter2@h:port/d", { sdkAppId: APP }, ["url"]],
    ["missing options", "sqlite::memory:", undefined, [""]], ["every problem at once", 7, { sdkAppId: 0, batchDelay: -1, batch: 3 }, ["url", "sdkAppId", "batchDelay", "batch"]],
  ];
  for (const [name, url, options, paths] of CASES) test(name, () => rejects(openStore(url, options), paths));
});

describe("a store rejects, and writes nothing", { skip: lacks("sqlite") }, () => {
  /** @type {import("../../../pkg/store/index.js").MessageStore} */
  let store;
  before(async () => (store = await openStore("sqlite::memory:", { sdkAppId: APP })));
  after(() => store?.close());

  /** @type {[name: string, messages: any, paths: string[]][]} */
  const CASES = [
    ["what is no list", 7, ["messages"]], ["a text", "text", ["messages"]], ["a message without a key", [row, { officialAccount: ACCOUNT }], ["messages[1].msgKey"]],
    ["what is no message", [null, "x"], ["messages[0]", "messages[1]"]], ["a malformed key", [{ ...row, msgKey: "71_1" }], ["messages[0].msgKey"]],
    ["an account with control characters", [{ ...row, officialAccount: "@TOA#_\0" }], ["messages[0].officialAccount"]],
    ["members of other types", [{ ...row, msgTime: 1.5, onlineOnly: 1, recalledAt: "now", msgBody: "text" }], ["messages[0].msgTime", "messages[0].onlineOnly", "messages[0].recalledAt", "messages[0].msgBody"]],
  ];
  for (const [name, messages, paths] of CASES) {
    test(name, async () => {
      await rejects(store.put(messages), paths);
      await rejects(store.markRecalled(messages), paths);
      assert.deepEqual(await listOf(store.find({ includeRecalled: true })), []);
    });
  }

  test("filters that it does not know, or of another type", async () => {
    await rejects(listOf(store.find(/** @type {any} */ ({ from: "eve", since: "2h", text: "", includeRecalled: 1, officialAccounts: ACCOUNT, msgType: 7 }))), ["from", "officialAccounts", "since", "text", "msgType", "includeRecalled"]);
    await rejects(listOf(store.find(/** @type {any} */ ({ officialAccounts: [ACCOUNT, 7] }))), ["officialAccounts[1]"]);
    await rejects(listOf(store.find(/** @type {any} */ (null))), [""]);
  });

  test("to prune without a time", async () => {
    await rejects(store.prune(/** @type {any} */ (undefined)), ["before"]);
    await rejects(store.prune(/** @type {any} */ ({ before: 0, onlyRecalled: "yes", all: true })), ["onlyRecalled", "all"]);
  });
});

test("without its driver, a store says what to install", (t) => {
  const folder = folderOf(t);
  const home = join(folder, "node_modules/tencent-chat-recall");
  mkdirSync(home, { recursive: true });
  for (const name of readdirSync(join(ROOT, "pkg"))) cpSync(join(ROOT, "pkg", name), join(home, name), { recursive: true });
  const program = `import { openStore } from "tencent-chat-recall/store";
    const failure = (url) => openStore(url, { sdkAppId: 1 }).then((store) => store.close(), ({ code, detail, message }) => console.log(code, detail.code, message));
    await failure("postgres://u@127.0.0.1/d");
    if (!process.getBuiltinModule?.("node:sqlite")) await failure("sqlite::memory:");`;
  writeFileSync(join(folder, "program.mjs"), program);
  const lines = execFileSync(process.execPath, ["program.mjs"], { cwd: folder, encoding: "utf8" }).trim().split("\n");
  const line = (/** @type {string} */ name, /** @type {string} */ wanted) => `ERR_STORE store-driver-missing found no package ${name}, which this store needs; install it: npm install ${wanted}`;
  assert.equal(lines[0], line("pg", "pg@8"));
  if (lines[1] !== undefined) assert.equal(lines[1], line("better-sqlite3", "better-sqlite3@12"));
});
