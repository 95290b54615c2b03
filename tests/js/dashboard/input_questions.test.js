// Questions of the dashboard before a plan: it skips no line and chooses no column without the user's decision.
/* global document */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { ENGINES, PATIENCE, paste, startBrowser, visit } from "./support/browser.js";

const SECRET = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

/**
 * Waits until the plan is updated, and checks whether a recall can start.
 * @param {import("playwright-core").Page} page
 * @param {boolean} ready
 */
const begins = (page, ready) => page.waitForSelector(ready ? "#recall:enabled" : "#recall:disabled");

for (const engine of ENGINES) {
  describe(`before a plan the dashboard in ${engine}`, { timeout: 6 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("shows the length and the beginning of a text without a MsgKey, since it may be a secret", async () => {
      const { page, problems } = await visit(started);
      const none = async () => (await page.textContent("#keys-none")) ?? "";
      await paste(page, "#keys", Array.from({ length: 300 }, (_, line) => `nothing here ${line}`).join("\n"));
      await page.waitForSelector("#keys-none");
      assert.equal(await none(), "There is no MsgKey in these 300 lines. They begin: nothing here 0");
      await begins(page, false);
      assert.equal(await page.textContent("#recall-hint"), "Add MsgKeys first, then recall.");
      await page.fill("#keys", SECRET);
      await page.waitForSelector('#keys-none:has-text("this line")');
      assert.equal(await none(), `There is no MsgKey in this line: ${SECRET.slice(0, 12)}…`);
      for (const [tag, words] of [["zh", "这 1 行中没有 MsgKey"], ["ja", "この 1 行には MsgKey がありません"]]) {
        await page.selectOption("#language", tag);
        assert.ok((await none()).startsWith(words), await none());
      }
      await page.fill("#keys", "");
      assert.equal(await page.$("#keys-none"), null);
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("has no plan for a text with invalid lines until they are skipped, and asks again for another text", async () => {
      const { page, problems } = await visit(started);
      await page.fill("#keys", "1_1_1700000000\n2-1-1700000000");
      await begins(page, false);
      assert.equal(await page.textContent("#plan .notice.bad"), "1 line names no message. Correct it, or leave it out.");
      await page.check("#leave-out");
      await begins(page, true);
      assert.match((await page.textContent("#plan")) ?? "", /1 line names no message and is not sent/);
      await page.selectOption("#language", "zh");
      assert.equal(await page.isChecked("#leave-out"), true);
      await page.selectOption("#language", "en");
      await page.fill("#keys", "1_1_1700000000\n2-1-1700000000\n3-1-1700000000");
      await begins(page, false);
      assert.equal(await page.isChecked("#leave-out"), false);
      await page.fill("#keys", "1_1_1700000000");
      await begins(page, true);
      assert.equal(await page.$("#leave-out"), null);
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    for (const text of ['["1_1_1700000000", "2_1_17', '[{"MsgKey":"1_1_1700000000"},{"MsgKey":"2_1_1700000000"', 'MsgKey,x\n1_1_1700000000,2\n"2_1_1700000000']) {
      test(`has no plan for truncated text: ${JSON.stringify(text)}`, async () => {
        const { page, problems } = await visit(started);
        await paste(page, "#keys", text);
        await begins(page, false);
        await page.waitForSelector("#plan .notice.bad");
        await page.check("#leave-out");
        await begins(page, true);
        assert.deepEqual(problems, []);
        await page.context().close();
      });
    }

    test("asks which of two columns with MsgKeys to use, and reads that one", async () => {
      const { page } = await visit(started);
      const seen = await page.evaluate(async (long) => {
        const load = (/** @type {string} */ path) => import(path);
        const [{ AppState }, { showDecisions, pendingDecision }] = await Promise.all([load("/state/app_state.js"), load("/panels/input_decisions.js")]);
        const other = new AppState();
        const place = document.body.appendChild(document.createElement("div"));
        other.addEventListener("input", () => showDecisions(place, other));
        other.enter({ keysText: `sent,${long}\n1_1_1700000000,2_1_1700000000` });
        other.columns = ["sent", long];
        other.enter({});
        const asked = [pendingDecision(other), [...place.querySelectorAll("label")].map(({ textContent }) => textContent)];
        place.querySelectorAll("input")[1].click();
        const chosen = [pendingDecision(other), other.parsed.msgKeys, place.querySelectorAll("input")[1].checked];
        other.enter({ keysText: "1_1_1700000000" });
        return [...asked, ...chosen, other.column, place.textContent];
      }, `correction ${SECRET}`);
      assert.deepEqual(seen, ["More than one column holds MsgKeys. Which one holds those to recall?", ["sent", "correction 5…"], undefined, ["2_1_1700000000"], true, undefined, ""]);
      await page.context().close();
    });
  });
}
