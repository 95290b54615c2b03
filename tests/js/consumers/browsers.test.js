// The packed package in all three browser engines without a bundler: in pages, in workers, and with a strict content security policy.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { ROOT } from "../../../.scripts/command.js";
import { lacks } from "../../../.scripts/needs.js";
import { openBrowser } from "./support/browser.js";
import { checkClaims, installPackage, passed, withStage } from "./support/project.js";

const POLICY = "default-src 'none'; connect-src 'self' http://127.0.0.1:*; script-src 'self'";
const PAGES = readdirSync(join(ROOT, "tests/js/consumers/pages")).map((page) => `pages/${page}`);
const ENGINES = /** @type {const} */ ({ chromium: "Chromium", firefox: "Firefox", webkit: "WebKitGTK" });
const WAYS = {
  '`<script type="module">`': { page: "/module.html", headers: undefined },
  "`script-src 'self' 'wasm-unsafe-eval'`": { page: "/policy.html", headers: { "content-security-policy": `${POLICY} 'wasm-unsafe-eval'` } },
  "Web Worker": { page: "/worker.html", headers: undefined },
  "Service Worker": { page: "/service-worker.html", headers: undefined },
};

const folder = installPackage({ files: PAGES });

for (const [engine, name] of /** @type {[keyof typeof ENGINES, string][]} */ (Object.entries(ENGINES))) {
  describe(name, { timeout: 900_000, skip: lacks(engine) }, () => {
    /** @type {Awaited<ReturnType<typeof openBrowser>>} */
    let browser;
    before(async () => (browser = await openBrowser(engine, folder)));
    after(() => browser?.close());

    for (const [way, { page, headers }] of Object.entries(WAYS)) {
      test(`passes the conformance checks: ${way}`, async () => {
        await checkClaims((stage) => browser.visit(page, stage, headers), { inBrowser: true });
        passed(name, browser.version, way);
      });
    }

    test("reports what is missing if a policy forbids WebAssembly", async () => {
      await withStage(async (stage, recalledCount) => {
        const refusals = await browser.visit("/refused.html", stage, { "content-security-policy": POLICY });
        assert.equal(refusals.length, 2);
        for (const { ours, code, message, cause } of refusals) {
          assert.deepEqual({ ours, code }, { ours: true, code: "ERR_WEBASSEMBLY" }, cause);
          assert.match(message, /'wasm-unsafe-eval'/);
        }
        assert.equal(recalledCount(), 0);
      }, { inBrowser: true });
    });
  });
}
