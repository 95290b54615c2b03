// The examples in README.md run unchanged, with the emulator.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { installed, openPage } from "./support/documented_examples.js";

const page = openPage("README.md");
const EXAMPLES = page.examples("js");

/** Replaces the network with the emulator, for any host. Its messages are those of the example. */
const NETWORK = `
import { createEmulator } from "tencent-chat-recall/emulator";
const secretKey = "a key of the emulator";
const emulator = createEmulator({ secretKey, roamingDays: 36500, accounts: ["@TOA#_2J4SZEAEL"] });
for (const seq of [71, 72]) emulator.addMessage({ officialAccount: "@TOA#_2J4SZEAEL", text: "wrong", seq, sentAt: 1698741698000 });
process.env.TENCENT_CHAT_SECRET_KEY = secretKey;
globalThis.fetch = emulator.fetch;
`;

describe("README", () => {
  /** @type {ReturnType<typeof installed>} */
  let user;

  before(() => (user = installed()));
  after(() => user.remove());

  test("the first example recalls both messages", async () => {
    const printed = await user.runs(/** @type {string} */ (EXAMPLES[0]), NETWORK);
    assert.match(printed, /^true \{/);
    assert.match(printed, /recalled: 2,/);
  });

  test("the example of find recalls what it found, and reads it back", async () => {
    const code = /** @type {string} */ (EXAMPLES.find((example) => example.includes("groupMessages")));
    const wrong = 'emulator.addMessages({ officialAccount: "@TOA#_2J4SZEAEL", count: 2, from: "editor-7", text: "Now 50 % OFF" });\n';
    const printed = await user.runs(code, NETWORK + wrong);
    assert.match(printed, /^2 1 Now 50 % OFF\ntrue \{\s+recalled: 2,/);
  });

  test("the example of the emulator starts one, fills it and stops it", async () => {
    const code = /** @type {string} */ (EXAMPLES.find((example) => example.includes("startEmulator")));
    assert.equal(await user.runs(`${code}\nconsole.log(msgKeys.length, typeof url);\n`), "100 string\n");
  });

  test("has links to existing files", () => page.assertLinks());
});
