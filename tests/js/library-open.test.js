// What a later run may still have to do something for, and what a 10030 says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RecallClient, explainCode, isOpen } from "../../pkg/index.js";

const OPTIONS = { sdkAppId: 1400000000, identifier: "administrator", secretKey: "any text", baseUrl: "http://127.0.0.1:1" };

/** @param {Record<string, number>} codes by MsgKey */
const answering = (codes) => async (/** @type {string} */ _, /** @type {{ body: string }} */ { body }) => {
  const RecallRetList = JSON.parse(body).MsgKeyList.map((/** @type {string} */ MsgKey) => ({ MsgKey, RetCode: codes[MsgKey] }));
  return Response.json({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList });
};

test("a second run over the same keys finds them not there, which is no failure and leaves nothing open", async () => {
  const codes = { "71_1_1698741698": 10030, "72_1_1698741698": 10030 };
  const client = new RecallClient({ ...OPTIONS, fetch: answering(codes) });
  const report = await client.recall({ officialAccount: "@TOA#_news", msgKeys: Object.keys(codes) });
  assert.deepEqual(report.counts, { recalled: 0, presumedRecalled: 0, notFound: 2, failed: 0, unconfirmed: 0, notAttempted: 0 });
  assert.equal(report.complete, false);
  assert.deepEqual(report.results.map(({ status, code, retryable }) => [status, code, retryable]), [["notFound", 10030, false], ["notFound", 10030, false]]);
  assert.deepEqual(report.results.filter(isOpen), []);
});

test("isOpen follows the status, and for failed the code: the same from a result and from a row of one's own", () => {
  for (const status of /** @type {const} */ (["recalled", "presumedRecalled", "notFound"])) assert.equal(isOpen({ status, code: 10030 }), false, status);
  for (const status of /** @type {const} */ (["unconfirmed", "notAttempted"])) assert.equal(isOpen({ status }), true, status);
  for (const code of [10002, 10030, 10031, 10004, 60007, 60008, 70001, 10007, 99_999]) {
    const { retryable } = explainCode(code);
    assert.equal(isOpen({ status: "failed", code }), retryable, String(code));
    assert.equal(isOpen({ status: "failed", code, retryable }), retryable, String(code));
  }
  assert.equal(isOpen({ status: "failed" }), false);
});
