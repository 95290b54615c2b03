// The environment of a handler in consumer tests: an emulator, a server for its audit records, and a settings file with the addresses
// of both.
import { createServer } from "node:http";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startEmulator } from "../../../../pkg/emulator/index.js";
import { ACCOUNT, SDK_APP_ID, SECRET_KEY } from "../../handler/support/fixture.js";

const AUTHORIZATION = "Bearer battery staple, which is a password";

/** @typedef {Awaited<ReturnType<typeof prepare>>} Prepared */

/**
 * @param {string} folder into which `setup.mjs` is written
 */
export async function prepare(folder) {
  let records = "";
  const desk = createServer((request, response) => {
    request.setEncoding("utf8").on("data", (text) => (records += text));
    request.on("end", () => {
      records += "\n";
      response.end();
    });
  });
  await new Promise((resolve) => desk.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (desk.address());
  const { emulator, url, close } = await startEmulator({ secretKey: SECRET_KEY, accounts: [ACCOUNT], rateLimit: null });
  const setup = {
    auditUrl: `http://127.0.0.1:${port}/`,
    authorization: AUTHORIZATION,
    options: { sdkAppId: SDK_APP_ID, identifier: "administrator", secretKey: SECRET_KEY, baseUrl: url },
  };
  const lines = Object.entries(setup).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`);
  writeFileSync(join(folder, "setup.mjs"), `// What the test has made for the handler.\n${lines.join("")}`);
  return {
    /** @param {string} served where the handler is served @returns {import("../../handler/support/claims.js").Running} */
    running: (served) => ({ url: served, authorization: AUTHORIZATION, emulator, audited: () => records }),
    async close() {
      desk.closeAllConnections();
      await Promise.all([new Promise((resolve) => desk.close(resolve)), close()]);
    },
  };
}
