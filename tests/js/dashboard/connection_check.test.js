// The dashboard's Connect button: it reports what answers at the address, and shows green only after an answer.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { createEmulator } from "../../../pkg-template/emulator/index.js";
import { startEmulator } from "../../../pkg-template/emulator/server.js";
import { createHandler, toNodeListener } from "../../../pkg/handler/index.js";
import { signUserSig } from "../../../pkg/index.js";
import { answering, silence } from "./support/wrong_servers.js";
import { ENGINES, PATIENCE, recallAll, startBrowser, visit } from "./support/browser.js";

const SECRET_KEY = "a key for this test alone";
const HTML = { headers: { "content-type": "text/html; charset=utf-8" }, body: "<!doctype html><title>Gateway</title>" };

/**
 * Every answer that does not come from a handler, with the page's message.
 * @type {Record<string, { answer: Parameters<typeof answering>[0], said: RegExp }>}
 */
const NOT_A_HANDLER = {
  "a page that is not there": { answer: { ...HTML, status: 404 }, said: /\/api\/recall answered with HTTP 404 \(text\/html\), not as tencent-chat-recall\/handler does/ },
  "a page of a proxy": { answer: HTML, said: /answered with HTTP 200 \(text\/html\), not as tencent-chat-recall\/handler does/ },
  "JSON of another program": { answer: { headers: { "content-type": "application/json" }, body: '{"error":{"code":17}}' }, said: /HTTP 200 \(application\/json\), not as/ },
  "a gateway whose server is down": { answer: { ...HTML, status: 502 }, said: /answered with HTTP 502 \(text\/html\): the server there failed, or a proxy in front of it/ },
  "a sign-in page elsewhere": { answer: { status: 302, headers: { location: "/sign-in" } }, said: /leads elsewhere, perhaps to a sign-in page/ },
  "a server that lets no page in": { answer: { open: false }, said: /Something answers at .*may not read it \(CORS\)/ },
};

/** @param {import("playwright-core").Page} page @param {string} url */
async function connectHandler(page, url) {
  await page.check('input[value="handler"]');
  await page.fill("#handler-url", url);
  await page.click("#connect");
}

/** @param {import("playwright-core").Page} page @param {string} baseUrl @param {string} userSig */
async function connectService(page, baseUrl, userSig) {
  await page.check('input[value="userSig"]');
  await page.selectOption("#region", "own");
  await page.fill("#base-url", baseUrl);
  await page.fill("#user-sig", userSig);
  await page.click("#connect");
}

/**
 * Waits for the result of Connect and returns its text.
 * @param {import("playwright-core").Page} page
 * @param {"reached" | "lost" | "untried"} reach
 */
async function said(page, reach) {
  await page.waitForSelector(`.connected[data-reach="${reach}"]`);
  return (await page.textContent("#connection-state")) ?? "";
}

for (const engine of ENGINES) {
  describe(`the result of Connect in ${engine}`, { timeout: 10 * PATIENCE, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof startBrowser>>} */
    let started;
    before(async () => { started = await startBrowser(engine); });
    after(() => started?.close());

    /** @param {number} sdkAppId @param {{ secretKey?: string, now?: number }} [how] */
    const sign = (sdkAppId, { secretKey = SECRET_KEY, now } = {}) => signUserSig({ sdkAppId, identifier: "administrator", secretKey, expire: 3600, ...(now && { now }) });

    test("for a handler: that it answers and accepts the user, or rejects them; nothing is recorded as a recall", async () => {
      const emulator = createEmulator({ secretKey: SECRET_KEY });
      /** @type {unknown[]} */
      const records = [];
      const handler = createHandler({
        sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey: SECRET_KEY, region: "singapore", fetch: emulator.fetch, audit: (record) => { records.push(record); },
        allowOrigins: [new URL(started.url).origin], authorize: (request) => (request.headers.get("authorization") === "Bearer right" ? { user: "officer" } : null),
      });
      const server = createServer(toNodeListener(handler));
      await new Promise((resolve) => { server.listen(0, "127.0.0.1", () => resolve(undefined)); });
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      const { page } = await visit(started);
      try {
        await page.check('input[value="handler"]');
        await page.fill("#handler-token", "right");
        await connectHandler(page, `http://127.0.0.1:${port}/api/recall`);
        assert.match(await said(page, "reached"), /Your server answers and lets you in\./);
        assert.deepEqual(records, []);
        await page.fill("#handler-token", "wrong");
        await page.click("#connect");
        assert.match(await said(page, "lost"), /Your server refused: you are not signed in there/);
      } finally {
        await page.context().close();
        server.closeAllConnections();
        await new Promise((resolve) => { server.close(resolve); });
      }
    });

    for (const [name, { answer, said: words }] of Object.entries(NOT_A_HANDLER)) {
      test(`for ${name} instead of a handler: what it is, and a recall reports the same`, async () => {
        const server = await answering(answer);
        const { page } = await visit(started);
        try {
          await connectHandler(page, `${server.url}/api/recall`);
          assert.match(await said(page, "lost"), words);
          await page.fill("#official-account", "@TOA#_a");
          await page.fill("#keys", "1_1_1700000000");
          await recallAll(page);
          await page.waitForSelector("#another");
          const notice = (await page.textContent("#run .notice.bad b")) ?? "";
          assert.match(notice, answer.open === false ? /^No answer came from .*\/api\/recall\. .*\(CORS\)/ : words);
          assert.doesNotMatch(notice, /^The service/);
        } finally {
          await page.context().close();
          await server.close();
        }
      });
    }

    test("for a closed port, and for an address that the page may not call, in each language", async () => {
      const url = `${await silence()}/api/recall`;
      const { page } = await visit(started);
      await connectHandler(page, url);
      assert.match(await said(page, "lost"), new RegExp(`Nothing answers at ${url}\\. Check that the server runs`));
      await page.selectOption("#language", "zh");
      assert.match(await said(page, "lost"), /没有任何应答/);
      await page.selectOption("#language", "ja");
      assert.match(await said(page, "lost"), /何も応答がありません/);
      await page.selectOption("#language", "en");
      await connectHandler(page, "http://192.0.2.1/api/recall");
      await page.locator("#connection-state", { hasText: "This page may not call http://192.0.2.1/api/recall" }).waitFor();
      await page.context().close();
    });

    test("for the service: that it accepts or rejects the UserSig; an expired UserSig is not sent", async () => {
      const emulator = createEmulator({ secretKey: SECRET_KEY });
      const running = await startEmulator({ emulator });
      const { page } = await visit(started);
      try {
        await connectService(page, running.url, sign(emulator.sdkAppId));
        assert.match(await said(page, "reached"), /The service answers and accepts the UserSig\./);
        await page.fill("#user-sig", sign(emulator.sdkAppId, { now: Date.now() - 7_200_000 }));
        await page.click("#connect");
        assert.match(await said(page, "untried"), /Not tried yet\./);
        await page.fill("#user-sig", sign(emulator.sdkAppId, { secretKey: "another key" }));
        await page.click("#connect");
        assert.match(await said(page, "lost"), /The service refused the UserSig\./);
      } finally {
        await page.context().close();
        await running.close();
      }
    });

    test("for another server instead of the service", async () => {
      const cases = /** @type {[Parameters<typeof answering>[0], RegExp][]} */ ([
        [{ ...HTML, status: 404 }, /answered with HTTP 404 \(text\/html\), not as the service does\. Check the region or the base URL/],
        [HTML, /answered with HTTP 200 \(text\/html\), not as the service does/],
        [{ open: false }, /does not permit calls from a page \(CORS\)/],
      ]);
      const { page } = await visit(started);
      for (const [answer, words] of cases) {
        const server = await answering(answer);
        await connectService(page, server.url, sign(1400000000));
        assert.match(await said(page, "lost"), words);
        await server.close();
      }
      await connectService(page, await silence(), sign(1400000000));
      await page.locator("#connection-state", { hasText: "Nothing answers at" }).waitFor();
      await page.context().close();
    });
  });
}
