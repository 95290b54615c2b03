// Webhooks: their content, signature and counters, and that no reply waits for them.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import { ACCOUNT, SEND, settle, stage, START } from "./support/caller.js";

const OK = '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}';
const TEXT = [{ MsgType: "TIMTextElem", MsgContent: { Text: "hello" } }];

/** A receiver that records its requests. @param {() => Promise<Response>} [answer] */
function receiver(answer = async () => new Response(OK)) {
  /** @type {{ url: URL, body: any, signal: AbortSignal }[]} */
  const received = [];
  /** @type {(url: string, init: any) => Promise<Response>} */
  const fetch = async (url, init) => {
    assert.equal(init.method, "POST");
    received.push({ url: new URL(url), body: JSON.parse(init.body), signal: init.signal });
    return answer();
  };
  return { received, fetch };
}

/** @param {object} [target] @param {ReturnType<typeof receiver>} [to] */
function staged(target, to = receiver()) {
  const on = stage({ webhook: { url: "https://backend.test/hook?tenant=1", fetch: to.fetch, ...target } });
  const send = (/** @type {object} */ more = {}) => on.call(SEND, { Official_Account: ACCOUNT, Random: 1, MsgBody: TEXT, ...more });
  return { ...on, ...to, send };
}

describe("the after-send webhook", () => {
  it("names the message, with the vendor's query", async () => {
    const { received, send, emulator } = staged();
    const { MsgKey } = await send({ CloudCustomData: "c" });
    await emulator.webhooksSettled();
    assert.deepEqual(received.map(({ body }) => body), [{
      CallbackCommand: "OfficialAccount.CallbackAfterSendMsg", Official_Account: ACCOUNT, MsgKey, MsgTime: START / 1000,
      OnlineOnlyFlag: 0, MsgBody: TEXT, CloudCustomData: "c", EventTime: START,
    }]);
    assert.deepEqual(Object.fromEntries(received[0].url.searchParams), {
      tenant: "1", SdkAppid: "1400000000", CallbackCommand: "OfficialAccount.CallbackAfterSendMsg", contenttype: "json",
      ClientIP: "127.0.0.1", OptPlatform: "RESTAPI",
    });
    assert.deepEqual(emulator.ledger.webhooks, { sent: 1, failed: 0 });
  });

  it("does not fire if the sender forbids it, for a duplicate, or for messages added by a test", async () => {
    const { received, send, emulator, addMessages } = staged();
    await send({ ForbidCallbackControl: ["ForbidAfterSendMsgCallback"] });
    await send();
    addMessages(3);
    await emulator.webhooksSettled();
    assert.equal(received.length, 0);
    emulator.addMessage({ officialAccount: ACCOUNT, notify: true, onlineOnly: true });
    await emulator.webhooksSettled();
    assert.deepEqual([received[0].body.OnlineOnlyFlag, received[0].url.searchParams.get("OptPlatform")], [1, "Web"]);
  });
});

describe("the after-recall webhook", () => {
  it("lists the messages that this request recalled, once", async () => {
    const { received, recall, addMessages, emulator } = staged();
    const keys = addMessages(3);
    await recall([keys[0], keys[1], "9_1_9"]);
    await recall([keys[0]]);
    await emulator.webhooksSettled();
    assert.deepEqual(received.map(({ body }) => body), [{
      CallbackCommand: "OfficialAccount.CallbackAfterMsgWithDraw", Official_Account: ACCOUNT,
      WithdrawMsgList: [{ MsgKey: keys[0] }, { MsgKey: keys[1] }], EventTime: START,
    }]);
    assert.equal(received[0].url.searchParams.get("CallbackCommand"), "OfficialAccount.CallbackAfterMsgWithDraw");
  });

  it("also fires when the reply is lost, because the work is done", async () => {
    const { received, recall, addMessages, emulator } = staged();
    emulator.setFaults({ lostReply: 1 });
    await assert.rejects(recall(addMessages(1)), TypeError);
    await emulator.webhooksSettled();
    assert.equal(received.length, 1);
  });
});

describe("a webhook", () => {
  it("is signed with the token and the time of the request", async () => {
    const { received, send, emulator } = staged({ token: "xxxxyyyy" });
    await send();
    await emulator.webhooksSettled();
    const { searchParams } = received[0].url;
    assert.equal(searchParams.get("RequestTime"), String(START / 1000));
    assert.equal(searchParams.get("Sign"), createHash("sha256").update(`xxxxyyyy${START / 1000}`).digest("hex"));
  });

  it("has the Sign of the vendor's example", async () => {
    const to = receiver();
    const on = stage({ now: () => 1_669_872_112_500, webhook: { url: "http://backend.test", token: "xxxxyyyy", fetch: to.fetch } });
    on.emulator.addMessage({ officialAccount: ACCOUNT, notify: true });
    await on.emulator.webhooksSettled();
    assert.equal(to.received[0].url.searchParams.get("Sign"), "17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061");
  });

  it("does not delay the reply, and times out after 2 s", async () => {
    const to = receiver(() => new Promise(() => {}));
    const { clock, emulator, received, send } = staged({ fetch: (/** @type {string} */ url, /** @type {any} */ init) => {
      to.fetch(url, init);
      return new Promise((_, reject) => init.signal.addEventListener("abort", () => reject(init.signal.reason)));
    } }, to);
    assert.equal((await send()).ErrorCode, 0);
    await settle();
    await clock.advance(1999);
    assert.equal(received[0].signal.aborted, false);
    await clock.advance(1);
    assert.equal(received[0].signal.aborted, true);
    await emulator.webhooksSettled();
    assert.deepEqual(emulator.ledger.webhooks, { sent: 0, failed: 1 });
  });

  it("counts as failed without an answer, or if the answer is not 200 with JSON", async () => {
    const answers = [
      async () => new Response(OK, { status: 500 }), async () => new Response("thanks"), async () => { throw new TypeError("refused"); },
    ];
    for (const answer of answers) {
      const { emulator, send } = staged({}, receiver(answer));
      assert.equal((await send()).ErrorCode, 0);
      await emulator.webhooksSettled();
      assert.deepEqual(emulator.ledger.webhooks, { sent: 0, failed: 1 });
    }
  });
});
