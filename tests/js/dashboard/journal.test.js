// The dashboard's journal and secrets: a closed page loses nothing, and a UserSig is stored nowhere.
/* global document */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { createEmulator } from "../../../pkg-template/emulator/index.js";
import { startEmulator } from "../../../pkg-template/emulator/server.js";
import { ENGINES, PATIENCE, figures, recallAll, startBrowser, sum, visit } from "./support/browser.js";
import { traces } from "./support/traces.js";

const SECRET_KEY = "a key for this test alone";
const ACCOUNT = "@TOA#_journal";

for (const engine of ENGINES) {
  describe(`the dashboard's journal in ${engine}`, { timeout: 10 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("a run interrupted by a reload is offered again, and ends with an outcome for every message", async () => {
      const { page, problems } = await visit(started);
      await page.selectOption("#demo-size", "5000");
      await page.waitForFunction(() => document.querySelector("#recall")?.textContent?.includes("5,000"));
      await recallAll(page);
      await page.waitForFunction(() => Number(document.querySelector(".figure.is-recalled b")?.textContent?.replace(/\D/g, "")) > 300);
      await page.reload();
      await page.click("#resume-show");
      await page.waitForSelector("#another");
      const cut = await figures(page);
      assert.equal(sum(cut), 5000);
      assert.ok(cut.unconfirmed > 0, `what was in flight is ambiguous: ${JSON.stringify(cut)}`);
      assert.ok(cut.notAttempted > 0, JSON.stringify(cut));
      await recallAll(page, "#again");
      await page.waitForSelector("#stop");
      await page.waitForSelector("#another");
      const ended = await figures(page);
      assert.equal(ended.recalled + ended.presumedRecalled, 4650, JSON.stringify(ended));
      assert.equal(ended.failed, 350);
      await page.reload();
      await page.click("#resume-show");
      await page.waitForSelector("#another");
      assert.deepEqual(await figures(page), ended, "the report itself survives a reload");
      await page.click("#another");
      await page.waitForSelector("#recall:visible");
      await page.reload();
      await page.waitForSelector("html[data-ready]");
      assert.equal(await page.isHidden("#resume"), true);
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("a page does not offer a run that is in progress in another page", async () => {
      const { page, context } = await visit(started);
      await page.selectOption("#demo-size", "100000");
      await page.waitForFunction(() => document.querySelector("#recall")?.textContent?.includes("100,000"));
      await recallAll(page);
      await page.waitForFunction(() => Number(document.querySelector(".figure.is-recalled b")?.textContent?.replace(/\D/g, "")) > 10);
      const second = await context.newPage();
      await second.goto(started.url);
      await second.waitForSelector("html[data-ready]");
      assert.equal(await page.isVisible("#stop"), true, "the first page is still at it");
      assert.equal(await second.isHidden("#resume"), true);
      await context.close();
    });

    test("a run does not leave its UserSig in storage, attributes or visible text", async () => {
      const emulator = createEmulator({ secretKey: SECRET_KEY });
      emulator.createAccount({ id: ACCOUNT });
      const msgKeys = emulator.broadcast({ officialAccount: ACCOUNT, count: 30 });
      const running = await startEmulator({ emulator });
      const { signUserSig } = await import("../../../pkg/index.js");
      const userSig = signUserSig({ sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey: SECRET_KEY });
      const { page, problems } = await visit(started);
      try {
        await page.check('input[value="userSig"]');
        assert.equal(await page.inputValue("#keys"), "", "the emulator's keys do not come along");
        await page.selectOption("#region", "own");
        await page.fill("#base-url", running.url);
        await page.fill("#user-sig", userSig);
        await page.click("#connect");
        assert.equal(await page.inputValue("#identifier"), "administrator", "taken from the UserSig");
        await page.fill("#official-account", ACCOUNT);
        await page.fill("#keys", msgKeys.join("\n"));
        await page.click("#tools summary");
        await page.waitForSelector("#recall:enabled");
        assert.match((await page.textContent("#tools pre")) ?? "", /usersig=USERSIG/);
        await recallAll(page);
        await page.waitForSelector("#another");
        assert.equal((await figures(page)).recalled, 30);
        assert.equal(emulator.ledger.recalledCount, 30);
        const everything = await page.evaluate(traces);
        assert.ok(everything.includes(msgKeys[0]), "the search looks where the journal is");
        assert.equal(everything.includes(userSig), false);
        assert.equal(everything.includes(userSig.slice(1, 25)), false);
        await page.reload();
        await page.click("#resume-show");
        await page.waitForSelector("#another");
        assert.equal(await page.isVisible("#connection"), true, "it asks for the connection again");
        assert.deepEqual(problems, []);
      } finally {
        await page.context().close();
        await running.close();
      }
    });
  });
}
