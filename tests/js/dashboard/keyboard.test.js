// Keyboard use of the dashboard: the focus is never lost, whatever is redrawn, and dialogs restore it.
/* global document */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { ENGINES, PATIENCE, startBrowser, visit } from "./support/browser.js";

/** The id of the focused element. @param {import("playwright-core").Page} page */
const focused = (page) => page.evaluate(() => document.activeElement?.id);

/** Focuses an element and presses keys. @param {import("playwright-core").Page} page @param {string} id @param {...string} keys */
async function press(page, id, ...keys) {
  await page.focus(`#${id}`);
  for (const key of keys) await page.keyboard.press(key);
}

for (const engine of ENGINES) {
  describe(`the focus in the dashboard in ${engine}`, { timeout: 6 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("moves through the page in reading order", async () => {
      const { page } = await visit(started);
      const order = [];
      for (let presses = 0; presses < 13; presses += 1) {
        await page.keyboard.press("Tab");
        order.push(await focused(page));
      }
      assert.deepEqual(order.slice(1), ["language", "theme", "connection-emulator", "demo-size", "demo-again", "official-account", "find", "open-file", "clear", "keys", "reason", "recall"]);
      await page.context().close();
    });

    test("stays in place while a connection is chosen and made", async () => {
      const { page, problems } = await visit(started);
      await press(page, "connection-emulator", "ArrowRight");
      assert.equal(await focused(page), "connection-userSig");
      await press(page, "region", "ArrowDown");
      assert.equal(await focused(page), "region");
      await page.fill("#user-sig", "no UserSig");
      await press(page, "connect", "Enter");
      assert.equal(await focused(page), "connect");
      await press(page, "forget", "Enter");
      assert.equal(await focused(page), "user-sig", "what had it is gone");
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("returns from every dialog to the element that opened it", async () => {
      const { page, problems } = await visit(started);
      await press(page, "recall", "Enter");
      assert.equal(await focused(page), "typed");
      await page.keyboard.press("Escape");
      assert.equal(await focused(page), "recall");
      await press(page, "find", "Enter");
      assert.equal(await focused(page), "history-account");
      await page.keyboard.press("Escape");
      assert.equal(await focused(page), "find");
      await press(page, "find", "Enter");
      await press(page, "history-find", "Enter");
      await page.waitForSelector("dialog button.quiet:visible");
      await page.focus("dialog button.quiet");
      await page.keyboard.press("Enter");
      await press(page, "history-use", "Enter");
      assert.equal(await focused(page), "find");
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("moves with a run from Stop to its end and back to the form", async () => {
      const { page, problems } = await visit(started);
      // Enough messages that no machine finishes before the key is pressed.
      await page.selectOption("#demo-size", "100000");
      await page.waitForFunction(() => document.querySelector("#recall")?.textContent?.includes("100,000"));
      await press(page, "recall", "Enter");
      await page.waitForSelector("#typed:focus");
      await page.keyboard.type("100000");
      await page.keyboard.press("Enter");
      await page.waitForSelector("#stop");
      await press(page, "stop", "Enter");
      await page.waitForSelector("#again");
      assert.equal(await focused(page), "work");
      await press(page, "again", "Enter");
      await page.waitForSelector("#typed:focus");
      await page.keyboard.type((await page.textContent("#again"))?.replace(/\D/g, "") ?? "");
      await page.keyboard.press("Enter");
      await page.waitForSelector("#stop");
      assert.equal(await focused(page), "work");
      await press(page, "stop", "Enter");
      await page.waitForSelector("#another");
      await press(page, "another", "Enter");
      await page.waitForSelector("#recall:visible");
      assert.equal(await focused(page), "form");
      assert.deepEqual(problems, []);
      await page.context().close();
    });
  });
}
