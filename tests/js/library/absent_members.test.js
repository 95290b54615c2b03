// Optional members in results: without a value they are absent, not present as undefined.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { createEmulator } from "../../../pkg/emulator/index.js";
import { RecallClient, inspectUserSig, readWebhook, signUserSig, verifyUserSig } from "../../../pkg/index.js";
import { page } from "../remote/support/fixture.js";
import { ask, stage } from "../handler/support/fixture.js";
import { ACCOUNT, CREDENTIALS } from "./support/fixture.js";

/** Paths of members that are present as undefined. @param {any} value @param {string} [path] @returns {string[]} */
function undefinedIn(value, path = "") {
  if (value === undefined) return [path];
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return [];
  return Object.keys(value).flatMap((name) => undefinedIn(value[name], `${path}.${name}`));
}

test("progress, report, plan and results have no undefined members", async () => {
  const emulator = createEmulator({ secretKey: CREDENTIALS.secretKey, accounts: [ACCOUNT] });
  const msgKeys = emulator.broadcast({ officialAccount: ACCOUNT, count: 25, text: "wrong" });
  const client = new RecallClient({ ...CREDENTIALS, region: "singapore", fetch: emulator.fetch });
  const remote = page();
  const far = remote.broadcast(25);
  /** @type {unknown[]} */
  const seen = [client.plan({ officialAccount: ACCOUNT, msgKeys: ["1_1_4000000000"] })];
  const onProgress = (/** @type {unknown} */ progress) => seen.push(progress);
  seen.push(await client.recall({ officialAccount: ACCOUNT, msgKeys, onProgress }));
  seen.push(await remote.client.recall({ officialAccount: ACCOUNT, msgKeys: far, onProgress }));
  assert.ok(seen.length > 4, String(seen.length));
  assert.deepEqual(undefinedIn(seen), []);
});

test("results about UserSigs have no undefined members", () => {
  const userSig = signUserSig(CREDENTIALS);
  const verdicts = [userSig, signUserSig({ ...CREDENTIALS, userBuf: Uint8Array.of(1) }), "x"].map((one) => verifyUserSig(one, CREDENTIALS));
  assert.deepEqual(verdicts.map((verdict) => "info" in verdict), [true, true, false]);
  assert.deepEqual(undefinedIn([inspectUserSig(userSig), verdicts]), []);
});

test("webhooks have no undefined members", async () => {
  const time = Math.floor(Date.now() / 1000);
  const command = "OfficialAccount.CallbackAfterMsgWithDraw";
  const sign = createHash("sha256").update(`token${time}`).digest("hex");
  const url = `https://backend.example/hook?SdkAppid=${CREDENTIALS.sdkAppId}&CallbackCommand=${command}&contenttype=json&RequestTime=${time}&Sign=${sign}`;
  const body = JSON.stringify({ CallbackCommand: command, Official_Account: ACCOUNT, MsgKeyList: ["1_1_1698741698"], WithdrawMsgList: [{ MsgKey: "1_1_1698741698" }], EventTime: time * 1000 });
  const event = await readWebhook({ url, body }, { token: "token", sdkAppId: CREDENTIALS.sdkAppId });
  assert.equal(event.kind, "recalled");
  assert.deepEqual(undefinedIn(event), []);
});

test("the handler's records have no undefined members", async () => {
  const { handler, records, broadcast } = stage();
  await (await handler(ask({ action: "recall", officialAccount: ACCOUNT, msgKeys: broadcast(3) }, { headers: { origin: null } }))).text();
  await handler(ask({}, { headers: { origin: null } }));
  assert.deepEqual(records.map(({ event }) => event), ["start", "end", "refused"]);
  assert.deepEqual(undefinedIn(records), []);
});
