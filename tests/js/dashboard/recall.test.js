// A recall in the dashboard, from the pasted keys to the outcome of every message.
/* global document, LockManager */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { ENGINES, PATIENCE, figures, recallAll, savedBy, startBrowser, sum, useDemo, visit } from "./support/browser.js";

for (const engine of ENGINES) {
  describe(`the dashboard in ${engine}`, { timeout: 10 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("counts keys, duplicates and invalid lines when they are pasted", async () => {
      const { page, problems } = await visit(started);
      const keys = (await page.inputValue("#keys")).split("\n").slice(0, 20);
      await page.fill("#keys", [...keys, "no key at all", keys[0], keys[1]].join("\n"));
      await page.waitForSelector("#keys-counts .bad");
      const words = await page.textContent("#keys-counts");
      assert.match(words ?? "", /20 messages.*2 duplicates.*1 line that names no message/);
      assert.match((await page.textContent("#keys-rejected")) ?? "", /Line 21/);
      assert.equal(await page.textContent("#recall"), "Recall 20 messages…");
      await page.check("#leave-out");
      assert.match((await page.textContent("#plan")) ?? "", /1 line names no message and is not sent/);
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("measures the reason in bytes and rejects one that is too long", async () => {
      const { page } = await visit(started);
      await page.fill("#reason", "错".repeat(33));
      assert.equal(await page.textContent("#reason-bytes"), "99 of 100 bytes");
      await page.fill("#reason", "错".repeat(34));
      await page.waitForSelector("#recall:disabled");
      assert.match((await page.textContent("#reason-bytes")) ?? "", /102 bytes: 2 more/);
      await page.context().close();
    });

    test("recalls only after the number of messages was typed, then reports each of them", async () => {
      const { page, problems } = await visit(started);
      await page.click("#recall");
      for (const typed of ["", "4", "401", "yes"]) {
        await page.fill("#typed", typed);
        assert.equal(await page.isDisabled("dialog button.danger"), true, `"${typed}" opens the button`);
        await page.press("#typed", "Enter");
      }
      assert.equal(await page.isHidden("#run"), true);
      await page.click("dialog button:not(.danger)");
      assert.equal(await recallAll(page), 400);
      await page.waitForSelector("#another");
      const counts = await figures(page);
      assert.equal(counts.recalled + (counts.presumedRecalled ?? 0), 372);
      assert.equal(counts.failed, 28);
      assert.equal(sum(counts), 400);
      assert.deepEqual(await page.$$eval(".codes tbody tr", (rows) => rows.map((row) => [row.children[0].textContent, row.children[1].textContent])), [["10031", "16"], ["10032", "12"]]);
      assert.match((await page.textContent("#announcer")) ?? "", /372 of 400/);
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("stops on demand, keeps the known outcomes, and sends the rest on demand", async () => {
      const { page, problems } = await visit(started);
      await page.selectOption("#demo-size", "5000");
      await page.waitForFunction(() => document.querySelector("#recall")?.textContent?.includes("5,000"));
      await recallAll(page);
      await page.click("#stop");
      await page.waitForSelector("#again");
      const stopped = await figures(page);
      assert.equal(sum(stopped), 5000);
      assert.ok(stopped.notAttempted > 0, JSON.stringify(stopped));
      assert.match((await page.textContent(".verdict")) ?? "", /^Stopped/);
      await recallAll(page, "#again");
      await page.waitForSelector("#stop");
      await page.waitForSelector("#another");
      const ended = await figures(page);
      assert.equal(ended.recalled + (ended.presumedRecalled ?? 0), 4650, JSON.stringify(ended));
      assert.equal(ended.failed, 350);
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    for (const way of /** @type {const} */ (["mouse", "keyboard"])) {
      test(`a press of Stop across redraws of the page counts: ${way}`, async () => {
        const { page } = await visit(started);
        await page.selectOption("#demo-size", "5000");
        await page.waitForFunction(() => document.querySelector("#recall")?.textContent?.includes("5,000"));
        await recallAll(page);
        if (way === "mouse") await page.hover("#stop");
        else await page.focus("#stop");
        await (way === "mouse" ? page.mouse.down() : page.keyboard.down("Space"));
        for (let pictures = 0; pictures < 2; pictures += 1) {
          await page.$eval("#run .verdict", (words) => words.setAttribute("data-seen", ""));
          await page.waitForSelector("#run .verdict:not([data-seen])");
        }
        await (way === "mouse" ? page.mouse.up() : page.keyboard.up("Space"));
        await page.waitForSelector("#another");
        assert.match((await page.textContent(".verdict")) ?? "", /^Stopped/);
        await page.context().close();
      });
    }

    test("a press of Stop counts before the first request, while the journal is still being opened", async () => {
      const { page, context } = await visit(started);
      await context.addInitScript(() => {
        const request = /** @type {any} */ (LockManager.prototype.request);
        // The run waits for its lock until the button is pressed.
        LockManager.prototype.request = async function (/** @type {any[]} */ ...wanted) {
          while (!document.querySelector("#stop:disabled")) await new Promise((later) => { setTimeout(later, 20); });
          return Reflect.apply(request, this, wanted);
        };
      });
      await page.reload();
      await page.waitForSelector("#recall:enabled");
      await useDemo(page, 400);
      await recallAll(page);
      await page.click("#stop");
      await page.waitForSelector("#again");
      assert.deepEqual(await figures(page), { recalled: 0, notAttempted: 400 });
      assert.match((await page.textContent(".verdict")) ?? "", /^Stopped/);
      await context.close();
    });

    test("exports every message as CSV and as JSON", async () => {
      const { page } = await visit(started);
      await recallAll(page);
      await page.waitForSelector("#another");
      const csv = (await savedBy(started, page, "#save-csv")).trimEnd().split("\r\n");
      assert.equal(csv.length, 401);
      assert.match(csv[1], /^'@TOA#_demo_news,1_1_\d+,/);
      assert.equal(csv.filter((line) => line.includes(",failed,10031,")).length, 16);
      const report = JSON.parse(await savedBy(started, page, "#save-json"));
      assert.equal(report.results.length, 400);
      assert.equal(sum(report.counts), 400);
      assert.equal(report.complete, false);
      await page.context().close();
    });

    test("finds MsgKeys in the history and explains a raw reply", async () => {
      const { page, problems } = await visit(started);
      await page.click("#clear");
      await page.click("#find");
      await page.click("#history-find");
      await page.waitForSelector("dialog button.quiet:visible");
      await page.click("dialog button.quiet");
      await page.click("#history-use");
      // All except the messages of months ago, which are outside the chosen times.
      assert.equal(await page.textContent("#recall"), "Recall 384 messages…");
      const key = (await page.inputValue("#keys")).split("\n")[0];
      await page.click("#tools details:last-of-type summary");
      await page.fill("#reply", JSON.stringify({ ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0, RecallRetList: [{ MsgKey: key, RetCode: 10031 }] }));
      await page.waitForSelector(".code-note");
      assert.match((await page.textContent("#tools")) ?? "", /Failed: 1.*10031/s);
      assert.deepEqual(problems, []);
      await page.context().close();
    });
  });
}
