// The handler's README: its two examples, a client and a server, run unchanged, and its table of runtimes lists what is tested.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { installed, openPage } from "../package/support/documented_examples.js";

const page = openPage("pkg-template/handler/README.md");
const [SERVER = "", PAGE = "", ...MORE] = page.examples("js");

/** The context of the examples: a sign-in, a log, a free port, and an emulator as the service. */
const AROUND = `
import { Server } from "node:http";
import { createEmulator } from "tencent-chat-recall/emulator";
process.env.TENCENT_CHAT_SECRET_KEY = "any text";
const emulator = createEmulator({ secretKey: "any text", roamingDays: 36500, accounts: ["@TOA#_2J4SZEAEL"] });
for (const seq of [71, 72]) emulator.addMessage({ officialAccount: "@TOA#_2J4SZEAEL", text: "wrong", seq, sentAt: 1698741698000 });
const network = globalThis.fetch;
globalThis.fetch = (url, init) => (String(url.url ?? url).includes(".im.qcloud.com") ? emulator.fetch(url, init) : network(url, init));
globalThis.userOfSession = async (cookie) => (cookie === "session=eve" ? "eve" : null);
globalThis.auditLog = { write: async ({ event, user, outcome }) => console.log(event, user, outcome) };
globalThis.journal = { write: async ({ msgKeys, user }) => console.log("sends", msgKeys.length, user) };
const { listen } = Server.prototype;
Server.prototype.listen = function () { globalThis.server = this; return listen.call(this, 0, "127.0.0.1"); };
`;

describe("the handler's README", () => {
  /** @type {ReturnType<typeof installed>} */
  let user;

  before(() => (user = installed()));
  after(() => user.remove());

  test("has examples that work together: the page recalls through the server", async () => {
    assert.deepEqual(MORE, []);
    const listening = "await new Promise((resolve) => server.once('listening', resolve));";
    const outside = PAGE.replace('url: "/api/recall"', "url: `http://127.0.0.1:${server.address().port}/api/recall`, headers: { cookie: 'session=eve' }");
    assert.notEqual(outside, PAGE);
    const printed = await user.runs(`${SERVER}\n${listening}\n${outside}\nserver.close();\nserver.closeAllConnections();`, AROUND);
    assert.match(printed, /^start eve undefined\n/);
    assert.match(printed, /\nsends 2 eve\n/);
    assert.match(printed, /\n2 of 2 recalled\n/);
    assert.match(printed, /\nend eve completed\n/);
    assert.match(printed, /\ntrue\n/);
  });

  test("has links to existing files, and is linked from README.md", () => {
    page.assertLinks();
    assert.ok(openPage("README.md").text.includes("](pkg-template/handler/README.md)"));
  });
});
