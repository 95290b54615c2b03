// The Worker of tests/examples/worker, bundled by wrangler and run in workerd, as `npm run dev` there does.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { consumersFolder } from "../../.scripts/consumers.js";
import { nodeProgram, printed, start } from "./consumers/programs.js";
import { claims } from "./examples/claims.js";
import { AUTHORIZATION, layOut } from "./examples/layout.js";

describe("the Worker example", { timeout: 400_000 }, () => {
  /** @type {import("./handler/claims.js").Running} */
  let running;
  /** @type {ReturnType<typeof start>} */
  let wrangler;
  /** @type {Awaited<ReturnType<typeof layOut>>} */
  let laid;

  before(async () => {
    laid = await layOut("worker");
    const { folder, place, emulator } = laid;
    laid.writeVariables(".dev.vars");
    const home = join(folder, "home");
    mkdirSync(home);
    // A home of its own, and no look at Cloudflare for what a request would be like there.
    const env = { HOME: home, XDG_CONFIG_HOME: home, CLOUDFLARE_CF_FETCH_ENABLED: "false" };
    const script = join(consumersFolder(), "node_modules/wrangler/bin/wrangler.js");
    wrangler = start(nodeProgram(24), [script, "dev", "--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0"], { cwd: place, env });
    const [, url] = await printed(wrangler, /Ready on (http:\/\/127\.0\.0\.1:\d+)/);
    running = { url, authorization: AUTHORIZATION, emulator, audited: () => wrangler.output.stdout };
  });

  after(async () => {
    await wrangler?.stop();
    await laid.clear();
  });

  claims(() => running);

  test("the runtime has nothing to complain about", () => {
    assert.doesNotMatch(wrangler.output.stdout + wrangler.output.stderr, /uncaught|unhandled|different request|hung|\[ERROR\]/i);
  });
});
