// The packed handler, served by every runtime that has a server, and by Hono. Next.js has a separate test.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { ROOT } from "../../../.scripts/command.js";
import { consumersFolder } from "../../../.scripts/consumers.js";
import { BUN, DENO, nodeProgram, printed, start } from "./support/programs.js";
import { prepare } from "./support/serve.js";
import { installPackage, passed, versionOf } from "./support/project.js";
import { handlerClaims } from "../handler/support/claims.js";

const PROGRAMS = ["make", "node", "deno", "bun", "worker", "vercel", "vercel-serve", "hono"].map((name) => `handler/${name}.mjs`);
const folder = installPackage({ amongTools: true, files: [...PROGRAMS, "handler/wrangler.json", "edge/vercel-bundle.mjs"] });
const home = join(folder, "home");
mkdirSync(home);
for (const name of ["hono", "@hono"]) symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));

const HONO = JSON.parse(readFileSync(join(ROOT, "node_modules/hono/package.json"), "utf8")).version;
const WRANGLER = join(consumersFolder(), "node_modules/wrangler/bin/wrangler.js");
/** A separate home folder, and no request to Cloudflare for sample request metadata. */
const AT_HOME = { HOME: home, XDG_CONFIG_HOME: home, CLOUDFLARE_CF_FETCH_ENABLED: "false" };

/** @type {[runtime: string, version: string, program: string, args: string[], env?: Record<string, string>][]} */
const SERVERS = [
  ["Node.js", versionOf(`node22-${process.platform}-${process.arch}`), nodeProgram(22), ["node.mjs"]],
  ["Deno", versionOf("deno"), DENO, ["run", "--no-prompt", "--allow-net", "deno.mjs"]],
  ["Bun", versionOf("bun"), BUN, ["bun.mjs"]],
  ["Cloudflare workerd", versionOf("workerd"), nodeProgram(24), [WRANGLER, "dev", "--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0"], AT_HOME],
  ["Vercel edge-runtime", versionOf("edge-runtime"), process.execPath, ["vercel-serve.mjs"]],
  ["Hono", HONO, process.execPath, ["hono.mjs"]],
];

for (const [runtime, version, program, args, env = {}] of SERVERS) {
  describe(`The handler under ${runtime}`, { timeout: 300_000 }, () => {
    /** @type {import("./support/serve.js").Prepared} */
    let prepared;
    /** @type {ReturnType<typeof start>} */
    let server;
    /** @type {import("../handler/support/claims.js").Running} */
    let running;

    before(async () => {
      prepared = await prepare(folder);
      server = start(program, args, { cwd: folder, env });
      const [, url] = await printed(server, /(http:\/\/127\.0\.0\.1:[1-9]\d*)/);
      running = prepared.running(String(url));
    });
    after(async () => {
      await server?.stop();
      await prepared?.close();
    });

    handlerClaims(() => running);

    test("the runtime prints no warnings", () => {
      assert.doesNotMatch(server.output.stdout + server.output.stderr, /uncaught|unhandled|warning:|\[ERROR\]|defect/i);
      passed(runtime, version, "handler");
    });
  });
}
