// Claims about a long text in the dashboard: a worker reads it, and where there is none the page does, with the same result.
/* global document, Worker */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ENGINES, PATIENCE, startBrowser, visit } from "./support/browser.js";

const COUNT = 40_000;
/** Every thousandth line holds no key, every two thousandth a key that came before. */
const TEXT = Array.from({ length: COUNT }, (_, line) => (line % 1000 === 999 ? "no key" : `${line % 2000 === 500 ? 1 : line + 2}_1_1700000000`)).join("\n");
const FOUND = { keys: "39,941 messages", duplicates: "19 duplicates, sent once", rejected: "40 lines that name no message", first: "Line 1,000" };

/** Enters a text as a paste does, for which a browser without a screen takes a minute. @param {import("playwright-core").Page} page @param {string} text */
const enter = (page, text) => page.evaluate((entered) => {
  const field = /** @type {HTMLTextAreaElement} */ (document.querySelector("#keys"));
  field.value = entered;
  field.dispatchEvent(new Event("input"));
}, text);

/** What is shown of the text, once it has been read. @param {import("playwright-core").Page} page */
async function shown(page) {
  await page.waitForFunction(() => /duplicates, /.test(document.querySelector("#keys-counts")?.textContent ?? ""));
  const of = async (/** @type {string} */ selector) => (await page.textContent(selector)) ?? "";
  const line = (await of("#keys-rejected li .line")).trim();
  return { keys: await of("#keys-counts b"), duplicates: await of("#keys-counts .warn"), rejected: await of("#keys-counts .bad"), first: line };
}

for (const engine of ENGINES) {
  describe(`a long text in ${engine}`, { timeout: 6 * PATIENCE }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("is read in a worker, and the last one counts", async () => {
      const { page, problems } = await visit(started);
      await page.evaluate(() => {
        const workers = /** @type {string[]} */ ([]);
        Object.assign(globalThis, { workers, Worker: class extends Worker {
          /** @param {URL} url @param {WorkerOptions} options */
          constructor(url, options) { super(url, options); workers.push(url.pathname); }
        } });
      });
      await enter(page, `${TEXT}\n${TEXT}`);
      await page.click("#clear");
      await enter(page, TEXT);
      assert.deepEqual(await shown(page), FOUND);
      await page.check("#leave-out");
      await page.waitForSelector("#recall:enabled");
      assert.match((await page.textContent("#recall")) ?? "", /39,941/);
      assert.deepEqual(await page.evaluate(() => /** @type {any} */ (globalThis).workers), ["/state/key_worker.js"]);
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("is read by the page where there is no worker, or where it does not load", async () => {
      for (const lack of ["none", "lost"]) {
        const { page } = await visit(started);
        await page.evaluate((is) => {
          if (is === "none") Reflect.deleteProperty(globalThis, "Worker");
          else {Object.assign(globalThis, { Worker: class extends Worker {
            /** @param {URL} url @param {WorkerOptions} options */
            constructor(url, options) { super(new URL("nowhere.js", url), options); }
          } });}
        }, lack);
        await enter(page, TEXT);
        assert.deepEqual(await shown(page), FOUND, lack);
        await page.context().close();
      }
    });
  });
}
