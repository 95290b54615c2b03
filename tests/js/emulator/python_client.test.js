// An independent client of the emulator: the vendor's Python package signs, and Python's HTTP client sends the requests.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, test } from "node:test";
import { recall, verifyUserSig } from "../../../pkg/index.js";
import { startEmulator } from "../../../pkg/emulator/index.js";
import { lacks } from "../../../.scripts/needs.js";
import { pythonSigner } from "../../../.scripts/python.js";

const SCRIPT = fileURLToPath(new URL("./support/signed_request.py", import.meta.url));
const SDK_APP_ID = 1400000000;
const SECRET_KEY = "a key of this test, 密钥";
const python = pythonSigner();

/** @param {object} ask @returns {Promise<{ status: number, reply: any, userSig: string }>} */
function askByPython(ask) {
  const { program, env } = /** @type {Exclude<typeof python, string>} */ (python);
  const child = spawn(program, ["-s", SCRIPT], { env, stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(ask));
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => (status === 0 ? resolve(JSON.parse(stdout)) : reject(new Error(`Python ended with ${status}`))));
  });
}

/** @param {import("node:test").TestContext} t */
async function stage(t) {
  const { url, emulator, close } = await startEmulator({ secretKey: SECRET_KEY, sdkAppId: SDK_APP_ID, administrators: ["administrator", "管理员"] });
  t.after(close);
  const officialAccount = emulator.createAccount();
  const msgKeys = emulator.addMessages({ officialAccount, count: 12, text: "wrong" });
  const ask = { url, sdkAppId: SDK_APP_ID, secretKey: SECRET_KEY, identifier: "administrator", expire: 600, officialAccount, msgKeys: msgKeys.slice(0, 10) };
  return { url, emulator, officialAccount, msgKeys, ask };
}

describe("a request of the vendor's Python package", { skip: lacks("python") }, () => {
  for (const identifier of ["administrator", "管理员"]) {
    test(`of ${identifier} recalls its messages`, async (t) => {
      const { emulator, msgKeys, ask } = await stage(t);
      const { status, reply } = await askByPython({ ...ask, identifier });
      assert.equal(status, 200);
      assert.deepEqual(reply.RecallRetList, ask.msgKeys.map((MsgKey) => ({ MsgKey, RetCode: 0 })));
      assert.deepEqual([reply.ActionStatus, reply.ErrorCode], ["OK", 0]);
      assert.deepEqual(emulator.ledger.recalled.map(({ msgKey }) => msgKey), msgKeys.slice(0, 10));
      assert.equal(emulator.ledger.entries[0]?.identifier, identifier);
    });
  }

  for (const [what, change, code] of /** @type {[string, object, number][]} */ ([
    ["with another key", { secretKey: "another" }, 70009],
    ["of an identifier that is no administrator", { identifier: "xiaojun" }, 60010],
    ["for more keys than fit", { msgKeys: Array.from({ length: 11 }, (_, seq) => `${seq}_1_1698741698`) }, 10004],
  ])) {
    test(`${what} is answered ${code}, and recalls nothing`, async (t) => {
      const { emulator, ask } = await stage(t);
      assert.equal((await askByPython({ ...ask, ...change })).reply.ErrorCode, code);
      assert.equal(emulator.ledger.recalledCount, 0);
    });
  }

  test("has a UserSig that this package verifies, and can use for a run", async (t) => {
    const { url, emulator, officialAccount, msgKeys, ask } = await stage(t);
    const { userSig } = await askByPython(ask);
    assert.equal(verifyUserSig(userSig, { sdkAppId: SDK_APP_ID, identifier: "administrator", secretKey: SECRET_KEY }).valid, true);
    const report = await recall({ sdkAppId: SDK_APP_ID, identifier: "administrator", userSig, baseUrl: url, officialAccount, msgKeys: msgKeys.slice(10) });
    assert.equal(report.complete, true);
    assert.equal(emulator.ledger.recalledCount, 12);
  });

  test("with a userbuf has a UserSig that this package verifies", async (t) => {
    const { ask } = await stage(t);
    const { userSig } = await askByPython({ ...ask, userBuf: "abc" });
    const claims = { sdkAppId: SDK_APP_ID, identifier: "administrator", secretKey: SECRET_KEY };
    assert.equal(verifyUserSig(userSig, { ...claims, userBuf: new TextEncoder().encode("abc") }).valid, true);
    assert.equal(verifyUserSig(userSig, { ...claims, userBuf: new TextEncoder().encode("abd") }).valid, false);
  });
});
