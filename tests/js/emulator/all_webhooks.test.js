// The webhooks about accounts and subscribers, those before an action, and which of them are on.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createEmulator } from "../../../pkg-template/emulator/index.js";
import { ACCOUNT, HISTORY, RECALL, retCodes, SEND, settle, stage, START } from "./support/caller.js";

const TEXT = [{ MsgType: "TIMTextElem", MsgContent: { Text: "hello" } }];
const URL_OF_BACKEND = "https://backend.test/hook";
const PREFIX = "OfficialAccount.Callback";

/** @typedef {NonNullable<import("../../../pkg-template/emulator/index.js").WebhookTarget["commands"]>} Commands */

/**
 * An emulator whose backend records webhooks and answers by the name after the prefix; others get ErrorCode 0.
 * @param {Record<string, object | (() => Promise<object>)>} [answers] @param {Commands | "default"} [commands]
 */
function staged(answers = {}, commands = "all") {
  /** @type {any[]} */
  const bodies = [];
  const fetch = async (/** @type {string} */ url, /** @type {{ body: string }} */ init) => {
    const body = JSON.parse(init.body);
    assert.equal(new URL(url).searchParams.get("CallbackCommand"), body.CallbackCommand);
    assert.equal(new URL(url).searchParams.get("OptPlatform"), "RESTAPI");
    bodies.push(body);
    const answer = answers[body.CallbackCommand.slice(PREFIX.length)] ?? {};
    const reply = typeof answer === "function" ? await answer() : answer;
    return Response.json({ ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0, ...reply });
  };
  const on = stage({ webhook: { url: URL_OF_BACKEND, fetch, ...(commands === "default" ? {} : { commands }) } });
  /** The webhooks that a call fires. @param {() => Promise<any>} call */
  const firedBy = async (call) => {
    bodies.length = 0;
    const reply = await call();
    await on.emulator.webhooksSettled();
    return { reply, fired: bodies.map(({ CallbackCommand: name, EventTime: time, ...fields }) => (assert.equal(time, START), [name.slice(PREFIX.length), fields])) };
  };
  const of = (/** @type {string} */ command, /** @type {object} */ more = {}) => firedBy(() => on.call(command, { Official_Account: ACCOUNT, ...more }));
  return { ...on, of, firedBy };
}

/** @param {string[]} ids */
const listOf = (...ids) => ids.map((id) => ({ Subscriber_Account: id }));
const CREATE = { Owner_Account: "107867", Name: "TestOfficialAccount", OfficialAccountUserID: "@TOA#_test" };
const OPERATOR = { Operator_Account: "administrator" };

describe("the webhooks about an account", () => {
  it("fire before and after it is created", async () => {
    const { of } = staged();
    const about = { ...OPERATOR, Owner_Account: "107867", Name: "TestOfficialAccount" };
    assert.deepEqual((await of("create_official_account", CREATE)).fired, [
      ["BeforeCreateOfficialAccount", about], ["AfterCreateOfficialAccount", { Official_Account: "@TOA#_test", ...about }],
    ]);
  });

  it("fire after it is modified, with the members that changed, and after it is destroyed", async () => {
    const { of } = staged();
    const change = { Name: "NewName", FaceUrl: "http://this.is.newface.url", CustomString: "x" };
    assert.deepEqual((await of("modify_official_account_base_info", change)).fired, [
      ["AfterOfficialAccountInfoChanged", { Official_Account: ACCOUNT, ...OPERATOR, Name: "NewName", FaceUrl: "http://this.is.newface.url" }],
    ]);
    assert.deepEqual((await of("destroy_official_account")).fired, [
      ["AfterOfficialAccountDestroyed", { Official_Account: ACCOUNT, Owner_Account: "administrator", Name: "NewName" }],
    ]);
  });

  it("do not fire for a call that is refused", async () => {
    const { of } = staged();
    for (const [command, more] of /** @type {[string, object][]} */ ([
      ["create_official_account", { ...CREATE, Name: 7 }], ["modify_official_account_base_info", { Name: "" }],
      ["destroy_official_account", { Official_Account: "@TOA#_no" }], ["add_subscriber", {}], ["delete_subscriber", {}], [SEND, {}], [RECALL, {}],
    ])) {
      const { reply, fired } = await of(command, more);
      assert.deepEqual([reply.ActionStatus, fired], ["FAIL", []], command);
    }
  });
});

describe("the webhooks about subscribers", () => {
  it("list the users that subscribe and unsubscribe, each once", async () => {
    const { of, emulator } = staged();
    emulator.addSubscribers(ACCOUNT, ["old"]);
    const about = (/** @type {string[]} */ ...ids) => ({ Official_Account: ACCOUNT, ...OPERATOR, SubscribeAccountList: listOf(...ids) });
    assert.deepEqual((await of("add_subscriber", { SubscriberList: listOf("old", "jared", "leckie", "jared") })).fired, [
      ["BeforeAddSubscriber", about("jared", "leckie")], ["AfterAddSubscriber", about("jared", "leckie")],
    ]);
    assert.deepEqual((await of("add_subscriber", { SubscriberList: listOf("jared") })).fired, []);
    assert.deepEqual((await of("delete_subscriber", { SubscriberToDel_Account: ["jared", "nobody", "jared"] })).fired, [["AfterDeleteSubscriber", about("jared")]]);
    assert.deepEqual((await of("delete_subscriber", { SubscriberToDel_Account: ["jared"] })).fired, []);
  });

  it("include the one for the last place", async () => {
    const { of, emulator } = staged();
    const Official_Account = emulator.createAccount({ maxSubscriberNum: 2 });
    const add = async (/** @type {string} */ id) => (await of("add_subscriber", { Official_Account, SubscriberList: listOf(id) })).fired.map(([name]) => name);
    assert.deepEqual(await add("a"), ["BeforeAddSubscriber", "AfterAddSubscriber"]);
    assert.deepEqual(await add("b"), ["BeforeAddSubscriber", "AfterAddSubscriber", "AfterOfficialAccountFull"]);
    assert.deepEqual(await add("c"), []);
  });
});

describe("a webhook before an action", () => {
  it("refuses it with 10016 or with a code of the backend", async () => {
    for (const [answer, code, info] of /** @type {[object, number, RegExp][]} */ ([
      [{ ErrorCode: 1 }, 10016, /refused the operation/], [{ ErrorCode: 120001, ErrorInfo: "not today" }, 120001, /^not today$/],
    ])) {
      const { of, emulator } = staged({ BeforeCreateOfficialAccount: answer, BeforeAddSubscriber: answer, BeforeSendMsg: answer });
      for (const [command, more] of /** @type {[string, object][]} */ ([
        ["create_official_account", CREATE], ["add_subscriber", { SubscriberList: listOf("a") }], [SEND, { Random: 1, MsgBody: TEXT }],
      ])) {
        const { reply, fired } = await of(command, more);
        assert.deepEqual([reply.ActionStatus, reply.ErrorCode, fired.length], ["FAIL", code, 1], command);
        assert.match(reply.ErrorInfo, info);
      }
      assert.deepEqual([emulator.subscribers(ACCOUNT), emulator.messages(ACCOUNT)], [[], []]);
    }
  });

  it("refuses single subscribers", async () => {
    const { of, emulator } = staged({ BeforeAddSubscriber: { RefusedSubscribers_Account: ["jared"] } });
    const { reply, fired } = await of("add_subscriber", { SubscriberList: listOf("jared", "leckie") });
    assert.deepEqual(reply.SubscriberList, [{ Subscriber_Account: "jared", Result: 0 }, { Subscriber_Account: "leckie", Result: 1 }]);
    assert.deepEqual([fired[1]?.[1].SubscribeAccountList, emulator.subscribers(ACCOUNT)], [listOf("leckie"), ["leckie"]]);
  });

  it("replaces the content of a message", async () => {
    const MsgBody = [{ MsgType: "TIMTextElem", MsgContent: { Text: "***" } }];
    const { of, emulator } = staged({ BeforeSendMsg: { MsgBody } });
    const { reply, fired } = await of(SEND, { Random: 1, MsgBody: TEXT, CloudCustomData: "c" });
    assert.deepEqual(fired[0], ["BeforeSendMsg", { Official_Account: ACCOUNT, OnlineOnlyFlag: 0, MsgBody: TEXT, CloudCustomData: "c" }]);
    assert.deepEqual([fired[1]?.[1].MsgBody, emulator.message(reply.MsgKey)?.body], [MsgBody, MsgBody]);
  });

  it("drops a message silently: its sender gets the key of a message that does not exist", async () => {
    const { of, call, recall, addMessages } = staged({ BeforeSendMsg: { ErrorCode: 2 } });
    const { reply, fired } = await of(SEND, { Random: 1, MsgBody: TEXT });
    assert.deepEqual([reply.ErrorCode, reply.MsgKey, fired.length], [0, `1_1_${START / 1000}`, 1]);
    assert.deepEqual(retCodes(await recall([reply.MsgKey])), [10030]);
    assert.deepEqual((await call(HISTORY, { Official_Account: ACCOUNT })).RspMsgList, []);
    assert.deepEqual(addMessages(1), [`2_1_${START / 1000}`], "its Seq is not used again");
  });

  it("does not fire if the sender forbids it", async () => {
    const { of } = staged({ BeforeSendMsg: { ErrorCode: 1 } });
    const { reply, fired } = await of(SEND, { Random: 1, MsgBody: TEXT, ForbidCallbackControl: ["ForbidBeforeSendMsgCallback"] });
    assert.deepEqual([reply.ErrorCode, fired.map(([name]) => name)], [0, ["AfterSendMsg"]]);
  });

  it("refuses nothing if the backend fails or does not answer within 2 s", async () => {
    const failing = staged({ BeforeSendMsg: () => Promise.reject(new TypeError("refused")) });
    assert.equal((await failing.of(SEND, { Random: 1, MsgBody: TEXT })).reply.ErrorCode, 0);
    const { call, clock, emulator } = staged({ BeforeSendMsg: () => new Promise(() => {}) });
    await call(RECALL, {});
    const sending = call(SEND, { Official_Account: ACCOUNT, Random: 1, MsgBody: TEXT });
    await settle();
    await clock.advance(1999);
    assert.equal(emulator.messages(ACCOUNT).length, 0);
    await clock.advance(1);
    assert.equal((await sending).ErrorCode, 0);
    assert.equal(emulator.messages(ACCOUNT).length, 1);
  });

  it("is followed by new checks, as the state may have changed meanwhile", async () => {
    /** @type {(() => void)[]} */
    const waiting = [];
    const held = () => new Promise((resolve) => waiting.push(() => resolve({})));
    const { call, emulator } = staged({ BeforeCreateOfficialAccount: held, BeforeAddSubscriber: held, BeforeSendMsg: held });
    const calls = [
      call("create_official_account", CREATE), call("create_official_account", CREATE),
      call(SEND, { Official_Account: ACCOUNT, Random: 1, MsgBody: TEXT }), call(SEND, { Official_Account: ACCOUNT, Random: 1, MsgBody: TEXT }),
      call("add_subscriber", { Official_Account: ACCOUNT, SubscriberList: listOf("a") }),
      call("add_subscriber", { Official_Account: ACCOUNT, SubscriberList: listOf("a") }),
    ];
    while (waiting.length < calls.length) await settle();
    for (const answer of waiting) answer();
    const replies = await Promise.all(calls);
    assert.deepEqual(replies.map(({ ErrorCode }) => ErrorCode), [0, 130008, 0, 0, 0, 0]);
    assert.deepEqual([replies[2].MsgKey, emulator.messages(ACCOUNT).length], [replies[3].MsgKey, 1]);
    assert.deepEqual([replies[4].SubscriberList[0].Result, replies[5].SubscriberList[0].Result], [1, 2]);
    const late = call(SEND, { Official_Account: ACCOUNT, Random: 2, MsgBody: TEXT });
    while (waiting.length < 7) await settle();
    await call("destroy_official_account", { Official_Account: ACCOUNT });
    waiting[6]?.();
    assert.equal((await late).ErrorCode, 10010);
  });
});

describe("the webhooks that are on", () => {
  it("are those after a message is sent and recalled by default, or those in the list", async () => {
    const calls = async (/** @type {ReturnType<typeof staged>} */ { firedBy, call, recall, addMessages }) => (await firedBy(async () => {
      await call("create_official_account", CREATE);
      await call(SEND, { Official_Account: ACCOUNT, Random: 1, MsgBody: TEXT });
      await recall(addMessages(1));
    })).fired.map(([name]) => name);
    assert.deepEqual(await calls(staged({}, "default")), ["AfterSendMsg", "AfterMsgWithDraw"]);
    assert.deepEqual(await calls(staged()), ["BeforeCreateOfficialAccount", "AfterCreateOfficialAccount", "BeforeSendMsg", "AfterSendMsg", "AfterMsgWithDraw"]);
    assert.deepEqual(await calls(staged({}, ["OfficialAccount.CallbackBeforeSendMsg"])), ["BeforeSendMsg"]);
    assert.deepEqual(await calls(staged({}, [])), []);
  });

  it("are checked by name", () => {
    for (const commands of ["AfterSendMsg", ["AfterSendMsg"], [7]]) {
      assert.throws(() => createEmulator({ webhook: { url: URL_OF_BACKEND, commands: /** @type {any} */ (commands) } }), /webhook: found an object, expected .*commands "all" or an array of webhooks/);
    }
  });
});
