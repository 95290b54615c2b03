// Misplaced secrets: errors show at most 12 characters of them, in every printed form.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { lacks } from "../../../.scripts/needs.js";
import * as library from "../../../pkg/index.js";
import { ACCOUNT, CREDENTIALS, SECRET_KEY, keysOf } from "./support/fixture.js";

const { RecallClient, buildRequest, decodeResponse, explainCode, inspectUserSig, parseMsgKeys, readWebhook, recall, signUserSig, verifyUserSig } = library;
const USER_SIG = signUserSig(CREDENTIALS);
/** How many characters of a secret may be shown. */
const MOST = 12;
const REPLY = { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0, RecallRetList: [{ MsgKey: keysOf(1)[0], RetCode: 0 }] };
const fetch = async () => new Response(JSON.stringify(REPLY));

const OPTIONS = { ...CREDENTIALS, userSig: undefined, userSigExpire: 60, region: "singapore", standby: false, baseUrl: undefined, fetch, timeout: 100, retries: 0, rateLimit: 200, concurrency: 1, limiter: undefined, deadline: 1000, allowSecretKeyInBrowser: false };
const REQUEST = { officialAccount: ACCOUNT, msgKeys: keysOf(2), unconfirmed: keysOf(1), reason: "wrong", signal: undefined, onProgress: undefined };
const HISTORY = { since: 0, until: 1, from: "eve", includeRecalled: true, signal: undefined };
const SIGNING = { ...CREDENTIALS, expire: 60, userBuf: undefined, now: 0, allowSecretKeyInBrowser: false };
const WEBHOOK = { token: "token", sdkAppId: 1400000000, maxAge: 60, now: 0 };
const CALLBACK = { SdkAppid: "1400000000", CallbackCommand: "OfficialAccount.CallbackAfterSendMsg", contenttype: "json", RequestTime: "0", Sign: "0".repeat(64) };

const client = () => new RecallClient({ ...CREDENTIALS, region: "singapore", fetch });
/** @param {AsyncIterable<unknown>} rows */
const all = async (rows) => {
  for await (const row of rows) assert.ok(row);
};

/** Every function that takes an object, with a valid object. @type {[string, any, (input: any) => unknown][]} */
const OBJECTS = [
  ["recall", { ...OPTIONS, ...REQUEST }, (input) => recall(input)],
  ["RecallClient", OPTIONS, (input) => new RecallClient(input)],
  ["client.recall", REQUEST, (input) => client().recall(input)],
  ["client.recallEach", REQUEST, (input) => all(client().recallEach(input))],
  ["client.recallEach, options", { signal: undefined }, (input) => all(client().recallEach(REQUEST, input))],
  ["client.plan", REQUEST, (input) => client().plan(input)],
  ["client.history", HISTORY, (input) => all(client().history(ACCOUNT, input))],
  ["signUserSig", SIGNING, (input) => signUserSig(input)],
  ["verifyUserSig", SIGNING, (input) => verifyUserSig(USER_SIG, input)],
  ["buildRequest", { ...OPTIONS, ...REQUEST }, (input) => buildRequest(input)],
  ["decodeResponse", { status: 200, body: JSON.stringify(REPLY) }, (input) => decodeResponse(input, keysOf(1))],
  ["explainCode", { locale: "en" }, (input) => explainCode(70009, input)],
  ["parseMsgKeys", { column: "key" }, (input) => parseMsgKeys("key\n1_1_1698741698", input)],
  ["readWebhook", { url: "/?Sign=", body: "{}" }, (input) => readWebhook(input, /** @type {any} */ (WEBHOOK))],
  ["readWebhook, options", WEBHOOK, (input) => readWebhook(/** @type {any} */ ({ url: `/?${new URLSearchParams(CALLBACK)}`, body: "{}" }), input)],
  ["readWebhook, query", CALLBACK, (input) => readWebhook(/** @type {any} */ ({ url: `/?${new URLSearchParams(input)}`, body: "{}" }), /** @type {any} */ (WEBHOOK))],
];

/** Every function with another kind of argument. @type {[string, (value: any) => unknown][]} */
const VALUES = [
  ["history", (value) => all(client().history(value))],
  ["inspectUserSig", (value) => inspectUserSig(value)],
  ["verifyUserSig", (value) => verifyUserSig(value, SIGNING)],
  ["decodeResponse, keys", (value) => decodeResponse({ status: 200, body: JSON.stringify(REPLY) }, value)],
  ["explainCode", (value) => explainCode(value)],
  ["parseMsgKeys", (value) => parseMsgKeys(value, /** @type {any} */ ({ column: value }))],
];

/** Values that contain a secret. @param {string} secret @returns {any[]} */
const shapesOf = (secret) => [secret, `"${secret}"`, `${secret}\n`, ` ${secret}`, `KEY=${secret}`, `https://u:${secret}@h`, `http://${secret}`, `@TOA#_${secret}`, [secret], [keysOf(1)[0], secret], { [secret]: secret }, () => secret];

/** All printed forms of a thrown value or a result. @param {any} shown */
const textsOf = (shown) =>
  [String(shown), shown?.message, shown?.stack, shown?.issues, shown?.cause, shown?.report, shown].map((one) => `${typeof one === "string" ? one : inspect(one, { depth: 9, showHidden: true })}\n${JSON.stringify(one)}`).join("\n");

/** @param {any} thrown @param {string} secret @param {string} where */
function holds(thrown, secret, where) {
  const text = textsOf(thrown);
  for (let at = 0; at + MOST < secret.length; at += 1) {
    assert.ok(!text.includes(secret.slice(at, at + MOST + 1)), `${where} shows more than ${MOST} characters:\n${text}`);
  }
}

/** @param {() => unknown} call @returns {Promise<any>} the thrown value; undefined if nothing is thrown */
async function thrownBy(call) {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error;
  }
}

for (const [kind, secret] of [["secret key", SECRET_KEY], ["UserSig", USER_SIG]]) {
  test(`at most 12 characters of a ${kind} are shown, as the value or the name of any member`, { skip: lacks("time") }, async () => {
    let refusals = 0;
    for (const [name, good, call] of OBJECTS) {
      const changes = [{ [secret]: 1 }, { [secret]: secret }, { [` ${secret}`]: secret }];
      for (const member of Object.keys(good)) for (const shape of shapesOf(secret)) changes.push({ [member]: shape });
      for (const change of changes) {
        const thrown = await thrownBy(() => call({ ...good, ...change }));
        refusals += thrown === undefined ? 0 : 1;
        if (thrown) holds(thrown, secret, `${name} with ${Object.keys(change)}`);
      }
    }
    assert.ok(refusals > 500, `${refusals} refusals`);
  });

  test(`at most 12 characters of a ${kind} are shown, as any argument`, async () => {
    for (const [name, call] of [...VALUES, ...OBJECTS.map(([of, , use]) => /** @type {[string, any]} */ ([of, use]))]) {
      for (const shape of shapesOf(secret)) {
        const thrown = await thrownBy(() => call(shape));
        if (thrown) holds(thrown, secret, name);
      }
    }
  });

  test(`at most 12 characters of a ${kind} are shown, in a pasted text`, () => {
    for (const text of [secret, `TENCENT_CHAT_SECRET_KEY=${secret}`, `MsgKey\n${secret}\n`, `{"MsgKey":"${secret}"}`, `["${secret}"]`, `MsgKey,x\n"${secret}`, `71_1_1698741698\n${secret}\n`, `71_1_1698741698,${secret}`, `71_1_1698741698\n71_1_${secret}`]) {
      for (const line of [text, `${text}_1_1698741698`]) holds(parseMsgKeys(line).rejected, secret, JSON.stringify(line));
    }
    holds(parseMsgKeys("71_1_1698741698,x", { column: secret }).rejected, secret, "column");
  });
}

test("a name of 32 characters or more is shortened in path and message, and a shorter one is not", async () => {
  const { issues } = await thrownBy(() => recall(/** @type {any} */ ({ ...OPTIONS, ...REQUEST, ["n".repeat(31)]: 1, ["m".repeat(32)]: 1, "a\nb": 1 })));
  assert.deepEqual(issues.map((/** @type {{ path: string }} */ { path }) => path), ["n".repeat(31), `${"m".repeat(12)}…`, "a\\nb"]);
});
