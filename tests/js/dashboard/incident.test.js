// The incident with which the dashboard begins: one scam message in each of many accounts is recalled and read back.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { CLOSED } from "../../../www/connection/incident.js";
import { ENGINES, PATIENCE, figures, recallAll, startBrowser, sum, visit } from "./support/browser.js";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

for (const engine of ENGINES) {
  describe(`the incident of the dashboard in ${engine}`, { timeout: 6 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("is offered from the log of the webhook, recalled, and read back from the history of every account", async () => {
      const { page, problems } = await visit(started, {}, "incident");
      const groups = await page.$$eval("#demo-log label", (rows) => rows.map((row) => [row.querySelector("input")?.checked, row.textContent]));
      assert.equal(groups.length, 6);
      assert.equal(groups.filter(([isChosen]) => isChosen).length, 1);
      assert.match(String(groups[0][1]), /^Your membership is suspended.*160 messages in 160 accounts, from ops-7$/);
      assert.equal(await page.inputValue("#official-account"), "");
      assert.match((await page.textContent("#plan")) ?? "", /Messages160.*Accounts160/);
      assert.equal(await recallAll(page), 160);
      await page.waitForSelector("#read-back b");
      const { recalled, presumedRecalled = 0, ...others } = await figures(page);
      assert.equal(recalled + presumedRecalled, 158);
      // In one account an editor had recalled the message by hand, and one account is closed.
      assert.deepEqual(others, { notFound: 1, failed: 1 });
      assert.equal(await page.textContent("#read-back"), `Read back: 159 of 160 show as recalled.1 account cannot be read: ${CLOSED}`);
      assert.equal(await page.textContent("#announcer"), "Read back: 159 of 160 show as recalled.");
      for (const [tag, words] of [["zh", "160 条消息中有 159 条显示为已撤回"], ["ja", "160 件のうち 159 件が取り消し済み"]]) {
        await page.selectOption("#language", tag);
        assert.ok((await page.textContent("#read-back"))?.includes(words), tag);
      }
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    for (const colorScheme of /** @type {("light" | "dark")[]} */ (["light", "dark"])) {
      test(`has no problem that axe finds, and fits a phone: ${colorScheme}`, async () => {
        const { page } = await visit(started, { colorScheme, viewport: { width: 390, height: 844 } }, "incident");
        await page.evaluate(AXE);
        const look = () => page.evaluate(async () => {
          const { violations } = await /** @type {any} */ (globalThis).axe.run(globalThis.document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] });
          return violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes[0].html} ${one.nodes[0].failureSummary}`);
        });
        const overflow = () => page.evaluate(() => globalThis.document.documentElement.scrollWidth - globalThis.document.documentElement.clientWidth);
        assert.deepEqual([await look(), await overflow()], [[], 0]);
        await recallAll(page);
        await page.waitForSelector("#read-back b");
        assert.deepEqual([await look(), await overflow()], [[], 0]);
        await page.context().close();
      });
    }

    test("leaves the choice to the user: other groups can be ticked, and the scam left out", async () => {
      const { page, problems } = await visit(started, {}, "incident");
      await page.uncheck("#demo-log label:first-child input");
      await page.waitForSelector("#recall:disabled");
      assert.equal(await page.inputValue("#keys"), "");
      await page.check("#demo-log label:last-child input");
      await page.waitForSelector("#recall:enabled");
      assert.match((await page.inputValue("#keys")).split("\n")[0], /^@TOA#_branch_\d{3} 1_1_\d+$/);
      await page.click("#demo-again");
      await page.waitForSelector('#recall:enabled:has-text("160")');
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("is restored with its recalled messages when the page is closed in the middle, and read back at the end", async () => {
      const { page, problems } = await visit(started, {}, "incident");
      await recallAll(page);
      await page.waitForFunction(() => Number(globalThis.document.querySelector(".figure.is-recalled b")?.textContent) > 20);
      await page.reload();
      await page.click("#resume-show");
      await page.waitForSelector("#again");
      assert.equal(sum(await figures(page)), 160);
      await recallAll(page, "#again");
      await page.waitForSelector("#read-back b");
      assert.match((await page.textContent("#read-back")) ?? "", /^Read back: 159 of 160 show as recalled\./);
      assert.deepEqual(problems, []);
      await page.context().close();
    });
  });
}
