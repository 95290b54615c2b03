// A rejected recall in the dashboard: nothing is lost, and the recall can continue after the connection is corrected.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { createEmulator } from "../../../pkg-template/emulator/index.js";
import { startEmulator } from "../../../pkg-template/emulator/server.js";
import { createHandler, toNodeListener } from "../../../pkg/handler/index.js";
import { ENGINES, PATIENCE, figures, recallAll, startBrowser, visit } from "./support/browser.js";

const SECRET_KEY = "a key for this test alone";
const ACCOUNT = "@TOA#_reconnect";

/** A service with messages. */
function stage() {
  const emulator = createEmulator({ secretKey: SECRET_KEY });
  emulator.createAccount({ id: ACCOUNT });
  return { emulator, msgKeys: emulator.broadcast({ officialAccount: ACCOUNT, count: 30 }) };
}

for (const engine of ENGINES) {
  describe(`a rejected recall of the dashboard in ${engine}`, { timeout: 6 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("by the user's own server continues with the right token, and after a reload asks for the address", async () => {
      const { emulator, msgKeys } = stage();
      const handler = createHandler({
        sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey: SECRET_KEY, region: "singapore", fetch: emulator.fetch,
        allowOrigins: [new URL(started.url).origin],
        authorize: (request) => (request.headers.get("authorization") === "Bearer right" ? { user: "officer" } : null),
      });
      const server = createServer(toNodeListener(handler));
      await new Promise((resolve) => { server.listen(0, "127.0.0.1", () => resolve(undefined)); });
      const url = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}/api/recall`;
      const { page } = await visit(started);
      try {
        await page.check('input[value="handler"]');
        await page.fill("#handler-url", url);
        await page.fill("#handler-token", "wrong");
        await page.click("#connect");
        await page.fill("#official-account", ACCOUNT);
        await page.fill("#keys", msgKeys.join("\n"));
        await page.waitForSelector("#recall:enabled");
        await recallAll(page);
        await page.waitForSelector("#again:disabled");
        assert.match((await page.textContent("#run .notice.bad")) ?? "", /^Your server refused/);
        await page.reload();
        await page.click("#resume-show");
        await page.waitForSelector("#again:disabled");
        assert.equal(await page.isChecked('input[value="handler"]'), true);
        assert.equal(await page.inputValue("#handler-url"), url);
        await page.fill("#handler-token", "right");
        await page.click("#connect");
        await page.waitForSelector("#again:enabled");
        assert.equal(await recallAll(page, "#again"), 30);
        await page.waitForSelector('.figure.is-recalled b:text-is("30")');
        await page.waitForSelector("#another");
        assert.deepEqual(await figures(page), { recalled: 30 });
        assert.equal(emulator.ledger.recalledCount, 30);
      } finally {
        await page.context().close();
        server.closeAllConnections();
        await new Promise((resolve) => { server.close(resolve); });
      }
    });

    test("for its UserSig continues with another one, with every other field filled in", async () => {
      const { emulator, msgKeys } = stage();
      const running = await startEmulator({ emulator });
      const { signUserSig } = await import("../../../pkg/index.js");
      const sign = (/** @type {string} */ secretKey) => signUserSig({ sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey });
      const { page } = await visit(started);
      try {
        await page.check('input[value="userSig"]');
        await page.selectOption("#region", "own");
        await page.fill("#base-url", running.url);
        await page.fill("#user-sig", sign("another key"));
        await page.click("#connect");
        await page.fill("#official-account", ACCOUNT);
        await page.fill("#keys", msgKeys.join("\n"));
        await page.waitForSelector("#recall:enabled");
        await recallAll(page);
        await page.waitForSelector("#again:disabled");
        assert.equal(await page.isVisible("#user-sig"), true);
        assert.equal(await page.inputValue("#identifier"), "administrator");
        await page.fill("#user-sig", sign(SECRET_KEY));
        await page.click("#connect");
        await page.waitForSelector("#again:enabled");
        assert.equal(await recallAll(page, "#again"), 30);
        await page.waitForSelector('.figure.is-recalled b:text-is("30")');
        await page.waitForSelector("#another");
        assert.deepEqual(await figures(page), { recalled: 30 });
      } finally {
        await page.context().close();
        await running.close();
      }
    });
  });
}
