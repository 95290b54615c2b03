// createWebhookHandler: its answers, what it hands to the store and the callbacks, and that no store delays an answer or loses in silence.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { describe, test } from "node:test";
import express from "express";
import { lacks } from "../../../.scripts/needs.js";
import { isRecallError } from "../../../pkg/index.js";
import { openStore } from "../../../pkg/store/index.js";
import { createWebhookHandler, toNodeListener } from "../../../pkg/webhook/index.js";
import { ACCOUNT, APP, SENT, TOKEN, requestOf, webhook } from "./support/sender.js";

const OK = { ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" };
const RECALLED = "OfficialAccount.CallbackAfterMsgWithDraw";
const recallBody = (/** @type {string[]} */ ...keys) => JSON.stringify({ CallbackCommand: RECALLED, Official_Account: ACCOUNT, WithdrawMsgList: keys.map((MsgKey) => ({ MsgKey })), EventTime: 1_700_000_000_123 });
const never = () => new Promise(() => {});

/** A handler with a store that records, and the events it reported. @param {object} [options] */
function stage(options = {}) {
  /** @type {any[]} */
  const events = [];
  /** @type {any[]} */
  const puts = [];
  /** @type {any[]} */
  const recalls = [];
  const store = { put: async (/** @type {any} */ rows) => void puts.push(...rows), markRecalled: async (/** @type {any} */ rows) => void recalls.push(...rows) };
  const handler = createWebhookHandler({ sdkAppId: APP, token: TOKEN, store, onEvent: (event) => void events.push(event), ...options });
  const send = async (/** @type {any} */ parts = {}, /** @type {any} */ init = {}) => {
    const response = await handler(requestOf(webhook(parts), init));
    return { status: response.status, body: await response.json() };
  };
  return { handler, send, events, puts, recalls, types: () => events.map(({ type }) => type) };
}

/** Lets promises and streams proceed under a mocked clock. */
const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe("a genuine webhook", () => {
  test("of a message that was sent is stored, reported, and answered in the documented form", async () => {
    /** @type {any[]} */
    const reported = [];
    const { send, puts, types } = stage({ onSent: (/** @type {any} */ event) => void reported.push(event) });
    assert.deepEqual(await send(), { status: 200, body: OK });
    assert.deepEqual(puts, [{ officialAccount: ACCOUNT, msgKey: "71_1_1698741698", msgTime: 1_698_741_698, msgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "wrong" } }], onlineOnly: false }]);
    assert.deepEqual(reported.map(({ kind, msgKeys }) => [kind, msgKeys]), [["sent", ["71_1_1698741698"]]]);
    assert.deepEqual(types(), []);
  });

  test("of a recall marks each message, with the time of the event", async () => {
    const { send, recalls, puts } = stage();
    assert.deepEqual(await send({ command: RECALLED, body: recallBody("71_1_1698741698", "72_1_1698741698") }), { status: 200, body: OK });
    assert.deepEqual(recalls, ["71_1_1698741698", "72_1_1698741698"].map((msgKey) => ({ officialAccount: ACCOUNT, msgKey, recalledAt: 1_700_000_000_123 })));
    assert.deepEqual(puts, []);
  });

  test("of a recall whose account is written as in the vendor's sample marks the message of the real account", async () => {
    const { send, recalls } = stage();
    await send({ command: RECALLED, body: recallBody("71_1_1698741698").replace("@TOA#_", "#TOA#_") });
    assert.deepEqual(recalls.map(({ officialAccount }) => officialAccount), [ACCOUNT]);
  });

  test("of another kind is answered with OK, so that the service carries on", async () => {
    const { send, events, puts } = stage();
    const command = "OfficialAccount.CallbackBeforeSendMsg";
    assert.deepEqual(await send({ command }), { status: 200, body: OK });
    assert.deepEqual([events, puts], [[{ type: "ignored", command }], []]);
  });

  test("needs no store: callbacks are enough", async () => {
    let count = 0;
    const { send } = stage({ store: undefined, onSent: () => (count += 1) });
    assert.deepEqual(await send(), { status: 200, body: OK });
    assert.equal(count, 1);
  });
});

describe("a webhook is rejected, and nothing is stored", () => {
  /** @type {[name: string, parts: any, init: any, status: number][]} */
  const CASES = [
    ["with another token", { token: "guessed" }, {}, 403],
    ["of another app", { app: APP + 1 }, {}, 403],
    ["without JSON", { body: "hello" }, {}, 400],
    ["without a key", { body: JSON.stringify({ CallbackCommand: SENT, Official_Account: ACCOUNT, EventTime: 1 }) }, {}, 400],
    ["of more than 1 MB", { body: " ".repeat(1_100_000) }, {}, 413],
    ["by GET", {}, { method: "GET", body: undefined }, 405],
  ];
  for (const [name, parts, init, status] of CASES) {
    test(name, async () => {
      const { send, events, puts } = stage();
      const answer = await send(parts, init);
      assert.equal(answer.status, status);
      assert.deepEqual([answer.body.ActionStatus, answer.body.ErrorCode], ["FAIL", 1]);
      assert.ok(answer.body.ErrorInfo.length > 10);
      assert.deepEqual(events.map(({ type, status: reported }) => [type, reported]), [["rejected", status]]);
      assert.ok(isRecallError(events[0].error));
      assert.doesNotMatch(JSON.stringify([answer, events]), new RegExp(TOKEN));
      assert.deepEqual(puts, []);
    });
  }

  test("whose body never ends", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const { handler, events } = stage();
    const answering = handler(requestOf({ ...webhook(), body: new ReadableStream({}) }));
    await settle();
    t.mock.timers.tick(1500);
    assert.equal((await answering).status, 408);
    assert.equal(events[0].type, "rejected");
  });
});

describe("the answer leaves in time", () => {
  for (const [name, options] of /** @type {[string, any][]} */ ([
    ["a store that hangs", { store: { put: never, markRecalled: never } }],
    ["a callback that hangs", { onSent: never }],
  ])) {
    test(`with ${name}`, async (t) => {
      t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.now() });
      const { send, events } = stage(options);
      let isAnswered = false;
      const answering = send().finally(() => (isAnswered = true));
      await settle();
      t.mock.timers.tick(1499);
      await settle();
      assert.equal(isAnswered, false);
      t.mock.timers.tick(1);
      assert.deepEqual(await answering, { status: 200, body: OK });
      assert.deepEqual(events.map(({ type, event }) => [type, event.msgKeys]), [["late", ["71_1_1698741698"]]]);
    });
  }

  test("with a store that comes back: the write is tried again with growing pauses, and settled() waits for it", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.now() });
    t.mock.method(Math, "random", () => 1);
    /** @type {number[]} */
    const attempts = [];
    const begin = Date.now();
    const put = async () => {
      attempts.push(Date.now() - begin);
      if (attempts.length < 5) throw new Error("the disk is full");
    };
    const { send, types, handler } = stage({ store: { put, markRecalled: put } });
    let isSettled = false;
    const answering = send();
    await settle();
    const settling = handler.settled().then(() => (isSettled = true));
    for (let step = 0; step < 40; step += 1) {
      t.mock.timers.tick(100);
      await settle();
    }
    assert.deepEqual(await answering, { status: 200, body: OK });
    await settling;
    assert.ok(isSettled);
    assert.deepEqual(attempts, [0, 200, 600, 1400, 3000]);
    assert.deepEqual(types(), ["retry", "retry", "retry", "retry", "late"]);
  });

  test("with a store that stays broken: the loss is reported with the webhook and the cause", async () => {
    const cause = new Error("gone");
    const fail = () => {
      throw cause;
    };
    const { send, events } = stage({ retryFor: 0, store: { put: fail, markRecalled: fail } });
    assert.deepEqual(await send(), { status: 200, body: OK });
    assert.deepEqual(events.map(({ type, reason, event, cause: reported }) => [type, reason, event.msgKeys[0], reported]), [["lost", "storeFailed", "71_1_1698741698", cause]]);
  });

  test("with a message that the store does not take: it is not tried again", { skip: lacks("sqlite") }, async () => {
    const store = await openStore("sqlite::memory:", { sdkAppId: APP });
    const { send, events } = stage({ store });
    const body = JSON.stringify({ CallbackCommand: SENT, Official_Account: "@TOA#_\0", MsgKey: "71_1_1698741698", MsgTime: 1_698_741_698, MsgBody: [], EventTime: 1 });
    assert.deepEqual(await send({ body }), { status: 200, body: OK });
    assert.deepEqual(events.map(({ type, reason, cause }) => [type, reason, cause.code]), [["lost", "storeFailed", "ERR_INVALID_INPUT"]]);
    await store.close();
  });

  test("with a full queue: the webhook is refused, and its loss is reported", async () => {
    const { send, events } = stage({ queueLimit: 2, answerWithin: 10, store: { put: never, markRecalled: never } });
    assert.equal((await send({ key: "1_1_1698741698" })).status, 200);
    assert.equal((await send({ key: "2_1_1698741698" })).status, 200);
    const { status, body } = await send({ key: "3_1_1698741698" });
    assert.deepEqual([status, body], [503, { ActionStatus: "FAIL", ErrorCode: 1, ErrorInfo: "2 webhooks are waiting for the store; this one was not stored" }]);
    assert.deepEqual(events.filter(({ type }) => type === "lost").map(({ reason, event }) => [reason, event.msgKeys[0]]), [["queueFull", "3_1_1698741698"]]);
  });

  test("with callbacks that throw, onEvent among them", async () => {
    const boom = () => {
      throw new Error("boom");
    };
    const { send, puts, types } = stage({ onSent: boom });
    assert.equal((await send()).status, 200);
    assert.deepEqual([puts.length, types()], [1, ["callbackFailed"]]);
    const deaf = stage({ onSent: async () => boom(), onEvent: boom });
    assert.equal((await deaf.send()).status, 200);
  });

  test("and on runtimes that end a program after its answer, the write is handed to waitUntil", async () => {
    /** @type {Promise<unknown>[]} */
    const promises = [];
    const { handler } = stage();
    await handler(requestOf(webhook()), { waitUntil: (promise) => void promises.push(promise) });
    assert.equal(promises.length, 1);
    await promises[0];
  });
});

describe("toNodeListener", () => {
  for (const [name, middleware] of /** @type {[string, any][]} */ ([["node:http", undefined], ["Express after express.json()", express.json()], ["Express after express.text()", express.text({ type: "*/*" })]])) {
    test(`serves with ${name}`, async (t) => {
      const { handler, puts } = stage();
      const listener = toNodeListener(handler);
      const server = createServer(middleware ? express().use(middleware, listener) : listener).listen(0, "127.0.0.1");
      await once(server, "listening");
      t.after(() => (server.closeAllConnections(), server.close()));
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      const { url, body } = webhook({ url: `http://127.0.0.1:${port}/hook` });
      const answer = await fetch(url, { method: "POST", body, headers: { "content-type": "application/json" } });
      assert.deepEqual([answer.status, await answer.json()], [200, OK]);
      assert.equal(puts.length, 1);
    });
  }
});

describe("the options", () => {
  const good = { sdkAppId: APP, token: TOKEN };
  /** @type {[any, string[]][]} */
  const CASES = [
    [undefined, [""]], [{}, ["sdkAppId", "token"]], [{ ...good, token: "" }, ["token"]], [{ ...good, store: {} }, ["store"]],
    [{ ...good, onSent: 1, onRecalled: 1, onEvent: 1 }, ["onSent", "onRecalled", "onEvent"]], [{ ...good, answerWithin: 2000 }, ["answerWithin"]],
    [{ ...good, maxAge: 0, queueLimit: 0, retryFor: -1 }, ["maxAge", "queueLimit", "retryFor"]], [{ ...good, tokn: TOKEN }, ["tokn"]],
    [{ ...good, store: { sdkAppId: 5, put() {}, markRecalled() {} } }, ["store.sdkAppId"]],
  ];
  for (const [options, paths] of CASES) {
    test(`name every problem at once: ${paths.join(", ") || "no object"}`, () => {
      assert.throws(() => createWebhookHandler(options), (/** @type {any} */ error) => {
        assert.deepEqual([error.name, error.code, error.issues.map((/** @type {any} */ one) => one.path)], ["RecallError", "ERR_INVALID_INPUT", paths]);
        assert.doesNotMatch(error.message, /undefined|\{|\}/);
        assert.doesNotMatch(error.message, new RegExp(TOKEN));
        return true;
      });
    });
  }
});
