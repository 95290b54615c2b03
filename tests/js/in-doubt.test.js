// A message that an earlier request may have recalled: what a later refusal says of it, wherever the two come together.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import { explainCode, recall } from "../../pkg/index.js";
import { RemoteRecallClient } from "../../pkg/remote/index.js";
import { ACCOUNT, stage } from "./cli/command.js";

/** Numbers among which every code of the vendor is. */
const NUMBERS = Array.from({ length: 140_000 }, (_, number) => number + 1);

/** @param {number} code */
function expected(code) {
  if (code === 10030) return "presumedRecalled";
  return explainCode(code).class === "message" ? "failed" : "unconfirmed";
}

/**
 * A client of a handler that says these lines, an answer at a time.
 * @param {object[][]} answers
 * @param {Partial<import("../../pkg/remote/index.js").RemoteOptions>} [options]
 */
function clientOf(answers, options) {
  const left = [...answers];
  const fetch = async () => new Response(left.shift()?.map((line) => `${JSON.stringify(line)}\n`).join(""), { headers: { "content-type": "application/x-ndjson" } });
  return new RemoteRecallClient({ url: "/api/recall", fetch, ...options });
}

/** @param {string} msgKey @param {string} status @param {object} [more] */
const row = (msgKey, status, more) => ({ msgKey, status, retryable: status === "unconfirmed", attempts: 1, ...more });
/** @param {object[]} results */
const rows = (results) => ({ type: "results", results });
const START = { type: "start", id: "1" };
const REPORT = { type: "report", report: {} };

describe("through the handler", () => {
  it("every code means of a message in doubt what the library says of it", async () => {
    const codes = [...NUMBERS.filter((code) => explainCode(code).known), 7];
    assert.ok(codes.length > 60, `${codes.length} codes`);
    const keys = codes.map((code) => `${code}_1_1700000000`);
    const report = await clientOf([
      [START, rows(keys.map((key) => row(key, "unconfirmed"))), { type: "continue", msgKeys: [], unconfirmed: keys, report: {} }],
      [START, rows(keys.map((key, at) => row(key, "failed", { code: codes[at] }))), REPORT],
    ]).recall({ officialAccount: ACCOUNT, msgKeys: keys });
    for (const [at, { code, status, retryable, attempts }] of report.results.entries()) {
      assert.deepEqual([code, status, attempts], [codes[at], expected(Number(codes[at])), 2]);
      assert.equal(retryable, status === "unconfirmed");
    }
  });

  it("a code of which some messages are in doubt is one that another run may help with", async () => {
    const [first, second] = ["1_1_1700000000", "2_1_1700000000"];
    const { byCode } = await clientOf([
      [START, rows([row(first, "failed", { code: 10023 }), row(second, "unconfirmed")]), { type: "continue", msgKeys: [], unconfirmed: [second], report: {} }],
      [START, rows([row(second, "failed", { code: 10023 })]), REPORT],
    ]).recall({ officialAccount: ACCOUNT, msgKeys: [first, second] });
    assert.deepEqual(byCode.map(({ code, count, retryable }) => [code, count, retryable]), [[10023, 2, true]]);
  });

  it("a message stays in doubt over requests that say nothing of it", async () => {
    const key = "1_1_1700000000";
    const passing = row(key, "failed", { code: 10002, retryable: true });
    const report = await clientOf([
      [START, rows([row(key, "unconfirmed")]), { type: "continue", msgKeys: [], unconfirmed: [key], report: {} }],
      [START, rows([passing]), { type: "continue", msgKeys: [key], unconfirmed: [], report: {} }],
      [START, rows([row(key, "failed", { code: 10030 })]), REPORT],
    ]).recall({ officialAccount: ACCOUNT, msgKeys: [key] });
    assert.deepEqual(report.results.map(({ status, attempts }) => [status, attempts]), [["presumedRecalled", 3]]);
  });

  it("a duplicate that is sent again is in doubt as the first one was", async () => {
    const key = "1_1_1700000000";
    const client = clientOf([
      [START, rows([row(key, "unconfirmed")]), REPORT],
      [START, rows([row(key, "failed", { code: 10030 })]), REPORT],
    ], { keysPerRequest: 1 });
    const seen = [];
    for await (const { status } of client.recallEach({ officialAccount: ACCOUNT, msgKeys: [key, key] })) seen.push(status);
    assert.deepEqual(seen, ["unconfirmed", "presumedRecalled"]);
  });
});

describe("in one run", () => {
  it("a code of which some messages are in doubt is one that another run may help with", async () => {
    const keys = Array.from({ length: 11 }, (_, number) => `${number + 1}_1_1700000000`);
    let calls = 0;
    const fetch = async (/** @type {string} */ _url, /** @type {{ body: string }} */ { body }) => {
      calls += 1;
      if (calls === 2) throw new Error("cut");
      const RecallRetList = JSON.parse(body).MsgKeyList.map((/** @type {string} */ MsgKey) => ({ MsgKey, RetCode: 10023 }));
      return new Response(JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList }));
    };
    const { counts, byCode } = await recall({
      sdkAppId: 1400000000, identifier: "administrator", userSig: "eJw", baseUrl: "https://service.example", fetch: /** @type {any} */ (fetch),
      concurrency: 1, officialAccount: ACCOUNT, msgKeys: keys,
    });
    assert.deepEqual([calls, counts.failed, counts.unconfirmed], [3, 10, 1]);
    assert.deepEqual(byCode.map(({ code, count, retryable }) => [code, count, retryable]), [[10023, 11, true]]);
  });
});

describe("on the command line", () => {
  it("a message stays in doubt over runs that say nothing of it, and no longer when one does", async (t) => {
    const { run, keys, emulator, msgKeys, journal } = await stage(t, { count: 3 });
    const [held = ""] = emulator.broadcast({ officialAccount: ACCOUNT, count: 1, text: "held", recallable: false });
    writeFileSync(keys, [...msgKeys, held].join("\n"));
    const rowsOf = async () => JSON.parse((await run(["report", journal(), "--json"])).stdout).results.map((/** @type {any} */ result) => [result.status, result.code]);
    const again = () => run(["recall", "--resume", journal(), "--yes", "--retries", "0"]);
    emulator.setFaults({ lostReply: { p: 1 } });
    await run(["recall", "--account", ACCOUNT, "--keys", keys, "--yes", "--retries", "0"]);
    assert.deepEqual(await rowsOf(), Array(4).fill(["unconfirmed", undefined]));

    emulator.setFaults({ code: [{ code: 10002 }] });
    assert.equal((await again()).status, 1);
    assert.deepEqual(await rowsOf(), Array(4).fill(["unconfirmed", 10002]));

    emulator.setFaults();
    await again();
    assert.deepEqual(await rowsOf(), [...msgKeys.map(() => ["presumedRecalled", 10030]), ["failed", 10032]]);
  });
});
