// Accessibility of the dashboard: axe finds no problem in any state, colour scheme or width, and no mouse is needed.
/* global document */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { ENGINES, PATIENCE, figures, recallAll, startBrowser, sum, visit } from "./support/browser.js";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The problems that axe finds, each with its first element. @param {import("playwright-core").Page} page */
async function violations(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const axe = /** @type {any} */ (globalThis).axe;
    const { violations: found } = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] });
    return found.map((/** @type {any} */ one) => `${one.id}: ${one.nodes[0].html} ${one.nodes[0].failureSummary}`);
  });
}

/** Whether anything is wider than the window. @param {import("playwright-core").Page} page */
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const engine of ENGINES) {
  for (const colorScheme of /** @type {("light" | "dark")[]} */ (["light", "dark"])) {
    describe(`the dashboard in ${engine}, ${colorScheme}`, { timeout: 10 * PATIENCE, skip: lacks(engine) }, () => {
      /** @type {Awaited<ReturnType<typeof startBrowser>>} */
      let started;
      before(async () => { started = await startBrowser(engine, colorScheme); });
      after(() => started?.close());

      for (const width of [1280, 390]) {
        test(`axe finds no problem and nothing overflows: ${width} pixels wide`, async () => {
          const { page, problems } = await visit(started, { viewport: { width, height: 844 } });
          assert.equal(await page.getAttribute("html", "data-theme"), colorScheme);
          /** @type {Record<string, string[]>} */
          const found = {};
          const look = async (/** @type {string} */ state) => {
            const [list, over] = [await violations(page), await overflow(page)];
            if (over > 0) list.push(`${over} pixels too wide`);
            if (list.length > 0) found[state] = list;
          };
          await look("plan");
          await page.fill("#keys", "1_1_1795418325\nnot a key\n1_1_1795418325");
          await page.fill("#reason", "x".repeat(101));
          await page.waitForSelector("#recall:disabled");
          for (const closed of await page.$$("#tools summary")) await closed.click();
          await look("problems");
          await page.click("#clear");
          await look("empty");
          await page.check('input[value="userSig"]');
          await look("UserSig");
          await page.check('input[value="handler"]');
          await look("handler");
          await page.check('input[value="emulator"]');
          assert.equal(await page.inputValue("#reason"), "x".repeat(101), "what was entered for the emulator is still there");
          await page.click("#demo-again");
          await page.click("#recall");
          await look("question");
          await page.keyboard.press("Escape");
          await page.click("#find");
          await page.click("#history-find");
          await page.waitForSelector("dialog button.quiet:visible");
          await look("history");
          await page.keyboard.press("Escape");
          await recallAll(page);
          await page.waitForSelector("#another");
          await look("report");
          assert.deepEqual(found, {});
          assert.deepEqual(problems, []);
          await page.context().close();
        });
      }

      test("the chosen colour scheme overrides the system's and is kept", async () => {
        const chosen = colorScheme === "dark" ? "light" : "dark";
        const { page } = await visit(started);
        await page.selectOption("#theme", chosen);
        assert.equal(await page.getAttribute("html", "data-theme"), chosen);
        await page.reload();
        await page.waitForSelector("html[data-ready]");
        assert.equal(await page.getAttribute("html", "data-theme"), chosen);
        await page.context().close();
      });
    });
  }

  describe(`the dashboard in ${engine}, for everyone`, { timeout: 10 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("a recall can be done without a mouse", async () => {
      const { page } = await visit(started);
      await page.focus("#reason");
      for (let presses = 0; presses < 3 && (await page.evaluate(() => document.activeElement?.id)) !== "recall"; presses += 1) await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.keyboard.type("400");
      await page.keyboard.press("Enter");
      await page.waitForSelector("#another");
      assert.equal(await page.evaluate(() => document.activeElement?.id), "work", "the reader is taken to the report");
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement?.id), "another");
      await page.context().close();
    });

    test("the table of 100,000 messages filters and sorts with few rows in the document", async () => {
      const { page, problems } = await visit(started);
      await page.selectOption("#demo-size", "100000");
      await page.waitForFunction(() => document.querySelector("#recall")?.textContent?.includes("100,000"));
      await recallAll(page);
      await page.waitForFunction(() => Number(document.querySelector(".figure.is-failed b")?.textContent?.replace(/\D/g, "")) > 20);
      await page.click("#stop");
      await page.waitForSelector("#another");
      const counts = await figures(page);
      assert.equal(sum(counts), 100_000);
      assert.ok((await page.$$(".grid .grid-row")).length < 80);
      assert.equal(await page.getAttribute(".grid", "aria-rowcount"), "100001");
      await page.selectOption(".toolbar select", "failed");
      assert.equal(await page.textContent(".toolbar .rest"), `${counts.failed.toLocaleString("en-US")} of 100,000 messages`);
      await page.selectOption(".toolbar select", "");
      await page.click('.grid-head [role="columnheader"]:first-child button');
      assert.match((await page.textContent('.grid .grid-row[aria-rowindex="2"]')) ?? "", /^100,000/);
      await page.$eval(".grid", (grid) => { grid.scrollTop = grid.scrollHeight; });
      await page.waitForSelector('.grid .grid-row[aria-rowindex="100001"]');
      await page.fill(".toolbar input", "99999_");
      assert.equal(await page.textContent(".toolbar .rest"), "1 of 100,000 messages");
      assert.deepEqual(problems, []);
      await page.context().close();
    });
  });
}
