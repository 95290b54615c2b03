// client.find(): searches the histories of many accounts, with refused accounts, faults, holes, and messages without keys.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RecallClient, groupMessages } from "../../../pkg/index.js";
import { CREDENTIALS, refused } from "./support/fixture.js";
import { INCIDENT, WRONG, collect, incident, pairOf } from "./support/wrong_broadcast.js";

test("one sender's text in three minutes of 1,000 accounts is found with the least number of requests", async () => {
  const { client, emulator, officialAccounts, wrong, least } = incident({ accounts: 1000, seed: 31 });
  /** @type {import("../../../pkg/index.js").FindProgress[]} */
  const progress = [];
  const { found, summary } = await collect(client.find({ officialAccounts, ...INCIDENT, onProgress: (one) => progress.push(one) }));
  assert.deepEqual(found.map(pairOf).sort(), wrong);
  assert.equal(emulator.ledger.requests, least);
  assert.equal(summary.requests, least);
  assert.deepEqual([summary.accounts, summary.messages, summary.refused, summary.holes, summary.withoutKey], [1000, wrong.length, [], 0, 0]);
  assert.equal(progress.at(-1)?.messages, wrong.length);
  assert.ok(found.every(({ text, from, state }) => text === WRONG && from === "mallory" && state === "normal"));
});

test("the search is complete despite faults", async () => {
  const { client, emulator, officialAccounts, wrong } = incident({ accounts: 100, seed: 32, client: { retries: 20 } });
  emulator.setFaults({ lostRequest: 0.05, lostReply: 0.05, http502: 0.05 });
  const { found, summary } = await collect(client.find({ officialAccounts, ...INCIDENT }));
  assert.deepEqual(found.map(pairOf).sort(), wrong);
  assert.equal(summary.requests, emulator.ledger.requests);
});

test("groups are by equal text and sender, the largest first", async () => {
  const { client, officialAccounts } = incident({ accounts: 10, seed: 33 });
  const { since, until } = INCIDENT;
  const { found } = await collect(client.find({ officialAccounts, since, until }));
  const groups = groupMessages([...found, { ...found[0], text: "" }]);
  assert.deepEqual(groups.map(({ text, from, count, accounts }) => [text, from, count, accounts.length]), [
    [WRONG, "mallory", 30, 10],
    [WRONG, "bob", 20, 10],
    ["Sorry", "mallory", 10, 10],
    ["", found[0].from, 1, 1],
  ]);
  assert.deepEqual([groups[0].first * 1000, groups[0].last * 1000], [since, until]);
  const [one, other] = groupMessages([{ ...found[0], text: "Ｓtraße" }, { ...found[0], text: "STRASSE" }, { ...found[0], text: "ﾊﾛ" }]);
  assert.deepEqual([one.count, other.count], [2, 1]);
});

test("a refused account ends alone, and is listed", async () => {
  const { client, officialAccounts, wrong } = incident({ accounts: 3, seed: 34 });
  const { found, summary } = await collect(client.find({ officialAccounts: new Set(["@TOA#_gone", ...officialAccounts]), ...INCIDENT }));
  assert.deepEqual(found.map(pairOf).sort(), wrong);
  assert.deepEqual(summary.refused.map(({ officialAccount, code }) => [officialAccount, code]), [["@TOA#_gone", 10010]]);
  assert.match(summary.refused[0].meaning, /does not exist/);
});

test("another refusal ends the search after one request", async () => {
  const { emulator, officialAccounts } = incident({ accounts: 30, seed: 35 });
  const client = new RecallClient({ ...CREDENTIALS, identifier: "guest", region: "singapore", fetch: emulator.fetch });
  const error = await refused(collect(client.find({ officialAccounts })));
  assert.equal(error.name, "RecallError");
  assert.match(error.code, /^ERR_(PERMISSION|USER_SIG)$/);
  assert.equal(emulator.ledger.requests, 1);
});

/** A client of one account with these rows in its history. @param {object[]} RspMsgList */
function clientOf(RspMsgList) {
  const page = { ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", IsFinished: 1, RspMsgList };
  const fetch = async () => new Response(JSON.stringify(page));
  return new RecallClient({ ...CREDENTIALS, region: "singapore", fetch });
}

const elem = (/** @type {string} */ MsgType, /** @type {object} */ MsgContent) => ({ MsgType, MsgContent });
const row = (/** @type {number} */ seq, /** @type {object} */ members = {}) => ({
  MsgKey: `${seq}_1_1790000000`, MsgSeq: seq, MsgTimeStamp: 1790000000, From_Account: "editor", IsPlaceMsg: 0, MsgBody: [elem("TIMTextElem", { Text: `text ${seq}` })], ...members,
});
const officialAccounts = ["@TOA#_news"];

test("the text of a message is what a person reads, and types select elements", async () => {
  const bodies = [
    [elem("TIMTextElem", { Text: "Summer" }), elem("TIMFaceElem", { Index: 1 }), elem("TIMTextElem", { Text: "sale" })],
    [elem("TIMCustomElem", { Data: "{}", Desc: "A card" }), elem("TIMImageElem", {})],
    [elem("TIMFileElem", { FileName: "offer.pdf" })],
    [elem("TIMLocationElem", { Desc: "Museum", Latitude: 1 }), elem("TIMSoundElem", {}), elem("TIMVideoFileElem", {})],
    [elem("TIMRelayElem", {}), null, elem("TIMTextElem", { Text: 5 }), elem("constructor", {})],
  ];
  const client = clientOf(bodies.map((MsgBody, at) => row(9 - at, { MsgBody })));
  const textsOf = async (/** @type {object} */ filter) => (await collect(client.find({ officialAccounts, ...filter }))).found.map(({ text }) => text);
  assert.deepEqual(await textsOf({}), ["Summer [face] sale", "[custom] A card [image]", "[file] offer.pdf", "[location] Museum [sound] [video]", "[other] [other] [other]"]);
  assert.deepEqual(await textsOf({ types: ["image", "file"] }), ["[custom] A card [image]", "[file] offer.pdf"]);
  assert.deepEqual(await textsOf({ text: "OFFER" }), ["[file] offer.pdf"]);
  assert.deepEqual(await textsOf({ text: (/** @type {string} */ text) => text.length < 20 }), ["Summer [face] sale", "[file] offer.pdf"]);
  assert.deepEqual(await textsOf({ where: (/** @type {any} */ { msgSeq }) => msgSeq === 6 }), ["[location] Museum [sound] [video]"]);
});

test("holes and messages without a key are counted, and keys are rebuilt only on request", async () => {
  const client = clientOf([row(9), row(8, { MsgKey: "" }), row(7, { MsgKey: undefined, MsgTimeStamp: 0 }), row(6, { IsPlaceMsg: 1 }), row(5, { IsPlaceMsg: 2, MsgBody: [] })]);
  const without = await collect(client.find({ officialAccounts, includeRecalled: true }));
  assert.deepEqual(without.found.map(({ msgKey, state }) => [msgKey, state]), [["9_1_1790000000", "normal"], ["5_1_1790000000", "recalled"]]);
  assert.deepEqual([without.summary.holes, without.summary.withoutKey], [1, 2]);
  const { found, summary } = await collect(client.find({ officialAccounts, includeRecalled: true, rebuildKeys: true }));
  assert.deepEqual(found.map(({ msgKey, isKeyRebuilt }) => [msgKey, isKeyRebuilt]), [["9_1_1790000000", undefined], ["8_1_1790000000", true], ["5_1_1790000000", undefined]]);
  assert.equal(summary.withoutKey, 1);
});

test("wrong options are refused with all issues, and nothing is sent", async () => {
  const { client, emulator } = incident({ accounts: 1, seed: 36 });
  const issuesOf = async (/** @type {any} */ options) => {
    const error = await refused(collect(client.find(options)));
    assert.equal(error.code, "ERR_INVALID_INPUT");
    return error.issues.map(({ path, code }) => `${path} ${code}`);
  };
  assert.deepEqual(await issuesOf(undefined), [" unexpected-value"]);
  assert.deepEqual(await issuesOf({}), ["officialAccounts unexpected-value"]);
  const throwing = (/** @type {string} */ name) => Object.defineProperty({ officialAccounts: ["@TOA#_0"] }, name, { get: () => assert.fail("mine"), enumerable: true });
  for (const name of ["text", "where", "types", "from", "since", "officialAccounts"]) {
    assert.deepEqual(await issuesOf(throwing(name)), [`${name} unexpected-value`], "a filter that cannot be read does not count as absent");
  }
  assert.deepEqual(await issuesOf({ officialAccounts: "@TOA#_0" }), ["officialAccounts unexpected-value"]);
  assert.deepEqual(await issuesOf({ officialAccounts: [] }), ["officialAccounts empty"]);
  assert.deepEqual(await issuesOf({ officialAccounts: (function* () {})() }), ["officialAccounts empty"]);
  const account = ["@TOA#_0", "news", 7];
  assert.deepEqual(await issuesOf({ officialAccounts: account }), ["officialAccounts[1] account-prefix", "officialAccounts[2] unexpected-value"]);
  const wrong = { since: "today", from: "", text: 7, types: ["text", "poem"], where: 1, rebuildKeys: "yes", Text: "x", timeout: 5, limit: 3, signal: {}, onProgress: 1 };
  assert.deepEqual((await issuesOf({ officialAccounts: ["@TOA#_0"], ...wrong })).sort(), [
    "Text misspelt-option", "from empty", "limit unknown-option", "onProgress unexpected-value", "rebuildKeys unexpected-value", "signal unexpected-value", "since unexpected-value",
    "text unexpected-value", "timeout client-option", "types[1] unexpected-value", "where unexpected-value",
  ]);
  assert.equal(emulator.ledger.requests, 0);
});

test("a wrong account in a stream ends the search, and the stream is closed", async () => {
  const { client } = incident({ accounts: 1, seed: 37 });
  let isClosed = false;
  async function* stream() {
    try {
      yield "@TOA#_0";
      yield "news";
      yield "@TOA#_0";
    } finally {
      isClosed = true;
    }
  }
  const error = await refused(collect(client.find({ officialAccounts: stream() })));
  assert.deepEqual(error.issues.map(({ path }) => path), ["officialAccounts[1]"]);
  await new Promise(setImmediate);
  assert.ok(isClosed);
});

test("what a stream or a filter throws ends the search", async () => {
  const { client } = incident({ accounts: 1, seed: 38 });
  const fails = () => {
    throw new TypeError("mine");
  };
  async function* stream() {
    yield "@TOA#_0";
    fails();
  }
  for (const [options, detail] of /** @type {const} */ ([
    [{ officialAccounts: stream() }, "accounts-failed"],
    [{ officialAccounts: ["@TOA#_0"], where: fails }, "filter-failed"],
    [{ officialAccounts: ["@TOA#_0"], text: fails }, "filter-failed"],
  ])) {
    const error = await refused(collect(client.find(options)));
    assert.deepEqual([error.code, error.detail?.code, /** @type {any} */ (error.cause).message], ["ERR_INPUT_SOURCE", detail, "mine"]);
  }
  const where = /** @type {any} */ (async () => false);
  const error = await refused(collect(client.find({ officialAccounts: ["@TOA#_0"], where })));
  assert.deepEqual(error.issues.map(({ path, message }) => [path, message]), [["where()", "found a promise, expected true or false"]]);
});

test("an abort, a deadline and leaving the loop end a search at once", async () => {
  const pending = { fetch: () => new Promise(() => {}) };
  const options = { ...CREDENTIALS, region: /** @type {const} */ ("singapore"), ...pending };
  const controller = new AbortController();
  const rows = new RecallClient(/** @type {any} */ (options)).find({ officialAccounts, signal: controller.signal });
  const step = rows.next();
  setImmediate(() => controller.abort("enough"));
  const aborted = await refused(step);
  assert.deepEqual([aborted.code, aborted.cause], ["ERR_ABORTED", "enough"]);
  const late = await refused(collect(new RecallClient(/** @type {any} */ ({ ...options, deadline: 5 })).find({ officialAccounts })));
  assert.equal(late.code, "ERR_DEADLINE");
  const left = new RecallClient(/** @type {any} */ (options)).find({ officialAccounts });
  const open = left.next();
  await new Promise(setImmediate);
  await left.return?.();
  assert.equal((await open).done, true);
  const before = await refused(collect(new RecallClient(/** @type {any} */ (options)).find({ officialAccounts, signal: AbortSignal.abort("before") })));
  assert.equal(before.cause, "before");
});

test("every request of a search has a permit of the limiter, and is an event", async () => {
  let permits = 0;
  /** @type {string[]} */
  const events = [];
  const limiter = { acquire: () => void (permits += 1) };
  const onEvent = (/** @type {import("../../../pkg/index.js").RecallEvent} */ event) => void (event.type === "request" && events.push(event.command));
  const { client, emulator, officialAccounts: accounts } = incident({ accounts: 20, seed: 39, client: { limiter, onEvent } });
  const { summary } = await collect(client.find({ officialAccounts: accounts }));
  assert.deepEqual([permits, events.length, emulator.ledger.requests], [summary.requests, summary.requests, summary.requests]);
  assert.ok(events.every((command) => command === "history"));
});

test("a stream of 100,000 accounts is read as the search proceeds", async () => {
  let read = 0;
  function* ids() {
    for (; read < 100_000; read += 1) yield `@TOA#_${read}`;
  }
  const fetch = async (/** @type {string} */ _url, /** @type {any} */ { body }) => {
    const { Official_Account: account } = JSON.parse(body);
    return new Response(JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", IsFinished: 1, RspMsgList: [row(7, { From_Account: account })] }));
  };
  const client = new RecallClient({ ...CREDENTIALS, region: "singapore", fetch, rateLimit: 100_000 });
  let count = 0;
  for await (const { from, officialAccount } of client.find({ officialAccounts: ids() })) {
    assert.equal(from, officialAccount);
    count += 1;
    assert.ok(read - count < 2000, `${read} read, ${count} found`);
    if (count === 5000) break;
  }
  assert.ok(read < 7000);
});
