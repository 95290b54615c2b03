// The emulator's messages about invalid requests, options and plans: they are readable and quote no secret.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createEmulator, startEmulator } from "../../../pkg-template/emulator/index.js";
import { ACCOUNT, HISTORY, RECALL, SEND, stage } from "./support/caller.js";

/** A misplaced text with the length of a secret key. */
const SECRET = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
const CREATE = "create_official_account";
const KEYS = { Official_Account: ACCOUNT, MsgKeyList: ["71_1_1698741698"] };
const MESSAGE = { Official_Account: ACCOUNT, Random: 1, MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "" } }] };

/** @type {[said: string, command: string, body: unknown, how?: import("./support/caller.js").How][]} */
const SAID = [
  ['Resource error: there is no API "official_account_msg_recal"; this emulator has official_account_msg_recall, send_official_account_msg, official_account_msg_get_simple, create_official_account, destroy_official_account, modify_official_account_base_info, get_official_account_info, get_subscriber_info, add_subscriber, delete_subscriber, modify_subscriber_info, get_subscribed_official_account_list', "official_account_msg_recal", {}],
  ['Resource error: the service in the path is "group_open_http_svc", expected official_account_open_http_svc', RECALL, {}, { url: "https://host.example/v4/group_open_http_svc" }],
  ['Resource error: the service in the path is "5bd2850fff3e…" (64 characters), expected official_account_open_http_svc', RECALL, {}, { url: `https://host.example/v4/${SECRET}` }],
  ['HTTP parse error: the path is "/v5/official…" (62 characters), expected /v4/<service>/<command>', RECALL, {}, { url: "https://host.example/v5/official_account_open_http_svc" }],
  ['HTTP parse error: the method is "PUT", expected POST', RECALL, {}, { init: { method: "PUT" } }],
  ["HTTP parse error: random is missing, expected a number from 0 to 4294967295", RECALL, {}, { query: { random: null } }],
  ["A URL parameter is missing or wrong: contenttype is missing, expected json", RECALL, {}, { query: { contenttype: null } }],
  ['A URL parameter is missing or wrong: sdkappid is "5bd2850fff3e…" (64 characters), expected a number', RECALL, {}, { query: { sdkappid: SECRET } }],
  ["The request JSON cannot be parsed: the body is an array of 2 items, expected an object", RECALL, [1, 2]],
  ["Invalid parameter: Official_Account is missing, expected a string", RECALL, {}],
  ["Invalid parameter: MsgKeyList is missing, expected an array", RECALL, { Official_Account: ACCOUNT }],
  ['Invalid parameter: MsgKeyList[0] is "5bd2850fff3e…" (64 characters), expected a string of 1 to 50 characters', RECALL, { ...KEYS, MsgKeyList: [SECRET] }],
  ['Invalid parameter: MsgKeyList[0] is "", expected a string of 1 to 50 characters', RECALL, { ...KEYS, MsgKeyList: [""] }],
  ["Invalid parameter: Reason is a string of 101 bytes, expected 1 to 100 bytes of UTF-8, or no Reason", RECALL, { ...KEYS, Reason: "x".repeat(101) }],
  ["Invalid official account ID: Official_Account does not begin with @TOA#_", RECALL, { ...KEYS, Official_Account: "TOA" }],
  ["Invalid official account ID: Official_Account has 49 bytes, at most 48 are allowed", RECALL, { ...KEYS, Official_Account: `@TOA#_${"x".repeat(43)}` }],
  [`The official account does not exist, or has been dissolved: there is no "@TOA#_${"x".repeat(42)}"`, RECALL, { ...KEYS, Official_Account: `@TOA#_${"x".repeat(42)}` }],
  ["Invalid parameter: MsgBody is an empty array, expected a non-empty array", SEND, { ...MESSAGE, MsgBody: [] }],
  ["Invalid parameter: MsgBody[0] is null, expected { MsgType, MsgContent }", SEND, { ...MESSAGE, MsgBody: [null] }],
  ["Invalid parameter: Random is missing, expected a whole number from 0 to 4294967295", SEND, { ...MESSAGE, Random: undefined }],
  ["Invalid parameter: LastMsgKey is an object, expected the LastMsgKey of an earlier reply", HISTORY, { Official_Account: ACCOUNT, LastMsgKey: {} }],
  ["Invalid parameter: Owner_Account is missing, expected a UserID", CREATE, {}],
  ["Invalid official account ID: OfficialAccountUserID begins with @TOA#_@TOA#, which is kept for IDs made by the service", CREATE, { Owner_Account: "a", Name: "b", OfficialAccountUserID: "@TOA#_@TOA#x" }],
];

describe("ErrorInfo", () => {
  for (const [said, command, body, how] of SAID) {
    it(`reads: ${said.slice(0, 110)}`, async () => {
      assert.equal((await stage().call(command, body, how)).ErrorInfo, said);
    });
  }

  it("quotes at most twelve characters of a possible secret, wherever it is", async () => {
    const names = ["sdkappid", "identifier", "usersig", "random", "contenttype"];
    const bodies = [SECRET, [SECRET], ...Object.keys({ ...KEYS, Reason: 1 }).map((name) => ({ ...KEYS, [name]: SECRET })), { ...KEYS, MsgKeyList: [SECRET] }];
    const { call, post } = stage({ hosts: ["host.example"] });
    const texts = [];
    for (const name of names) texts.push(JSON.stringify(await call(RECALL, KEYS, { query: { [name]: SECRET } })));
    for (const body of bodies) texts.push(JSON.stringify(await call(RECALL, body)));
    for (const command of [SECRET, `${SECRET}/x`, `${RECALL}/${SECRET}`]) texts.push(await (await post(command, {})).text());
    texts.push(await (await post(RECALL, KEYS, { init: { method: SECRET } })).text());
    texts.push(await (await post(RECALL, KEYS, { url: `https://${SECRET}/v4/official_account_open_http_svc` })).text());
    for (const text of texts) {
      assert.match(text, /"ActionStatus":"FAIL"/);
      assert.ok(!text.includes(SECRET.slice(0, 13)), text);
    }
  });
});

describe("an error that the emulator throws", () => {
  /** @type {[said: RegExp, call: () => unknown][]} */
  const THROWN = [
    [/^createEmulator: options: found "5bd2850fff3e…" \(64 characters\), expected an object$/, () => createEmulator(/** @type {any} */ (SECRET))],
    [/^createEmulator: 5bd2850fff3e… \(64 characters\): not an option; the options are /, () => createEmulator(/** @type {any} */ ({ [SECRET]: 1 }))],
    [/^createEmulator: seed: found "5bd2850fff3e…" \(64 characters\), expected a whole number$/, () => createEmulator({ seed: /** @type {any} */ (SECRET) })],
    [/^createEmulator: hosts: found an array of 1 item, expected an array of host names, or null$/, () => createEmulator({ hosts: [/** @type {any} */ (1)] })],
    [/^createEmulator: webhook: found an object, expected \{ url, token\?, fetch\?, commands\? \}, /, () => createEmulator({ webhook: { url: "ftp://x", token: "short" } })],
    [/^createEmulator: secretKey: found a number, expected a non-empty string$/, () => createEmulator({ secretKey: /** @type {any} */ (7) })],
    [/^faults: found "5bd2850fff3e…" \(64 characters\), expected JSON or one of none, /, () => createEmulator({ faults: SECRET })],
    [/^faults\.5bd2850fff3e… \(64 characters\): not a fault; the faults are /, () => createEmulator({ faults: /** @type {any} */ ({ [SECRET]: 1 }) })],
    [/^faults\.latency: found \{"min":5,"max":1\}, expected /, () => createEmulator({ faults: { latency: { min: 5, max: 1 } } })],
    [/^faults\.commands: found \{"5bd2850fff3e…":"5bd2850fff3e…"\}, expected an array of API names$/, () => createEmulator({ faults: { commands: /** @type {any} */ ({ [SECRET]: SECRET }) } })],
    [/^faults: the text begins with \{ and is not JSON/, () => createEmulator({ faults: `{ ${SECRET}` })],
    [/^createAccount: id: found "5bd2850fff3e…" \(64 characters\), which does not begin with @TOA#_$/, () => createEmulator({ accounts: [SECRET] })],
    [/^messages: officialAccount: found "5bd2850fff3e…" \(64 characters\), expected one made with createAccount$/, () => createEmulator().messages(SECRET)],
    [/^messages: officialAccount: found nothing, expected one made with createAccount$/, () => createEmulator().messages(/** @type {any} */ (undefined))],
    [/^addMessages: count: found "5bd2850fff3e…" \(64 characters\), expected a whole number$/, () => createEmulator({ accounts: [ACCOUNT] }).addMessages({ officialAccount: ACCOUNT, count: /** @type {any} */ (SECRET) })],
  ];
  for (const [said, call] of THROWN) {
    it(`reads: ${String(said).slice(1, 80)}`, () => {
      assert.throws(call, (error) => {
        assert.ok(error instanceof TypeError || error instanceof RangeError);
        assert.match(error.message, said);
        assert.ok(!error.message.includes(SECRET.slice(0, 13)), error.message);
        return true;
      });
    });
  }

  it("shortens the names of options given with an existing emulator, as they may be secrets", async () => {
    const options = /** @type {any} */ ({ emulator: createEmulator(), [SECRET]: 1 });
    await assert.rejects(startEmulator(options), /^TypeError: startEmulator: 5bd2850fff3e… \(64 characters\): options of an emulator/);
  });
});

it("a body of more than 1 MB is rejected with a message, by fetch as over HTTP", async () => {
  const { post } = stage();
  const { ErrorCode, ErrorInfo } = /** @type {any} */ (await (await post(RECALL, " ".repeat(1024 * 1024 + 1))).json());
  assert.deepEqual([ErrorCode, ErrorInfo], [60002, "HTTP parse error: the body has 1048577 bytes, at most 1048576 are read"]);
});
