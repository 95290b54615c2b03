// The dashboard's layout: nothing is cut off, nothing jumps, and controls are large enough for touch.
/* global document, getComputedStyle */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { ENGINES, PATIENCE, recallAll, startBrowser, visit } from "./support/browser.js";

const PHONE = { viewport: { width: 375, height: 812 } };

/** Runs in the page: the texts of those elements that overflow. @param {Element[]} elements */
const cutOff = (elements) => elements.filter((one) => one.scrollWidth > one.clientWidth).map(({ textContent }) => textContent);

/** Runs in the page: the controls that are too low for touch, with their height in pixels. @param {Element[]} elements */
const tooSmall = (elements) => elements.flatMap((one) => {
  const { height, width } = (one.closest("label:has([type=radio], [type=checkbox])") ?? one).getBoundingClientRect();
  return width > 0 && height < 40 ? [`${one.id || one.className || one.textContent}: ${height}`] : [];
});

for (const engine of ENGINES) {
  describe(`the dashboard's layout in ${engine}`, { timeout: 6 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("keeps the height of the table with any filter, and says when nothing matches", async () => {
      const { page, problems } = await visit(started);
      await recallAll(page);
      await page.waitForSelector("#another");
      const height = () => page.$eval(".grid", (grid) => grid.clientHeight);
      const whole = await height();
      await page.fill(".toolbar input", "no such message");
      await page.getByText("No message matches.").waitFor();
      const [grid, words] = await Promise.all([page.locator(".grid").boundingBox(), page.getByText("No message matches.").boundingBox()]);
      assert.ok(grid && words && words.y + words.height <= grid.y + grid.height, "it stands in plain sight");
      assert.ok(Math.abs(await height() - whole) < 20, `${await height()} of ${whole} pixels`);
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("lists the history in columns, and highlights selected rows", async () => {
      const { page, problems } = await visit(started);
      await page.click("#find");
      await page.click("#history-find");
      await page.waitForSelector("dialog button.quiet:visible");
      const ends = await page.$$eval(".found-key", (keys) => [...new Set(keys.map((key) => Math.round(key.getBoundingClientRect().right)))]);
      assert.equal(ends.length, 1, `keys end at ${ends}`);
      await page.mouse.move(0, 0);
      const ground = (/** @type {number} */ row) => page.$eval(`.found-row:nth-child(${row})`, (one) => getComputedStyle(one).backgroundColor);
      assert.equal(await ground(5), await ground(6));
      await page.check(".found-row:nth-child(5) input");
      await page.mouse.move(0, 0);
      assert.notEqual(await ground(5), await ground(6));
      await page.fill("#history-account", "@TOA#_nobody");
      await page.click("#history-find");
      const [notice, field] = await Promise.all([page.locator("dialog .notice").boundingBox(), page.locator("#history-account").boundingBox()]);
      assert.equal(notice?.width, field?.width, "what went wrong has a line of its own");
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("has the title and the settings in one line on a phone, in each language", async () => {
      const { page, problems } = await visit(started, PHONE);
      for (const tag of ["en", "zh", "ja"]) {
        await page.selectOption("#language", tag);
        const tops = await page.$$eval(".top h1, .top-choices select", (parts) => parts.map((part) => { const { top, height } = part.getBoundingClientRect(); return Math.round(top + height / 2); }));
        assert.ok(Math.max(...tops) - Math.min(...tops) <= 1, `${tag}: ${tops}`);
        assert.ok(await page.$eval(".top h1", (title) => title.getBoundingClientRect().height < 30), tag);
      }
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    for (const locale of ["en-US", "zh-CN", "ja-JP"]) {
      test(`shows every status in full on a phone and on a desktop: ${locale}`, async () => {
        const { page, problems } = await visit(started, { ...PHONE, locale });
        await recallAll(page);
        await page.waitForSelector("#another");
        for (const width of [375, 1280]) {
          await page.setViewportSize({ width, height: 812 });
          await page.$$eval(".grid .status", (cells) => {
            const words = [...document.querySelectorAll(".toolbar option")].slice(1).map(({ textContent }) => textContent);
            for (const [place, cell] of cells.entries()) cell.textContent = words[place % words.length];
          });
          assert.deepEqual(await page.$$eval(".grid .status, .grid-head button", cutOff), [], `${width} pixels`);
        }
        assert.deepEqual(problems, []);
        await page.context().close();
      });
    }

    test("has controls at least 40 pixels high, on every screen of a recall", async () => {
      const { page, problems } = await visit(started, PHONE);
      /** @type {Record<string, string[]>} */
      const found = {};
      const look = async (/** @type {string} */ screen) => {
        const small = await page.$$eval("button, input:not([hidden]), select, textarea, summary", tooSmall);
        if (small.length > 0) found[screen] = small;
      };
      for (const kind of ["handler", "userSig", "emulator"]) {
        await page.check(`input[value="${kind}"]`);
        await look(kind);
      }
      await page.click("#find");
      await page.click("#history-find");
      await page.waitForSelector("dialog button.quiet:visible");
      await look("history");
      await page.keyboard.press("Escape");
      await page.click("#recall");
      await look("question");
      await page.keyboard.press("Escape");
      await recallAll(page);
      await page.waitForSelector("#another");
      await look("report");
      await page.reload();
      await page.waitForSelector("#resume-show");
      await look("earlier recalls");
      assert.deepEqual(found, {});
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("has fields, selects and buttons of the same height in a row", async () => {
      const { page, problems } = await visit(started);
      const heights = (/** @type {string} */ wanted) => page.$$eval(wanted, (elements) => [...new Set(elements.map((one) => one.getBoundingClientRect().height))]);
      assert.deepEqual(await heights("#demo-size, #demo-again, .choice, #official-account, #reason, .top-choices select"), [34]);
      await page.check('input[value="userSig"]');
      assert.deepEqual(await heights("#connection input:not([type=radio]), #connection select, #connect"), [34]);
      await page.check('input[value="emulator"]');
      await page.click("#find");
      assert.deepEqual(await heights("dialog input, dialog button:not([hidden])"), [34]);
      await page.keyboard.press("Escape");
      await recallAll(page);
      await page.waitForSelector("#another");
      assert.deepEqual(await heights(".toolbar > :not(.rest)"), [34]);
      assert.deepEqual(problems, []);
      await page.context().close();
    });
  });
}
