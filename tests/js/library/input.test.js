// Input: the documented request byte for byte, all invalid input rejected together with its paths, and no secrets in messages.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import * as library from "../../../pkg/index.js";
import { ACCOUNT, CREDENTIALS, SECRET_KEY, keysOf, refused } from "./support/fixture.js";

const { RecallClient, RecallError, buildRequest, decodeResponse, explainCode, inspectUserSig, isRecallError, recall, signUserSig, verifyUserSig } = library;
const SAMPLE = {
  request: { Official_Account: "@TOA#_2J4SZEAEL", MsgKeyList: ["71_1_1698741698", "72_1_1698741698"], Reason: "Revocation Reason" },
  reply: {
    ActionStatus: "OK",
    ErrorInfo: "",
    ErrorCode: 0,
    RecallRetList: [{ MsgKey: "71_1_1698741698", RetCode: 10030 }, { MsgKey: "72_1_1698741699", RetCode: 0 }],
  },
};
const boom = () => {
  throw new Error("boom");
};
/** @param {object} target */
const revoked = (target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const hostile = new Proxy({}, { get: boom, has: boom, ownKeys: boom, getPrototypeOf: boom });

/** A `fetch` that counts and answers with the sample reply. */
function countingFetch() {
  /** @type {any[]} */
  const calls = [];
  const fetch = async (/** @type {string} */ url, /** @type {any} */ init) => {
    calls.push({ url, init });
    return new Response(JSON.stringify(SAMPLE.reply));
  };
  return { calls, fetch };
}

/** @param {any} change @returns {any} valid input of recall() with this change */
const inputWith = (change) => ({ ...CREDENTIALS, region: "singapore", officialAccount: ACCOUNT, msgKeys: keysOf(1), fetch: boom, ...change });

test("the documented request is sent as documented", async () => {
  const { calls, fetch } = countingFetch();
  const { Official_Account: officialAccount, MsgKeyList: msgKeys, Reason: reason } = SAMPLE.request;
  await recall(inputWith({ identifier: "管理 员&=", officialAccount, msgKeys, reason, fetch, retries: 0 }));
  const [{ url, init }] = calls;
  assert.equal(init.body, JSON.stringify(SAMPLE.request));
  assert.equal(init.method, "POST");
  const { origin, pathname, searchParams } = new URL(url);
  assert.equal(origin + pathname, "https://adminapisgp.im.qcloud.com/v4/official_account_open_http_svc/official_account_msg_recall");
  assert.deepEqual([...searchParams.keys()], ["sdkappid", "identifier", "usersig", "random", "contenttype"]);
  assert.equal(searchParams.get("identifier"), "管理 员&=");
  assert.equal(searchParams.get("contenttype"), "json");
  assert.match(searchParams.get("random") ?? "", /^\d{1,10}$/);
  assert.ok(verifyUserSig(searchParams.get("usersig") ?? "", { ...CREDENTIALS, identifier: "管理 员&=" }).valid);
  const built = buildRequest(inputWith({ identifier: "管理 员&=", officialAccount, msgKeys, reason }));
  assert.deepEqual([built.method, built.body, built.headers], ["POST", init.body, { ...init.headers }]);
});

test("the documented reply, which has a key that was not requested, is joined by key", async () => {
  const { calls, fetch } = countingFetch();
  const report = await recall(inputWith({ msgKeys: SAMPLE.request.MsgKeyList, fetch, retries: 0 }));
  assert.deepEqual(report.results.map(({ msgKey, status, code }) => [msgKey, status, code]), [
    ["71_1_1698741698", "notFound", 10030],
    ["72_1_1698741698", "unconfirmed", undefined],
  ]);
  assert.equal(report.complete, false);
  assert.equal(report.requests, calls.length);
  const decoded = decodeResponse({ status: 200, body: JSON.stringify(SAMPLE.reply) }, SAMPLE.request.MsgKeyList);
  assert.deepEqual(decoded.results.map(({ status }) => status), ["notFound", "unconfirmed"]);
  assert.deepEqual([decoded.ok, decoded.errorCode, decoded.unexpected], [true, 0, ["72_1_1698741699"]]);
});

test("an answer without a valid HTTP status is not read", () => {
  const body = JSON.stringify(SAMPLE.reply);
  for (const [reply, found] of /** @type {[any, string][]} */ ([[{ body }, "nothing"], [{ body, status: undefined }, "nothing"], [{ body, status: 0 }, "0"], [{ body, status: "200" }, 'the string "200"']])) {
    assert.throws(() => decodeResponse(reply, SAMPLE.request.MsgKeyList), (/** @type {any} */ error) => {
      assert.deepEqual(error.issues.map((/** @type {any} */ issue) => [issue.path, issue.code, issue.message]), [["status", "not-in-range", `found ${found}, expected an integer from 100 to 599`]]);
      return true;
    });
  }
});

/** Invalid input of recall(), with the paths of all issues. @type {[string, any, string[]][]} */
const WRONG = [
  ["no keys", { msgKeys: [] }, ["msgKeys"]],
  ["NUL in a key", { msgKeys: ["71_1_1698741698\0"] }, ["msgKeys[0]"]],
  ["a key of 51 characters", { msgKeys: [`1_${"1".repeat(44)}_1698741698`.slice(0, 51)] }, ["msgKeys[0]"]],
  ["keys of every wrong type", { msgKeys: [Symbol("k"), 1, null, undefined, {}, [], 1n, boom, new Date(), true] }, Array.from({ length: 10 }, (_, i) => `msgKeys[${i}]`)],
  ["half surrogate pairs", { msgKeys: ["71_1_1\ud800"], identifier: "a\udc00", reason: "\ud83d" }, ["identifier", "reason", "msgKeys[0]"]],
  // eslint-disable-next-line no-sparse-arrays
  ["a sparse array", { msgKeys: [, "71_1_1698741698", ,] }, ["msgKeys[0]", "msgKeys[2]"]],
  ["an array-like", { msgKeys: { length: 1, 0: "71_1_1698741698" } }, ["msgKeys"]],
  ["an empty set", { msgKeys: new Set() }, ["msgKeys"]],
  ["an async generator", { msgKeys: (async function* () {})() }, ["msgKeys"]],
  ["one key as a string", { msgKeys: "71_1_1698741698" }, ["msgKeys"]],
  ["a revoked array", { msgKeys: revoked([]) }, ["msgKeys"]],
  ["an array that throws", { msgKeys: new Proxy(keysOf(1), { get: boom }) }, ["msgKeys"]],
  ["101 bytes in 34 characters", { reason: "字".repeat(33) + "é" }, ["reason"]],
  ["an empty reason", { reason: "" }, ["reason"]],
  ["NaN as app", { sdkAppId: NaN }, ["sdkAppId"]],
  ["an app as text", { sdkAppId: "1400000000" }, ["sdkAppId"]],
  ["both credentials", { userSig: "abc" }, [""]],
  ["no credential", { secretKey: undefined }, [""]],
  ["a UserSig with spaces", { secretKey: undefined, userSig: "ab cd" }, ["userSig"]],
  ["a secret key with a line break", { secretKey: `${SECRET_KEY}\n` }, ["secretKey"]],
  ["neither region nor baseUrl", { region: undefined }, [""]],
  ["both region and baseUrl", { baseUrl: "https://example.com" }, [""]],
  ["http to a public host", { region: undefined, baseUrl: "http://example.com" }, ["baseUrl"]],
  ["user info in a URL", { region: undefined, baseUrl: `https://u:${SECRET_KEY}@example.com` }, ["baseUrl"]],
  ["an unknown region", { region: "mars" }, ["region"]],
  ["33 bytes of identifier", { identifier: "管".repeat(11) }, ["identifier"]],
  ["a line break in the identifier", { identifier: "a\nb" }, ["identifier"]],
  ["numbers out of range", { timeout: 0, retries: 101, rateLimit: 1e6, concurrency: -1, userSigExpire: 59 }, ["userSigExpire", "timeout", "retries", "rateLimit", "concurrency"]],
  ["numbers as other types", { timeout: "5", retries: null, rateLimit: 1.5, concurrency: {}, deadline: true }, ["timeout", "retries", "rateLimit", "concurrency", "deadline"]],
  ["dates that are none", { deadline: new Date(NaN) }, ["deadline"]],
  ["a proxy of a date", { deadline: new Proxy(new Date(), {}) }, ["deadline"]],
  ["functions that are none", { fetch: "fetch", limiter: {}, onProgress: 1 }, ["fetch", "limiter", "onProgress"]],
  ["a limiter that is null", { limiter: null }, ["limiter"]],
  ["signals that are none", { signal: {} }, ["signal"]],
  ["a revoked signal", { signal: revoked({}) }, ["signal"]],
  ["hostile objects everywhere", { timeout: hostile, region: hostile, limiter: hostile, signal: hostile, msgKeys: hostile, reason: hostile }, ["region", "timeout", "limiter", "reason", "signal", "msgKeys"]],
];

for (const [name, change, paths] of WRONG) {
  test(`rejected with every issue, nothing sent: ${name}`, async () => {
    const { calls, fetch } = countingFetch();
    const error = await refused(recall(inputWith({ fetch, ...change })));
    assert.ok(error instanceof RecallError && isRecallError(error), inspect(error));
    assert.equal(error.code, "ERR_INVALID_INPUT");
    assert.deepEqual(error.issues.map(({ path }) => path).sort(), [...paths].sort(), error.message);
    for (const { path, message } of error.issues.slice(0, 5)) assert.ok(message !== "" && error.message.includes(`${path && `${path}: `}${message}`), error.message);
    assert.equal(error.report, undefined);
    assert.equal(calls.length, 0);
  });
}

test("a getter that throws is rejected, and not treated as an absent option", async () => {
  for (const name of ["sdkAppId", "secretKey", "deadline", "signal", "rateLimit", "limiter", "fetch", "msgKeys", "onProgress", "reason"]) {
    const input = Object.defineProperty(inputWith({}), name, { get: boom, enumerable: true });
    const error = await refused(recall(input));
    assert.deepEqual([error.code, error.issues.map(({ path }) => path)], ["ERR_INVALID_INPUT", [name]]);
    assert.match(error.message, /throws/);
  }
});

test("every function rejects a value that is not an object", async () => {
  const client = new RecallClient(inputWith({}));
  for (const junk of /** @type {any[]} */ ([undefined, null, 5, "x", Symbol("x"), boom, revoked({}), hostile])) {
    for (const work of [
      () => recall(junk),
      () => new RecallClient(junk),
      () => client.recall(junk),
      () => client.plan(junk),
      () => client.recallEach(junk).next(),
      () => client.history(junk).next(),
      () => signUserSig(junk),
      () => inspectUserSig(junk),
      () => verifyUserSig(junk, junk),
      () => buildRequest(junk),
      () => decodeResponse(junk, junk),
      () => explainCode(junk, junk),
    ]) {
      const error = await refused(work);
      assert.equal(error.code, "ERR_INVALID_INPUT", `${work}: ${inspect(error)}`);
      assert.ok(error.issues.length > 0);
    }
  }
});

test("options of history and recallEach are also checked, all together", async () => {
  const client = new RecallClient(inputWith({}));
  /** @type {any} */
  const junk = { since: "yesterday", until: new Date(NaN), from: 5, includeRecalled: "no", signal: 5 };
  const error = await refused(client.history("x", junk).next());
  assert.deepEqual(error.issues.map(({ path }) => path), ["officialAccount", "since", "until", "from", "includeRecalled", "signal"]);
  const second = await refused(client.recallEach(/** @type {any} */ ({ officialAccount: 5, msgKeys: "71_1_1", reason: 7 }), junk).next());
  assert.deepEqual(second.issues.map(({ path }) => path), ["officialAccount", "reason", "msgKeys", "signal"]);
});

test("a misspelled option is rejected and does not silently keep its default", async () => {
  const { calls, fetch } = countingFetch();
  const slip = await refused(recall(inputWith({ fetch, ratelimit: 5, nonsense: 1, absent: undefined })));
  assert.deepEqual(slip.issues.map(({ path, message }) => `${path}: ${message}`), [
    "ratelimit: unknown option; did you mean rateLimit?",
    "nonsense: unknown option",
  ]);
  const client = new RecallClient(inputWith({ fetch }));
  const misplaced = await refused(client.recall(/** @type {any} */ ({ officialAccount: ACCOUNT, msgKeys: keysOf(1), rateLimit: 5 })));
  assert.deepEqual(misplaced.issues.map(({ path, message }) => `${path}: ${message}`), ["rateLimit: unknown here: pass it to `new RecallClient()`"]);
  assert.deepEqual((await refused(client.history(ACCOUNT, /** @type {any} */ ({ form: "eve" })).next())).issues.map(({ path }) => path), ["form"]);
  assert.equal(calls.length, 0);
});

test("input may be inherited, come from another realm, or change after the call", async () => {
  const { calls, fetch } = countingFetch();
  const msgKeys = keysOf(3);
  const input = Object.create(inputWith({ fetch, msgKeys, retries: 0 }));
  input.deadline = runInNewContext("new Date(Date.now() + 3600000)");
  const running = recall(input);
  msgKeys.length = 0;
  const report = await running;
  assert.deepEqual(report.results.map(({ msgKey }) => msgKey), keysOf(3));
  assert.deepEqual(JSON.parse(calls[0].init.body).MsgKeyList, keysOf(3));
  const foreign = runInNewContext("['71_1_1698741698']");
  assert.equal((await recall(inputWith({ fetch, msgKeys: foreign, retries: 0 }))).results.length, 1);
});

test("the replacement character U+FFFD is treated like any other", async () => {
  const { calls, fetch } = countingFetch();
  await recall(inputWith({ reason: "caf\ufffd \u{1f600}", fetch, retries: 0 }));
  assert.equal(JSON.parse(calls[0].init.body).Reason, "caf\ufffd \u{1f600}");
});

test("ten thousand invalid keys give one error with a thousand issues and the count of the rest", async () => {
  const error = await refused(recall(inputWith({ msgKeys: Array(10_000).fill("x") })));
  assert.equal(error.issues.length, 1001);
  assert.match(error.issues[1000].message, /9000 more/);
  assert.ok(error.message.length < 1000, "the message itself stays short");
});

test("no secret is in message, stack, inspect, JSON or cause, for any invalid input", async () => {
  const userSig = signUserSig(CREDENTIALS);
  const leaky = async (/** @type {string} */ url) => {
    throw Object.assign(new Error("refused"), { code: "ECONNREFUSED", length: url.length });
  };
  const cases = [
    { secretKey: `${SECRET_KEY}\n` },
    { secretKey: [SECRET_KEY] },
    { secretKey: { key: SECRET_KEY } },
    { userSig },
    { secretKey: undefined, userSig: `${userSig} ` },
    { secretKey: undefined, userSig: [userSig] },
    { secretKey: undefined, userSig, identifier: "other" },
    { secretKey: undefined, userSig: async () => `${userSig}!` },
    { region: undefined, baseUrl: `https://u:${SECRET_KEY}@example.com/?usersig=${userSig}` },
    { region: undefined, baseUrl: `ftp://${SECRET_KEY}` },
    { fetch: leaky, retries: 0, deadline: 1 },
  ];
  const client = new RecallClient(inputWith({}));
  const errors = [client, ...(await Promise.all(cases.map((change) => recall(inputWith(change)).catch((error) => error))))];
  for (const shown of errors) {
    const texts = [String(shown), shown.stack, inspect(shown, { depth: 9, showHidden: true }), JSON.stringify(shown), inspect(shown.cause), inspect(shown.report), inspect(shown.issues)];
    for (const text of texts) {
      assert.ok(!String(text).includes(SECRET_KEY) && !String(text).includes(userSig.slice(0, 40)), text);
    }
  }
});

test("the error codes in the types equal those of the core and of the JavaScript code", () => {
  const types = readFileSync(new URL("../../../pkg-template/index.d.ts", import.meta.url), "utf8");
  const folder = new URL("../../../pkg-template/lib/", import.meta.url);
  const scripts = readdirSync(folder, { recursive: true }).map(String).filter((name) => name.endsWith(".js"));
  const around = scripts.map((name) => readFileSync(new URL(name, folder), "utf8"));
  const core = [readFileSync(new URL("../../../src/error.rs", import.meta.url), "utf8"), ...around].join("\n");
  const union = types.slice(types.indexOf("export type RecallErrorCode"), types.indexOf("/** One problem of the input. */"));
  const codesOf = (/** @type {string} */ text) => [...new Set([...text.matchAll(/"(ERR_[A-Z_]+)"/g)].map(([, code]) => code))].sort();
  assert.ok(codesOf(union).length > 10);
  assert.deepEqual(codesOf(union), codesOf(core));
});

test("the package exports exactly what the types declare, as ESM and as CommonJS", () => {
  const types = readFileSync(new URL("../../../pkg-template/index.d.ts", import.meta.url), "utf8");
  const declared = [...types.matchAll(/^export (?:declare )?(?:function|class|const) (\w+)/gm)].map(([, name]) => name).sort();
  assert.ok(declared.includes("recall") && declared.includes("RecallError"));
  assert.deepEqual(Object.keys(library).sort(), declared);
  assert.deepEqual(Object.keys(createRequire(import.meta.url)("../../../pkg/index.cjs")).sort(), declared);
});

test("the ESM and CommonJS copies recognize each other's errors", async () => {
  const copy = createRequire(import.meta.url)("../../../pkg/index.cjs");
  /** @type {unknown[]} */
  const [theirs, ours] = [await refused(copy.recall()), await refused(recall(/** @type {any} */ (undefined)))];
  assert.deepEqual([isRecallError(theirs), copy.isRecallError(ours)], [true, true]);
  assert.deepEqual([theirs instanceof RecallError, theirs instanceof copy.RecallError], [true, true]);
  for (const other of [undefined, null, {}, new Error("x"), { name: "RecallError", code: "ERR_ABORTED" }]) assert.ok(!isRecallError(other));
});

test("a list instead of a request is reported as a list, and its values are not reported as unknown options", () => {
  const client = new RecallClient({ ...CREDENTIALS, region: "singapore" });
  assert.throws(() => client.plan(/** @type {any} */ (["71_1_1698741698", "72_1_1698741698"])), ({ issues }) => {
    assert.deepEqual(issues[0], {
      path: "", code: "unexpected-value", params: { expected: "recall-request", found: "array" }, message: "found an array, expected an object with officialAccount and msgKeys",
    });
    assert.deepEqual(issues.slice(1).map((/** @type {{ path: string }} */ { path }) => path), ["officialAccount", "msgKeys"]);
    return true;
  });
});
