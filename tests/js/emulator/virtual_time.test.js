// With `now` and `sleep`, nothing of the emulator waits for a timer or for IO: every call settles in microtasks.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ACCOUNT, HISTORY, RECALL, SEND, START, stage } from "./support/caller.js";

const MOST_MICROTASKS = 1000;
const TEXT = [{ MsgType: "TIMTextElem", MsgContent: { Text: "hello" } }];
const USER = { Subscriber_Account: "jared" };
const backend = async () => ({ status: 200, json: async () => ({ ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 }) });
const WEBHOOK = /** @type {const} */ ({ url: "https://backend.test/hook", token: "a token", commands: "all", fetch: backend });

/** Every command, with a request that it accepts, in an order in which each finds what it needs. @type {[string, object][]} */
const CALLS = [
  ["create_official_account", { Official_Account: undefined, Owner_Account: "107867", Name: "TestOfficialAccount", OfficialAccountUserID: "@TOA#_test" }],
  ["modify_official_account_base_info", { Name: "NewName" }],
  ["get_official_account_info", { Official_Account: undefined, OfficialAccountIdList: [{ Official_Account: ACCOUNT }] }],
  ["add_subscriber", { SubscriberList: [USER] }],
  ["get_subscriber_info", { Limit: 50, Next: "" }],
  ["modify_subscriber_info", { ...USER, CustomString: "gold" }],
  ["get_subscribed_official_account_list", { ...USER, Official_Account: undefined }],
  [SEND, { Random: 1, MsgBody: TEXT }],
  [HISTORY, { ReqMsgNumber: 20 }],
  [RECALL, { MsgKeyList: [`1_1_${START / 1000}`], Reason: "sent by mistake" }],
  ["delete_subscriber", { SubscriberToDel_Account: ["jared"] }],
  ["destroy_official_account", {}],
];

/** Settles a promise in microtasks alone. @template T @param {Promise<T>} promise @param {string} what @returns {Promise<T>} */
async function inMicrotasks(promise, what) {
  let isSettled = false;
  const settled = () => { isSettled = true; };
  promise.then(settled, settled);
  for (let left = MOST_MICROTASKS; left > 0 && !isSettled; left -= 1) await null;
  assert.ok(isSettled, `${what} waits for a timer or for IO`);
  return promise;
}

describe("with `now` and `sleep`", () => {
  it("all 12 commands with all webhooks are answered without real time, in the documented envelope", async () => {
    const { call, emulator } = stage({ webhook: WEBHOOK });
    for (const [command, more] of CALLS) {
      const reply = await inMicrotasks(call(command, { Official_Account: ACCOUNT, ...more }), command);
      assert.deepEqual([reply.ActionStatus, reply.ErrorCode, reply.ErrorInfo], ["OK", 0, ""], `${command}: ${reply.ErrorInfo}`);
    }
    await inMicrotasks(emulator.webhooksSettled(), "webhooksSettled");
    assert.deepEqual([CALLS.length, emulator.ledger.webhooks], [12, { sent: 10, failed: 0 }]);
  });

  it("latency and faults take the time of `sleep` alone", async () => {
    let time = START;
    const sleep = async (/** @type {number} */ ms) => void (time += ms);
    const { emulator, post } = stage({ now: () => time, sleep, faults: { latency: { min: 3_600_000, max: 3_600_000 } } });
    const [msgKey = ""] = emulator.addMessages({ officialAccount: ACCOUNT, count: 1, text: "wrong" });
    const body = { Official_Account: ACCOUNT, MsgKeyList: [msgKey] };
    const response = await inMicrotasks(post(RECALL, body), "latency");
    assert.deepEqual([response.status, time - START], [200, 3_600_000]);
    for (const fault of ["lostRequest", "lostReply", "http502", "http503", "cutReply", "truncatedJson", "garbage", "hugeBody"]) {
      emulator.setFaults({ [fault]: 1 });
      const text = post(RECALL, body).then((answer) => answer.text());
      await inMicrotasks(text.catch(() => ""), fault);
    }
  });

  it("a body in bytes and a Request are read without real time", async () => {
    const { emulator, post } = stage();
    const init = { body: new TextEncoder().encode(JSON.stringify({ Official_Account: ACCOUNT, MsgKeyList: ["1_1_1"] })) };
    await inMicrotasks(post(RECALL, {}, { init }), "bytes");
    const request = new Request(`https://x.test/v4/official_account_open_http_svc/${RECALL}`, { method: "POST", body: "{}" });
    await inMicrotasks(emulator.handle(request), "a Request");
  });
});
