// The packed package in a production build of Next.js: in server routes, edge routes and the page.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { consumersFolder } from "../../../.scripts/consumers.js";
import { lacks } from "../../../.scripts/needs.js";
import { openBrowser } from "./support/browser.js";
import { finish, printed, start } from "./support/programs.js";
import { prepare } from "./support/serve.js";
import { checkClaims, installPackage, passed, versionOf } from "./support/project.js";
import { handlerClaims } from "../handler/support/claims.js";

const PACKAGES = consumersFolder();
const NEXT = join(PACKAGES, "node_modules/next/dist/bin/next");
const FILES = ["next/app", "next/next.config.mjs", "pages/go.js", "pages/report.js", "pages/idle.html", "handler/make.mjs"];
const BUILDERS = { Turbopack: "--turbopack", webpack: "--webpack" };

for (const [builder, option] of Object.entries(BUILDERS)) {
  // As made by create-next-app: with "type": "module", Next.js's webpack build has no edge routes.
  const folder = installPackage({ amongTools: true, files: FILES, manifest: {} });

  describe(`Next.js, built by ${builder},`, { timeout: 900_000, skip: lacks("chromium") }, () => {
    /** @type {Awaited<ReturnType<typeof openBrowser>>} */
    let browser;
    /** @type {ReturnType<typeof start>} */
    let server;
    /** @type {import("./support/serve.js").Prepared} */
    let prepared;
    let url = "";
    before(async () => {
      prepared = await prepare(folder);
      browser = await openBrowser("chromium", folder);
      const place = { cwd: folder, env: { DESK: browser.url, PACKAGES, HOME: folder, NODE_ENV: "production" } };
      await finish(process.execPath, [NEXT, "build", option], place);
      server = start(process.execPath, [NEXT, "start", "--hostname", "127.0.0.1", "--port", "0"], place);
      [, url] = await printed(server, /(http:\/\/127\.0\.0\.1:[1-9]\d*)/);
    });
    after(async () => {
      await server?.stop();
      await browser?.close();
      await prepared?.close();
    });

    for (const [route, where] of Object.entries({ node: "server route", edge: "edge route" })) {
      test(`passes the conformance checks: ${where}`, async () => {
        await checkClaims(async (stage) => {
          const answer = await fetch(`${url}/api/${route}`, { method: "POST", body: JSON.stringify(stage) });
          assert.equal(answer.status, 200, server.output.stdout + server.output.stderr);
          return /** @type {any} */ (await answer.json());
        });
        passed("Next.js", versionOf("next"), `${where}, built by ${builder}`);
      });
    }

    for (const [route, where] of Object.entries({ node: "server route", edge: "edge route" })) {
      describe(`serves a handler: ${where}`, () => {
        handlerClaims(() => prepared.running(`${url}/${route}`));
        after(() => passed("Next.js", versionOf("next"), `handler as ${where}, built by ${builder}`));
      });
    }

    test("passes the conformance checks: page", async () => {
      await checkClaims((stage) => browser.visit(`${url}/`, stage), { inBrowser: true });
      passed("Next.js", versionOf("next"), `page, built by ${builder}`);
    });
  });
}
