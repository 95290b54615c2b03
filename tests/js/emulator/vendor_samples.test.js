// The samples in the vendor's document of the recall API, exactly as printed there and sent by curl and by fetch, without this package
// and its test helpers.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, test } from "node:test";
import { testProgram } from "../../../.scripts/debian.js";
import { lacks } from "../../../.scripts/needs.js";
import { startEmulator } from "../../../pkg-template/emulator/index.js";
import { sign } from "./support/caller.js";

/** Path and query of the sample request's URL. */
const TARGET = "/v4/official_account_open_http_svc/official_account_msg_recall?sdkappid=88888888&identifier=admin&usersig=xxx&random=99999999&contenttype=json";
const REQUEST = `{
"Official_Account": "@TOA#_2J4SZEAEL",
"MsgKeyList":[
"71_1_1698741698",
"72_1_1698741698"
],
"Reason":"Revocation Reason"
}`;
const REPLY = `{
"ActionStatus": "OK",
"ErrorInfo": "",
"ErrorCode": 0,
"RecallRetList":[
{
"MsgKey":"71_1_1698741698",
"RetCode":10030
},
{
"MsgKey":"72_1_1698741699",
"RetCode":0
}
]
}`;
const ACCOUNT = "@TOA#_2J4SZEAEL";
const SENT_AT = 1_698_741_698_000;

/** @typedef {{ exitCode: number, stdout: string }} Ended */

/** @param {string[]} words @returns {Promise<Ended>} */
function curl(words) {
  return new Promise((resolve, reject) => {
    execFile(testProgram("curl"), ["--silent", "--noproxy", "*", "--max-time", "60", ...words], { timeout: 90_000 }, (error, stdout) => {
      if (error && typeof error.code !== "number") reject(error);
      else resolve({ exitCode: Number(error?.code ?? 0), stdout });
    });
  });
}

const skip = lacks("curl");

/** @typedef {(url: string, body: string) => Promise<string>} Send what is printed */
/** @type {[string, Send, { skip: string | boolean }][]} */
const CLIENTS = [
  ["curl --data", async (url, body) => (await curl(["--data", body, url])).stdout, { skip }],
  ["curl with a JSON Content-Type", async (url, body) => (await curl(["--header", "Content-Type: application/json", "--data-binary", body, url])).stdout, { skip }],
  ["fetch", async (url, body) => (await fetch(url, { method: "POST", body })).text(), { skip: false }],
];

/**
 * An emulator of the sample's app, with the messages 71 and 72 by default.
 * @param {import("node:test").TestContext} t
 * @param {{ seqs?: [seq: number, sentAt: number][] }} [options]
 */
async function stage(t, { seqs = [[71, SENT_AT], [72, SENT_AT]] } = {}) {
  const { emulator, url, close } = await startEmulator({ sdkAppId: 88888888, administrators: ["admin"], accounts: [ACCOUNT], roamingDays: 36_500 });
  t.after(close);
  for (const [seq, sentAt] of seqs) emulator.addMessage({ officialAccount: ACCOUNT, text: "wrong", seq, sentAt });
  const userSig = sign({ identifier: "admin", sdkAppId: 88888888, at: Date.now() });
  return { emulator, url: url + TARGET.replace("usersig=xxx", `usersig=${userSig}`) };
}

for (const [name, send, options] of CLIENTS) {
  describe(`the document's sample, sent by ${name}`, options, () => {
    test("recalls both messages with its reason", async (t) => {
      const { emulator, url } = await stage(t);
      const reply = JSON.parse(await send(url, REQUEST));
      assert.deepEqual(reply.RecallRetList, [{ MsgKey: "71_1_1698741698", RetCode: 0 }, { MsgKey: "72_1_1698741698", RetCode: 0 }]);
      assert.deepEqual(emulator.ledger.recalled.map(({ msgKey, reason }) => [msgKey, reason]), [["71_1_1698741698", "Revocation Reason"], ["72_1_1698741698", "Revocation Reason"]]);
    });

    test("gets the document's reply, if the first message is missing and the second was sent a second later", async (t) => {
      const { url } = await stage(t, { seqs: [[72, SENT_AT + 1000]] });
      // The document's reply has another key than its request: this test requests that key.
      const reply = await send(url, REQUEST.replace("72_1_1698741698", "72_1_1698741699"));
      assert.deepEqual(JSON.parse(reply), JSON.parse(REPLY));
      assert.deepEqual(Object.keys(JSON.parse(reply)), Object.keys(JSON.parse(REPLY)), "in the order of the document");
    });

    test("is rejected with HTTP 200 if its usersig is the printed placeholder", async (t) => {
      const { emulator, url } = await stage(t);
      const reply = JSON.parse(await send(url.replace(/usersig=[^&]+/, "usersig=xxx"), REQUEST));
      assert.deepEqual([reply.ActionStatus, reply.ErrorCode], ["FAIL", 70003]);
      assert.equal(emulator.ledger.recalledCount, 0);
    });
  });
}

describe("curl", { skip }, () => {
  test("reports broken connections as empty or partial replies", async (t) => {
    const { emulator, url } = await stage(t);
    for (const [fault, exitCode, recalled] of /** @type {[string, number, number][]} */ ([["lostRequest", 52, 0], ["lostReply", 52, 2], ["cutReply", 18, 2]])) {
      emulator.setFaults({ [fault]: { times: 1 } });
      assert.equal((await curl(["--data", REQUEST, url])).exitCode, exitCode, fault);
      assert.equal(emulator.ledger.recalledCount, recalled, fault);
    }
  });

  test("gets a gateway's page with its status", async (t) => {
    const { emulator, url } = await stage(t);
    emulator.setFaults({ http502: { times: 1 } });
    const { stdout } = await curl(["--include", "--data", REQUEST, url]);
    assert.match(stdout, /^HTTP\/1\.1 502 [\s\S]*<h1>502 Bad Gateway<\/h1>/);
  });

  test("can send a HEAD request", async (t) => {
    const { url } = await stage(t);
    assert.match((await curl(["--head", new URL(url).origin])).stdout, /^HTTP\/1\.1 200 OK/);
  });
});
