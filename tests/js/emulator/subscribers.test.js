// Subscribers: to add, delete, list and modify them, and the accounts to which a user subscribes.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ACCOUNT, stage, START } from "./support/caller.js";

const [ADD, DELETE, LIST, MODIFY, SUBSCRIBED] = [
  "add_subscriber", "delete_subscriber", "get_subscriber_info", "modify_subscriber_info", "get_subscribed_official_account_list",
];
const OK = { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0 };
const SECOND = START / 1000;

/** @param {string[]} ids */
const listOf = (...ids) => ids.map((id) => ({ Subscriber_Account: id }));
/** @param {any} reply */
const resultsOf = (reply) => Object.fromEntries(reply.SubscriberList.map((/** @type {any} */ row) => [row.Subscriber_Account, row.Result]));
/** @param {any} reply */
const idsIn = (reply) => reply.SubscriberList.map((/** @type {any} */ row) => row.Subscriber_Account);

/** An emulator and a function that calls a command for its account. @param {import("../../../pkg-template/emulator/index.js").EmulatorOptions} [options] */
function staged(options) {
  const on = stage(options);
  return { ...on, of: (/** @type {string} */ command, /** @type {object} */ more) => on.call(command, { Official_Account: ACCOUNT, ...more }) };
}

describe("add_subscriber", () => {
  it("answers in the form of the document: 1 for a new subscriber, 2 for an old one", async () => {
    const { of, emulator } = staged();
    const request = { SubscriberList: listOf("107867", "966582476") };
    assert.deepEqual(await of(ADD, request), { ...OK, SubscriberList: [{ Subscriber_Account: "107867", Result: 1 }, { Subscriber_Account: "966582476", Result: 1 }] });
    assert.deepEqual(resultsOf(await of(ADD, { SubscriberList: listOf("107867", "jared") })), { 107867: 2, jared: 1 });
    assert.deepEqual(emulator.subscribers(ACCOUNT), ["107867", "966582476", "jared"]);
  });

  it("answers 0 for those without room, and 130006 if nobody has room", async () => {
    const { call, emulator } = staged();
    const id = emulator.createAccount({ maxSubscriberNum: 2 });
    const add = (/** @type {string[]} */ ...ids) => call(ADD, { Official_Account: id, SubscriberList: listOf(...ids) });
    assert.deepEqual(resultsOf(await add("a", "b", "c")), { a: 1, b: 1, c: 0 });
    assert.deepEqual(resultsOf(await add("a", "c")), { a: 2, c: 0 });
    assert.equal((await add("c")).ErrorCode, 130006);
  });

  it("gets 10004 for an invalid list, and 10010 for an unknown account", async () => {
    const { of, call } = staged();
    const many = Array.from({ length: 101 }, (_, index) => `user${index}`);
    for (const list of [undefined, [], "jared", ["jared"], [{}], listOf(""), listOf("x".repeat(33)), listOf(...many)]) {
      assert.equal((await of(ADD, { SubscriberList: list })).ErrorCode, 10004, JSON.stringify(list));
    }
    assert.equal((await of(ADD, { SubscriberList: listOf(...many.slice(1)) })).ErrorCode, 0);
    assert.equal((await call(ADD, { Official_Account: "@TOA#_no", SubscriberList: listOf("a") })).ErrorCode, 10010);
  });
});

describe("delete_subscriber", () => {
  it("takes the list of the document's sample and that of its table: 1 for a subscriber, 2 for others", async () => {
    const { of, emulator } = staged();
    emulator.addSubscribers(ACCOUNT, ["a", "b", "c"]);
    assert.deepEqual(await of(DELETE, { SubscriberToDel_Account: ["a", "x"] }), {
      ...OK, SubscriberList: [{ Subscriber_Account: "a", Result: 1 }, { Subscriber_Account: "x", Result: 2 }],
    });
    assert.deepEqual(resultsOf(await of(DELETE, { SubscriberList: listOf("b") })), { b: 1 });
    assert.deepEqual(emulator.subscribers(ACCOUNT), ["c"]);
    for (const body of [{}, { SubscriberToDel_Account: [] }, { SubscriberToDel_Account: [7] }, { SubscriberList: ["c"] }]) {
      assert.equal((await of(DELETE, body)).ErrorCode, 10004, JSON.stringify(body));
    }
  });
});

describe("get_subscriber_info", () => {
  it("has a row in the form of the document for each subscriber", async () => {
    const { of, emulator } = staged();
    emulator.addSubscribers(ACCOUNT, ["millaccount13356"]);
    assert.deepEqual(await of(LIST, { Limit: 50, Next: "" }), {
      ...OK, Next: "", SubscriberNum: 1,
      SubscriberList: [{ Subscriber_Account: "millaccount13356", SubscribeTime: SECOND, CustomString: "", MsgFlag: "AcceptAndNotify", LastSendMsgTime: 0 }],
    });
  });

  it("lists every subscriber once in pages, while others unsubscribe", async () => {
    const { of, emulator } = staged();
    const ids = Array.from({ length: 450 }, (_, index) => `user${index}`);
    emulator.addSubscribers(ACCOUNT, ids);
    const first = await of(LIST, { Limit: 200, Next: "" });
    await of(DELETE, { SubscriberToDel_Account: ["user199", "user3"] });
    const second = await of(LIST, { Limit: 200, Next: first.Next });
    const third = await of(LIST, { Limit: 200, Next: second.Next });
    assert.deepEqual([...idsIn(first), ...idsIn(second), ...idsIn(third)], ids);
    assert.deepEqual([first.SubscriberNum, third.SubscriberNum, third.Next], [450, 448, ""]);
    assert.equal((await of(LIST, { Next: "" })).SubscriberList.length, 448, "all of them without a Limit");
  });

  it("gets 10004 for an invalid Limit or Next", async () => {
    const { of } = staged();
    for (const more of [{ Limit: 0, Next: "" }, { Limit: 201, Next: "" }, { Limit: "5", Next: "" }, {}, { Next: 5 }, { Next: "x" }, { Next: btoa("after x") }]) {
      assert.equal((await of(LIST, more)).ErrorCode, 10004, JSON.stringify(more));
    }
  });
});

describe("modify_subscriber_info", () => {
  it("sets the subscriber's CustomString", async () => {
    const { of, emulator } = staged();
    emulator.addSubscribers(ACCOUNT, ["a"]);
    assert.deepEqual(await of(MODIFY, { Subscriber_Account: "a", CustomString: "gold" }), OK);
    assert.equal((await of(LIST, { Next: "" })).SubscriberList[0].CustomString, "gold");
    assert.equal((await of(MODIFY, { Subscriber_Account: "b", CustomString: "gold" })).ErrorCode, 131003);
    assert.equal((await of(MODIFY, { Subscriber_Account: "a" })).ErrorCode, 10004);
    assert.equal((await of(MODIFY, { CustomString: "gold" })).ErrorCode, 10004);
  });
});

describe("get_subscribed_official_account_list", () => {
  it("has the information that the filters name, and that of the subscription", async () => {
    const { call, emulator } = staged();
    emulator.createAccount({ id: "@TOA#_other" });
    emulator.addSubscribers(ACCOUNT, ["107867"]);
    const filter = { OfficialAccountBaseInfoFilter: ["CreateTime", "SubscriberNum"], SelfInfoFilter: ["SubscribeTime"] };
    assert.deepEqual(await call(SUBSCRIBED, { Subscriber_Account: "107867", Limit: 200, Offset: 0, ResponseFilter: filter }), {
      ...OK, OfficialAccountInfoList: [{ Official_Account: ACCOUNT, SubscriberNum: 1, CreateTime: SECOND, SelfInfo: { SubscribeTime: SECOND } }],
      TotalCount: 1, CompleteFlag: 1, Next: 0,
    });
    const [whole] = (await call(SUBSCRIBED, { Subscriber_Account: "107867" })).OfficialAccountInfoList;
    assert.deepEqual([whole.Name, whole.SelfInfo], ["Official account", { SubscribeTime: SECOND, CustomString: "" }]);
  });

  it("is complete on the last page, and Next is the Offset of the next one before it", async () => {
    const { call, emulator } = staged({ accounts: [] });
    const ids = Array.from({ length: 5 }, (_, index) => emulator.createAccount({ id: `@TOA#_${index}` }));
    for (const id of ids) emulator.addSubscribers(id, ["a"]);
    const page = (/** @type {number} */ offset) => call(SUBSCRIBED, { Subscriber_Account: "a", Limit: 2, Offset: offset });
    const pages = [await page(0), await page(2), await page(4)];
    assert.deepEqual(pages.map(({ CompleteFlag, Next, TotalCount }) => [CompleteFlag, Next, TotalCount]), [[0, 2, 5], [0, 4, 5], [1, 0, 5]]);
    assert.deepEqual(pages.flatMap(({ OfficialAccountInfoList: list }) => list.map((/** @type {any} */ row) => row.Official_Account)), ids);
  });

  it("is empty for a user without subscriptions, and gets 10004 for an invalid body", async () => {
    const { call } = staged();
    assert.deepEqual(await call(SUBSCRIBED, { Subscriber_Account: "a" }), { ...OK, OfficialAccountInfoList: [], TotalCount: 0, CompleteFlag: 1, Next: 0 });
    for (const more of [{ Subscriber_Account: undefined }, { Limit: 201 }, { Offset: -1 }, { ResponseFilter: [] }, { ResponseFilter: { SelfInfoFilter: ["Name"] } }]) {
      assert.equal((await call(SUBSCRIBED, { Subscriber_Account: "a", ...more })).ErrorCode, 10004, JSON.stringify(more));
    }
  });
});

describe("addSubscribers", () => {
  it("rejects UserIDs that are invalid or have no room", () => {
    const { emulator } = staged();
    const small = emulator.createAccount({ maxSubscriberNum: 1 });
    for (const ids of [undefined, "a", [7], [""], ["x".repeat(33)]]) {
      assert.throws(() => emulator.addSubscribers(ACCOUNT, /** @type {any} */ (ids)), /^TypeError: addSubscribers: userIds: found .+, expected UserIDs of 1 to 32 bytes$/);
    }
    emulator.addSubscribers(small, ["a", "a"]);
    assert.throws(() => emulator.addSubscribers(small, ["b"]), /^RangeError: addSubscribers: userIds: @TOA#_@TOA#\w+ has room for 1 subscribers$/);
  });
});
