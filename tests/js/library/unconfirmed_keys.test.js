// Messages that an earlier run may have recalled: the status from a later run, in every way to recall.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import { RecallClient, explainCode } from "../../../pkg/index.js";
import { RemoteRecallClient } from "../../../pkg/remote/index.js";
import { ACCOUNT as NEWSROOM, stage as commandLine } from "../cli/support/command.js";
import { ACCOUNT, CREDENTIALS, assertSums, keysOf, keysWith, refused, stage } from "./support/fixture.js";
import { REPORT, START, page, row, rows, scripted } from "../remote/support/fixture.js";

/** Numbers that include every code of the vendor. */
const NUMBERS = Array.from({ length: 140_000 }, (_, number) => number + 1);

/** @param {number} code */
function expected(code) {
  if (code === 10030) return "presumedRecalled";
  return explainCode(code).class === "message" ? "failed" : "unconfirmed";
}

/** Collects all values. @template T @param {AsyncIterable<T>} source @returns {Promise<T[]>} */
async function all(source) {
  const found = [];
  for await (const one of source) found.push(one);
  return found;
}

/** A client of a service with these RetCodes. @param {(msgKey: string) => number} codeOf */
function answering(codeOf) {
  const fetch = async (/** @type {string} */ _url, /** @type {{ body: string }} */ { body }) => {
    const RecallRetList = JSON.parse(body).MsgKeyList.map((/** @type {string} */ MsgKey) => ({ MsgKey, RetCode: codeOf(MsgKey) }));
    return new Response(JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList }));
  };
  return new RecallClient({ ...CREDENTIALS, baseUrl: "https://service.example", rateLimit: 1000, fetch });
}

describe("a run with messages in doubt", () => {
  it("takes the doubt into account for every RetCode", async () => {
    const codes = [...NUMBERS.filter((code) => ["message", "other"].includes(explainCode(code).class) && explainCode(code).known), 7];
    assert.ok(codes.length > 20, `${codes.length} codes`);
    const keys = codes.map((code) => `${code}_1_1700000000`);
    const client = answering((msgKey) => Number(msgKey.split("_")[0]));
    const report = await client.recall({ officialAccount: ACCOUNT, msgKeys: keys, unconfirmed: keys });
    assertSums(report, keys);
    assert.deepEqual(report.results.map(({ code, status }) => [code, status]), codes.map((code) => [code, expected(code)]));
    assert.ok(report.results.every(({ status, retryable }) => retryable === (status === "unconfirmed")));
    const untold = await client.recall({ officialAccount: ACCOUNT, msgKeys: keys, unconfirmed: [] });
    assert.deepEqual([untold.counts.failed, untold.counts.notFound], [keys.length - 1, 1], "without it they are failures, but for the one that is not there");
  });

  it("presumes messages recalled whose recall by an earlier run was not confirmed", async (t) => {
    const { client, broadcast, emulator } = await stage(t, {}, { retries: 0 });
    const msgKeys = broadcast(30);
    const held = emulator.addMessage({ officialAccount: ACCOUNT, text: "x", recallable: false });
    emulator.setFaults({ lostReply: { p: 1, times: 2 } });
    const first = await client.recall({ officialAccount: ACCOUNT, msgKeys: [...msgKeys, held] });
    const unconfirmed = keysWith(first, "unconfirmed");
    assert.ok(unconfirmed.length >= 10, `${unconfirmed.length} in doubt`);
    const again = { officialAccount: ACCOUNT, msgKeys: [...unconfirmed, held], unconfirmed: [...unconfirmed, held, "9_1_9"] };
    const gone = unconfirmed.filter((key) => key !== held);
    const second = await client.recall(again);
    assert.deepEqual([keysWith(second, "presumedRecalled"), second.results.at(-1)?.code], [gone, 10032]);
    const each = await all(client.recallEach(again));
    assert.deepEqual(each.filter(({ status }) => status === "presumedRecalled").map(({ msgKey }) => msgKey).sort(), [...gone].sort());
  });

  it("leaves messages in doubt that it does not reach, without counting an attempt", async () => {
    const [doubtful = "", fresh = ""] = keysOf(2);
    const fetch = () => Promise.reject(Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNREFUSED" } }));
    const client = new RecallClient({ ...CREDENTIALS, region: "singapore", retries: 0, fetch });
    const request = { officialAccount: ACCOUNT, msgKeys: [fresh, doubtful], unconfirmed: [doubtful] };
    const { report } = await refused(client.recall(request));
    assert.deepEqual(report?.results.map(({ status, attempts }) => [status, attempts]), [["notAttempted", 0], ["unconfirmed", 0]]);
    const stop = new AbortController();
    /** @type {import("../../../pkg/index.js").RecallResult[]} */
    const seen = [];
    await refused(async () => {
      for await (const result of client.recallEach({ ...request, msgKeys: [fresh, doubtful, ...keysOf(500, 10)], unconfirmed: keysOf(500, 10), signal: stop.signal })) {
        seen.push(result);
        stop.abort();
      }
    });
    const ofThose = seen.filter(({ msgKey }) => Number(msgKey.split("_")[0]) >= 10);
    assert.ok(ofThose.length > 0 && ofThose.every(({ status }) => status === "unconfirmed"), "what is in doubt stays so");
  });

  it("marks a code as retryable if some of its messages are in doubt", async () => {
    const keys = keysOf(2);
    const { byCode } = await answering(() => 10023).recall({ officialAccount: ACCOUNT, msgKeys: keys, unconfirmed: keys.slice(1) });
    assert.deepEqual(byCode.map(({ code, count, retryable }) => [code, count, retryable]), [[10023, 2, true]]);
  });

  it("rejects values that are not lists of MsgKeys, and sends nothing", async () => {
    const clients = [answering(() => assert.fail("sent")), new RemoteRecallClient({ url: "/api", fetch: () => assert.fail("sent") })];
    for (const client of clients) {
      for (const [unconfirmed, path] of /** @type {[any, string][]} */ ([[null, "unconfirmed"], ["1_1_1", "unconfirmed"], [["1_1_1", 7], "unconfirmed[1]"]])) {
        const request = { officialAccount: ACCOUNT, msgKeys: keysOf(1), unconfirmed };
        for (const ask of [() => client.recall(request), () => all(client.recallEach(request))]) {
          const error = await refused(ask);
          assert.deepEqual([error.code, error.issues.map((issue) => issue.path)], ["ERR_INVALID_INPUT", [path]]);
        }
      }
    }
  });
});

describe("through the handler", () => {
  it("a run gets the messages in doubt, and passes them on in every request", async () => {
    const { client, broadcast, emulator, bodies } = page({ retries: 0 }, { keysPerRequest: 20 });
    const msgKeys = broadcast(50);
    emulator.setFaults({ lostReply: { p: 1, times: 2 } });
    // The first request gets no answer, so the others are not sent.
    const { report: first } = await refused(client.recall({ officialAccount: ACCOUNT, msgKeys }));
    const unconfirmed = keysWith(/** @type {any} */ (first), "unconfirmed");
    assert.ok(unconfirmed.length >= 10 && bodies.every((body) => body.unconfirmed === undefined));
    bodies.length = 0;
    const report = await client.recall({ officialAccount: ACCOUNT, msgKeys, unconfirmed });
    assertSums(report, msgKeys);
    assert.deepEqual(keysWith(report, "presumedRecalled"), unconfirmed);
    assert.deepEqual(bodies.flatMap((body) => body.unconfirmed ?? []), unconfirmed);
    const each = await all(client.recallEach({ officialAccount: ACCOUNT, msgKeys, unconfirmed }));
    assert.deepEqual(each.filter(({ status }) => status === "presumedRecalled").map(({ msgKey }) => msgKey).sort(), [...unconfirmed].sort());
  });

  it("messages stay in doubt if nothing can be sent", async () => {
    const [doubtful = "", fresh = ""] = keysOf(2);
    const { client } = page({ authorize: () => null });
    /** @type {unknown[]} */
    const seen = [];
    const ask = async () => {
      for await (const { msgKey, status, attempts } of client.recallEach({ officialAccount: ACCOUNT, msgKeys: [doubtful, fresh], unconfirmed: [doubtful] })) seen.push([msgKey, status, attempts]);
    };
    assert.equal((await refused(ask)).code, "ERR_PERMISSION");
    assert.deepEqual(seen, [[doubtful, "unconfirmed", 0], [fresh, "notAttempted", 0]]);
    const error = await refused(client.recall({ officialAccount: ACCOUNT, msgKeys: [doubtful, fresh], unconfirmed: [doubtful] }));
    assert.equal(error.report, undefined, "this run sent nothing");
  });

  it("a message stays in doubt over requests without an outcome for it", async () => {
    const [key = ""] = keysOf(1);
    const { bodies, clientOf } = scripted([
      [START, rows([row(key, "unconfirmed")]), { type: "continue", msgKeys: [], unconfirmed: [key], report: {} }],
      [START, rows([row(key, "unconfirmed", { code: 10002 })]), { type: "continue", msgKeys: [], unconfirmed: [key], report: {} }],
      [START, rows([row(key, "presumedRecalled", { code: 10030 })]), REPORT],
    ]);
    const report = await clientOf(10).recall({ officialAccount: ACCOUNT, msgKeys: [key] });
    assert.deepEqual(report.results.map(({ status, attempts }) => [status, attempts]), [["presumedRecalled", 3]]);
    assert.deepEqual(bodies.map((body) => body.unconfirmed), [undefined, [key], [key]]);
  });

  it("a duplicate that is sent again stays in doubt like the first", async () => {
    const [key = ""] = keysOf(1);
    const { bodies, clientOf } = scripted([[START, rows([row(key, "unconfirmed")]), REPORT], [START, rows([row(key, "presumedRecalled", { code: 10030 })]), REPORT]]);
    await all(clientOf(1).recallEach({ officialAccount: ACCOUNT, msgKeys: [key, key] }));
    assert.deepEqual(bodies.map((body) => body.unconfirmed), [undefined, [key]]);
  });

  it("a code is retryable if some of its messages are in doubt", async () => {
    const [first = "", second = ""] = keysOf(2);
    const { clientOf } = scripted([[START, rows([row(first, "failed", { code: 10023 }), row(second, "unconfirmed", { code: 10023 })]), REPORT]]);
    const { byCode } = await clientOf(10).recall({ officialAccount: ACCOUNT, msgKeys: [first, second] });
    assert.deepEqual(byCode.map(({ code, count, retryable }) => [code, count, retryable]), [[10023, 2, true]]);
  });
});

describe("on the command line", () => {
  it("a message stays in doubt over runs without an outcome for it, until a run has one", async (t) => {
    const { run, keys, emulator, msgKeys, journal } = await commandLine(t, { count: 3 });
    const [held = ""] = emulator.broadcast({ officialAccount: NEWSROOM, count: 1, text: "held", recallable: false });
    writeFileSync(keys, [...msgKeys, held].join("\n"));
    const rowsOf = async () => JSON.parse((await run(["report", journal(), "--json"])).stdout).results.map((/** @type {any} */ result) => [result.status, result.code]);
    const again = () => run(["recall", "--resume", journal(), "--yes", "--retries", "0"]);
    emulator.setFaults({ lostReply: { p: 1 } });
    await run(["recall", "--account", NEWSROOM, "--keys", keys, "--yes", "--retries", "0"]);
    assert.deepEqual(await rowsOf(), Array(4).fill(["unconfirmed", undefined]));

    emulator.setFaults({ code: [{ code: 10002 }] });
    assert.equal((await again()).status, 1);
    assert.deepEqual(await rowsOf(), Array(4).fill(["unconfirmed", 10002]));

    emulator.setFaults();
    await again();
    assert.deepEqual(await rowsOf(), [...msgKeys.map(() => ["presumedRecalled", 10030]), ["failed", 10032]]);
  });
});
