// Files dropped on the dashboard or chosen in it.
/* global window, document, DataTransfer, DragEvent */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { ENGINES, PATIENCE, recallAll, startBrowser, visit } from "./support/browser.js";

/**
 * Drops files on an element as the operating system does.
 * @param {import("playwright-core").Page} page
 * @param {string} target
 * @param {[string, number[]][]} files names and bytes
 */
const drop = (page, target, files) =>
  page.evaluate(([where, given]) => {
    const dataTransfer = new DataTransfer();
    for (const [name, bytes] of /** @type {[string, number[]][]} */ (given)) dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
    const over = new DragEvent("dragover", { dataTransfer, bubbles: true, cancelable: true });
    const dropped = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
    const element = document.querySelector(String(where));
    element?.dispatchEvent(over);
    element?.dispatchEvent(dropped);
    return over.defaultPrevented && dropped.defaultPrevented;
  }, /** @type {const} */ ([target, files]));

/** @param {string} text @param {BufferEncoding} [encoding] */
const bytesOf = (text, encoding = "utf8") => [...Buffer.from(text, encoding)];

/** @param {import("playwright-core").Page} page @param {string} words */
const counts = (page, words) => page.waitForFunction((wanted) => document.querySelector("#keys-counts")?.textContent?.includes(wanted), words);

for (const engine of ENGINES) {
  describe(`files with MsgKeys in ${engine}`, { timeout: 6 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    test("are added to the text in the field, wherever on the page they are dropped", async () => {
      const { page, problems } = await visit(started);
      await page.click("#clear");
      assert.equal(await drop(page, "#keys", [["sent.txt", bytesOf("1_1_1698741698\n2_1_1698741698\n")]]), true);
      await counts(page, "2 messages");
      assert.equal(await drop(page, "header", [["a.log", bytesOf("INFO sent 3_1_1698741698 to eve\n")], ["b.txt", bytesOf("4_1_1698741698\nnonsense\n")]]), true);
      await counts(page, "4 messages");
      assert.match((await page.textContent("#keys-rejected")) ?? "", /Line 5/);
      assert.equal(await page.inputValue("#keys"), "1_1_1698741698\n2_1_1698741698\nINFO sent 3_1_1698741698 to eve\n4_1_1698741698\nnonsense");
      assert.equal(await page.evaluate(() => document.activeElement?.id), "keys");
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("can be chosen, and may be UTF-16 as spreadsheets save it", async () => {
      const { page, problems } = await visit(started);
      await page.click("#clear");
      const choosing = page.waitForEvent("filechooser");
      await page.click("#open-file");
      const buffer = Buffer.from("\ufeffid\tMsgKey\n1\t5_1_1698741698\n2\t6_1_1698741698\n", "utf16le");
      await (await choosing).setFiles([{ name: "sent.tsv", mimeType: "text/plain", buffer }]);
      await counts(page, "2 messages");
      assert.match((await page.textContent("#keys-counts")) ?? "", /CSV/);
      assert.deepEqual(problems, []);
      await page.context().close();
    });

    test("are rejected when they are too large, and the field stays unchanged", async () => {
      const { page } = await visit(started);
      const entered = await page.inputValue("#keys");
      await page.evaluate(() => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([new Uint8Array(17 * 1024 * 1024)], "large.txt"));
        document.querySelector("#keys")?.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
      });
      await page.waitForSelector("#keys-file:visible");
      assert.equal(await page.textContent("#keys-file"), "The files hold 17 MB, expected at most 16 MB. The command line takes any size.");
      assert.equal(await page.inputValue("#keys"), entered);
      await page.context().close();
    });

    test("are ignored while a run is shown, and never replace the page", async () => {
      const { page } = await visit(started);
      await recallAll(page);
      await page.waitForSelector("#another");
      const entered = await page.inputValue("#keys");
      assert.equal(await drop(page, "#run", [["late.txt", bytesOf("9_1_1698741698")]]), true);
      await page.click("#another");
      assert.equal(await page.inputValue("#keys"), entered);
      assert.equal(await page.evaluate(() => window.location.pathname), "/");
      await page.context().close();
    });
  });
}
