// Messages of many accounts in one run: identity by account and key, full requests of one account each, and refusals of single accounts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RecallClient, buildRequest, recall } from "../../../pkg/index.js";
import { createEmulator } from "../../../pkg/emulator/index.js";
import { INVALID, accountClaims, idOf, idsOf, pairOf } from "./support/account_claims.js";
import { CREDENTIALS, SECRET_KEY, refused } from "./support/fixture.js";

/**
 * An emulator with accounts, and a client without a pace.
 * @param {string[]} accounts
 * @param {Partial<import("../../../pkg/index.js").ClientOptions>} [options]
 */
function stage(accounts, options = {}) {
  const emulator = createEmulator({ secretKey: SECRET_KEY, accounts, rateLimit: 100_000 });
  const client = new RecallClient({ ...CREDENTIALS, region: "singapore", fetch: emulator.fetch, rateLimit: 100_000, ...options });
  const add = (/** @type {string} */ officialAccount, /** @type {number} */ count) =>
    emulator.addMessages({ officialAccount, count, text: "wrong" }).map((msgKey) => ({ officialAccount, msgKey }));
  return { emulator, client, add };
}

accountClaims(stage, { most: 1 });

test("beforeSend is called with the account of each request", async () => {
  const { emulator, client, add } = stage(idsOf(3));
  const messages = idsOf(3).flatMap((id) => add(id, 12));
  /** @type {string[]} */
  const journal = [];
  await client.recall({ messages, beforeSend: ({ officialAccount, msgKeys }) => void journal.push(...msgKeys.map((msgKey) => pairOf({ officialAccount, msgKey }))) });
  assert.deepEqual(journal.sort(), emulator.ledger.recalled.map(pairOf).sort());
});

test("rows may have more members, each member is read once, and rows may come from any iterable", async () => {
  const { client, add } = stage(idsOf(1));
  const [message] = add(idOf(0), 1);
  let reads = 0;
  const row = { ...message, text: "wrong", get msgKey() {
    reads += 1;
    return message.msgKey;
  } };
  const report = await client.recall({ messages: new Set([row]) });
  assert.deepEqual([reads, report.complete], [1, true]);
});

test("invalid messages are refused by the function, and by functions that take one account", async () => {
  const { emulator } = stage(idsOf(1));
  for (const [request, expected] of INVALID) {
    for (const start of [() => recall({ ...CREDENTIALS, region: "singapore", fetch: emulator.fetch, ...request })]) {
      const error = await refused(async () => start());
      assert.deepEqual(error.issues.map(({ path, code }) => `${path} ${code}`), expected);
    }
  }
  const { issues } = await refused(() => buildRequest(/** @type {any} */ ({ ...CREDENTIALS, region: "singapore", messages: [] })));
  assert.ok(issues.some(({ path, code }) => path === "messages" && code === "unknown-option"));
  assert.equal(emulator.ledger.requests, 0);
});

test("messages that cannot be read are refused, also beside MsgKeys, and nothing is sent", async () => {
  const { emulator, client } = stage(idsOf(1));
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  const unreadable = { get messages() {
    throw new Error("no");
  } };
  const one = { officialAccount: idOf(0), msgKeys: ["71_1_1698741698"] };
  for (const request of /** @type {any[]} */ ([unreadable, Object.defineProperties({ ...one }, Object.getOwnPropertyDescriptors(unreadable)), { messages: proxy }])) {
    for (const start of [() => client.recall(request), () => client.recallEach(request).next(), () => client.plan(request)]) {
      const { code, issues } = await refused(async () => start());
      assert.equal(code, "ERR_INVALID_INPUT");
      assert.ok(issues.some(({ path }) => path === "messages"));
    }
  }
  assert.equal(emulator.ledger.requests, 0);
});
