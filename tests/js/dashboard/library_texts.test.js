// The library's texts in the dashboard: in the language of the page, or marked as English.
/* global document */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { createEmulator } from "../../../pkg-template/emulator/index.js";
import { createHandler, toNodeListener } from "../../../pkg/handler/index.js";
import { ENGINES, PATIENCE, recallAll, startBrowser, visit } from "./support/browser.js";

/** A key, and what is none. */
const PASTE = "1_1_1700000000\n2-1-1700000000\n3_2_1700000000\n9999999999999_1_1698741698_and_much_more_than_fifty_characters";

/** Runs in the page: what it says of issues of the library, and of one that it does not know. */
async function unsaid() {
  const load = (/** @type {string} */ path) => import(path);
  const [{ sayIssue, sayWarning }, library] = await Promise.all([load("/languages/problem_texts.js"), load("/pkg/index.js")]);
  const issues = (/** @type {() => unknown} */ refused) => { try { refused(); } catch (error) { return /** @type {any} */ (error).issues; } return []; };
  const client = (/** @type {object} */ options) => new library.RecallClient({ sdkAppId: 1, identifier: "a", userSig: "a", region: "singapore", ...options });
  const soon = Math.round(Date.now() / 1000) + 90_000;
  const found = [
    ...[[1, 2], [1, 2, 3]].flatMap((seqs) => client({ rateLimit: 300 }).plan({ officialAccount: "@TOA#_a", msgKeys: [...seqs, ...seqs].map((seq) => `${seq}_2_${soon}`) }).issues),
    ...issues(() => client({ sdkAppId: NaN, identifier: "", userSig: "", rateLimit: 0 })),
    ...["http://example.com", "", "https://a b"].flatMap((baseUrl) => issues(() => client({ region: undefined, baseUrl, identifier: "x".repeat(40) }))),
    ...issues(() => client({}).plan({ officialAccount: "news", msgKeys: ["1_1_1", "x"], reason: "x".repeat(101) })),
  ];
  const said = found.map((/** @type {any} */ issue) => ({ message: issue.message, words: sayIssue(issue).words, lang: sayWarning(issue).lang }));
  const english = said.filter(({ message, words, lang }) => lang === "en" || words.includes(message) || words.includes("`"));
  return { count: new Set(found.map((/** @type {any} */ issue) => issue.code)).size, english, unknown: sayIssue({ path: "", code: "later", params: {}, message: "of another version" }) };
}

/** Runs in the page: the advice for too many requests, and the explanations that name an option of the library. */
async function optionsNamed() {
  const load = (/** @type {string} */ path) => import(path);
  const { codeTexts } = await load("/languages/code_texts.js");
  const sentences = new Set();
  for (let code = 0; code < 140_000; code += 1) for (const said of [codeTexts(code).meaning, codeTexts(code).advice]) sentences.add(said.words);
  const option = document.documentElement.lang === "en" ? /`/ : /`|sdkAppId|identifier|rateLimit|baseUrl/;
  return { limited: codeTexts(60007).advice.words, options: [...sentences].filter((words) => option.test(words)) };
}

for (const engine of ENGINES) {
  describe(`the dashboard's texts for the library's messages in ${engine}`, { timeout: 6 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    for (const tag of ["zh", "ja"]) {
      test(`are complete in ${tag}, and unknown messages are marked as English`, async () => {
        const { page, problems } = await visit(started, { locale: tag });
        const { count, english, unknown } = await page.evaluate(unsaid);
        assert.ok(count >= 8, `${count} codes`);
        assert.deepEqual(english, []);
        assert.deepEqual(unknown, { words: "of another version", lang: "en" });
        await page.fill("#keys", PASTE);
        await page.waitForSelector("#keys-rejected li");
        for (const why of await page.$$eval("#keys-rejected .why", (lines) => lines.map(({ textContent }) => textContent ?? ""))) assert.match(why, /[\u3041-\u9fff]/);
        await page.check("#leave-out");
        await recallAll(page);
        await page.waitForSelector("#another");
        assert.deepEqual(await page.$$eval("main [lang=en]", (marked) => marked.map(({ textContent }) => textContent)), []);
        assert.deepEqual(problems, []);
        await page.context().close();
      });
    }

    test("name the page's fields, not the library's options", async () => {
      const { page, problems } = await visit(started);
      /** @type {[string, string][]} */
      const advices = [["en", "Lower “Requests a second”, or raise the quota in the console."], ["zh", "请调低“每秒请求数”，或在控制台提高配额。"], ["ja", "「毎秒のリクエスト数」を下げるか、コンソールで割り当てを増やしてください。"]];
      for (const [tag, advice] of advices) {
        await page.selectOption("#language", tag);
        const { limited, options } = await page.evaluate(optionsNamed);
        assert.equal(limited, advice);
        assert.deepEqual(options, [], tag);
      }
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("name a refusal of the own server, in Japanese", async () => {
      const emulator = createEmulator({ secretKey: "a key that only the server has" });
      const handler = createHandler({
        sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey: "a key that only the server has", region: "singapore", fetch: emulator.fetch,
        allowOrigins: [new URL(started.url).origin], authorize: () => null,
      });
      const server = createServer(toNodeListener(handler));
      await new Promise((resolve) => { server.listen(0, "127.0.0.1", () => resolve(undefined)); });
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      const { page } = await visit(started, { locale: "ja" });
      try {
        await page.check('input[value="handler"]');
        await page.fill("#handler-url", `http://127.0.0.1:${port}/api/recall`);
        await page.click("#connect");
        await page.fill("#official-account", "@TOA#_a");
        await page.fill("#keys", "1_1_1700000000");
        await page.waitForSelector("#recall:enabled");
        await recallAll(page);
        await page.waitForSelector("#another");
        assert.match((await page.textContent("#run .notice.bad b")) ?? "", /^自社サーバーに拒否されました/);
        assert.match((await page.textContent("#run .notice.bad .hint")) ?? "", /^ERR_PERMISSION: .*[\p{Script=Hiragana}]/u);
        assert.equal(await page.$("#run .notice.bad [lang=en]"), null);
        assert.equal(await page.evaluate(() => document.documentElement.lang), "ja");
      } finally {
        await page.context().close();
        server.closeAllConnections();
        await new Promise((resolve) => { server.close(resolve); });
      }
    });
  });
}
