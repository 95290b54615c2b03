// The dashboard's language: the browser's by default; another can be chosen, and is kept.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import en from "../../../www/languages/en.js";
import ja from "../../../www/languages/ja.js";
import zh from "../../../www/languages/zh.js";
import { ENGINES, PATIENCE, startBrowser, visit } from "./support/browser.js";

/** @type {Record<string, Record<string, unknown>>} */
const LANGUAGES = { en, zh, ja };

for (const engine of ENGINES) {
  describe(`the dashboard's language in ${engine}`, { timeout: 6 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    for (const [tag, locale] of [["en", "en-GB"], ["zh", "zh-TW"], ["ja", "ja-JP"]]) {
      test(`is ${tag} for a browser of ${locale}`, async () => {
        const { page, problems } = await visit(started, { locale });
        assert.equal(await page.title(), LANGUAGES[tag].title);
        assert.equal(await page.inputValue("#language"), tag);
        assert.equal((await page.textContent("#plan-title")), LANGUAGES[tag].planTitle);
        assert.deepEqual(problems, []);
        await page.context().close();
      });
    }

    test("can be chosen, changes every text immediately, and is kept", async () => {
      const { page, problems } = await visit(started);
      await page.selectOption("#language", "ja");
      assert.equal(await page.getAttribute("html", "lang"), "ja");
      assert.equal(await page.textContent("h1"), ja.title);
      assert.equal(await page.textContent("#recall"), "400 件のメッセージを取り消す…");
      const english = await page.$$eval("main h2, main label span, button", (texts) => texts.map((words) => words.textContent).filter((words) => /[a-z]{3,} [a-z]{3,}/i.test(words ?? "")));
      assert.deepEqual(english, []);
      await page.reload();
      assert.equal(await page.title(), ja.title);
      assert.deepEqual(problems, []);
      await page.context().close();
    });
  });
}
