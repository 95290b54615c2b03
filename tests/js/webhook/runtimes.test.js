// The webhook handler in runtimes other than Node.js: the packed package in an empty folder answers and stores a genuine webhook.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { build } from "esbuild";
import { lacks } from "../../../.scripts/needs.js";
import { BUN, DENO, finish } from "../consumers/support/programs.js";
import { installPackage } from "../consumers/support/project.js";

const PROGRAM = `
  import { createWebhookHandler } from "tencent-chat-recall/webhook";
  const token = "a token";
  const seconds = String(Math.floor(Date.now() / 1000));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token + seconds)));
  const sign = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const command = "OfficialAccount.CallbackAfterSendMsg";
  const body = JSON.stringify({ CallbackCommand: command, Official_Account: "@TOA#_a", MsgKey: "71_1_1698741698", MsgTime: 1698741698, OnlineOnlyFlag: 0, MsgBody: [], EventTime: 1 });
  const url = (proof) => "https://backend.example/hook?SdkAppid=1400000000&CallbackCommand=" + command + "&contenttype=json&Sign=" + proof + "&RequestTime=" + seconds;
  const rows = [];
  const handler = createWebhookHandler({ sdkAppId: 1400000000, token, store: { put: async (messages) => rows.push(...messages), markRecalled: async () => {} } });
  const send = async (proof) => (await handler(new Request(url(proof), { method: "POST", body }))).status;
  const statuses = [await send(sign), await send("0".repeat(64))];
  const said = JSON.stringify({ statuses, keys: rows.map(({ msgKey }) => msgKey) });
`;
const EXPECTED = { statuses: [200, 403], keys: ["71_1_1698741698"] };

describe("the webhook handler", { skip: lacks("consumers"), timeout: 300_000 }, () => {
  const folder = lacks("consumers") ? "" : installPackage();

  for (const [name, program, words] of /** @type {[string, string, string[]][]} */ ([["Deno", DENO, ["run", "--no-lock"]], ["Bun", BUN, ["run"]]])) {
    test(`answers in ${name}`, async () => {
      writeFileSync(join(folder, "program.mjs"), `${PROGRAM}\nconsole.log(said);`);
      const { stdout } = await finish(program, [...words, "program.mjs"], { cwd: folder });
      assert.deepEqual(JSON.parse(stdout), EXPECTED);
    });
  }

  test("answers without anything of Node.js, bundled for the edge", async () => {
    writeFileSync(join(folder, "edge.mjs"), `${PROGRAM}\nexport { said };`);
    const { outputFiles } = await build({ entryPoints: [join(folder, "edge.mjs")], bundle: true, write: false, format: "esm", platform: "browser", logLevel: "error" });
    const code = outputFiles[0]?.text ?? "";
    assert.doesNotMatch(code, /from "node:|require\("node:/);
    writeFileSync(join(folder, "edge-run.mjs"), `const { said } = await import("./bundled.mjs");\nconsole.log(said);`);
    writeFileSync(join(folder, "bundled.mjs"), code);
    const { stdout } = await finish(process.execPath, ["edge-run.mjs"], { cwd: folder });
    assert.deepEqual(JSON.parse(stdout), EXPECTED);
  });
});
