// The dashboard's list of earlier recalls: it is complete, and each can be opened or discarded separately, without a mouse.
/* global document */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { ENGINES, PATIENCE, figures, recallAll, startBrowser, sum, useDemo, visit } from "./support/browser.js";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Starts a recall of the messages of the demo and closes the page during the run.
 * @param {import("playwright-core").Page} page
 * @param {number} size
 */
async function cutOff(page, size) {
  await useDemo(page, size);
  await recallAll(page);
  await page.waitForFunction(() => Number(document.querySelector(".figure.is-recalled b")?.textContent?.replace(/\D/g, "")) > 100);
  await page.reload();
  await page.waitForSelector("html[data-ready]");
}

/** The id of the focused element. @param {import("playwright-core").Page} page */
const focused = (page) => page.evaluate(() => document.activeElement?.id);

for (const engine of ENGINES) {
  describe(`the dashboard's earlier recalls in ${engine}`, { timeout: 10 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("are all listed with account, size, open messages and address, and each can be opened", async () => {
      const { page, problems } = await visit(started);
      await cutOff(page, 5000);
      await cutOff(page, 100_000);
      const lines = await page.$$eval("#resume li", (items) => items.map((item) => item.textContent ?? ""));
      assert.equal(lines.length, 2);
      assert.match(lines[0], /@TOA#_demo_news [\d,]+ open Emulator100,000 messages, begun .+ ago\)\..*settled, .*not sent/);
      assert.match(lines[1], /5,000 messages, begun /);
      const open = Number(/([\d,]+) open/.exec(lines[1])?.[1].replace(/\D/g, ""));
      await page.click("#resume-show-2");
      await page.waitForSelector("#again");
      assert.equal(sum(await figures(page)), 5000);
      assert.equal(Number((await page.textContent("#again"))?.replace(/\D/g, "")), open);
      assert.equal(await page.isHidden("#resume"), true);
      await page.click("#another");
      await page.waitForSelector("#resume:visible");
      assert.equal((await page.$$("#resume li")).length, 2, "what is open is not forgotten on the way to another recall");
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("are listed with unfinished ones first, and three are visible", async () => {
      const { page, problems } = await visit(started);
      for (let run = 0; run < 3; run += 1) await cutOff(page, 5000);
      await useDemo(page, 400);
      await recallAll(page);
      await page.waitForSelector("#another");
      await page.reload();
      await page.waitForSelector("#resume-show-4", { state: "attached" });
      const tags = await page.$$eval("#resume li", (items) => items.map((item) => item.querySelector(".tag")?.textContent?.replace(/[\d,]+/, "n")));
      assert.deepEqual(tags, ["n open", "n open", "n open", "ended"]);
      assert.equal(await page.isVisible("#resume-show-3"), true);
      assert.equal(await page.isVisible("#resume-show-4"), false);
      await page.click("#resume summary");
      await page.click("#resume-show-4");
      await page.waitForSelector("#another");
      assert.equal(sum(await figures(page)), 400);
      assert.equal(await page.$("#again"), null);
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("can be discarded by keyboard after a confirmation, and the focus stays nearby", async () => {
      const { page, problems } = await visit(started);
      await cutOff(page, 5000);
      await cutOff(page, 5000);
      await page.focus("#resume-forget");
      await page.keyboard.press("Enter");
      assert.match((await page.textContent("dialog")) ?? "", /messages have no final outcome/);
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Keep the record", "what is safe has the focus");
      await page.keyboard.press("Enter");
      await page.waitForSelector("dialog", { state: "detached" });
      assert.equal(await focused(page), "resume-forget");
      assert.equal((await page.$$("#resume li")).length, 2);
      for (const left of [1, 0]) {
        await page.focus("#resume-forget");
        await page.keyboard.press("Enter");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        await page.waitForFunction((count) => document.querySelectorAll("#resume li").length === count, left);
        assert.equal(await focused(page), left > 0 ? "resume-show" : "work");
      }
      assert.equal(await page.textContent("#announcer"), "The record was discarded.");
      await page.reload();
      await page.waitForSelector("html[data-ready]");
      assert.equal(await page.isHidden("#resume"), true);
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("cannot be opened while another page runs them", async () => {
      const { page, context, problems } = await visit(started);
      await cutOff(page, 100_000);
      const second = await context.newPage();
      await second.goto(started.url);
      await second.waitForSelector("#resume-show");
      await page.click("#resume-show");
      await recallAll(page, "#again");
      await page.waitForSelector("#stop");
      await second.click("#resume-show");
      assert.match((await second.textContent("#resume .notice")) ?? "", /another page of this browser/);
      assert.equal(await second.isHidden("#run"), true);
      assert.deepEqual(problems, []);
      await context.close();
    });

    for (const colorScheme of /** @type {("light" | "dark")[]} */ (["light", "dark"])) {
      test(`have no problem that axe finds: ${colorScheme}`, async () => {
        const { page } = await visit(started, { colorScheme, viewport: { width: 390, height: 844 } });
        await cutOff(page, 5000);
        await page.evaluate(AXE);
        const look = () => page.evaluate(async () => {
          const { violations } = await /** @type {any} */ (globalThis).axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] });
          return violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes[0].html} ${one.nodes[0].failureSummary}`);
        });
        assert.deepEqual(await look(), []);
        await page.click("#resume-forget");
        assert.deepEqual(await look(), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
        await page.context().close();
      });
    }
  });
}
