// Claims about the dashboard's languages: each says everything, about the same things.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import en from "../../../www/languages/en.js";
import ja from "../../../www/languages/ja.js";
import zh from "../../../www/languages/zh.js";
import { ENGINES, PATIENCE, startBrowser, visit } from "./support/browser.js";

/** @typedef {Record<string, string | { one?: string, other: string }>} Words */
/** @type {Record<string, Words>} */
const LANGUAGES = { en, zh, ja };
const WWW = new URL("../../../www/", import.meta.url);

/** The values a text takes. @param {string | { one?: string, other: string }} entry */
const values = (entry) => [...new Set((typeof entry === "string" ? entry : entry.other).match(/\{\w+\}/g) ?? [])].sort();

test("every language has a text for every key, with the same values in it", () => {
  for (const [tag, words] of Object.entries(LANGUAGES)) {
    assert.deepEqual(Object.keys(words).sort(), Object.keys(en).sort(), tag);
    for (const [key, entry] of Object.entries(words)) {
      const forms = typeof entry === "string" ? [entry] : Object.values(entry);
      assert.ok(forms.every((form) => form.trim() !== ""), `${tag} ${key} is empty`);
      assert.deepEqual(values(entry), values(/** @type {Words} */ (en)[key]), `${tag} ${key}`);
    }
  }
});

test("the English texts are all used, and none that is used is missing", async () => {
  const files = (await readdir(WWW, { recursive: true })).filter((name) => /\.(js|html)$/.test(name) && !/^languages\/(en|ja|zh)\.js$/.test(name));
  const source = (await Promise.all(files.map((name) => readFile(new URL(name, WWW), "utf8")))).join("\n");
  const used = new Set([...source.matchAll(/data-t(?:-label)?="(\w+)"/g), ...source.matchAll(/["`](\w+)["`]/g)].map((found) => found[1]));
  const named = [...source.matchAll(/data-t(?:-label)?="(\w+)"|\btext\("(\w+)"/g)].map((found) => found[1] ?? found[2]);
  for (const key of named) assert.ok(key in en, `"${key}" has no text`);
  // The meanings of the statuses are put together from the statuses.
  for (const key of Object.keys(en)) assert.ok(used.has(key) || /^\w+Meaning$/.test(key), `"${key}" is used nowhere`);
});

for (const engine of ENGINES) {
  describe(`the dashboard's language in ${engine}`, { timeout: 6 * PATIENCE }, () => {
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

    test("can be chosen, changes every text at once, and is kept", async () => {
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
