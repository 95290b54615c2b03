// isOpen: whether a later run should send a message again, and the meaning of 10030.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RecallClient, explainCode, isOpen } from "../../../pkg/index.js";

const OPTIONS = { sdkAppId: 1400000000, identifier: "administrator", secretKey: "any text", baseUrl: "http://127.0.0.1:1" };

/** @param {Record<string, number>} codes code for each MsgKey */
const answering = (codes) => async (/** @type {string} */ _, /** @type {{ body: string }} */ { body }) => {
  const RecallRetList = JSON.parse(body).MsgKeyList.map((/** @type {string} */ MsgKey) => ({ MsgKey, RetCode: codes[MsgKey] }));
  return Response.json({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList });
};

test("a second run over the same keys reports notFound, which is not a failure and leaves nothing open", async () => {
  const codes = { "71_1_1698741698": 10030, "72_1_1698741698": 10030 };
  const client = new RecallClient({ ...OPTIONS, fetch: answering(codes) });
  const report = await client.recall({ officialAccount: "@TOA#_news", msgKeys: Object.keys(codes) });
  assert.deepEqual(report.counts, { recalled: 0, presumedRecalled: 0, notFound: 2, failed: 0, unconfirmed: 0, notAttempted: 0 });
  assert.equal(report.complete, false);
  assert.deepEqual(report.results.map(({ status, code, retryable }) => [status, code, retryable]), [["notFound", 10030, false], ["notFound", 10030, false]]);
  assert.deepEqual(report.results.filter(isOpen), []);
});

test("isOpen depends on the status, and for failed on whether the code concerns the message", () => {
  for (const status of /** @type {const} */ (["recalled", "presumedRecalled", "notFound"])) assert.equal(isOpen({ status, code: 10030 }), false, status);
  for (const status of /** @type {const} */ (["unconfirmed", "notAttempted"])) assert.equal(isOpen({ status }), true, status);
  for (let code = 1; code < 140_000; code += 1) assert.equal(isOpen({ status: "failed", code }), explainCode(code).class !== "message", String(code));
  assert.equal(isOpen({ status: "failed" }), true, "nothing is known that would settle it");
});

test("messages rejected for a wrong UserSig or a missing permission are open: they can be sent after a fix", async () => {
  for (const ErrorCode of [70009, 60010, 10010, 60020, 70016]) {
    const fetch = async () => Response.json({ ActionStatus: "FAIL", ErrorCode, ErrorInfo: "" });
    const client = new RecallClient({ ...OPTIONS, fetch });
    const msgKeys = Array.from({ length: 30 }, (_, index) => `${index + 1}_1_1698741698`);
    const error = await client.recall({ officialAccount: "@TOA#_news", msgKeys }).catch((thrown) => thrown);
    assert.equal(error.report.results.filter(isOpen).length, 30, String(ErrorCode));
  }
});
