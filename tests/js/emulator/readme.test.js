// The emulator's README: its examples run unchanged and print what they say, and its table lists every fault plan.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { FAULT_PLANS, createEmulator } from "../../../pkg/emulator/index.js";
import { begin, ended } from "../cli/support/command.js";
import { installed, openPage } from "../package/support/documented_examples.js";

const page = openPage("pkg-template/emulator/README.md");
/** Those without a test runner: tests/js/consumers/fake_timers.test.js runs the others. */
const EXAMPLES = page.examples("js").filter((example) => !/^\/\/ .*\.test\.js\n/.test(example));
const PATIENCE_MS = 60_000;

describe("the emulator's README", () => {
  /** @type {ReturnType<typeof installed>} */
  let user;

  before(() => (user = installed()));
  after(() => user.remove());

  test("has examples of a test, a replacement for fetch, the ledger and webhooks", () => {
    assert.equal(EXAMPLES.length, 4);
    for (const [index, word] of ["startEmulator", "RecallClient", "emulator.ledger", "readWebhook"].entries()) assert.ok(EXAMPLES[index]?.includes(word), word);
  });

  for (const [index, printed] of ["", "recalled normal\n", "", "sent 1\n{ sent: 1, failed: 0 }\n"].entries()) {
    test(`has an example ${index + 1} that runs and prints ${JSON.stringify(printed)}`, async () => {
      assert.equal(await user.runs(/** @type {string} */ (EXAMPLES[index])), printed);
    });
  }

  test("has a table of every fault plan, in order", () => {
    const table = /\| name \| what happens \|\n\|---\|---\|\n((?:\|.*\n)+)/.exec(page.text)?.[1] ?? "";
    assert.deepEqual([...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name), Object.keys(FAULT_PLANS));
  });

  test("has a valid plan in JSON", () => {
    const [plan] = page.examples("json");
    createEmulator({ faults: String(plan) });
    assert.ok(Object.keys(JSON.parse(String(plan))).length > 3);
  });

  test("has a command that starts the emulator", async () => {
    const [command] = page.examples("sh");
    // The README's port may be taken.
    const words = String(command).trim().replace("--port 8788", "--port 0").split(" ").slice(2);
    const child = begin(words);
    const end = ended(child);
    const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    child.stdout.on("data", () => child.kill("SIGINT"));
    const { status, stdout } = await end;
    clearTimeout(timer);
    assert.equal(status, 0);
    assert.match(stdout, /The emulator listens on http:\/\/127\.0\.0\.1:\d+\n[\s\S]*500 messages of @TOA#_demo were sent by mistake/);
  });

  test("lists exactly the APIs of the emulator", async () => {
    const emulator = createEmulator();
    const [sentence = ""] = /It answers [^.]*\./.exec(page.text) ?? [];
    const names = [...sentence.matchAll(/`(\w+)`/g)].map(([, name]) => name);
    assert.ok(names.length >= 6);
    for (const [name, code] of [...names.map((known) => [known, 60012]), ["official_account_msg_modify", 60009]]) {
      const response = await emulator.fetch(`https://service.example/v4/official_account_open_http_svc/${name}`, { method: "POST", body: "{}" });
      assert.equal(/** @type {any} */ (await response.json()).ErrorCode, code, String(name));
    }
  });

  test("has links to existing files, and is linked from README.md", () => {
    page.assertLinks();
    assert.ok(openPage("README.md").text.includes("](pkg-template/emulator/README.md)"));
  });
});
