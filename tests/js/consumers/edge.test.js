// The packed package in edge runtimes, where WebAssembly can only be compiled at deployment.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { consumersFolder } from "../../../.scripts/consumers.js";
import { finish, nodeProgram, printed, start } from "./support/programs.js";
import { checkClaims, installPackage, passed, versionOf } from "./support/project.js";

const folder = installPackage({ amongTools: true, files: ["edge/worker.mjs", "edge/wrangler.json", "edge/vercel.mjs", "edge/vercel-run.mjs", "edge/vercel-bundle.mjs"] });

describe("Cloudflare Workers", { timeout: 300_000 }, () => {
  test("pass the conformance checks, bundled by wrangler and run in workerd", async () => {
    const wrangler = join(consumersFolder(), "node_modules/wrangler/bin/wrangler.js");
    const home = join(folder, "home");
    mkdirSync(home);
    // A separate home folder, and no request to Cloudflare for sample request metadata.
    const env = { HOME: home, XDG_CONFIG_HOME: home, CLOUDFLARE_CF_FETCH_ENABLED: "false", WRANGLER_SEND_METRICS: "false" };
    const server = start(nodeProgram(24), [wrangler, "dev", "--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0"], { cwd: folder, env });
    try {
      const [, url] = await printed(server, /Ready on (http:\/\/127\.0\.0\.1:\d+)/);
      await checkClaims(async (stage) => {
        const answer = await fetch(url, { method: "POST", body: JSON.stringify(stage) });
        return /** @type {any} */ (await answer.json());
      });
      assert.doesNotMatch(server.output.stdout + server.output.stderr, /error|warn\]/i);
    } finally {
      await server.stop();
    }
    passed("Cloudflare workerd", versionOf("workerd"), `bundled by wrangler`);
  });
});

describe("Vercel's edge runtime", { timeout: 300_000 }, () => {
  test("passes the conformance checks although compiling is forbidden", async () => {
    await checkClaims(async (stage) => {
      const { stdout, stderr } = await finish(process.execPath, ["vercel-run.mjs", JSON.stringify(stage)], { cwd: folder });
      assert.equal(stderr, "");
      return JSON.parse(stdout);
    });
    passed("Vercel edge-runtime", versionOf("edge-runtime"), "condition `edge-light`");
  });
});
