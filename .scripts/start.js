// `npm start`: set-up, build, recall of an incident's messages in the terminal, then the dashboard on the loopback address until Ctrl-C.
// `npm start -- --once` stops after the terminal part.
import { buildPackage } from "./build.js";
import { Problem, main, say } from "./command.js";
import { demonstrate } from "./demo.js";
import { serve } from "./serve.js";
import { setUp } from "./setup.js";
import { play, stage } from "./story.js";

const DASHBOARD_PORT = 8787;
const EMULATOR_PORT = 8788;

/** The emulator's administrator. The secret key is that of the vendor's signing samples, which is public. */
const ADMINISTRATOR = {
  sdkAppId: 1400000000,
  identifier: "administrator",
  secretKey: "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e",
};

/**
 * Starts a server on its usual port, or on any free port if that is taken.
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

/** @param {string} path of a file of the built package */
const built = (path) => import(new URL(`../pkg/${path}`, import.meta.url).href);

await main(async () => {
  const [mode, ...more] = process.argv.slice(2);
  if (more.length > 0 || (mode !== undefined && mode !== "--once")) {
    throw new Problem(`Found "${process.argv.slice(2).join(" ")}", expected nothing or --once: npm start -- --once`);
  }
  await setUp();
  await buildPackage();
  /** @type {typeof import("../pkg-template/emulator/index.js")} */
  const { startEmulator } = await built("emulator/index.js");
  /** @type {typeof import("../pkg-template/index.js")} */
  const library = await built("index.js");
  const staged = stage(library, ADMINISTRATOR);
  const emulator = await onFreePort((port) => startEmulator({ ...staged.options, port }), mode === "--once" ? 0 : EMULATOR_PORT);
  try {
    await play(emulator.emulator, library, staged);
    await demonstrate(emulator, library, ADMINISTRATOR, staged.log);
  } finally {
    if (mode === "--once") await emulator.close();
  }
  if (mode === "--once") return;
  const dashboard = await onFreePort((port) => serve({ "/pkg/": "pkg", "/": "www" }, { port }), DASHBOARD_PORT);
  say("emulator", `${emulator.url} (its administrator and secret key are in .scripts/start.js)`);
  say("dashboard", `open ${dashboard.url} in a browser`);
  say("stop", "Ctrl-C");
  process.once("SIGINT", async () => {
    await Promise.all([emulator.close(), dashboard.close()]);
  });
});
