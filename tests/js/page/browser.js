// Opens the dashboard in Chromium with the built package beside it, for tests of the page.
import { chromium } from "playwright-core";
import { testProgram } from "../../../.scripts/debian.js";
import { serve } from "../../../.scripts/serve.js";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
/** Generous, for a loaded machine: a wait ends as soon as what it waits for is there. */
export const PATIENCE = 60_000;

/** A browser and a server of the page; `close` ends both. */
export async function startBrowser() {
  const server = await serve({ "/pkg/": "pkg", "/": "www" });
  const browser = await chromium.launch({ executablePath: testProgram("chromium"), args: FLAGS, timeout: PATIENCE });
  const close = async () => {
    await browser.close();
    await server.close();
  };
  return { url: server.url, browser, close };
}

/**
 * A new visitor with an open page. `problems` collects every exception, console error and breach of the content policy.
 * @param {Awaited<ReturnType<typeof startBrowser>>} started
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
export async function visit({ url, browser }, options = {}) {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(PATIENCE);
  /** @type {string[]} */
  const problems = [];
  const page = await context.newPage();
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) problems.push(message.text()); });
  await page.goto(url);
  await page.waitForSelector("html[data-ready]");
  await page.waitForSelector("#recall:enabled");
  return { page, context, problems };
}

/**
 * Presses the recall button (or another one that asks) and types the number that the question names.
 * @param {import("playwright-core").Page} page
 * @param {string} [button]
 */
export async function recallAll(page, button = "#recall") {
  const count = ((await page.textContent(button)) ?? "").replace(/\D/g, "");
  await page.click(button);
  await page.fill("#typed", count);
  await page.click("dialog button.danger");
  return Number(count);
}

/**
 * The figures of the run that is shown, by status.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<Record<string, number>>}
 */
export function figures(page) {
  return page.$$eval(".figure", (boxes) => Object.fromEntries(boxes.map((box) => {
    const status = [...box.classList].find((name) => name.startsWith("is-"))?.slice(3) ?? "";
    return [status, Number(box.querySelector("b")?.textContent?.replace(/\D/g, ""))];
  })));
}

/** @param {Record<string, number>} counts */
export const sum = (counts) => Object.values(counts).reduce((total, count) => total + count, 0);
