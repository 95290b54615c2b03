// `npm start`: set-up, build, then the emulator and the dashboard on loopback, until Ctrl-C.
import { buildPackage } from "./build.js";
import { main, say } from "./command.js";
import { serve } from "./serve.js";
import { setUp } from "./setup.js";

const DASHBOARD_PORT = 8787;
const EMULATOR_PORT = 8788;

/**
 * Starts something on its usual port, or on any free one if that is taken.
 * @template T
 * @param {(port: number) => Promise<T>} start
 * @param {number} port
 * @returns {Promise<T>}
 */
function onFreePort(start, port) {
  return start(port).catch((error) => {
    if (error.code !== "EADDRINUSE") throw error;
    return start(0);
  });
}

await main(async () => {
  await setUp();
  await buildPackage();
  /** @type {typeof import("../pkg-template/emulator/index.js")} */
  const { startEmulator } = await import(new URL("../pkg/emulator/index.js", import.meta.url).href);
  const emulator = await onFreePort((port) => startEmulator({ port }), EMULATOR_PORT);
  const dashboard = await onFreePort((port) => serve({ "/pkg/": "pkg", "/": "www" }, { port }), DASHBOARD_PORT);
  say("emulator", emulator.url);
  say("dashboard", `open ${dashboard.url}?baseUrl=${encodeURIComponent(emulator.url)}`);
  say("stop", "Ctrl-C");
  process.once("SIGINT", async () => {
    await Promise.all([emulator.close(), dashboard.close()]);
  });
});
