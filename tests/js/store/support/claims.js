/** What every store does, whatever its database. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ACCOUNT, APP, listOf, textBody } from "./stores.js";

const OTHER = "@TOA#_other";
/** Unix seconds. */
const TIME = 1_698_741_698;
const keyAt = (/** @type {number} */ seq, /** @type {number} */ time = TIME) => `${seq}_1_${time}`;
const message = (/** @type {number} */ seq, /** @type {string} */ text, /** @type {object} */ more = {}) => ({ officialAccount: ACCOUNT, msgKey: keyAt(seq), msgBody: textBody(text), ...more });

/** @typedef {import("../../../../pkg/store/index.js").MessageStore} MessageStore */

/**
 * @param {() => Promise<string>} newUrl the URL of an empty store
 * @param {(url: string, options: any) => Promise<MessageStore>} openStore
 */
export function claims(newUrl, openStore) {
  /** @param {import("node:test").TestContext} t */
  const opened = async (t) => {
    const url = await newUrl();
    const store = await openStore(url, { sdkAppId: APP });
    t.after(() => store.close());
    return { url, store, keys: async (/** @type {any} */ filter = {}) => (await listOf(store.find(filter))).map(({ msgKey }) => msgKey) };
  };

  describe("a message", () => {
    test("is found as it was put, once, however often it comes", async (t) => {
      const { store } = await opened(t);
      for (let times = 0; times < 3; times += 1) await store.put([message(71, "free today", { onlineOnly: false }), message(71, "free today", { onlineOnly: false })]);
      assert.deepEqual(await listOf(store.find()), [{ officialAccount: ACCOUNT, msgKey: keyAt(71), msgTime: TIME, state: "normal", onlineOnly: false, text: "free today", msgBody: textBody("free today") }]);
    });

    test("whose recall comes first is recalled, and has its text", async (t) => {
      const { store } = await opened(t);
      await store.markRecalled([{ officialAccount: ACCOUNT, msgKey: keyAt(71), recalledAt: 1_700_000_000_000 }]);
      assert.deepEqual(await listOf(store.find({ includeRecalled: true })), [{ officialAccount: ACCOUNT, msgKey: keyAt(71), msgTime: TIME, state: "recalled", recalledAt: 1_700_000_000_000 }]);
      await store.put([message(71, "free today")]);
      const [found] = await listOf(store.find({ includeRecalled: true, text: "FREE" }));
      assert.deepEqual([found?.state, found?.recalledAt, found?.text], ["recalled", 1_700_000_000_000, "free today"]);
      assert.deepEqual(await listOf(store.find()), []);
    });

    test("has the earliest time of its recall", async (t) => {
      const { store } = await opened(t);
      for (const recalledAt of [3000, 1000, 2000]) await store.markRecalled([{ officialAccount: ACCOUNT, msgKey: keyAt(71), recalledAt }]);
      assert.deepEqual((await listOf(store.find({ includeRecalled: true }))).map((one) => one.recalledAt), [1000]);
    });

    test("that is recalled in a history is recalled in the store", async (t) => {
      const { store } = await opened(t);
      await store.put([{ ...message(71, "a"), state: "recalled" }, { ...message(72, "b"), state: "normal" }]);
      assert.deepEqual((await listOf(store.find({ includeRecalled: true }))).map(({ state }) => state).sort(), ["normal", "recalled"]);
    });

    test("is known by its app, its account and its key together", async (t) => {
      const { store, url } = await opened(t);
      await store.put([message(71, "one"), message(71, "two", { officialAccount: OTHER })]);
      const other = await openStore(url, { sdkAppId: APP + 1 });
      t.after(() => other.close());
      await other.put([message(71, "three")]);
      await store.markRecalled([{ officialAccount: OTHER, msgKey: keyAt(71) }]);
      assert.deepEqual((await listOf(store.find())).map(({ text }) => text), ["one"]);
      assert.deepEqual((await listOf(other.find())).map(({ text }) => text), ["three"]);
    });

    test("may hold NUL, half a surrogate pair, quotes and elements of any type", async (t) => {
      const { store, keys } = await opened(t);
      const odd = "a\0b\ud800 'x\" \u{1f600}";
      const msgBody = [...textBody(odd), { MsgType: "TIMFileElem", MsgContent: { FileName: "prices.pdf" } }, { MsgType: "Odd\0'%_" }, null, 7];
      await store.put([{ ...message(71, ""), msgBody }, { ...message(72, ""), msgBody: [{ MsgType: "TIMImageElem", MsgContent: {} }] }]);
      assert.deepEqual(await keys({ text: "PRICES.pdf" }), [keyAt(71)]);
      assert.deepEqual(await keys({ text: "[image]" }), [keyAt(72)]);
      assert.deepEqual(await keys({ text: "'x\" \u{1f600}" }), [keyAt(71)]);
      assert.deepEqual(await keys({ msgType: "TIMFileElem" }), [keyAt(71)]);
      const [found] = await listOf(store.find({ msgType: "TIMTextElem" }));
      assert.deepEqual(found?.msgBody, msgBody);
    });
  });

  describe("find", () => {
    test("filters by time, account, text, type and recall, and orders newest first", async (t) => {
      const { store, keys } = await opened(t);
      const at = (/** @type {number} */ seq, /** @type {number} */ time, /** @type {string} */ officialAccount) => ({ officialAccount, msgKey: keyAt(seq, time), msgBody: textBody(`text ${seq}`) });
      await store.put([at(1, TIME, ACCOUNT), at(2, TIME + 10, OTHER), at(3, TIME + 20, ACCOUNT)]);
      assert.deepEqual(await keys(), [keyAt(3, TIME + 20), keyAt(2, TIME + 10), keyAt(1)]);
      assert.deepEqual(await keys({ since: (TIME + 10) * 1000 }), [keyAt(3, TIME + 20), keyAt(2, TIME + 10)]);
      assert.deepEqual(await keys({ since: TIME * 1000 + 1, until: new Date((TIME + 19) * 1000) }), [keyAt(2, TIME + 10)]);
      assert.deepEqual(await keys({ officialAccounts: [ACCOUNT] }), [keyAt(3, TIME + 20), keyAt(1)]);
      assert.deepEqual(await keys({ officialAccounts: (async function* () { yield OTHER; })() }), [keyAt(2, TIME + 10)]);
      assert.deepEqual(await keys({ officialAccounts: [] }), []);
      assert.deepEqual(await keys({ text: "TEXT 2" }), [keyAt(2, TIME + 10)]);
      assert.deepEqual(await keys({ msgType: "TIMImageElem" }), []);
      assert.deepEqual(await keys({ officialAccounts: [OTHER, ACCOUNT], text: "3", msgType: "TIMTextElem" }), [keyAt(3, TIME + 20)]);
    });

    /** Text of a message, part of it in another form. @type {[string, string][]} */
    const EQUAL = [["Straße", "STRASSE"], ["caf\u00e9", "CAFE\u0301"], ["\uff26\uff32\uff25\uff25", "free"], ["\u039f\u0394\u039f\u03a3", "\u03bf\u03b4\u03bf\u03c3"], ["\u5168\u573a\u514d\u8d39", "\u514d\u8d39"], ["100% _off_", "% _OFF"]];
    for (const [text, part] of EQUAL) {
      test(`finds "${text}" by "${part}"`, async (t) => {
        const { store, keys } = await opened(t);
        await store.put([message(71, `- ${text} -`), message(72, "another")]);
        assert.deepEqual(await keys({ text: part }), [keyAt(71)]);
      });
    }

    test("yields each of many messages once, over many pages", async (t) => {
      const { store, keys } = await opened(t);
      const all = Array.from({ length: 2345 }, (_, seq) => message(seq + 1, `text ${seq}`, seq % 2 ? { officialAccount: OTHER } : {}));
      await store.put(all);
      const found = await keys();
      assert.equal(found.length, 2345);
      assert.equal(new Set(found).size, 2345);
    });
  });

  test("many writers at once end in the same rows, with recalls before and after", async (t) => {
    const { store } = await opened(t);
    const rows = Array.from({ length: 500 }, (_, seq) => message(seq + 1, `text ${seq}`));
    await Promise.all([...rows, ...rows].flatMap((row, index) => [store.put([row]), ...(index % 5 === 0 ? [store.markRecalled([row])] : [])]));
    const found = await listOf(store.find({ includeRecalled: true }));
    assert.equal(found.length, 500);
    assert.equal(found.filter(({ state }) => state === "recalled").length, 100);
  });

  test("prune deletes what is older, of its own app, and says how many", async (t) => {
    const { store, keys, url } = await opened(t);
    const other = await openStore(url, { sdkAppId: APP + 1 });
    t.after(() => other.close());
    await other.put([message(1, "old")]);
    await store.put(Array.from({ length: 2100 }, (_, seq) => message(seq + 1, "old")));
    await store.put([{ officialAccount: ACCOUNT, msgKey: keyAt(1, TIME + 1) }]);
    await store.markRecalled([message(1, "old")]);
    assert.equal(await store.prune({ before: (TIME + 1) * 1000, onlyRecalled: true }), 1);
    assert.equal(await store.prune({ before: (TIME + 1) * 1000 }), 2099);
    assert.deepEqual(await keys({ includeRecalled: true }), [keyAt(1, TIME + 1)]);
    assert.equal((await listOf(other.find())).length, 1);
  });

  test("what was put is there after the store is opened again, by several at once", async (t) => {
    const url = await newUrl();
    const stores = await Promise.all([1, 2, 3].map(() => openStore(url, { sdkAppId: APP })));
    await Promise.all(stores.map((store, index) => store.put([message(index + 1, "a")])));
    await Promise.all(stores.map((store) => store.close()));
    const again = await openStore(url, { sdkAppId: APP });
    t.after(() => again.close());
    assert.equal((await listOf(again.find())).length, 3);
  });

  test("close writes what waits; then every method says that the store is closed", async () => {
    const url = await newUrl();
    const store = await openStore(url, { sdkAppId: APP, batchDelay: 1000 });
    const waiting = store.put([message(71, "a")]);
    await Promise.all([store.close(), store.close(), waiting]);
    const closed = { code: "ERR_STORE", detail: { code: "store-closed", params: {} } };
    await assert.rejects(store.put([message(72, "b")]), closed);
    await assert.rejects(store.markRecalled([message(72, "b")]), closed);
    await assert.rejects(store.prune({ before: 0 }), closed);
    await assert.rejects(listOf(store.find()), closed);
    const again = await openStore(url, { sdkAppId: APP });
    assert.equal((await listOf(again.find())).length, 1);
    await again[Symbol.asyncDispose]();
    await assert.rejects(again.put([]), closed);
  });
}
