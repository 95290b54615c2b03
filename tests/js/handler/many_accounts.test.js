// Requests of the handler for messages of many accounts: checks, permission for each account, rows, audit.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { ask, linesOf, rowsOf, stage } from "./support/fixture.js";

/** @typedef {import("../../../pkg/index.js").MessageRef} MessageRef */

const idOf = (/** @type {number} */ number) => `@TOA#_${number}`;
const idsOf = (/** @type {number} */ count) => Array.from({ length: count }, (_, number) => idOf(number));
const pairOf = (/** @type {MessageRef} */ { officialAccount, msgKey }) => `${officialAccount} ${msgKey}`;
/** @param {unknown} messages @param {object} [more] */
const recallOf = (messages, more) => ask({ action: "recall", messages, ...more });

/** @param {number} accounts @param {Parameters<typeof stage>[0]} [options] @param {object} [emulated] */
function staged(accounts, options, emulated) {
  const all = stage(options, { accounts: idsOf(accounts), ...emulated });
  const add = (/** @type {number} */ account, /** @type {number} */ count) => all.broadcast(count, idOf(account)).map((msgKey) => ({ officialAccount: idOf(account), msgKey }));
  return { ...all, add };
}

describe("a recall of many accounts", () => {
  test("gets a row with its account for every distinct message, and agrees with the emulator", async () => {
    const { handler, add, emulator } = staged(30);
    const messages = idsOf(30).flatMap((_, account) => add(account, 1 + (account % 12)));
    const lines = await linesOf(await handler(recallOf([...messages, messages[0]])));
    assert.deepEqual([lines[0].messages, lines.at(-1).type, lines.at(-1).report.complete], [messages.length, "report", true]);
    assert.deepEqual(rowsOf(lines).map(pairOf).sort(), messages.map(pairOf).sort());
    assert.deepEqual(emulator.ledger.recalled.map(pairOf).sort(), messages.map(pairOf).sort());
  });

  test("is sent in full requests, in which the accounts take turns", async () => {
    const { handler, add, emulator } = staged(20);
    const messages = idsOf(20).flatMap((_, account) => add(account, 5 + account));
    const interleaved = messages.map((_, at) => /** @type {MessageRef} */ (messages[(at * 37) % messages.length]));
    const least = idsOf(20).reduce((sum, _, account) => sum + Math.ceil((5 + account) / 10), 0);
    const { report } = (await linesOf(await handler(recallOf(interleaved)))).at(-1);
    assert.ok(report.requests <= least * 1.05, `${report.requests} requests, ${least} would do`);
    const begun = new Set(emulator.ledger.recalled.slice(0, 150).map(({ officialAccount }) => officialAccount));
    assert.ok(begun.size >= 15, `${begun.size} accounts in the first 150 messages`);
  });

  test("goes on when an account is refused", async () => {
    const { handler, add } = staged(2);
    const gone = { officialAccount: idOf(9), msgKey: "71_1_1698741698" };
    const lines = await linesOf(await handler(recallOf([...add(0, 3), gone, ...add(1, 3)])));
    const { type, report } = lines.at(-1);
    assert.deepEqual([type, report.counts.recalled, report.counts.failed], ["report", 6, 1]);
    assert.equal(rowsOf(lines).find(({ status }) => status === "failed").officialAccount, idOf(9));
  });

  test("returns messages at the time limit", async () => {
    const { handler, add } = staged(3, { timeLimit: 1000, rateLimit: 5 });
    const messages = [0, 1, 2].flatMap((account) => add(account, 60));
    const lines = await linesOf(await handler(recallOf(messages)));
    const { type, msgKeys, messages: left, unconfirmed } = lines.at(-1);
    assert.deepEqual([type, msgKeys], ["continue", undefined]);
    assert.deepEqual([...rowsOf(lines), ...left, ...unconfirmed].map(pairOf).sort(), messages.map(pairOf).sort());
    assert.ok(left.every((/** @type {any} */ one) => Object.keys(one).join() === "officialAccount,msgKey"));
  });

  test("knows which messages are in doubt by their accounts", async () => {
    const { handler } = staged(2);
    const messages = [0, 1].map((account) => ({ officialAccount: idOf(account), msgKey: "71_1_1698741698" }));
    const rows = rowsOf(await linesOf(await handler(recallOf(messages, { unconfirmed: [messages[1]] }))));
    assert.deepEqual(Object.fromEntries(rows.map(({ officialAccount, status }) => [officialAccount, status])), { [idOf(0)]: "notFound", [idOf(1)]: "presumedRecalled" });
  });

  test("can be planned by account", async () => {
    const { handler, add, emulator } = staged(2);
    const { plan } = await (await handler(ask({ action: "plan", messages: [...add(0, 11), ...add(1, 2)] }))).json();
    assert.deepEqual([plan.accounts, plan.requests, plan.byAccount.map((/** @type {any} */ one) => one.requests)], [2, 3, [2, 1]]);
    assert.equal(emulator.ledger.requests, 0);
  });
});

describe("is refused, and nothing is sent:", () => {
  const message = { officialAccount: idOf(0), msgKey: "1_1_1698741698" };
  /** @type {[string, any, string[]][]} */
  const cases = [
    ["both forms", { messages: [message], officialAccount: idOf(0), msgKeys: ["1_1_1"] }, [" both", " both"]],
    ["neither form", {}, ["officialAccount unexpected-value", "msgKeys unexpected-value"]],
    ["no message", { messages: [] }, ["messages empty"]],
    ["an object as messages", { messages: { 0: message } }, ["messages unexpected-value"]],
    ["null as messages", { messages: null }, ["messages unexpected-value"]],
    ["a key in place of a message", { messages: [message, message.msgKey] }, ["messages[1] unexpected-value"]],
    ["a list in place of a message", { messages: [[idOf(0), "1_1_1"]] }, ["messages[0].0 unknown-member", "messages[0].1 unknown-member", "messages[0].officialAccount unexpected-value", "messages[0].msgKey unexpected-value"]],
    ["an unknown member", { messages: [message, { ...message, text: "x" }] }, ["messages[1].text unknown-member"]],
    ["a wrong account and key", { messages: [{ officialAccount: "news", msgKey: "7" }] }, ["messages[0].officialAccount account-prefix", "messages[0].msgKey msg-key-form"]],
    ["a key as unconfirmed", { messages: [message], unconfirmed: [message.msgKey] }, ["unconfirmed[0] unexpected-value"]],
    ["an unknown member of unconfirmed", { messages: [message], unconfirmed: [{ ...message, why: 1 }] }, ["unconfirmed[0].why unknown-member"]],
  ];
  for (const [name, body, expected] of cases) {
    test(name, async () => {
      for (const action of ["recall", "plan"]) {
        const { handler, emulator, records } = staged(1);
        const response = await handler(ask({ action, ...body }));
        const { error } = await response.json();
        assert.equal(response.status, 422);
        assert.deepEqual(error.issues.map((/** @type {any} */ { path, code }) => `${path} ${code}`), expected);
        assert.deepEqual([emulator.ledger.requests, records.map(({ event }) => event)], [0, ["refused"]]);
      }
    });
  }

  test("a duplicate member of a message", async () => {
    const body = `{"action":"recall","messages":[{"officialAccount":"${idOf(0)}","msgKey":"1_1_1","msgKey":"2_1_1"}]}`;
    assert.equal((await staged(1).handler(ask(body))).status, 400);
  });

  test("more messages than the limit, and no more unconfirmed ones", async () => {
    const { handler } = staged(1, { maxKeys: 2 });
    const three = [1, 2, 3].map((seq) => ({ ...message, msgKey: `${seq}_1_1` }));
    for (const [body, path] of /** @type {[object, string][]} */ ([[{ messages: three }, "messages"], [{ messages: three.slice(1), unconfirmed: three }, "unconfirmed"]])) {
      const { error } = await (await handler(ask({ action: "recall", ...body }))).json();
      assert.deepEqual(error.issues.map((/** @type {any} */ issue) => [issue.path, issue.code]), [[path, "keys-above-limit"]]);
    }
  });

  for (const [whose, options] of /** @type {[string, object][]} */ ([
    ["of the handler", { allowAccounts: [idOf(0), idOf(1)] }], ["of the user", { authorize: () => ({ user: "eve", allowAccounts: [idOf(0), idOf(1)] }) }],
  ])) {
    test(`one account that is not among those ${whose}, which is named`, async () => {
      const { handler, add, emulator, records } = staged(3, options);
      const messages = [...add(0, 2), ...add(1, 2), ...add(2, 1)];
      const response = await handler(recallOf(messages));
      assert.equal(response.status, 403);
      assert.match((await response.json()).error.message, /@TOA#_2 /);
      assert.deepEqual([emulator.ledger.requests, records[0]?.event, records[0]?.accounts, records[0]?.byAccount?.length], [0, "refused", 3, 3]);
      assert.equal((await linesOf(await handler(recallOf(messages.slice(0, 4))))).at(-1).report.complete, true);
    });
  }
});

test("an account of a history that is not allowed is quoted only if it can be one", async () => {
  const secret = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
  for (const [officialAccount, quoted] of /** @type {[any, string][]} */ ([[secret, "5bd2850fff3e…"], [{ toString: 7 }, "object"], [undefined, "nothing"], [idOf(7), idOf(7)]])) {
    const response = await staged(1, { allowAccounts: [idOf(0)] }).handler(ask({ action: "history", officialAccount }));
    const { error } = await response.json();
    assert.deepEqual([response.status, error.detail.params.value], [403, quoted]);
    assert.ok(!error.message.includes(secret));
  }
});

test("the largest request with the longest messages, all of them unconfirmed, fits into the default body", async () => {
  const maxKeys = 2000;
  const { handler } = staged(1, { maxKeys });
  const messages = Array.from({ length: maxKeys }, (_, at) => ({
    officialAccount: `@TOA#_${String(at).padStart(42, "x")}`, msgKey: `${1_000_000_000 + at}_${"2".repeat(28)}_${1_698_741_698}`,
  }));
  assert.deepEqual([messages[0]?.officialAccount.length, messages[0]?.msgKey.length], [48, 50]);
  const response = await handler(ask({ action: "plan", messages, unconfirmed: messages }));
  assert.equal(response.status, 200);
  assert.equal((await response.json()).plan.accounts, maxKeys);
});

describe("the audit of many accounts", () => {
  test("has each account with its number of messages, and a digest of lines", async () => {
    const { handler, add, records } = staged(2);
    const messages = [...add(1, 2), ...add(0, 3)];
    await linesOf(await handler(recallOf([...messages, messages[0]])));
    const [start, end] = records;
    const digest = createHash("sha256").update(messages.map(pairOf).join("\n")).digest("hex");
    assert.deepEqual([start?.officialAccount, start?.accounts, start?.messages, start?.digest], [undefined, 2, 5, digest]);
    assert.deepEqual(start?.byAccount, [{ officialAccount: idOf(1), messages: 2 }, { officialAccount: idOf(0), messages: 3 }]);
    assert.deepEqual([end?.outcome, end?.accounts, end?.byAccount, end?.counts?.recalled], ["completed", 2, undefined, 5]);
  });

  test("is the same for one account, whichever way its messages are given", async () => {
    const { handler, add, records } = staged(1);
    const messages = add(0, 3);
    for (const body of [{ messages }, { officialAccount: idOf(0), msgKeys: messages.map(({ msgKey }) => msgKey) }]) await linesOf(await handler(ask({ action: "recall", ...body })));
    const [one, , other] = records.map(({ id: _, time: __, ...facts }) => facts);
    assert.deepEqual(one, other);
    assert.deepEqual([one?.officialAccount, one?.accounts, one?.byAccount], [idOf(0), undefined, undefined]);
  });

  test("has only the number of accounts above 1000, and every key if the option is set", async () => {
    const messages = Array.from({ length: 1001 }, (_, account) => ({ officialAccount: idOf(account), msgKey: "71_1_1698741698" }));
    for (const auditMsgKeys of [false, true]) {
      const { handler, records } = staged(1, { auditMsgKeys });
      await linesOf(await handler(recallOf(messages)));
      assert.deepEqual([records[0]?.accounts, records[0]?.byAccount?.length], [1001, auditMsgKeys ? 1001 : undefined]);
      if (auditMsgKeys) assert.deepEqual(records[0]?.byAccount?.[7], { officialAccount: idOf(7), messages: 1, msgKeys: ["71_1_1698741698"] });
    }
  });

  test("journals the account of each request", async () => {
    /** @type {string[]} */
    const journal = [];
    const { handler, add, emulator } = staged(3, { beforeSend: ({ officialAccount, msgKeys, user }) => void journal.push(...msgKeys.map((msgKey) => `${user} ${officialAccount} ${msgKey}`)) });
    await linesOf(await handler(recallOf([0, 1, 2].flatMap((account) => add(account, 12)))));
    assert.deepEqual(journal.sort(), emulator.ledger.recalled.map((one) => `eve ${pairOf(one)}`).sort());
  });
});
