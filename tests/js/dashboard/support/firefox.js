// Starts the system's Firefox, which Playwright controls through WebDriver BiDi.
import { createRequire } from "node:module";
import { firefox } from "playwright-core";
import { testProgram } from "../../../../.scripts/debian.js";

/** Playwright sends this command for every context, but Firefox up to 153 does not support it: it is answered here instead. */
const UNKNOWN = "emulation.setMediaFeaturesOverride";

/**
 * @param {{ colorScheme: "light" | "dark", downloadsPath: string, timeout: number }} options
 *   `colorScheme` of the system, since a context cannot have its own
 */
export function launchFirefox({ colorScheme, downloadsPath, timeout }) {
  answerUnknown();
  const firefoxUserPrefs = { "layout.css.prefers-color-scheme.content-override": colorScheme === "dark" ? 0 : 1 };
  return firefox.launch({ channel: "moz-firefox", executablePath: testProgram("firefox"), firefoxUserPrefs, downloadsPath, timeout });
}

let answered = false;

/** Forwards every message of Playwright except that command. */
function answerUnknown() {
  if (answered) return;
  answered = true;
  const { ws } = createRequire(import.meta.url)("playwright-core/lib/utilsBundle");
  const { send } = ws.prototype;
  ws.prototype.send = function (/** @type {unknown} */ message, /** @type {unknown[]} */ ...rest) {
    const { id, method } = JSON.parse(String(message));
    if (method !== UNKNOWN) return send.call(this, message, ...rest);
    setImmediate(() => this.emit("message", JSON.stringify({ type: "success", id, result: {} }), false));
  };
}
