// Claims about the dashboard's layout: nothing is cut off, nothing jumps, and a thumb hits what it aims at.
/* global document */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ENGINES, PATIENCE, recallAll, startBrowser, visit } from "./page/browser.js";

const PHONE = { viewport: { width: 375, height: 812 } };

/** Runs in the page: the texts of these elements that are wider than their place. @param {Element[]} elements */
const cutOff = (elements) => elements.filter((one) => one.scrollWidth > one.clientWidth).map(({ textContent }) => textContent);

for (const engine of ENGINES) {
  describe(`the dashboard's layout in ${engine}`, { timeout: 6 * PATIENCE }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("keeps the height of the table at any filter, and says so when nothing matches", async () => {
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

    for (const locale of ["en-US", "zh-CN", "ja-JP"]) {
      test(`shows every status in full on a phone and on a desk: ${locale}`, async () => {
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
  });
}
