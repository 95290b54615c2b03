// Options with the value undefined, as in `{ reason: form.reason }`: the types allow them, and they count as absent.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as library from "../../../pkg/index.js";
import { createEmulator, startEmulator } from "../../../pkg/emulator/index.js";
import { createHandler } from "../../../pkg/handler/index.js";
import { RemoteRecallClient } from "../../../pkg/remote/index.js";
import { ACCOUNT } from "./support/fixture.js";

/**
 * An object in which all optional members of an interface are undefined.
 * @param {string} entry
 * @param {string} name
 * @returns {any}
 */
function undefinedOf(entry, name) {
  const declarations = readFileSync(new URL(`../../../pkg/${entry}index.d.ts`, import.meta.url), "utf8");
  const body = declarations.split(new RegExp(`^export interface ${name}\\b.*\\{$`, "m"))[1]?.split("\n}\n")[0] ?? "";
  const names = [...body.matchAll(/^ {2}(\w+)\?: .* \| undefined;$/gm)].map(([, member]) => member);
  assert.ok(names.length > 0, `no optional members of ${name} in ${entry}index.d.ts`);
  return Object.fromEntries(names.map((member) => [member, undefined]));
}

const emulator = createEmulator({ ...undefinedOf("emulator/", "EmulatorOptions"), secretKey: "k", accounts: [ACCOUNT] });
const credentials = { sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey: "k" };
const options = { ...undefinedOf("", "ClientOptions"), ...credentials, region: "singapore", fetch: emulator.fetch };
const messages = { ...undefinedOf("emulator/", "NewMessages"), ...undefinedOf("emulator/", "NewMessage"), officialAccount: ACCOUNT, text: "wrong" };

test("the library treats them as absent", async () => {
  const msgKeys = emulator.broadcast({ ...messages, count: 20 });
  const request = { ...undefinedOf("", "RecallControls"), ...undefinedOf("", "AccountRecallRequest"), officialAccount: ACCOUNT, msgKeys };
  const client = new library.RecallClient(options);
  assert.equal((await client.recall(request)).complete, true);
  assert.equal(client.plan(request).messages, 20);
  for await (const { status } of client.recallEach(request, { signal: undefined })) assert.equal(status, "notFound", "they are gone already");
  for await (const message of client.history(ACCOUNT, undefinedOf("", "HistoryOptions"))) assert.fail(message.msgKey);
  const userSig = library.signUserSig({ ...undefinedOf("", "SignOptions"), ...credentials });
  assert.equal(library.verifyUserSig(userSig, { ...undefinedOf("", "VerifyOptions"), ...credentials }).valid, true);
  assert.equal(library.explainCode(10030, { locale: undefined }).code, 10030);
  assert.deepEqual(library.parseMsgKeys("71_1_1698741698", { column: undefined }).msgKeys, ["71_1_1698741698"]);
});

test("the emulator treats them as absent", async () => {
  emulator.setFaults({ ...undefinedOf("emulator/", "FaultPlan"), code: [{ ...undefinedOf("emulator/", "CodeFault"), code: 10002, times: 1 }] });
  emulator.setFaults();
  emulator.createAccount(undefinedOf("emulator/", "NewAccount"));
  emulator.addMessage(messages);
  createEmulator({ webhook: { ...undefinedOf("emulator/", "WebhookTarget"), url: "https://backend.example/hook" } });
  const { close } = await startEmulator(undefinedOf("emulator/", "ServerOptions"));
  await close();
});

test("the handler and its client treat them as absent", () => {
  const { allowSecretKeyInBrowser: _, ...ofClient } = undefinedOf("", "ClientOptions");
  createHandler({ ...ofClient, ...undefinedOf("handler/", "HandlerOptions"), ...credentials, region: "singapore", authorize: () => null });
  void new RemoteRecallClient({ ...undefinedOf("remote/", "RemoteOptions"), url: "/api/recall" });
});
