// Invalid options of RemoteRecallClient and its methods, which are rejected before anything is sent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RecallError, RemoteRecallClient } from "../../../pkg/remote/index.js";
import { ACCOUNT } from "../handler/support/fixture.js";
import { refused } from "../library/support/fixture.js";
import { page } from "./support/fixture.js";

test("unknown options are rejected by name, for the client and for a request", async () => {
  const issues = (/** @type {() => unknown} */ make) => {
    try {
      make();
    } catch (error) {
      assert.ok(error instanceof RecallError);
      return error.issues.map(({ path }) => path);
    }
    return [];
  };
  const url = "/api/recall";
  for (const more of [{ keyPerRequest: 5 }, { secretKey: "x" }, { Headers: {} }]) assert.deepEqual(issues(() => new RemoteRecallClient(/** @type {any} */ ({ url, ...more }))), Object.keys(more));
  for (const more of [{ credentials: "all" }, { headers: "x" }, { headers: null }]) assert.deepEqual(issues(() => new RemoteRecallClient(/** @type {any} */ ({ url, ...more }))), Object.keys(more));
  assert.deepEqual(issues(() => new RemoteRecallClient(/** @type {any} */ ({ url, retries: undefined }))), []);
  const { client, bodies } = page();
  const request = /** @type {any} */ ({ officialAccount: ACCOUNT, msgKeys: ["1_1_1"], reasn: "x" });
  for (const call of [() => client.recall(request), () => client.plan(request), () => client.history(ACCOUNT, /** @type {any} */ ({ sinc: 1 })).next()]) {
    const error = await refused(call);
    assert.deepEqual([error.code, error.issues.length, bodies.length], ["ERR_INVALID_INPUT", 1, 0]);
  }
  assert.deepEqual([issues(() => client.recallEach(request)), issues(() => client.recallEach({ ...request, reasn: undefined }, /** @type {any} */ ({ stop: 1 })))], [["reasn"], ["stop"]]);
});

test("the URL is not called with invalid headers", async () => {
  for (const headers of [{ "a b": "x" }, { a: "x\ny" }, () => /** @type {any} */ (7)]) {
    const { client, bodies } = page({}, { headers: /** @type {any} */ (headers) });
    const error = await refused(client.recall({ officialAccount: ACCOUNT, msgKeys: ["1_1_1"] }));
    assert.deepEqual([error.code, error.report, bodies.length], ["ERR_INVALID_INPUT", undefined, 0]);
  }
});
