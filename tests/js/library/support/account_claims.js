// The claims about messages of many accounts in one run, for the library and for its client by way of a handler.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isOpen } from "../../../../pkg/index.js";
import { refused, seededRandom } from "./fixture.js";

/** @typedef {import("../../../../pkg/index.js").MessageRef} MessageRef */
/** @typedef {import("../../../../pkg/index.js").RecallClient} RecallClient */
/** @typedef {import("../../../../pkg/remote/index.js").RemoteRecallClient} RemoteRecallClient */
/**
 * An emulator with accounts, a client without a pace, and a function that adds messages to an account.
 * @typedef {{ emulator: import("../../../../pkg/emulator/index.js").Emulator, client: RecallClient | RemoteRecallClient, add: (officialAccount: string, count: number) => MessageRef[] }} Stage
 */

export const idOf = (/** @type {number} */ number) => `@TOA#_${number}`;
export const idsOf = (/** @type {number} */ count) => Array.from({ length: count }, (_, number) => idOf(number));
export const pairOf = (/** @type {MessageRef} */ { officialAccount, msgKey }) => `${officialAccount} ${msgKey}`;

/** The messages in random order. @template T @param {T[]} rows @param {() => number} random */
function shuffled(rows, random) {
  const all = [...rows];
  for (let at = all.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [all[at], all[other]] = [all[other], all[at]];
  }
  return all;
}

/** Messages of 200 accounts: some have one, others up to 40. @param {Stage["add"]} add @param {() => number} random */
const mixture = (add, random) => idsOf(200).flatMap((id) => add(id, random() < 0.3 ? 1 : 1 + Math.floor(random() * 40)));

/** Invalid requests, each with the issues that it gives. @type {[any, string[]][]} */
export const INVALID = [
  [{ messages: [] }, ["messages empty"]],
  [{ messages: "71_1_1698741698" }, ["messages unexpected-value"]],
  [{ messages: [null] }, ["messages[0] unexpected-value"]],
  [{ messages: ["71_1_1698741698"] }, ["messages[0] unexpected-value"]],
  [{ messages: [{ officialAccount: idOf(1) }] }, ["messages[0].msgKey unexpected-value"]],
  [{ messages: [{ msgKey: "71_1_1698741698" }] }, ["messages[0].officialAccount unexpected-value"]],
  [{ messages: [{ officialAccount: "news", msgKey: "71" }] }, ["messages[0].officialAccount account-prefix", "messages[0].msgKey msg-key-form"]],
  [{ messages: [{ officialAccount: idOf(1), msgKey: "71_1_1698741698" }], officialAccount: idOf(1) }, [" both"]],
  [{ messages: [{ officialAccount: idOf(1), msgKey: "71_1_1698741698" }], unconfirmed: ["71_1_1698741698"] }, ["unconfirmed[0] unexpected-value"]],
  [{ messages: [{ get officialAccount() {
    throw new Error("no");
  }, msgKey: "71_1_1698741698" }] }, ["messages[0].officialAccount unexpected-value"]],
];

/**
 * @param {(accounts: string[], options?: Partial<import("../../../../pkg/index.js").ClientOptions>) => Stage} stage
 * @param {{ most: number }} requests of a list, as a multiple of the least: the handler runs a list as a stream
 */
export function accountClaims(stage, { most }) {
  test("a list of 200 interleaved accounts is recalled in full requests, in agreement with the ledger", async () => {
    const seed = 11;
    const random = seededRandom(seed);
    const { emulator, client, add } = stage(idsOf(200));
    const messages = shuffled(mixture(add, random), random);
    const plan = await client.plan({ messages });
    const report = await client.recall({ messages, reason: "wrong" });
    assert.ok(report.complete, `seed ${seed}: ${JSON.stringify(report.counts)}`);
    assert.deepEqual(report.results.map(pairOf), messages.map(pairOf));
    assert.deepEqual(emulator.ledger.recalled.map(pairOf).sort(), messages.map(pairOf).sort());
    assert.ok(report.requests >= plan.requests && report.requests <= plan.requests * most, `seed ${seed}: ${report.requests} requests, ${plan.requests} would do`);
    assert.equal(report.byAccount.length, 200);
    assert.equal(report.byAccount.reduce((sum, { counts }) => sum + counts.recalled, 0), messages.length);
    assert.deepEqual(report.byAccount.map(({ officialAccount }) => officialAccount), [...new Set(messages.map(({ officialAccount }) => officialAccount))]);
  });

  test("a stream of 200 interleaved accounts leaves in requests of several messages", async () => {
    const seed = 12;
    const random = seededRandom(seed);
    const { emulator, client, add } = stage(idsOf(200));
    const messages = shuffled(mixture(add, random), random);
    const least = (await client.plan({ messages })).requests;
    const found = [];
    for await (const row of client.recallEach({ messages: messages.values() })) {
      assert.equal(row.status, "recalled");
      found.push(pairOf(row));
    }
    assert.deepEqual(found.sort(), messages.map(pairOf).sort());
    assert.ok(emulator.ledger.requests <= least * 2, `seed ${seed}: ${emulator.ledger.requests} requests, ${least} would do`);
  });

  test("equal MsgKeys of two accounts are two messages with two outcomes", async () => {
    const { emulator, client } = stage([idOf(0), idOf(1), idOf(2)]);
    const time = Date.now() - 60_000;
    const here = [idOf(0), idOf(1)].map((officialAccount) => emulator.addMessage({ officialAccount, text: "wrong", sentAt: time, seq: 71 }));
    assert.equal(here[0], here[1]);
    const messages = idsOf(3).map((officialAccount) => ({ officialAccount, msgKey: here[0] }));
    const { results } = await client.recall({ messages: [...messages, messages[0]] });
    assert.deepEqual(results.map(({ officialAccount, status }) => [officialAccount, status]), [
      [idOf(0), "recalled"],
      [idOf(1), "recalled"],
      [idOf(2), "notFound"],
      [idOf(0), "recalled"],
    ]);
    assert.deepEqual(emulator.ledger.recalled.map(({ officialAccount }) => officialAccount).sort(), [idOf(0), idOf(1)]);
  });

  test("the refusal of an account fails its messages, and the others go on", async () => {
    const { emulator, client, add } = stage([idOf(0), idOf(2)], { concurrency: 1 });
    const gone = Array.from({ length: 25 }, (_, at) => ({ officialAccount: idOf(1), msgKey: `${at + 1}_1_1698741698` }));
    const messages = [...add(idOf(0), 30), ...gone, ...add(idOf(2), 30)];
    const report = await client.recall({ messages });
    const [first, second, third] = report.byAccount;
    assert.deepEqual([first.counts.recalled, second.counts.failed, third.counts.recalled], [30, 25, 30]);
    const { refused: refusal } = second;
    assert.equal(refusal?.code, report.results[30].code);
    assert.equal(first.refused ?? third.refused, undefined);
    assert.deepEqual(report.byCode.map(({ code, count }) => [code, count]), [[refusal?.code, 25]]);
    assert.equal(report.requests, 7, "one request is enough to learn that an account is refused");
    assert.ok(report.results.filter(isOpen).every(({ officialAccount }) => officialAccount === idOf(1)));
    assert.equal(emulator.ledger.recalledCount, 60);
  });

  test("a run of one account that is refused rejects, whichever way its messages are given", async () => {
    const msgKeys = Array.from({ length: 25 }, (_, at) => `${at + 1}_1_1698741698`);
    const messages = msgKeys.map((msgKey) => ({ officialAccount: idOf(1), msgKey }));
    const { client } = stage([idOf(0)]);
    for (const request of [{ officialAccount: idOf(1), msgKeys }, { messages }]) {
      const error = await refused(client.recall(request));
      assert.equal(error.code, "ERR_OFFICIAL_ACCOUNT");
      assert.equal(error.report?.byAccount.length, 1);
    }
    const rows = client.recallEach({ messages });
    const error = await refused(async () => {
      for await (const { status } of rows) assert.notEqual(status, "recalled");
    });
    assert.equal(error.code, "ERR_OFFICIAL_ACCOUNT");
  });

  test("messages in doubt are told apart by account", async () => {
    const { client } = stage(idsOf(2));
    const messages = idsOf(2).map((officialAccount) => ({ officialAccount, msgKey: "71_1_1698741698" }));
    const { results } = await client.recall({ messages, unconfirmed: [messages[1]] });
    assert.deepEqual(results.map(({ status }) => status), ["notFound", "presumedRecalled"]);
  });

  test("a plan counts requests by account", async () => {
    const { client } = stage(idsOf(1));
    const of = (/** @type {number} */ id, /** @type {number} */ count) =>
      Array.from({ length: count }, (_, at) => ({ officialAccount: idOf(id), msgKey: `${at + 1}_1_1698741698` }));
    const plan = await client.plan({ messages: [...of(5, 11), ...of(3, 1), ...of(5, 11), ...of(4, 20)] });
    assert.deepEqual([plan.messages, plan.distinct, plan.accounts, plan.requests], [43, 32, 3, 5]);
    assert.deepEqual(plan.byAccount, [
      { officialAccount: idOf(5), messages: 22, distinct: 11, requests: 2 },
      { officialAccount: idOf(3), messages: 1, distinct: 1, requests: 1 },
      { officialAccount: idOf(4), messages: 20, distinct: 20, requests: 2 },
    ]);
    assert.deepEqual(plan.batches.map((batch) => batch.length), [10, 1, 1, 10, 10]);
    assert.match(plan.warnings[0], /11/);
    assert.equal(plan.issues[0].path, "messages");
  });

  test("a stream ends at an invalid message, after the results of those before it", async () => {
    const { client, add } = stage(idsOf(1));
    const messages = add(idOf(0), 3);
    const seen = [];
    const error = await refused(async () => {
      for await (const row of client.recallEach({ messages: [...messages, /** @type {any} */ ({ officialAccount: idOf(0), msgKey: "x" })] })) seen.push(row);
    });
    assert.deepEqual(error.issues.map(({ path, code }) => `${path} ${code}`), ["messages[3].msgKey msg-key-form"]);
    assert.equal(seen.length, 3);
    const empty = await refused(client.recallEach({ messages: [] }).next());
    assert.deepEqual(empty.issues.map(({ path, code }) => `${path} ${code}`), ["messages empty"]);
  });

  test("invalid messages are refused with their paths, and nothing is sent", async () => {
    const { emulator, client } = stage(idsOf(1));
    for (const [request, expected] of INVALID) {
      for (const start of [() => client.recall(request), () => client.plan(request)]) {
        const error = await refused(async () => start());
        assert.deepEqual(error.issues.map(({ path, code }) => `${path} ${code}`), expected);
      }
    }
    assert.equal(emulator.ledger.requests, 0);
  });
}
