// official_account_msg_recall and the ledger: which messages are recalled, which are rejected, and their records.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createEmulator } from "../../../pkg-template/emulator/index.js";
import { ACCOUNT, RECALL, retCodes, stage, START } from "./support/caller.js";

const DAY = 86_400_000;

describe("a recall", () => {
  it("answers each key in a row with its RetCode and recalls the message", async () => {
    const { emulator, recall, addMessages } = stage();
    const [first, second] = addMessages(3);
    assert.deepEqual(await recall([first, "9_1_1700000000", second], { Reason: "wrong price" }), {
      ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0,
      RecallRetList: [{ MsgKey: first, RetCode: 0 }, { MsgKey: "9_1_1700000000", RetCode: 10030 }, { MsgKey: second, RetCode: 0 }],
    });
    assert.deepEqual(emulator.messages(ACCOUNT).map(({ state }) => state), ["recalled", "recalled", "normal"]);
    const { recalledAt, reason, request } = /** @type {any} */ (emulator.message(first));
    assert.deepEqual([recalledAt, reason, request], [START, "wrong price", 1]);
  });

  it("recalls a message once: again it is 10030, or the code of the option", async () => {
    for (const [options, code] of /** @type {[object, number][]} */ ([[{}, 10030], [{ alreadyRecalledCode: 0 }, 0], [{ alreadyRecalledCode: 20023 }, 20023]])) {
      const { emulator, recall, addMessages } = stage(options);
      const [key] = addMessages(1);
      assert.deepEqual(retCodes(await recall([key])), [0]);
      assert.deepEqual(retCodes(await recall([key], { Reason: "again" })), [code]);
      assert.equal(emulator.ledger.recalledCount, 1);
      assert.equal(emulator.message(key)?.reason, undefined);
    }
  });

  it("answers a repeated key with two rows, the second as already recalled", async () => {
    const { recall, addMessages } = stage();
    const [key] = addMessages(1);
    assert.deepEqual((await recall([key, key])).RecallRetList, [{ MsgKey: key, RetCode: 0 }, { MsgKey: key, RetCode: 10030 }]);
  });

  it("finds a message only if both Seq and time of its key match", async () => {
    const { recall, addMessages } = stage();
    addMessages(1);
    const strangers = ["1_1_1700000001", "2_1_1700000000", "01_1_1700000000", "1_2_1700000000", "1_12_1700000000"];
    assert.deepEqual(retCodes(await recall(strangers)), strangers.map(() => 10030));
  });

  it("does not find the messages of another account", async () => {
    const { call, emulator, addMessages } = stage();
    const other = emulator.createAccount();
    const [key] = addMessages(1);
    assert.deepEqual(retCodes(await call(RECALL, { Official_Account: other, MsgKeyList: [key] })), [10030]);
    assert.equal(emulator.message(key)?.state, "normal");
  });

  it("fails after the roaming period: 10030, or the code of the option", async () => {
    for (const [options, code] of /** @type {[object, number][]} */ ([[{}, 10030], [{ expiredCode: 10031 }, 10031]])) {
      const { recall, addMessages } = stage({ roamingDays: 7, ...options });
      const [young] = addMessages(1, { sentAt: START - 7 * DAY });
      const [old] = addMessages(1, { sentAt: START - 7 * DAY - 1000 });
      assert.deepEqual(retCodes(await recall([young, old])), [0, code]);
    }
  });

  it("has no time limit unless recallTimeLimit is set: then 10031", async () => {
    const { recall, addMessages } = stage({ recallTimeLimit: 120 });
    const [young, old] = [...addMessages(1, { sentAt: START - 120_000 }), ...addMessages(1, { sentAt: START - 121_000 })];
    assert.deepEqual(retCodes(await recall([young, old])), [0, 10031]);
    const open = stage();
    assert.deepEqual(retCodes(await open.recall(open.addMessages(1, { sentAt: START - 89 * DAY }))), [0]);
  });

  it("gets 10032 for online-only messages and for messages that are not recallable", async () => {
    const { emulator, recall } = stage();
    const add = (/** @type {object} */ more) => emulator.addMessage({ officialAccount: ACCOUNT, ...more });
    const keys = [add({ onlineOnly: true }), add({ recallable: false }), add({ recallable: 10031 }), add({})];
    assert.deepEqual(retCodes(await recall(keys)), [10032, 10032, 10031, 0]);
    const lenient = stage({ onlineOnlyCode: 0 });
    const key = lenient.emulator.addMessage({ officialAccount: ACCOUNT, onlineOnly: true });
    assert.deepEqual(retCodes(await lenient.recall([key])), [0]);
  });

  it("works with a clock at 0", async () => {
    const { emulator, recall } = stage({ now: () => 0 });
    const key = emulator.addMessage({ officialAccount: ACCOUNT });
    assert.deepEqual([key, retCodes(await recall([key])), retCodes(await recall([key]))], ["1_1_0", [0], [10030]]);
  });
});

describe("a body", () => {
  const bad = {
    "no keys": { MsgKeyList: [] },
    "11 keys": { MsgKeyList: Array.from({ length: 11 }, (_, i) => `${i + 1}_1_1700000000`) },
    "no list": { MsgKeyList: undefined },
    "text instead of a list": { MsgKeyList: "1_1_1700000000" },
    "a number among the keys": { MsgKeyList: ["1_1_1700000000", 2] },
    "an empty key": { MsgKeyList: ["1_1_1700000000", ""] },
    "a key of 51 characters": { MsgKeyList: [`1_${"1".repeat(38)}_1700000000`] },
    "a key of another form": { MsgKeyList: ["1_1_1700000000", "hello"] },
    "101 bytes of Reason": { Reason: "x".repeat(101) },
    "34 Chinese characters of Reason": { Reason: "错".repeat(34) },
    "null as Reason": { Reason: null },
    "an empty Reason": { Reason: "" },
    "a number as Reason": { Reason: 7 },
    "no account": { Official_Account: undefined },
    "a number as account": { Official_Account: 7 },
  };
  for (const [what, change] of Object.entries(bad)) {
    it(`with ${what} gets 10004 and recalls nothing`, async () => {
      const { emulator, call, addMessages } = stage();
      addMessages(20);
      const reply = await call(RECALL, { Official_Account: ACCOUNT, MsgKeyList: ["1_1_1700000000"], ...change });
      assert.deepEqual([reply.ActionStatus, reply.ErrorCode, "RecallRetList" in reply], ["FAIL", 10004, false]);
      assert.equal(emulator.ledger.recalledCount, 0);
    });
  }

  it("may have 10 keys and a Reason of 100 bytes", async () => {
    const { recall, addMessages } = stage();
    assert.deepEqual(retCodes(await recall(addMessages(10), { Reason: `${"错".repeat(33)}!` })), Array(10).fill(0));
  });

  it("with a malformed key gets 10030 for that key if malformedMsgKey is notFound", async () => {
    const { recall, addMessages } = stage({ malformedMsgKey: "notFound" });
    assert.deepEqual(retCodes(await recall([...addMessages(1), "hello"])), [0, 10030]);
  });

  it("with a malformed account gets 10015, with an unknown account 10010", async () => {
    const { call } = stage();
    for (const [account, code] of /** @type {[string, number][]} */ ([
      ["", 10015], ["2J4SZEAEL", 10015], ["@TGS#_2J4SZEAEL", 10015], ["@TOA#_", 10015], ["@TOA#_公众号", 10015],
      [`@TOA#_${"x".repeat(43)}`, 10015], [`@TOA#_${"x".repeat(42)}`, 10010], ["@TOA#_@TOA#d4CH", 10010],
    ])) {
      assert.equal((await call(RECALL, { Official_Account: account, MsgKeyList: ["1_1_1"] })).ErrorCode, code, account);
    }
  });
});

describe("the ledger", () => {
  it("has every recall with time, reason and request, and every request with its keys and code", async () => {
    const { clock, emulator, recall, addMessages } = stage();
    const [a, b] = addMessages(2);
    await recall([a], { Reason: "one" });
    await clock.advance(1500);
    await recall([a, b]);
    await recall([]);
    assert.deepEqual(emulator.ledger.recalled, [
      { msgKey: a, officialAccount: ACCOUNT, time: START, reason: "one", request: 1 },
      { msgKey: b, officialAccount: ACCOUNT, time: START + 1500, reason: undefined, request: 2 },
    ]);
    assert.deepEqual(emulator.ledger.entries[1], {
      number: 2, time: START + 1500, command: RECALL, identifier: "administrator", status: 200, errorCode: 0,
      msgKeys: [a, b], recalled: [b], fault: null, lost: null,
    });
    assert.deepEqual(emulator.ledger.errorCodes, { 0: 2, 10004: 1 });
    assert.deepEqual(emulator.ledger.retCodes, { 0: 2, 10030: 1 });
    assert.deepEqual(emulator.ledger.of(RECALL).retCodes, emulator.ledger.retCodes);
  });

  it("keeps as many entries as its option allows, and counts all requests", async () => {
    for (const [limit, kept] of [[0, 0], [5, 5], [1000, 150]]) {
      const { emulator, recall } = stage({ ledgerEntries: limit, rateLimit: null });
      for (let i = 0; i < 150; i++) await recall(["1_1_1"]);
      const { entries, entriesDropped, requests } = emulator.ledger;
      assert.deepEqual([entries.length, requests], [kept, 150]);
      if (limit > 0) assert.deepEqual([entries.at(-1)?.number, entriesDropped], [150, 150 - kept]);
    }
  });
});

describe("state", () => {
  it("of 100,000 messages is created quickly, and every key is found", () => {
    const emulator = createEmulator({ accounts: [ACCOUNT] });
    const keys = emulator.addMessages({ officialAccount: ACCOUNT, count: 100_000, text: (i) => `number ${i}`, spacing: 10 });
    assert.equal(new Set(keys).size, 100_000);
    for (const i of [0, 1, 50_000, 99_999]) {
      assert.deepEqual(emulator.message(keys[i])?.body, [{ MsgType: "TIMTextElem", MsgContent: { Text: `number ${i}` } }]);
    }
  });

  it("takes messages under the old name of addMessages", () => {
    const { emulator } = stage();
    const messages = { officialAccount: ACCOUNT, count: 2, text: "wrong" };
    assert.deepEqual([...emulator.broadcast(messages), ...emulator.addMessages(messages)], [1, 2, 3, 4].map((seq) => `${seq}_1_1700000000`));
  });

  it("accepts messages in any order of Seq", async () => {
    const { emulator, recall } = stage();
    const add = (/** @type {number} */ seq) => emulator.addMessage({ officialAccount: ACCOUNT, seq, text: String(seq) });
    const keys = [71, 5, 4294967295, 70, 72].map(add);
    assert.deepEqual(emulator.messages(ACCOUNT).map(({ seq }) => seq), [5, 70, 71, 72, 4294967295]);
    assert.deepEqual(retCodes(await recall(keys)), [0, 0, 0, 0, 0]);
    assert.throws(() => add(70), /seq: 70 is taken/);
  });

  it("rejects invalid arguments with a message", () => {
    const { emulator, addMessages } = stage();
    const officialAccount = ACCOUNT;
    assert.throws(() => emulator.addMessage({ officialAccount: "@TOA#_none" }), /addMessage: officialAccount: found "@TOA#_none"/);
    assert.throws(() => emulator.addMessage({ officialAccount, seq: -1 }), /seq: found -1, expected/);
    assert.throws(() => emulator.addMessage({ officialAccount, sentAt: NaN }), /sentAt: found NaN, expected/);
    assert.throws(() => emulator.addMessage({ officialAccount, text: /** @type {any} */ (7) }), /text: found 7, expected/);
    assert.throws(() => addMessages(1.5), /count: found 1.5, expected/);
    assert.throws(() => emulator.createAccount({ id: "oops" }), /createAccount: id: found "oops", which does not begin with @TOA#_/);
    assert.throws(() => emulator.createAccount({ id: ACCOUNT }), /is taken/);
    const other = emulator.createAccount();
    assert.match(other, /^@TOA#_@TOA#/);
    emulator.addMessages({ officialAccount: other, count: 1 });
    const [key] = addMessages(1);
    assert.throws(() => emulator.message(key), /is in 2 accounts/);
    assert.equal(emulator.message(key, other)?.officialAccount, other);
  });

  it("is not created with invalid options: all are named together, and the secret is not quoted", () => {
    const options = /** @type {any} */ ({ sdkAppId: 0, secretKey: 12345678, rateLimit: -1, rateLimits: 5, webhook: { url: "ftp://x" } });
    assert.throws(() => createEmulator(options), (/** @type {Error} */ error) => {
      for (const part of ["sdkAppId: found 0", "secretKey: found a number", "rateLimit: found -1", "rateLimits: not an option", "webhook: found"]) {
        assert.ok(error.message.includes(part), error.message);
      }
      return error instanceof TypeError && !error.message.includes("12345678");
    });
  });
});
