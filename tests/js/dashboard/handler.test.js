// The dashboard with a handler: it recalls without any secret in the page.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { createEmulator } from "../../../pkg-template/emulator/index.js";
import { createHandler, toNodeListener } from "../../../pkg/handler/index.js";
import { ENGINES, PATIENCE, figures, paste, recallAll, startBrowser, visit } from "./support/browser.js";
import { listen, traces } from "./support/traces.js";

const SECRET_KEY = "a key that only the server has";
const TOKEN = "a token of the duty officer";

for (const engine of ENGINES) {
  test(`a recall through a handler of another origin, with a bearer token, in ${engine}`, { timeout: 4 * PATIENCE, skip: lacks(engine) }, async () => {
    const emulator = createEmulator({ secretKey: SECRET_KEY, expiredCode: 10031 });
    const officialAccount = emulator.createAccount();
    const msgKeys = emulator.broadcast({ officialAccount, count: 1500 });
    const old = emulator.addMessage({ officialAccount, sentAt: Date.now() - 200 * 86_400_000 });
    const wrong = emulator.addMessage({ officialAccount });
    emulator.setFaults({ code: [{ code: 10004, msgKeys: [wrong] }] });
    const started = await startBrowser(engine);
    const handler = createHandler({
      sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey: SECRET_KEY, region: "singapore", fetch: emulator.fetch,
      allowOrigins: [new URL(started.url).origin],
      authorize: (request) => (request.headers.get("authorization") === `Bearer ${TOKEN}` ? { user: "officer" } : null),
    });
    const server = createServer(toNodeListener(handler));
    await new Promise((resolve) => { server.listen(0, "127.0.0.1", () => resolve(undefined)); });
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    try {
      const { page, problems } = await visit(started);
      const { logged, sent } = listen(page);
      await page.check('input[value="handler"]');
      await page.fill("#handler-url", `http://127.0.0.1:${port}/api/recall`);
      await page.fill("#handler-token", TOKEN);
      await page.click("#connect");
      await page.fill("#official-account", officialAccount);
      await paste(page, "#keys", [...msgKeys, old, wrong].join("\n"));
      await page.waitForSelector("#recall:enabled");
      assert.match((await page.textContent("#where")) ?? "", new RegExp(`^Live: 127.0.0.1:${port}`));
      assert.equal(await recallAll(page), 1502);
      await page.waitForSelector("#another");
      assert.deepEqual(await figures(page), { recalled: 1500, failed: 2 });
      const said = page.locator('.codes tr:has-text("10004") .said');
      assert.equal(await said.textContent(), "ErrorInfo: Invalid parameter (injected)");
      assert.equal(await page.locator('.codes tr:has-text("10031") .said').isVisible(), false);

      assert.equal(emulator.ledger.recalledCount, 1500);
      const kept = await page.evaluate(traces);
      for (const secret of [TOKEN, SECRET_KEY]) assert.ok(!`${kept}${logged.join("\n")}`.includes(secret), "a secret is kept, shown or logged");
      const bearers = sent.filter(({ headers }) => Object.values(headers).some((value) => value.includes(TOKEN)));
      assert.deepEqual(new Set(bearers.map(({ url }) => url)), new Set([`http://127.0.0.1:${port}/api/recall`]), "the token goes to the handler alone");
      assert.deepEqual(problems, []);
    } finally {
      await started.close();
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
    }
  });
}
