// The other APIs: sending, history and accounts.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ACCOUNT, HISTORY, SEND, stage, START } from "./support/caller.js";

const DAY = 86_400_000;
const TEXT = [{ MsgType: "TIMTextElem", MsgContent: { Text: "hello" } }];

/** @param {ReturnType<typeof stage>} on */
function sender(on) {
  return (/** @type {object} */ change) => on.call(SEND, { Official_Account: ACCOUNT, Random: 1, MsgBody: TEXT, ...change });
}

/** @param {ReturnType<typeof stage>} on @param {object} [more] */
function history(on, more) {
  return on.call(HISTORY, { Official_Account: ACCOUNT, ...more });
}

/** @param {any} reply */
const seqs = (reply) => reply.RspMsgList.map((/** @type {any} */ row) => row.MsgSeq);

describe("sending", () => {
  it("returns MsgTime and a MsgKey with which the message can be recalled", async () => {
    const on = stage();
    const reply = await sender(on)({});
    assert.deepEqual(reply, { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0, MsgTime: START / 1000, MsgKey: `1_1_${START / 1000}` });
    assert.equal((await on.recall([reply.MsgKey])).RecallRetList[0].RetCode, 0);
  });

  it("drops a duplicate with the same content and Random within five minutes", async () => {
    const on = stage();
    const send = sender(on);
    const first = await send({});
    assert.notEqual((await send({ Random: 2 })).MsgKey, first.MsgKey);
    assert.notEqual((await send({ MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "other" } }] })).MsgKey, first.MsgKey);
    await on.clock.advance(299_999);
    assert.deepEqual(await send({}), first);
    assert.equal(on.emulator.messages(ACCOUNT).length, 3);
    await on.clock.advance(1);
    assert.notEqual((await send({})).MsgKey, first.MsgKey);
  });

  it("has optional limits per second and per hour: 10023", async () => {
    const on = stage({ sendLimits: { perSecond: 1, perHour: 2 } });
    let random = 10;
    const send = async () => (await sender(on)({ Random: random++ })).ErrorCode;
    assert.deepEqual([await send(), await send()], [0, 10023]);
    await on.clock.advance(1000);
    assert.equal(await send(), 0);
    await on.clock.advance(5000);
    assert.equal(await send(), 10023);
    await on.clock.advance(3_600_000 - 6000);
    assert.deepEqual([await send(), await send()], [0, 10023]);
  });

  it("has the documented limits by name, for each account, and none by default", async () => {
    const on = stage({ sendLimits: "documented" });
    const other = on.emulator.createAccount();
    /** @param {number} random @param {object} [more] */
    const send = async (random, more) => (await sender(on)({ Random: random, ...more })).ErrorCode;
    assert.deepEqual([await send(1), await send(2), await send(3, { Official_Account: other })], [0, 10023, 0]);
    on.addMessages(5);
    await on.clock.advance(1000);
    // A duplicate is answered as the first one, and only messages that were sent through the API count.
    assert.deepEqual([await send(1), await send(4)], [0, 0]);
    await on.clock.advance(60_000);
    const refused = await sender(on)({ Random: 5 });
    assert.deepEqual([refused.ErrorCode, refused.ErrorInfo], [10023, "Messages are sent too frequently: at most 2 an hour for one account"]);
    const free = stage();
    for (let random = 0; random < 10; random++) assert.equal((await sender(free)({ Random: random })).ErrorCode, 0);
    assert.throws(() => stage({ sendLimits: /** @type {any} */ ("strict") }), /sendLimits: found "strict", expected "documented", \{ perSecond, perHour \}/);
  });

  it("gets 10004 for an invalid body and 80002 for a long one", async () => {
    const on = stage();
    for (const change of [
      { Random: undefined }, { Random: -1 }, { Random: 4294967296 }, { Random: "1" }, { MsgBody: undefined }, { MsgBody: [] },
      { MsgBody: ["hello"] }, { MsgBody: [{ MsgType: "TIMTextElem" }] }, { OnlineOnlyFlag: 2 }, { ForbidCallbackControl: "x" },
    ]) {
      assert.equal((await sender(on)(change)).ErrorCode, 10004, JSON.stringify(change));
    }
    const long = [{ MsgType: "TIMTextElem", MsgContent: { Text: "错".repeat(5000) } }];
    assert.equal((await sender(on)({ MsgBody: long })).ErrorCode, 80002);
    assert.equal(on.emulator.messages(ACCOUNT).length, 0);
  });

  it("to online subscribers only creates a message that is not stored", async () => {
    const on = stage();
    const { MsgKey: key } = await sender(on)({ OnlineOnlyFlag: 1 });
    assert.equal((await on.recall([key])).RecallRetList[0].RetCode, 10032);
    const [row] = (await history(on)).RspMsgList;
    assert.deepEqual([row.MsgKey, row.IsPlaceMsg, row.MsgBody], [key, 1, []]);
  });
});

describe("history", () => {
  it("lists every message once in pages, newest first", async () => {
    const on = stage();
    const keys = on.addMessages(53);
    const seen = [];
    /** @type {string | undefined} */
    let last;
    for (;;) {
      const reply = await history(on, last === undefined ? {} : { LastMsgKey: last });
      assert.ok(reply.RspMsgList.length <= 20);
      seen.push(...reply.RspMsgList.map((/** @type {any} */ row) => row.MsgKey));
      last = reply.LastMsgKey;
      if (reply.IsFinished !== 0) break;
    }
    assert.deepEqual(seen, keys.reverse());
    const beyond = await history(on, { LastMsgKey: last });
    assert.deepEqual([beyond.RspMsgList, beyond.IsFinished, beyond.LastMsgKey], [[], 1, last]);
  });

  it("has rows with sender, content, Seq, time and key", async () => {
    const on = stage();
    on.emulator.addMessage({ officialAccount: ACCOUNT, from: "alice", text: "hello", seq: 71 });
    const reply = await history(on, { ReqMsgNumber: 1 });
    const { From_Account, IsPlaceMsg, MsgBody, MsgSeq, MsgKey, MsgTimeStamp } = reply.RspMsgList[0];
    assert.deepEqual([reply.Official_Account, reply.IsFinished, reply.LastMsgKey], [ACCOUNT, 1, "71_1_1700000000"]);
    assert.deepEqual({ From_Account, IsPlaceMsg, MsgBody, MsgSeq, MsgKey, MsgTimeStamp }, {
      From_Account: "alice", IsPlaceMsg: 0, MsgBody: TEXT, MsgSeq: 71, MsgKey: "71_1_1700000000", MsgTimeStamp: 1_700_000_000,
    });
  });

  it("omits recalled messages, or marks them 2 with WithRecalledMsg", async () => {
    const on = stage();
    const keys = on.addMessages(5);
    await on.recall([keys[0], keys[2], keys[4]]);
    assert.deepEqual(seqs(await history(on, { ReqMsgNumber: 2 })), [4, 2]);
    assert.equal((await history(on, { ReqMsgNumber: 2 })).IsFinished, 1);
    const all = await history(on, { WithRecalledMsg: 1 });
    assert.deepEqual(all.RspMsgList.map((/** @type {any} */ row) => [row.MsgSeq, row.IsPlaceMsg, row.MsgBody.length]), [
      [5, 2, 0], [4, 0, 1], [3, 2, 0], [2, 0, 1], [1, 2, 0],
    ]);
  });

  it("shows expired messages as holes, and IsFinished is 2 when only these are left", async () => {
    const on = stage({ roamingDays: 7 });
    on.addMessages(3, { sentAt: START - 8 * DAY });
    on.addMessages(2);
    const first = await history(on, { ReqMsgNumber: 2 });
    assert.deepEqual([seqs(first), first.IsFinished], [[5, 4], 2]);
    const second = await history(on, { LastMsgKey: first.LastMsgKey });
    assert.deepEqual(second.RspMsgList.map((/** @type {any} */ row) => [row.MsgSeq, row.IsPlaceMsg, row.MsgBody]), [[3, 1, []], [2, 1, []], [1, 1, []]]);
  });

  it("has IsFinished and the order of a page according to the options", async () => {
    const on = stage({ historyFinished: "page", historyOrder: "oldestFirst" });
    on.addMessages(30);
    const [whole, tooMuch] = [await history(on, { ReqMsgNumber: 20 }), await history(on, { ReqMsgNumber: 25 })];
    assert.deepEqual([whole.IsFinished, tooMuch.IsFinished, tooMuch.RspMsgList.length], [1, 0, 20]);
    assert.deepEqual([seqs(whole)[0], seqs(whole)[19], whole.LastMsgKey], [11, 30, "11_1_1700000000"]);
  });

  it("of an empty account is empty and finished", async () => {
    const { RspMsgList, IsFinished, LastMsgKey } = await history(stage());
    assert.deepEqual([RspMsgList, IsFinished, LastMsgKey], [[], 1, ""]);
  });

  it("gets 10004 for invalid parameters", async () => {
    const on = stage();
    for (const more of [{ ReqMsgNumber: 0 }, { ReqMsgNumber: "5" }, { WithRecalledMsg: true }, { LastMsgKey: "x" }, { LastMsgKey: 5 }]) {
      assert.equal((await history(on, more)).ErrorCode, 10004, JSON.stringify(more));
    }
  });
});

describe("an account", () => {
  const wanted = { Owner_Account: "administrator", Name: "News" };

  it("can be created with a given or generated ID, queried, and destroyed", async () => {
    const { call } = stage();
    const made = await call("create_official_account", { ...wanted, OfficialAccountUserID: "@TOA#_news" });
    assert.deepEqual([made.ErrorCode, made.OfficialAccountUserID], [0, "@TOA#_news"]);
    const default_ = await call("create_official_account", wanted);
    assert.match(default_.OfficialAccountUserID, /^@TOA#_@TOA#/);
    const told = await call("get_official_account_info", { OfficialAccountIdList: [{ Official_Account: "@TOA#_news" }, { Official_Account: "@TOA#_no" }] });
    assert.deepEqual(told.OfficialAccountInfoList.map((/** @type {any} */ info) => [info.ErrorCode, info.Name]), [[0, "News"], [10010, undefined]]);
    assert.equal((await call("destroy_official_account", { Official_Account: "@TOA#_news" })).ErrorCode, 0);
    assert.equal((await call(HISTORY, { Official_Account: "@TOA#_news" })).ErrorCode, 10010);
  });

  it("can be modified, member by member", async () => {
    const { call } = stage();
    const info = async () => (await call("get_official_account_info", { OfficialAccountIdList: [{ Official_Account: ACCOUNT }] })).OfficialAccountInfoList[0];
    const before = await info();
    const modify = (/** @type {object} */ change) => call("modify_official_account_base_info", { Official_Account: ACCOUNT, ...change });
    // The document's sample, and then one member of it.
    const sample = {
      CustomString: "modify_custom_string", FaceUrl: "http://this.is.face.url", Introduction: "This is modify test Introduction",
      Name: "test_modify_official_account", Organization: "modify_organization", MaxSubscriberNum: 1000,
    };
    assert.deepEqual(await modify(sample), { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 });
    assert.deepEqual(await info(), { ...before, ...sample });
    await modify({ Introduction: "", Owner_Account: "somebody" });
    assert.deepEqual(await info(), { ...before, ...sample, Introduction: "" });
    for (const change of [{ Name: "" }, { Name: 7 }, { FaceUrl: "x".repeat(501) }, { MaxSubscriberNum: 0 }, { MaxSubscriberNum: "5" }]) {
      assert.equal((await modify(change)).ErrorCode, 10004, JSON.stringify(change));
    }
    assert.equal((await modify({ Official_Account: "@TOA#_no" })).ErrorCode, 10010);
  });

  it("shows only the members in the filter, and always its ID", async () => {
    const { call } = stage();
    const query = (/** @type {unknown} */ filter, ids = [ACCOUNT]) => call("get_official_account_info", {
      OfficialAccountIdList: ids.map((id) => ({ Official_Account: id })), ResponseFilter: filter,
    });
    const { OfficialAccountInfoList: list } = await query({ OfficialAccountBaseInfoFilter: ["Name", "LastMsgTime", "SubscriberNum"] });
    assert.deepEqual(list, [{ ErrorCode: 0, ErrorInfo: "", Official_Account: ACCOUNT, Name: "Official account", SubscriberNum: 0, LastMsgTime: 0 }]);
    assert.equal(Object.keys((await query({})).OfficialAccountInfoList[0]).length, 14);
    for (const filter of [[], "Name", { OfficialAccountBaseInfoFilter: "Name" }, { OfficialAccountBaseInfoFilter: ["name"] }]) {
      assert.equal((await query(filter)).ErrorCode, 10004, JSON.stringify(filter));
    }
    assert.deepEqual([(await query(undefined, Array(50).fill(ACCOUNT))).ErrorCode, (await query(undefined, Array(51).fill(ACCOUNT))).ErrorCode], [0, 10004]);
  });

  it("is not created with an invalid name, a taken ID, or a reserved ID", async () => {
    const { call } = stage();
    for (const [change, code] of /** @type {[object, number][]} */ ([
      [{ Name: undefined }, 10004], [{ Name: "名".repeat(51) }, 10004], [{ Owner_Account: 7 }, 10004],
      [{ OfficialAccountUserID: "news" }, 10015], [{ OfficialAccountUserID: "@TOA#_@TOA#x" }, 10015], [{ OfficialAccountUserID: ACCOUNT }, 130008],
    ])) {
      assert.equal((await call("create_official_account", { ...wanted, ...change })).ErrorCode, code, JSON.stringify(change));
    }
  });
});
