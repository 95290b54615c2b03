// The examples in README.md run as they stand, against the emulator.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const EXAMPLES = [...README.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => /** @type {string} */ (code));

/** Puts the emulator in the place of the network; it answers for any host. The messages are those of the example. */
const NETWORK = `
import { createEmulator } from "tencent-chat-recall/emulator";
const secretKey = "a key of the emulator";
const emulator = createEmulator({ secretKey, roamingDays: 36500, accounts: ["@TOA#_2J4SZEAEL"] });
for (const seq of [71, 72]) emulator.addMessage({ officialAccount: "@TOA#_2J4SZEAEL", text: "wrong", seq, sentAt: 1698741698000 });
process.env.TENCENT_CHAT_SECRET_KEY = secretKey;
globalThis.fetch = emulator.fetch;
`;

describe("README", () => {
  /** @type {string} */
  let folder;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "readme-"));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(join(ROOT, "pkg"), join(folder, "node_modules", "tencent-chat-recall"), "dir");
  });

  after(() => rmSync(folder, { recursive: true }));

  /**
   * @param {string} code
   * @returns {Promise<string>} what it printed
   */
  async function runs(code) {
    writeFileSync(join(folder, "network.mjs"), NETWORK);
    writeFileSync(join(folder, "example.mjs"), code);
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--import", "./network.mjs", "example.mjs"], {
      cwd: folder,
      timeout: 60_000,
    });
    assert.equal(stderr, "");
    return stdout;
  }

  test("the first example recalls both messages", async () => {
    const printed = await runs(/** @type {string} */ (EXAMPLES[0]));
    assert.match(printed, /^true \{/);
    assert.match(printed, /recalled: 2,/);
  });

  test("the example of the emulator starts one, fills it and stops it", async () => {
    const code = /** @type {string} */ (EXAMPLES.find((example) => example.includes("startEmulator")));
    assert.equal(await runs(`${code}\nconsole.log(msgKeys.length, typeof url);\n`), "100 string\n");
  });

  test("links to what exists", () => {
    for (const [, path] of README.matchAll(/\]\((?!https?:)([^)]+)\)/g)) statSync(join(ROOT, /** @type {string} */ (path)));
  });
});
