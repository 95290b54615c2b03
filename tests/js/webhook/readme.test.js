// The READMEs of the store and of the webhook handler: their examples run unchanged and together, and their links lead somewhere.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { installed, openPage } from "../package/support/documented_examples.js";
import { lacks } from "../../../.scripts/needs.js";

const webhooks = openPage("pkg-template/webhook/README.md");
const stores = openPage("pkg-template/store/README.md");

/** An emulator whose webhooks go to the server of the first example, and which is the service of the second. */
const AROUND = `
import { Server } from "node:http";
import { createEmulator } from "tencent-chat-recall/emulator";
process.env.TENCENT_CHAT_SECRET_KEY = "any text";
process.env.TENCENT_CHAT_CALLBACK_TOKEN = "a token";
const network = globalThis.fetch;
globalThis.emulator = createEmulator({ secretKey: "any text", accounts: ["@TOA#_a", "@TOA#_b"], webhook: { url: "http://hook.example/", token: "a token", fetch: (url, init) => network(String(url).replace("http://hook.example/", globalThis.origin), init) } });
globalThis.fetch = (url, init) => (String(url.url ?? url).includes(".im.qcloud.com") ? emulator.fetch(url, init) : network(url, init));
const { listen } = Server.prototype;
Server.prototype.listen = function () { return listen.call(this, 0, "127.0.0.1"); };
`;

describe("the READMEs of the store and of the webhook handler", { skip: lacks("sqlite") }, () => {
  /** @type {ReturnType<typeof installed>} */
  let user;
  before(() => (user = installed()));
  after(() => user.remove());

  test("have examples that work together: what the webhooks bring is found and recalled", async () => {
    const [receive = "", ...more] = webhooks.examples("js");
    const [recall = "", ...others] = stores.examples("js");
    assert.deepEqual([more, others], [[], []]);
    const between = `
      await new Promise((resolve) => server.once("listening", resolve));
      globalThis.origin = "http://127.0.0.1:" + server.address().port + "/";
      for (const officialAccount of ["@TOA#_a", "@TOA#_b"]) for (const text of ["Everything is FREE", "news"]) emulator.addMessage({ officialAccount, text, notify: true });
      await emulator.webhooksSettled();
      server.close();
      await handler.settled();
      await store.close();
      console.log("webhooks", emulator.ledger.webhooks.sent);`;
    const printed = await user.runs(`{\n${dynamic(receive)}\n${between}\n}\n{\n${dynamic(recall)}\n}\nconsole.log("recalled", emulator.ledger.recalledCount);\nprocess.exit();`, AROUND);
    assert.equal(printed.match(/^sent @TOA#_[ab] \d+_1_\d+$/gm)?.length, 4);
    assert.match(printed, /\nwebhooks 4\n@TOA#_[ab] 1\n@TOA#_[ab] 1\nrecalled 2\n$/);
  });

  test("link to existing files, and README.md links to them", () => {
    webhooks.assertLinks();
    stores.assertLinks();
    const { text } = openPage("README.md");
    for (const name of ["webhook", "store"]) assert.ok(text.includes(`](pkg-template/${name}/README.md)`), name);
  });
});

/** Imports inside a block, so that both examples may use the same names. @param {string} code */
const dynamic = (code) => code.replaceAll(/^import (\{.*\}) from (".*");$/gm, "const $1 = await import($2);");
