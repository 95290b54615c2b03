// The dashboard's connection panel: the result of Connect is next to the button, in the language of the page.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { startEmulator } from "../../../pkg-template/emulator/server.js";
import { signUserSig } from "../../../pkg/index.js";
import { ENGINES, PATIENCE, startBrowser, visit } from "./support/browser.js";

/** @param {number} now milliseconds since 1970 */
const userSig = (now) => signUserSig({ sdkAppId: 1400000000, identifier: "administrator", secretKey: "a key for this test alone", expire: 3600, now });
const MINUTE = 60_000;

for (const engine of ENGINES) {
  describe(`the dashboard's connection in ${engine}`, { timeout: 4 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("shows next to Connect where requests go, or what is wrong", async () => {
      const { page, problems } = await visit(started);
      const said = (/** @type {string} */ words) => page.locator("#connection-state", { hasText: words }).waitFor();
      assert.equal(await page.textContent("#connection-state"), "");
      await page.check('input[value="handler"]');
      await page.click("#connect");
      await said(`Requests go to ${new URL(started.url).host}/api/recall.`);
      await page.fill("#handler-url", "https://");
      assert.equal(await page.textContent("#connection-state"), "");
      await page.click("#connect");
      await page.waitForSelector("#connection-state .problem");
      await page.check('input[value="userSig"]');
      assert.equal(await page.textContent("#connection-state"), "");
      await page.click("#connect");
      await said("UserSig: empty, expected");
      // No handler stands at the page's own server, which a browser may report.
      assert.deepEqual(problems.filter((words) => !/\b404\b/.test(words)), []);
      await page.context().close();
    });

    test("marks an expired UserSig, and names the regions in the language of the page", async () => {
      const { page, problems } = await visit(started);
      const service = await startEmulator();
      await page.check('input[value="userSig"]');
      await page.selectOption("#region", "own");
      await page.fill("#base-url", service.url);
      await page.fill("#user-sig", userSig(Date.now() - 130 * MINUTE));
      await page.click("#connect");
      assert.match((await page.textContent("#user-sig-state.problem")) ?? "", /expired 70 minutes ago\.$/);
      await page.fill("#user-sig", userSig(Date.now()));
      await page.click("#connect");
      assert.match((await page.textContent("#user-sig-state.hint")) ?? "", /valid for (60|59) minutes/);
      assert.doesNotMatch((await page.getAttribute("#user-sig", "placeholder")) ?? "", /[^•]/);
      assert.equal((await page.locator("#region option").allTextContents())[1], "Singapore");
      await page.selectOption("#language", "zh");
      assert.equal((await page.locator("#region option").allTextContents())[5], "硅谷");
      assert.deepEqual(problems, []);
      await page.context().close();
      await service.close();
    });
  });
}
