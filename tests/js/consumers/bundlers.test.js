// The packed package in each bundler: the bundle runs in a browser, or in a folder without packages.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { consumersFolder } from "../../../.scripts/consumers.js";
import { lacks } from "../../../.scripts/needs.js";
import { openBrowser } from "./support/browser.js";
import { finish, printed, start } from "./support/programs.js";
import { checkClaims, installPackage, passed, versionOf } from "./support/project.js";

const BUNDLERS = /** @type {const} */ ({ esbuild: "esbuild", rollup: "Rollup", webpack: "webpack", vite: "Vite" });
const APP = ["app.js", "server.mjs", "index.html", "vite.config.mjs", "build.mjs"].map((file) => `bundle/${file}`);
const PAGES = ["watch.js", "go.js", "report.js", "idle.html"].map((file) => `pages/${file}`);

const folder = installPackage({ amongTools: true, files: [...APP, ...PAGES] });

/** @param {string} bundler */
async function bundle(bundler) {
  const { stdout, stderr } = await finish(process.execPath, ["build.mjs", bundler, `out-${bundler}`], { cwd: folder });
  assert.equal(stdout + stderr, "");
}

describe("a bundle in Chromium", { timeout: 900_000, skip: lacks("chromium") }, () => {
  /** @type {Awaited<ReturnType<typeof openBrowser>>} */
  let browser;
  before(async () => (browser = await openBrowser("chromium", folder)));
  after(() => browser?.close());

  for (const [bundler, name] of Object.entries(BUNDLERS)) {
    test(`passes the conformance checks: ${name}`, async () => {
      await bundle(bundler);
      await checkClaims((stage) => browser.visit(`/out-${bundler}/index.html`, stage), { inBrowser: true });
      passed(name, versionOf(bundler), "bundle for browsers");
    });
  }

  test("passes the conformance checks: Vite in development", async () => {
    const vite = join(consumersFolder(), "node_modules/vite/bin/vite.js");
    const server = start(process.execPath, [vite, "--port", "0", "--logLevel", "info"], { cwd: folder, env: { DESK: browser.url } });
    try {
      const [, url] = await printed(server, /(http:\/\/127\.0\.0\.1:\d+)/);
      await checkClaims((stage) => browser.visit(`${url}/index.html`, stage), { inBrowser: true });
      assert.doesNotMatch(server.output.stdout + server.output.stderr, /error|warn/i);
    } finally {
      await server.stop();
    }
    passed("Vite", versionOf("vite"), "server in development");
  });
});

describe("an esbuild bundle for Node.js", { timeout: 300_000 }, () => {
  for (const ending of ["mjs", "cjs"]) {
    test(`passes the conformance checks in a folder without packages: ${ending}`, async () => {
      await bundle("node");
      const elsewhere = mkdtempSync(join(tmpdir(), "tencent-chat-recall-"));
      after(() => rmSync(elsewhere, { recursive: true, force: true }));
      cpSync(join(folder, "out-node"), elsewhere, { recursive: true });
      await checkClaims(async (stage) => {
        const { stdout, stderr } = await finish(process.execPath, [`server.${ending}`, JSON.stringify(stage)], { cwd: elsewhere });
        assert.equal(stderr, "");
        return JSON.parse(stdout);
      });
      passed("esbuild", versionOf("esbuild"), `bundle for Node.js, ${ending}`);
    });
  }
});
