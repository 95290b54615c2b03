// The members of a report's rows, and the counts of its codes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RecallClient } from "../../../pkg/index.js";

const ACCOUNT = "@TOA#_news";
const key = (/** @type {number} */ number) => `${number}_1_1698741698`;

/** A client whose service answers each key with its code. @param {(key: string) => number} codeOf @param {object} [options] */
function answering(codeOf, options = {}) {
  const fetch = async (/** @type {string} */ _url, /** @type {{ body: string }} */ { body }) => {
    const RecallRetList = JSON.parse(body).MsgKeyList.map((/** @type {string} */ MsgKey) => ({ MsgKey, RetCode: codeOf(MsgKey) }));
    return new Response(JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList }));
  };
  return new RecallClient({ sdkAppId: 1400000000, identifier: "administrator", secretKey: "a key", region: "singapore", fetch: /** @type {any} */ (fetch), ...options });
}

test("a row has code, meaning and retryable only if there was a code, and no other members", async () => {
  const [gone, missing, doubted] = [key(1), key(2), key(3)];
  const client = answering((msgKey) => (msgKey === gone ? 0 : msgKey === missing ? 10031 : 10030));
  const { results } = await client.recall({ officialAccount: ACCOUNT, msgKeys: [gone, missing, doubted], unconfirmed: [doubted] });
  const rows = results.map(({ meaning, ...row }) => [row, typeof meaning]);
  assert.deepEqual(rows, [
    [{ officialAccount: ACCOUNT, msgKey: gone, status: "recalled", attempts: 1 }, "undefined"],
    [{ officialAccount: ACCOUNT, msgKey: missing, status: "failed", code: 10031, retryable: false, attempts: 1 }, "string"],
    [{ officialAccount: ACCOUNT, msgKey: doubted, status: "presumedRecalled", code: 10030, retryable: false, attempts: 1 }, "string"],
  ]);
});

test("a row that was never sent has no code, and is retryable", async () => {
  const controller = new AbortController();
  const client = answering(() => {
    controller.abort();
    return 0;
  });
  const msgKeys = Array.from({ length: 11 }, (_, index) => key(index + 1));
  const { report } = await client.recall({ officialAccount: ACCOUNT, msgKeys, signal: controller.signal }).then(
    () => assert.fail("expected an error"),
    (thrown) => thrown,
  );
  assert.deepEqual(report.results[10], { officialAccount: ACCOUNT, msgKey: msgKeys[10], status: "notAttempted", retryable: true, attempts: 0 });
});

test("codes are sorted by frequency, then by number, without those of messages presumed recalled", async () => {
  const codes = [10032, 10032, 10031, 0, 10031, 10002, 10030, 10030, 10030, 10030];
  const msgKeys = codes.map((_, index) => key(index + 1));
  const client = answering((msgKey) => codes[msgKeys.indexOf(msgKey)], { retries: 0 });
  const { byCode, counts } = await client.recall({ officialAccount: ACCOUNT, msgKeys, unconfirmed: [key(10)] });
  assert.equal(counts.presumedRecalled, 1);
  assert.deepEqual(byCode.map(({ code, count, retryable }) => [code, count, retryable]), [
    [10030, 3, false],
    [10031, 2, false],
    [10032, 2, false],
    [10002, 1, true],
  ]);
});
