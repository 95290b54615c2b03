// Opens the dashboard with the built package in a browser, for tests of the page.
/* global document */
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { testProgram } from "../../../../.scripts/debian.js";
import { serve } from "../../../../.scripts/serve.js";
import { launchFirefox } from "./firefox.js";

/** @typedef {"chromium" | "firefox"} Engine */
/** The browser engines in which every page test runs. @type {Engine[]} */
export const ENGINES = ["chromium", "firefox"];

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
/** A long time-out in ms, for a loaded machine. A wait ends as soon as its condition holds. */
export const PATIENCE = 60_000;

/**
 * Starts a browser and a server for the page; `close` ends both.
 * @param {Engine} engine
 * @param {"light" | "dark"} [colorScheme] of the system
 */
export async function startBrowser(engine, colorScheme = "light") {
  const downloadsPath = await mkdtemp(join(tmpdir(), "tencent-chat-recall-"));
  const browser = engine === "firefox"
    ? await launchFirefox({ colorScheme, downloadsPath, timeout: PATIENCE })
    : await chromium.launch({ executablePath: testProgram("chromium"), args: FLAGS, downloadsPath, timeout: PATIENCE });
  // After the browser: where that does not start, an open server would keep the test's process.
  const server = await serve({ "/pkg/": "pkg", "/": "www" });
  const close = async () => {
    await browser.close();
    await server.close();
    await rm(downloadsPath, { recursive: true, force: true, maxRetries: 5 });
  };
  return { url: server.url, browser, colorScheme, downloadsPath, close };
}

/**
 * Opens the page in a new context. `problems` collects every exception, console error and violation of the content security policy.
 * @param {Pick<Awaited<ReturnType<typeof startBrowser>>, "url" | "browser" | "colorScheme">} started
 * @param {import("playwright-core").BrowserContextOptions} [options]
 * @param {"400" | "incident"} [demo] 400 messages of one account, or what the page begins with
 */
export async function visit({ url, browser, colorScheme }, options = {}, demo = "400") {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1280, height: 900 }, colorScheme, ...options });
  context.setDefaultTimeout(PATIENCE);
  /** @type {string[]} */
  const problems = [];
  const page = await context.newPage();
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) problems.push(message.text()); });
  await page.goto(url);
  await page.waitForSelector("html[data-ready]");
  await page.waitForSelector("#recall:enabled");
  if (demo === "400") await useDemo(page, 400);
  return { page, context, problems };
}

/** Chooses the demo with so many messages of one account. @param {import("playwright-core").Page} page @param {number} size */
export async function useDemo(page, size) {
  await page.selectOption("#demo-size", String(size));
  await page.waitForFunction((wanted) => document.querySelector("#recall:enabled")?.textContent?.replace(/\D/g, "") === String(wanted), size);
}

/**
 * Presses the recall button, or another button that asks for confirmation, and types the requested number.
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
 * Pastes into a field with the keyboard, as a user does. (`fill` is slow: Chromium takes a minute for some thousand lines.)
 * @param {import("playwright-core").Page} page
 * @param {string} field
 * @param {string} text
 */
export async function paste(page, field, text) {
  await page.evaluate((copied) => {
    const source = document.body.appendChild(document.createElement("textarea"));
    source.id = "copied";
    source.value = copied;
    source.select();
  }, text);
  await page.press("#copied", "ControlOrMeta+c");
  await page.evaluate(() => document.querySelector("#copied")?.remove());
  await page.focus(field);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("ControlOrMeta+v");
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

/**
 * The text of the file that a button saves.
 * @param {Awaited<ReturnType<typeof startBrowser>>} started
 * @param {import("playwright-core").Page} page
 * @param {string} button
 */
export async function savedBy({ downloadsPath }, page, button) {
  const before = await readdir(downloadsPath);
  await page.click(button);
  // Firefox does not report the download of a blob: wait for a new file, which is complete when the folder has no partial files.
  for (const end = Date.now() + PATIENCE; Date.now() < end; await page.waitForTimeout(50)) {
    const names = await readdir(downloadsPath);
    const made = names.find((name) => !before.includes(name));
    if (!made || names.some((name) => /\.(part|crdownload)$/.test(name))) continue;
    const text = await readFile(join(downloadsPath, made), "utf8");
    if (text !== "") return text;
  }
  throw new Error(`${button} saved nothing within ${PATIENCE} ms`);
}

/** @param {Record<string, number>} counts */
export const sum = (counts) => Object.values(counts).reduce((total, count) => total + count, 0);
