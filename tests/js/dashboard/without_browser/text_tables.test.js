// The dashboard's text tables: every language has every text, with the same placeholders. No browser is needed.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { explainCode } from "../../../../pkg/index.js";
import { LANGUAGES as LOCALES } from "../../../../www/generated/facts.js";
import { LANGUAGES as WORDS } from "../../../../www/languages/language.js";
import en from "../../../../www/languages/en.js";
import ja from "../../../../www/languages/ja.js";
import zh from "../../../../www/languages/zh.js";

/** @typedef {Record<string, string | { one?: string, other: string }>} Words */
/** @type {Record<string, Words>} */
const LANGUAGES = { en, zh, ja };
const WWW = new URL("../../../../www/", import.meta.url);

/** The placeholders in a text. @param {string | { one?: string, other: string }} entry */
const values = (entry) => [...new Set((typeof entry === "string" ? entry : entry.other).match(/\{\w+\}/g) ?? [])].sort();

test("every language has a text for every key, with the same placeholders", () => {
  for (const [tag, words] of Object.entries(LANGUAGES)) {
    assert.deepEqual(Object.keys(words).sort(), Object.keys(en).sort(), tag);
    for (const [key, entry] of Object.entries(words)) {
      const forms = typeof entry === "string" ? [entry] : Object.values(entry);
      assert.ok(forms.every((form) => form.trim() !== ""), `${tag} ${key} is empty`);
      assert.deepEqual(values(entry), values(/** @type {Words} */ (en)[key]), `${tag} ${key}`);
    }
  }
});

test("every English text is used, and no used text is missing", async () => {
  const files = (await readdir(WWW, { recursive: true })).filter((name) => /\.(js|html)$/.test(name) && !/^languages\/(en|ja|zh)\.js$/.test(name));
  const source = (await Promise.all(files.map((name) => readFile(new URL(name, WWW), "utf8")))).join("\n");
  const used = new Set([...source.matchAll(/data-t(?:-label)?="(\w+)"/g), ...source.matchAll(/["`](\w+)["`]/g)].map((found) => found[1]));
  const named = [...source.matchAll(/data-t(?:-label)?="(\w+)"|\btext\("(\w+)"/g)].map((found) => found[1] ?? found[2]);
  for (const key of named) assert.ok(key in en, `"${key}" has no text`);
  // The keys of the statuses' meanings are composed from the statuses.
  for (const key of Object.keys(en)) assert.ok(used.has(key) || /^\w+Meaning$/.test(key), `"${key}" is used nowhere`);
});

test("every code that the library knows is explained in every language of the page", () => {
  assert.deepEqual(Object.keys(WORDS), [...LOCALES]);
  const codes = Array.from({ length: 140_000 }, (_, code) => code).filter((code) => explainCode(code).known);
  for (const code of [...codes, 4242]) {
    for (const text of /** @type {const} */ (["meaning", "advice"])) {
      const texts = new Set(LOCALES.map((locale) => explainCode(code, { locale })[text]));
      assert.equal(texts.size, LOCALES.length, `${text} of ${code}`);
      assert.ok(!texts.has(""), `${text} of ${code}`);
    }
  }
});

test("the content security policies of the page and of the examples allow the page's import map, and no other inline script", async () => {
  const page = await readFile(new URL("index.html", WWW), "utf8");
  const [, map = ""] = /<script type="importmap">([^<]*)<\/script>/.exec(page) ?? [];
  const hash = `'sha256-${createHash("sha256").update(map).digest("base64")}'`;
  const headers = await readFile(new URL("../tests/examples/headers.js", WWW), "utf8");
  for (const policy of [page, headers]) assert.deepEqual([...policy.matchAll(/'sha256-[^']*'|'unsafe-inline'/g)].map(([found]) => found), [hash]);
});
