// Stop in the dashboard: nothing new is sent, and every request in flight is waited for, so that nothing answered is in doubt.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { signUserSig } from "../../../pkg/index.js";
import { createHandler, toNodeListener } from "../../../pkg/handler/index.js";
import { createEmulator } from "../../../pkg-template/emulator/index.js";
import { startEmulator } from "../../../pkg-template/emulator/server.js";
import { ENGINES, PATIENCE, figures, paste, recallAll, startBrowser, sum, visit } from "./support/browser.js";

const SECRET_KEY = "a key for this test alone";
const ACCOUNTS = 50;
const EACH = 60;

/** A slow service with many accounts, and the lines that name its messages. */
function stage() {
  const accounts = Array.from({ length: ACCOUNTS }, (_, place) => `@TOA#_shop_${place}`);
  const emulator = createEmulator({ secretKey: SECRET_KEY, accounts, faults: { latency: { min: 300, max: 400 } } });
  const lines = accounts.flatMap((officialAccount) => emulator.addMessages({ officialAccount, count: EACH }).map((msgKey) => `${officialAccount} ${msgKey}`));
  return { emulator, lines };
}

/** Recalls, and stops in the middle. @param {import("playwright-core").Page} page @param {string[]} lines */
async function stopInTheMiddle(page, lines) {
  await paste(page, "#keys", lines.join("\n"));
  await page.waitForSelector('#recall:enabled:has-text("3,000")');
  await recallAll(page);
  await page.waitForFunction(() => Number(globalThis.document.querySelector(".figure.is-recalled b")?.textContent) > 0);
  await page.click("#stop");
  await page.waitForSelector("#again");
  assert.match((await page.textContent(".verdict")) ?? "", /^Stopped/);
  const counts = await figures(page);
  assert.equal(sum(counts), lines.length);
  assert.deepEqual(Object.keys(counts), ["recalled", "notAttempted"], "nothing is unconfirmed");
  return counts;
}

for (const engine of ENGINES) {
  describe(`Stop in the dashboard in ${engine}`, { timeout: 6 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("waits for what is in flight to the service, and the journal agrees after a reload", async () => {
      const { emulator, lines } = stage();
      const running = await startEmulator({ emulator });
      const { page, problems } = await visit(started);
      try {
        await page.check('input[value="userSig"]');
        await page.selectOption("#region", "own");
        await page.fill("#base-url", running.url);
        await page.fill("#user-sig", signUserSig({ sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey: SECRET_KEY }));
        await page.click("#connect");
        const counts = await stopInTheMiddle(page, lines);
        assert.equal(emulator.ledger.recalledCount, counts.recalled);
        await page.reload();
        await page.click("#resume-show");
        await page.waitForSelector("#again");
        assert.deepEqual(await figures(page), counts);
        assert.deepEqual(problems, []);
      } finally {
        await page.context().close();
        await running.close();
      }
    });

    test("waits for what a handler has in flight, and the journal agrees after a reload", async () => {
      const { emulator, lines } = stage();
      const handler = createHandler({
        sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey: SECRET_KEY, region: "singapore", fetch: emulator.fetch,
        allowOrigins: [new URL(started.url).origin], authorize: () => ({ user: "officer" }),
      });
      const server = createServer(toNodeListener(handler));
      await new Promise((resolve) => { server.listen(0, "127.0.0.1", () => resolve(undefined)); });
      const { page, problems } = await visit(started);
      try {
        await page.check('input[value="handler"]');
        await page.fill("#handler-url", `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}/api/recall`);
        await page.click("#connect");
        const counts = await stopInTheMiddle(page, lines);
        assert.equal(emulator.ledger.recalledCount, counts.recalled);
        await page.reload();
        await page.click("#resume-show");
        await page.waitForSelector("#again");
        assert.deepEqual(await figures(page), counts);
        assert.deepEqual(problems, []);
      } finally {
        await page.context().close();
        server.closeAllConnections();
        await new Promise((resolve) => { server.close(resolve); });
      }
    });
  });
}
