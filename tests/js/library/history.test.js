// history(): retries after lost answers, time limits, and invalid answers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RecallClient } from "../../../pkg/index.js";
import { startEmulator } from "../../../pkg/emulator/index.js";

const secretKey = "a key of the emulator";
/** @type {Awaited<ReturnType<typeof startEmulator>>} */
let running;

before(async () => {
  running = await startEmulator({ secretKey, seed: 11 });
});

after(() => running.close());

test("a history of several pages is complete although replies are lost", async () => {
  const { emulator, url } = running;
  const officialAccount = emulator.createAccount();
  const msgKeys = emulator.broadcast({ officialAccount, count: 90, text: "wrong" });
  emulator.setFaults({ lostReply: { p: 1, times: 3 }, http502: 0.2 });
  const client = new RecallClient({ sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey, baseUrl: url, retries: 20 });
  const found = [];
  for await (const { msgKey } of client.history(officialAccount)) found.push(msgKey);
  assert.deepEqual(found.sort(), msgKeys.sort());
  assert.equal(emulator.ledger.faults.lostReply, 3);
});

/** Reads a history from given answers; the last one is repeated. @param {object[]} pages @param {object} [options] */
async function historyOf(pages, options) {
  let requests = 0;
  const fetch = async () => {
    const page = pages[Math.min(requests++, pages.length - 1)];
    return new Response(JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", IsFinished: 0, ...page }));
  };
  const client = new RecallClient({ sdkAppId: 1400000000, identifier: "administrator", secretKey, region: "singapore", fetch });
  const found = [];
  for await (const message of client.history("@TOA#_news", options)) found.push(message);
  return { found, requests };
}

const row = (/** @type {string} */ MsgKey, /** @type {object} */ members = {}) => ({ MsgKey, MsgSeq: Number(MsgKey.split("_")[0]), ...members });

test("a history whose pages form a cycle ends", { timeout: 10_000 }, async () => {
  const [a, b] = [row("9_1_1790000009"), row("8_1_1790000008")];
  const pages = Array.from({ length: 40 }, (_, index) => (index % 2 ? { RspMsgList: [b], LastMsgKey: b.MsgKey } : { RspMsgList: [a], LastMsgKey: a.MsgKey }));
  const { found, requests } = await historyOf(pages);
  assert.deepEqual(found.map(({ msgKey }) => msgKey), [a.MsgKey, b.MsgKey]);
  assert.equal(requests, 3);
});

test("messages without a time have the time of their keys, and do not end a history with since", async () => {
  const pages = [
    { RspMsgList: [row("9_1_1790000009"), row("8_1_1790000008")], LastMsgKey: "8_1_1790000008" },
    { RspMsgList: [row("7_1_1790000007", { MsgTimeStamp: 1790000007 }), row("6_1_1780000000")], IsFinished: 2 },
  ];
  const { found } = await historyOf(pages, { since: new Date(1790000000_000) });
  assert.deepEqual(found.map(({ msgKey, msgTime }) => [msgKey, msgTime]), [["9_1_1790000009", 1790000009], ["8_1_1790000008", 1790000008], ["7_1_1790000007", 1790000007]]);
});

test("a history with since ends after a page that reaches beyond it, unless the times in the page are out of order", async () => {
  const since = new Date(1790000000_000);
  const next = { RspMsgList: [row("4_1_1790000004")], IsFinished: 2 };
  const inOrder = [row("9_1_1790000009"), row("8_1_1790000008"), row("7_1_1780000000")];
  const ended = await historyOf([{ RspMsgList: inOrder, LastMsgKey: "7_1_1780000000" }, next], { since });
  assert.deepEqual([ended.found.length, ended.requests], [2, 1]);
  const outOfOrder = [row("9_1_1790000008"), row("8_1_1790000009"), row("7_1_1780000000")];
  const read = await historyOf([{ RspMsgList: outOfOrder, LastMsgKey: "7_1_1780000000" }, next], { since });
  assert.deepEqual([read.found.length, read.requests], [3, 2]);
});

test("values of wrong types in a history are ignored", async () => {
  const odd = { toString: 1 };
  const list = [row("9_1_1790000009", { MsgSeq: odd, From_Account: odd, IsPlaceMsg: "length" }), row("8_1_1790000008", { IsPlaceMsg: "2" }), { MsgKey: odd }];
  const { found } = await historyOf([{ RspMsgList: list, LastMsgKey: odd }]);
  const known = new Map(found.map((message) => [message.msgKey, message]));
  assert.deepEqual([...known.keys()].sort(), ["8_1_1790000008", "9_1_1790000009"]);
  assert.deepEqual([known.get("9_1_1790000009")?.from, known.get("9_1_1790000009")?.state, known.get("8_1_1790000008")?.state], ["", "hole", "recalled"]);
});

test("a history includes the messages at since and until, and of the same second as since", async () => {
  const list = [7, 8, 9, 10].map((second) => row(`${second}_1_17900000${String(second).padStart(2, "0")}`));
  const times = async (/** @type {object} */ options) => (await historyOf([{ RspMsgList: list, IsFinished: 2 }], options)).found.map(({ msgTime }) => msgTime - 1790000000);
  assert.deepEqual(await times({ since: new Date(1790000008_000), until: new Date(1790000009_000) }), [9, 8]);
  assert.deepEqual(await times({ since: new Date(1790000008_999), until: new Date(1790000009_999) }), [9, 8]);
  assert.deepEqual(await times({ since: new Date(1790000009_000), until: new Date(1790000009_000) }), [9]);
});

test("a history with an invalid list is an error, and one without a list has ended", async () => {
  await assert.rejects(historyOf([{ RspMsgList: { length: 1 } }]), {
    name: "RecallError",
    code: "ERR_UNREADABLE_REPLY",
    message: "found a RspMsgList that is not an array, expected messages",
  });
  for (const RspMsgList of [undefined, null, []]) assert.deepEqual(await historyOf([{ RspMsgList, LastMsgKey: "9_1_1790000009" }]), { found: [], requests: 1 });
});

test("a history aborted in the middle of a page yields no more messages", async () => {
  const { emulator, url } = running;
  emulator.setFaults({});
  const officialAccount = emulator.createAccount();
  emulator.broadcast({ officialAccount, count: 15, text: "wrong" });
  const client = new RecallClient({ sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey, baseUrl: url });
  const controller = new AbortController();
  let rows = 0;
  const error = await (async () => {
    for await (const { msgKey } of client.history(officialAccount, { signal: controller.signal })) {
      assert.ok(msgKey);
      if (++rows === 3) controller.abort("enough");
    }
  })().then(() => assert.fail("expected an error"), (thrown) => thrown);
  assert.deepEqual([rows, error.code, error.message, error.cause], [3, "ERR_ABORTED", "aborted by the signal", "enough"]);
});
