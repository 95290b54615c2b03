// Messages of many accounts through a handler: the claims of the library, several requests to the handler, and handlers of 0.1.0.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { RecallClient } from "../../../pkg/index.js";
import { RemoteRecallClient } from "../../../pkg/remote/index.js";
import { accountProblem } from "../../../pkg-template/lib/vendor/official_account.js";
import { accountClaims, idOf, idsOf, pairOf } from "../library/support/account_claims.js";
import { CREDENTIALS, refused } from "../library/support/fixture.js";
import { REPORT, START, page, rows, scripted } from "./support/fixture.js";

const KEY = "71_1_1698741698";
/** @param {number} account @param {number} count */
const unknown = (account, count) => Array.from({ length: count }, (_, at) => ({ officialAccount: idOf(account), msgKey: `${at + 1}_1_1698741698` }));

/**
 * @param {string[]} accounts
 * @param {object} [options] of the handler
 * @param {object} [remote]
 */
function stage(accounts, options = {}, remote = {}) {
  const staged = page({ region: "singapore", ...options }, { emulated: { accounts }, ...remote });
  const add = (/** @type {string} */ officialAccount, /** @type {number} */ count) =>
    staged.emulator.addMessages({ officialAccount, count, text: "wrong" }).map((msgKey) => ({ officialAccount, msgKey }));
  return { ...staged, add };
}

describe("as with the library,", () => accountClaims(stage, { most: 1.1 }));

describe("in several requests to the handler,", () => {
  test("each position has its outcome, and equal keys of two accounts are two messages", async () => {
    const { client, add, bodies, emulator } = stage(idsOf(40), {}, { keysPerRequest: 25 });
    const messages = idsOf(40).flatMap((id) => add(id, 3));
    const twice = [...messages, ...messages.slice(100)];
    /** @type {any[]} */
    const seen = [];
    const report = await client.recall({ messages: twice, onProgress: (progress) => seen.push(progress) });
    assert.deepEqual(report.results.map(pairOf), twice.map(pairOf));
    assert.ok(report.complete, JSON.stringify(report.counts));
    assert.deepEqual(emulator.ledger.recalled.map(pairOf).sort(), messages.map(pairOf).sort());
    assert.ok(bodies.length === 5 && bodies.every((body) => body.messages.length <= 25 && body.officialAccount === undefined));
    assert.deepEqual([seen.at(-1).total, seen.at(-1).counts.recalled], [140, 140]);
    assert.deepEqual(report.byAccount.map(({ officialAccount, total }) => [officialAccount, total]).slice(32, 35), [[idOf(32), 3], [idOf(33), 5], [idOf(34), 6]]);
  });

  test("an account that was refused is not tried again, and the others go on", async () => {
    for (const start of ["recall", "recallEach"]) {
      const { client, add, emulator } = stage([idOf(0), idOf(2)], { concurrency: 1 }, { keysPerRequest: 10 });
      const messages = [...unknown(1, 15), ...add(idOf(0), 10), ...add(idOf(2), 10), ...unknown(1, 25).slice(15)];
      /** @type {import("../../../pkg/index.js").RecallResult[]} */
      const results = [];
      if (start === "recall") results.push(...(await client.recall({ messages })).results);
      else for await (const row of client.recallEach({ messages })) results.push(row);
      const failed = results.filter(({ status }) => status === "failed");
      assert.deepEqual([failed.length, results.length, emulator.ledger.recalledCount], [25, 45, 20], start);
      assert.ok(failed.every(({ officialAccount, code, meaning }) => officialAccount === idOf(1) && code === failed[0]?.code && meaning));
      assert.equal(emulator.ledger.requests, 1 + 4, "one request is enough to learn it");
    }
  });

  test("a stream of one account that is refused ends with the error, after every outcome", async () => {
    const { client } = stage([idOf(0)], {}, { keysPerRequest: 10 });
    /** @type {string[]} */
    const statuses = [];
    const error = await refused(async () => {
      for await (const { status } of client.recallEach({ messages: unknown(1, 25) })) statuses.push(status);
    });
    assert.deepEqual([error.code, statuses], ["ERR_OFFICIAL_ACCOUNT", Array(25).fill("failed")]);
  });

  test("the handler's time limit continues with messages of every account", async () => {
    const [one, other] = [{ officialAccount: idOf(0), msgKey: KEY }, { officialAccount: idOf(1), msgKey: KEY }];
    const doubtful = { ...one, status: "unconfirmed", retryable: true, attempts: 1 };
    const { bodies, clientOf } = scripted([
      [START, rows([doubtful]), { type: "continue", messages: [other], unconfirmed: [one], report: {} }],
      [START, rows([{ ...one, status: "presumedRecalled", attempts: 1 }, { ...other, status: "recalled", attempts: 1 }]), REPORT],
    ]);
    const report = await clientOf(10).recall({ messages: [one, other] });
    assert.deepEqual(report.results.map(({ status, attempts }) => [status, attempts]), [["presumedRecalled", 2], ["recalled", 1]]);
    assert.deepEqual(bodies[1].messages, [other, one]);
    assert.deepEqual(bodies[1].unconfirmed, [one]);
  });

  test("an account that the handler does not allow refuses the whole request, and is named", async () => {
    const { client, add, emulator } = stage(idsOf(3), { allowAccounts: [idOf(0), idOf(1)] });
    const error = await refused(client.recall({ messages: idsOf(3).flatMap((id) => add(id, 2)) }));
    assert.deepEqual([error.code, error.detail, error.report, emulator.ledger.requests], ["ERR_PERMISSION", { code: "account-not-allowed", params: { value: idOf(2) } }, undefined, 0]);
    assert.match(error.message, /@TOA#_2 is not allowed/);
  });

  test("problems that the handler finds have the positions of the input", async () => {
    const { client, add, emulator } = stage(idsOf(2), { maxKeys: 3 });
    const messages = [...add(idOf(0), 2), ...add(idOf(1), 2)];
    assert.deepEqual((await refused(client.recall({ messages }))).issues.map(({ path, code }) => [path, code]), [["messages", "keys-above-limit"]]);
    assert.equal((await refused(client.recall({ messages: messages.slice(0, 2), reason: "x".repeat(101) }))).issues[0]?.path, "reason");
    assert.equal(emulator.ledger.requests, 0);
  });
});

describe("with a handler of 0.1.0,", () => {
  const messages = [1, 2].map((seq) => ({ officialAccount: idOf(0), msgKey: `${seq}_1_1698741698` }));
  const [first, second] = messages.map(({ msgKey }) => msgKey);
  const recalled = (/** @type {any} */ msgKey) => ({ msgKey, status: "recalled", attempts: 1 });

  test("messages of one account are sent as its MsgKeys, and rows without an account are completed", async () => {
    const { bodies, clientOf } = scripted([
      [START, rows([recalled(first)]), { type: "continue", msgKeys: [second], unconfirmed: [], report: {} }],
      [START, rows([recalled(second)]), REPORT],
    ]);
    const report = await clientOf(10).recall({ messages });
    assert.deepEqual(report.results.map(pairOf), messages.map(pairOf));
    assert.deepEqual([report.complete, report.byAccount.length], [true, 1]);
    assert.deepEqual(bodies.map(({ officialAccount, msgKeys }) => [officialAccount, msgKeys]), [[idOf(0), [first, second]], [idOf(0), [second]]]);
    const stream = scripted([[START, rows([recalled(first), recalled(second)]), REPORT]]).clientOf(10).recallEach({ messages });
    const found = [];
    for await (const row of stream) found.push(pairOf(row));
    assert.deepEqual(found, messages.map(pairOf));
  });

  test("a problem of the account has its path in the messages", async () => {
    const issues = [{ path: "officialAccount", code: "account-prefix", params: { value: "x" }, message: "found x" }, { path: "msgKeys[1]", code: "msg-key-form", params: { value: "x" }, message: "found x" }];
    const fetch = async () => Response.json({ error: { code: "ERR_INVALID_INPUT", message: "officialAccount: found x", issues } }, { status: 422 });
    const error = await refused(new RemoteRecallClient({ url: "/api/recall", fetch }).recall({ messages }));
    assert.deepEqual(error.issues.map(({ path }) => path), ["messages[0].officialAccount", "messages[1].msgKey"]);
    assert.match(error.message, /^messages\[0\]\.officialAccount: /);
  });

  test("a plan has its account", async () => {
    const fetch = async () => Response.json({ plan: { messages: 3, distinct: 2, requests: 1, batches: [[first, second]], warnings: [], issues: [] } });
    const plan = await new RemoteRecallClient({ url: "/api/recall", fetch }).plan({ officialAccount: idOf(0), msgKeys: [String(first)] });
    assert.deepEqual([plan.accounts, plan.byAccount], [1, [{ officialAccount: idOf(0), messages: 3, distinct: 2, requests: 1 }]]);
  });
});

test("accounts are checked as by the library", async () => {
  const library = new RecallClient({ ...CREDENTIALS, region: "singapore" });
  const texts = ["", "x", "@TOA#_", "@TOA#_x", "@TGS#_x", `@TOA#_${"x".repeat(42)}`, `@TOA#_${"x".repeat(43)}`, "@TOA#_é", "@TOA#_\n", "@TOA#_\u007f", "@TOA#_a b", "@TOA#_@TOA#_1", "@toa#_x"];
  for (const officialAccount of texts) {
    const error = await refused(async () => library.plan({ messages: [{ officialAccount, msgKey: KEY }] })).catch(() => undefined);
    assert.equal(accountProblem(officialAccount)?.code, error?.issues[0]?.code, officialAccount);
  }
});
