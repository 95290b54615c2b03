// `webhook`: receives the emulator's webhooks into a store, says what goes wrong, and keeps the token and passwords to itself.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { startEmulator } from "../../../pkg/emulator/index.js";
import { openStore } from "../../../pkg/store/index.js";
import { listOf } from "../store/support/stores.js";
import { post, startReceiver } from "../webhook/support/receiver.js";
import { TOKEN, webhook } from "../webhook/support/sender.js";
import { ACCOUNT, SDK_APP_ID, cli, environment, folderOf } from "./support/command.js";

const ENV = { ...environment(), TENCENT_CHAT_SDK_APP_ID: String(SDK_APP_ID), TENCENT_CHAT_CALLBACK_TOKEN: TOKEN };

/** @param {string[]} words @param {RegExp} said @param {Record<string, string>} [env] @param {number} [expected] status */
async function refuses(words, said, env = ENV, expected = 2) {
  const { status, stdout, stderr } = await cli(["webhook", ...words], { env });
  assert.match(stderr, said);
  assert.deepEqual([status, stdout], [expected, ""], stderr);
  assert.doesNotMatch(stderr, /hunter2|a-callback-token/);
}

describe("webhook", { skip: lacks("sqlite") }, () => {
  test("keeps what the emulator sends in the store of the folder, and says so at its end", async (t) => {
    const folder = folderOf(t);
    const receiver = await startReceiver(t, { cwd: folder });
    const { emulator, close } = await startEmulator({ secretKey: "any text", accounts: [ACCOUNT], webhook: { url: `${receiver.url}hook`, token: TOKEN } });
    t.after(close);
    emulator.addMessages({ officialAccount: ACCOUNT, count: 25, text: "wrong", notify: true });
    await emulator.webhooksSettled();
    assert.deepEqual(emulator.ledger.webhooks, { sent: 25, failed: 0 });
    assert.equal(await receiver.end("SIGINT"), 0, receiver.output.stderr);
    assert.match(receiver.output.stdout, new RegExp(`^Receiving the webhooks of app ${SDK_APP_ID} on http://127\\.0\\.0\\.1:\\d+/\\nStore: sqlite:sent\\.db\\n`));
    assert.match(receiver.output.stderr, /\nReceived 25 sent and 0 recalled; 0 ignored, 0 rejected, 0 lost\.\n$/);
    const store = await openStore(`sqlite:${join(folder, "sent.db")}`, { sdkAppId: SDK_APP_ID });
    assert.equal((await listOf(store.find({ text: "wrong" }))).length, 25);
    await store.close();
  });

  test("names what it rejects once, without what was sent, in Chinese too", async (t) => {
    const receiver = await startReceiver(t, { store: `sqlite:${join(folderOf(t), "a.db")}`, words: ["--lang", "zh"] });
    for (let times = 0; times < 5; times += 1) await post(webhook({ token: "guessed" }), receiver.url);
    await post(webhook({ command: "OfficialAccount.CallbackBeforeSendMsg" }), receiver.url);
    assert.equal(await receiver.end("SIGTERM"), 0);
    const { stderr, stdout } = receiver.output;
    assert.match(stdout, /正在接收应用/);
    assert.equal([...stderr.matchAll(/已拒绝（HTTP 403）：Sign/g)].length, 1, stderr);
    assert.match(stderr, /已忽略：OfficialAccount\.CallbackBeforeSendMsg/);
    assert.match(stderr, /忽略 1 个，拒绝 5 个，丢失 0 个/);
    assert.doesNotMatch(stderr + stdout, /a-callback-token|guessed/);
  });

  test("reads the token and the store from a file that only its owner can read", async (t) => {
    const { chmodSync, writeFileSync } = await import("node:fs");
    const folder = folderOf(t);
    const path = join(folder, "app.env");
    writeFileSync(path, `TENCENT_CHAT_SDK_APP_ID=${SDK_APP_ID}\nTENCENT_CHAT_CALLBACK_TOKEN=${TOKEN}\nTENCENT_CHAT_STORE=sqlite:other.db\n`);
    chmodSync(path, 0o600);
    const receiver = await startReceiver(t, { words: ["--credentials", path], cwd: folder, env: { TENCENT_CHAT_CALLBACK_TOKEN: "", TENCENT_CHAT_SDK_APP_ID: "" } });
    assert.ok((await post(webhook(), receiver.url)).isAcknowledged);
    assert.match(receiver.output.stdout, /Store: sqlite:other\.db/);
    assert.equal(await receiver.end("SIGTERM"), 0);
  });

  test("is refused without a token, with a token or a password as an option, and for stores that cannot be opened", async (t) => {
    const { TENCENT_CHAT_CALLBACK_TOKEN: _, ...without } = ENV;
    await refuses([], /missing: TENCENT_CHAT_CALLBACK_TOKEN/, without);
    await refuses(["--token", "hunter2"], /secrets are not taken from the command line/);
    await refuses(["--store", "postgres://u:hunter2@127.0.0.1:9/d"], /--store: found a password/);
    await refuses(["--store", "mysql://u@h/d"], /--store: found .*expected a URL like "sqlite:sent\.db"/);
    await refuses([], /TENCENT_CHAT_STORE: found .*expected a URL like/, { ...ENV, TENCENT_CHAT_STORE: "mysql://u:hunter2@h/d" });
    await refuses(["--store", `sqlite:${join(folderOf(t), "none", "a.db")}`], /the store failed: /);
    await refuses(["--port", "70000"], /--port: found 70000, expected a port up to 65535/);
    await refuses(["--host", "256.0.0.1.invalid", "--store", "sqlite::memory:"], /--host 256\.0\.0\.1\.invalid/);
  });
});
