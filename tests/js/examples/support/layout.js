// Lays out an example as deployed: next to the dashboard, with the built package installed.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../../../.scripts/command.js";
import { startEmulator } from "../../../../pkg/emulator/index.js";
import { ACCOUNT, SDK_APP_ID, SECRET_KEY } from "../../handler/support/fixture.js";

const PASSWORD = "correct horse battery staple";
export const CREDENTIALS = { username: "eve", password: PASSWORD };
export const AUTHORIZATION = `Basic ${Buffer.from(`eve:${PASSWORD}`).toString("base64")}`;

/**
 * Makes a folder with one example, and starts an emulator; `clear` removes both.
 * @param {"worker" | "node"} name
 */
export async function layOut(name) {
  const folder = mkdtempSync(join(tmpdir(), "tencent-chat-recall-"));
  cpSync(join(ROOT, "tests/examples"), join(folder, "tests/examples"), { recursive: true });
  cpSync(join(ROOT, "www"), join(folder, "www"), { recursive: true });
  cpSync(join(ROOT, "pkg"), join(folder, "node_modules/tencent-chat-recall"), { recursive: true });
  const { emulator, url, close } = await startEmulator({ secretKey: SECRET_KEY, accounts: [ACCOUNT], rateLimit: null });
  const clear = async () => {
    await close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const variables = {
    TENCENT_CHAT_SDK_APP_ID: String(SDK_APP_ID),
    TENCENT_CHAT_IDENTIFIER: "administrator",
    TENCENT_CHAT_SECRET_KEY: SECRET_KEY,
    TENCENT_CHAT_BASE_URL: url,
    OPERATORS: JSON.stringify({ eve: createHash("sha256").update(PASSWORD).digest("hex") }),
  };
  const place = join(folder, "tests/examples", name);
  const writeVariables = (/** @type {string} */ file) => {
    const lines = Object.entries(variables).map(([variable, value]) => `${variable}='${value}'\n`);
    writeFileSync(join(place, file), lines.join(""));
  };
  return { folder, place, emulator, variables, writeVariables, clear };
}
