// Starts the Worker of tests/examples/worker in workerd, bundled by wrangler as `npm run dev` does.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { consumersFolder } from "../../../../.scripts/consumers.js";
import { nodeProgram, printed, start } from "../../consumers/support/programs.js";
import { layOut } from "./layout.js";

export async function startWorker() {
  const { folder, place, emulator, writeVariables, clear } = await layOut("worker");
  writeVariables(".dev.vars");
  const home = join(folder, "home");
  mkdirSync(home);
  // A separate home folder, and no request to Cloudflare for sample request metadata.
  const env = { HOME: home, XDG_CONFIG_HOME: home, CLOUDFLARE_CF_FETCH_ENABLED: "false" };
  const script = join(consumersFolder(), "node_modules/wrangler/bin/wrangler.js");
  const wrangler = start(nodeProgram(24), [script, "dev", "--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0"], { cwd: place, env });
  const stop = async () => {
    await wrangler.stop();
    await clear();
  };
  const [, url] = await printed(wrangler, /Ready on (http:\/\/127\.0\.0\.1:\d+)/);
  return { url: String(url), emulator, output: wrangler.output, stop };
}
