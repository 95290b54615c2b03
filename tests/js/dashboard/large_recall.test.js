// The dashboard with 100,000 messages, through a handler without a rate limit: it stays responsive, and loses no message.
/* global document, requestAnimationFrame */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { createEmulator } from "../../../pkg-template/emulator/index.js";
import { createHandler, toNodeListener } from "../../../pkg/handler/index.js";
import { ENGINES, PATIENCE, paste, recallAll, savedBy, startBrowser, visit } from "./support/browser.js";

const COUNT = 100_000;
const SECRET_KEY = "a key for this test alone";
/** Maximum time in ms that the page may be busy, before a user thinks that it hangs; far above the measured times. */
const HANG = 15_000;

/** A handler with an emulator, both without a rate limit. @param {string} origin of the page */
async function startHandler(origin) {
  const emulator = createEmulator({ secretKey: SECRET_KEY, rateLimit: null, ledgerEntries: 100 });
  const officialAccount = emulator.createAccount();
  const msgKeys = emulator.broadcast({ officialAccount, count: COUNT - 100 });
  for (let left = 100; left > 0; left -= 1) msgKeys.push(emulator.addMessage({ officialAccount, text: "stays", sentAt: Date.now(), recallable: false }));
  const handler = createHandler({
    sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey: SECRET_KEY, region: "singapore", fetch: emulator.fetch,
    rateLimit: 100_000, allowOrigins: [origin], authorize: () => ({ user: "officer" }),
  });
  const server = createServer(toNodeListener(handler));
  await new Promise((resolve) => { server.listen(0, "127.0.0.1", () => resolve(undefined)); });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const close = () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
  return { emulator, officialAccount, msgKeys, url: `http://127.0.0.1:${port}/api/recall`, close };
}

/** The text next to the filter. @param {import("playwright-core").Page} page */
const shown = async (page) => Number(((await page.textContent(".toolbar .rest")) ?? "").split(" of ")[0].replace(/\D/g, ""));

/** Filters repeatedly until the run has ended. @param {import("playwright-core").Page} page */
async function filterWhileItRuns(page) {
  let answered = 0;
  for (; await page.isVisible("#stop"); answered += 1) {
    await page.selectOption(".toolbar select", answered % 2 === 0 ? "recalled" : "pending");
    await page.fill(".toolbar input", String(answered % 10));
    assert.ok((await page.$$(".grid .grid-row")).length < 100, "few rows are in the document");
  }
  await page.selectOption(".toolbar select", "");
  await page.fill(".toolbar input", "");
  return answered;
}

/** Starts to measure the longest time between two frames; the returned function reads it. @param {import("playwright-core").Page} page */
async function watchPictures(page) {
  await page.evaluate(() => {
    const watch = { longest: 0, last: performance.now() };
    Object.assign(globalThis, { watch });
    const next = (/** @type {number} */ now) => {
      watch.longest = Math.max(watch.longest, now - watch.last);
      watch.last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  return () => page.evaluate(() => /** @type {any} */ (globalThis).watch.longest);
}

for (const engine of ENGINES) {
  test(`100,000 messages from the paste to the export, with a responsive page, in ${engine}`, { timeout: 10 * PATIENCE, skip: lacks(engine) }, async (t) => {
    const started = await startBrowser(engine);
    const handler = await startHandler(new URL(started.url).origin);
    try {
      const { page, problems } = await visit(started);
      await page.check('input[value="handler"]');
      await page.fill("#handler-url", handler.url);
      await page.click("#connect");
      await page.fill("#official-account", handler.officialAccount);
      await paste(page, "#keys", handler.msgKeys.join("\n"));
      await page.waitForFunction(() => document.querySelector("#recall")?.textContent?.includes("100,000"));
      const longest = await watchPictures(page);
      const began = performance.now();
      await recallAll(page);
      await page.waitForSelector("#stop");
      const answered = await filterWhileItRuns(page);
      await page.waitForSelector("#another");
      t.diagnostic(`${Math.round(performance.now() - began)} ms; ${answered} filters answered; longest picture ${Math.round(await longest())} ms`);
      assert.ok(answered > 2, `${answered} filters`);
      assert.ok((await longest()) < HANG);
      assert.equal(handler.emulator.ledger.recalledCount, COUNT - 100);
      await tableOf(page, handler.msgKeys);
      const [head, ...lines] = (await savedBy(started, page, "#save-csv")).trimEnd().split("\r\n");
      assert.match(head, /^officialAccount,msgKey,status,/);
      assert.equal(lines.length, COUNT);
      assert.deepEqual(new Set(lines.map((line) => line.split(",")[1])), new Set(handler.msgKeys));
      assert.equal(lines.filter((line) => line.split(",")[2] === "failed").length, 100);
      assert.deepEqual(problems, []);
    } finally {
      await started.close();
      await handler.close();
    }
  });
}

/** Checks that the table of the run scrolls, sorts and filters. @param {import("playwright-core").Page} page @param {string[]} msgKeys */
async function tableOf(page, msgKeys) {
  assert.equal(await shown(page), COUNT);
  await page.selectOption(".toolbar select", "failed");
  assert.equal(await shown(page), 100);
  await page.selectOption(".toolbar select", "");
  const heads = page.locator('.grid-head [role="columnheader"] button');
  const first = () => page.textContent('.grid .grid-row[aria-rowindex="2"] .code');
  await heads.nth(1).click();
  const sorted = [...msgKeys].sort();
  assert.equal(await first(), sorted[0]);
  await heads.nth(1).click();
  assert.equal(await first(), sorted.at(-1));
  await page.$eval(".grid", (grid) => { grid.scrollTop = grid.scrollHeight; });
  await page.waitForSelector(`.grid .grid-row[aria-rowindex="${COUNT + 1}"]`);
  assert.equal(await page.textContent(`.grid .grid-row[aria-rowindex="${COUNT + 1}"] .code`), sorted[0]);
}
