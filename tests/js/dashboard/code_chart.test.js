// The dashboard's chart of codes: bars in proportion to the counts, updated during the run, with the numbers as text.
/* global document, getComputedStyle */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { signUserSig } from "../../../pkg/index.js";
import { answering } from "./support/wrong_servers.js";
import { ENGINES, PATIENCE, recallAll, startBrowser, visit } from "./support/browser.js";

/** Each row of the table of codes with the width of its bar. @param {import("playwright-core").Page} page */
const rows = (page) => page.$$eval(".codes tbody tr", (lines) => lines.map((line) => ({
  code: line.children[0].textContent,
  count: Number(line.children[1].textContent?.replace(/\D/g, "")),
  words: line.children[2].textContent,
  width: Number(parseFloat(/** @type {HTMLElement} */ (line.querySelector(".code-bar span")).style.width).toFixed(1)),
})));

for (const engine of ENGINES) {
  describe(`the dashboard's chart of codes in ${engine}`, { timeout: 6 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("has a bar for each code, as long as its share, which grows in place during the run", async () => {
      const { page, problems } = await visit(started);
      await page.selectOption("#demo-size", "5000");
      await page.waitForFunction(() => document.querySelector("#recall")?.textContent?.includes("5,000"));
      await recallAll(page);
      await page.waitForSelector(".codes tbody tr:nth-child(2)");
      assert.equal(await page.isVisible("#stop"), true, "the run still goes");
      await page.$eval(".codes", (table) => { /** @type {any} */ (table).seen = true; });
      await page.waitForSelector("#another");
      const [first, second, ...more] = await rows(page);
      assert.deepEqual(more, []);
      assert.deepEqual(first, { code: "10031", count: 200, words: "57% · Failed", width: 57.1 });
      assert.deepEqual(second, { code: "10032", count: 150, words: "43% · Failed", width: 42.9 });
      assert.equal(await page.textContent(".by-code-head p"), "350 messages with a code, 7% of all");
      assert.equal(await page.$eval(".codes", (table) => /** @type {any} */ (table).seen), true, "the same table from beginning to end");
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("is a table for a screen reader at any width, in the language of the page", async () => {
      const { page, problems } = await visit(started, { viewport: { width: 390, height: 844 } });
      await recallAll(page);
      await page.waitForSelector("#another");
      await page.selectOption("#language", "zh");
      const table = page.getByRole("table", { name: "未撤回的原因（按错误码）" });
      assert.deepEqual(await table.getByRole("columnheader").allTextContents(), ["错误码", "消息数", "占比", "含义", "处理建议"]);
      const row = table.getByRole("row").nth(1);
      assert.deepEqual((await row.getByRole("cell").allTextContents()).slice(0, 3), ["16", "57% · 失败", "已超过可撤回的时间。"]);
      assert.deepEqual(await row.getByRole("rowheader").allTextContents(), ["10031"]);
      assert.equal(await page.$eval(".code-bar", (bar) => bar.getAttribute("aria-hidden")), "true");
      const colours = await page.$eval(".code-bar span", (bar) => [getComputedStyle(bar).backgroundColor, getComputedStyle(/** @type {Element} */ (document.querySelector(".bar .tone-failed"))).fill]);
      assert.equal(colours[0], colours[1], "a bar has the colour of its outcome");
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("shows the service's text unchanged, and not as HTML", async () => {
      const { page, problems } = await visit(started);
      const words = 'bad "MsgKeyList" \\ <b>第 1 个</b>';
      const said = await page.evaluate(async (info) => {
        const load = (/** @type {string} */ path) => import(path);
        const [{ Run }, { CodeChart }] = await Promise.all([load("/state/run.js"), load("/run_view/code_chart.js")]);
        const run = new Run({ target: {}, reason: "", ids: ["@TOA#_a 1_1_1700000000"] });
        run.settle("@TOA#_a 1_1_1700000000", { status: "failed", code: 10004, attempts: 1 });
        run.errorInfo = { 10004: info };
        const chart = new CodeChart();
        chart.words();
        chart.show(run);
        return chart.element.querySelector(".said")?.textContent;
      }, words);
      assert.equal(said, `ErrorInfo: ${words}`);
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("shows the service's text for an error unchanged, in the table and for a raw reply", async () => {
      const info = 'no "right" to recall (id 5bd2850fff3ecb11d7c805251c51ee463a25727b)';
      const body = JSON.stringify({ ActionStatus: "FAIL", ErrorCode: 10004, ErrorInfo: info });
      const service = await answering({ headers: { "content-type": "application/json" }, body });
      const { page } = await visit(started);
      await page.check('input[value="userSig"]');
      await page.selectOption("#region", "own");
      await page.fill("#base-url", service.url);
      await page.fill("#user-sig", signUserSig({ sdkAppId: 1400000000, identifier: "administrator", secretKey: "a key for this test alone" }));
      await page.click("#connect");
      await page.fill("#official-account", "@TOA#_a");
      await page.fill("#keys", "1_1_1700000000");
      await recallAll(page);
      await page.waitForSelector("#another");
      assert.equal(await page.textContent(".codes .said"), `ErrorInfo: ${info}`);
      await page.click("#tools details:last-of-type summary");
      await page.fill("#reply", body);
      await page.waitForSelector("#tools .notice");
      assert.equal(await page.textContent("#tools .notice"), `10004 ${info}`);
      await page.context().close();
      await service.close();
    });
  });
}
