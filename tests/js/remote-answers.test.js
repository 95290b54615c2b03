// What RemoteRecallClient makes of the lines of an answer, whatever they leave out.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ACCOUNT } from "./handler/stage.js";
import { keysOf, refused } from "./library/stage.js";
import { REPORT, START, row, rows, scripted } from "./remote/stage.js";

const [first = "", second = "", third = ""] = keysOf(3);
const request = { officialAccount: ACCOUNT, msgKeys: [first, second, third] };
const progress = (/** @type {object} */ more) => ({ type: "progress", progress: { requests: 1, retries: 0, inFlight: 0, rate: 200, ...more } });

/** @param {import("../../pkg/index.js").RecallReport | undefined} report */
const told = (report) => report?.results.map(({ status, code, attempts }) => [status, code, attempts]);

describe("a key without a row", () => {
  test("is in doubt, whether the answer ends with a report or an error", async () => {
    const report = await scripted([[START, rows([row(first, "recalled")]), REPORT]]).clientOf(10).recall(request);
    assert.deepEqual(told(report), [["recalled", undefined, 1], ["unconfirmed", undefined, 1], ["unconfirmed", undefined, 1]]);
    const ending = { type: "error", error: { code: "ERR_RATE_LIMITED", message: "too fast", issues: [] }, report: {} };
    const error = await refused(scripted([[START, rows([row(first, "recalled")]), ending]]).clientOf(10).recall(request));
    assert.deepEqual([error.code, told(error.report)], ["ERR_RATE_LIMITED", told(report)]);
  });

  test("is in doubt too when it is not in what goes on", async () => {
    const { bodies, clientOf } = scripted([
      [START, rows([row(first, "recalled")]), { type: "continue", msgKeys: [third], unconfirmed: [], report: {} }],
      [START, rows([row(third, "recalled")]), REPORT],
    ]);
    assert.deepEqual(told(await clientOf(10).recall(request)), [["recalled", undefined, 1], ["unconfirmed", undefined, 1], ["recalled", undefined, 1]]);
    assert.deepEqual(bodies.map((body) => body.msgKeys), [[first, second, third], [third]]);
  });
});

describe("a row that may still change", () => {
  const passing = row(first, "failed", { code: 10002, retryable: true });

  test("is the last word when the answer breaks off, ends or is an error", async () => {
    const others = [row(second, "recalled"), row(third, "recalled")];
    for (const ending of [[], [REPORT], [{ type: "error", error: { code: "ERR_RATE_LIMITED", message: "too fast", issues: [] }, report: {} }]]) {
      const ended = await scripted([[START, rows([passing, ...others]), ...ending]]).clientOf(10).recall(request).catch((error) => error.report);
      assert.deepEqual(told(ended), [["failed", 10002, 1], ["recalled", undefined, 1], ["recalled", undefined, 1]]);
    }
  });

  test("is what counts when nothing more is known of it", async () => {
    const { clientOf } = scripted([
      [START, rows([passing]), { type: "continue", msgKeys: [first], unconfirmed: [], report: {} }],
      [START, rows([row(first, "notAttempted", { attempts: 0, retryable: true })]), REPORT],
    ]);
    assert.deepEqual(told(await clientOf(10).recall({ ...request, msgKeys: [first] })), [["failed", 10002, 1]]);
  });

  test("is added to by the next request", async () => {
    const { clientOf } = scripted([
      [START, rows([passing]), { type: "continue", msgKeys: [first], unconfirmed: [], report: {} }],
      [START, rows([row(first, "recalled", { attempts: 2 })]), REPORT],
    ]);
    assert.deepEqual(told(await clientOf(10).recall({ ...request, msgKeys: [first] })), [["recalled", undefined, 3]]);
  });
});

test("a row counts once, and none of a key that was not asked for", async () => {
  const again = row(first, "failed", { code: 10030 });
  const report = await scripted([[START, rows([row(first, "recalled"), again, row("9_9_9", "recalled")]), REPORT]]).clientOf(10).recall({ ...request, msgKeys: [first] });
  assert.deepEqual([told(report), report.counts.recalled], [[["recalled", undefined, 1]], 1]);
});

test("what the service said and how its last answer was lost are in the report, and the first word of a code stays", async () => {
  const { clientOf } = scripted([
    [START, progress({ lastLoss: "timeout", errorInfo: { 10004: "first" }, retries: 2, requests: 5 }), rows([row(first, "recalled")]), REPORT],
    [START, progress({ errorInfo: { 10004: "second", 10002: "other" }, retries: 1, requests: 3 }), rows([row(second, "recalled")]), REPORT],
  ]);
  const { lastLoss, errorInfo, requests, retries } = await clientOf(1).recall({ ...request, msgKeys: [first, second] });
  assert.deepEqual({ lastLoss, errorInfo, requests, retries }, { lastLoss: "timeout", errorInfo: { 10004: "first", 10002: "other" }, requests: 8, retries: 3 });
});

test("a run that is stopped and refused as well says what it was refused with", async () => {
  const stop = new AbortController();
  const ending = { type: "error", error: { code: "ERR_USER_SIG", message: "refused", issues: [] }, report: {} };
  const { clientOf } = scripted([[START, progress({}), rows([row(first, "recalled")]), ending]]);
  const onProgress = () => stop.abort();
  const error = await refused(clientOf(10).recall({ ...request, signal: stop.signal, onProgress }));
  assert.equal(error.code, "ERR_USER_SIG");
});
