// The sentences of issues, errors and losses: every code has one in every language, made of its own parameters alone.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { RecallClient, recall } from "../../../pkg/index.js";
import { errorText, issueText, lossText } from "../../../pkg/texts/index.js";
import * as problems from "../../../pkg-template/lib/generated/problems.js";

const LOCALES = /** @type {const} */ (["en", "zh", "ja"]);
const PARTS = /** @type {const} */ (["run", "plan", "offline", "handler", "receiver"]);
/** Parameters that every error may name beside those of its detail. */
const OF_ERRORS = ["apiCode", "words", "host", "loss", "errorInfo"];
const CJK = { en: /^[\x20-\x7e“”…]*$/, zh: /\p{Script=Han}/u, ja: /[\p{Script=Hiragana}\p{Script=Katakana}]/u };

/** @typedef {{ issues: Record<string, any>, details: Record<string, any>, losses?: Record<string, any>, words: Record<string, any> }} Part */

/** Every part of every language. @type {Record<string, Record<string, Part>>} */
const tables = {};
for (const locale of LOCALES) {
  tables[locale] = {};
  for (const part of PARTS) tables[locale][part] = (await import(`../../../pkg-template/texts/${locale}/${part}.js`))[part.toUpperCase()];
}

/** @param {string} locale @param {"issues" | "details" | "losses" | "words"} kind */
const keysOf = (locale, kind) => PARTS.flatMap((part) => Object.keys(tables[locale]?.[part]?.[kind] ?? {}));

const LISTS = /** @type {const} */ ({
  issues: [...problems.ISSUES, ...problems.PLAN_ISSUES, ...problems.OFFLINE_ISSUES, ...problems.JAVASCRIPT_ISSUES],
  details: [...problems.DETAILS, ...problems.JAVASCRIPT_DETAILS],
  losses: problems.LOSSES,
  words: [...problems.WORDS, ...problems.OFFLINE_WORDS, ...problems.JAVASCRIPT_WORDS],
});

for (const locale of LOCALES) {
  describe(`the tables in ${locale}`, () => {
    for (const [kind, rows] of Object.entries(LISTS)) {
      test(`have every row of ${kind} and no other`, () => {
        assert.deepEqual(keysOf(locale, /** @type {any} */ (kind)).sort(), [...rows].sort());
      });
    }

    test("name no parameter that the code does not have", () => {
      for (const kind of /** @type {const} */ (["issues", "details", "losses"])) {
        for (const part of PARTS) {
          for (const [row, template] of Object.entries(tables[locale]?.[part]?.[kind] ?? {})) {
            const [, ...params] = row.split(" ");
            const known = kind === "details" ? [...params, ...OF_ERRORS] : params;
            for (const [, name = ""] of [template].flat().join(" ").matchAll(/\{(\w+)\}/g)) assert.ok(known.includes(name), `${row}: {${name}}`);
          }
        }
      }
    });
  });
}

test("the core's numbers are places in the English tables", () => {
  const { run, plan, offline } = /** @type {Record<string, Part>} */ (tables.en);
  assert.deepEqual(Object.keys(run?.issues ?? {}), problems.ISSUES);
  assert.deepEqual(Object.keys(plan?.issues ?? {}), problems.PLAN_ISSUES);
  assert.deepEqual(Object.keys(offline?.issues ?? {}).slice(0, problems.OFFLINE_ISSUES.length), problems.OFFLINE_ISSUES);
  assert.deepEqual(Object.keys(run?.details ?? {}).slice(0, problems.DETAILS.length), problems.DETAILS);
  assert.deepEqual(Object.keys(run?.words ?? {}), problems.WORDS);
  assert.deepEqual(Object.keys(offline?.words ?? {}), problems.OFFLINE_WORDS);
});

/** Values for every parameter. @type {Record<string, any>} */
const SAMPLES = {
  expected: "official-account", found: "number", unit: "seconds", value: 7, min: 1, max: 100, meant: "timeout", first: "region", second: "baseUrl", host: "example.com",
  count: 3, bytes: 120, actual: "eve", wanted: "bob", name: "TLS.sig", seconds: 61, known: "a, b", method: "PUT", ms: 15_000, status: 502, errorInfo: "bad", said: "ECONNRESET", type: "null",
  loss: "http",
};

/** @param {string} row */
function sample(row) {
  const [code = "", ...names] = row.split(" ");
  return { code, params: Object.fromEntries(names.map((name) => [name, SAMPLES[name]])) };
}

/** A sentence says something, in its language, and leaves no hole. @param {string} text @param {"en" | "zh" | "ja"} locale @param {string} row */
function assertReads(text, locale, row) {
  assert.ok(text.length > 0 && !/[{}]|undefined|\[object| {2}|^ | $/.test(text.replaceAll("{ user }", "user")), `${row}: ${text}`);
  if (locale === "en") assert.match(text, CJK.en, row);
  else if (!/^HTTP \d+$/.test(text)) assert.match(text, CJK[locale], `${row}: ${text}`);
}

for (const locale of LOCALES) {
  test(`every code reads as a sentence in ${locale}`, () => {
    for (const row of LISTS.issues) assertReads(issueText(/** @type {any} */ ({ path: "", message: "", ...sample(row) }), locale), locale, row);
    for (const row of LISTS.losses) assertReads(lossText(/** @type {any} */ (sample(row)), locale), locale, row);
    for (const row of LISTS.details) {
      const detail = /** @type {any} */ (sample(row));
      if ("loss" in detail.params) detail.params.status = 502;
      assertReads(errorText({ code: "ERR_REFUSED", message: "", apiCode: 10010, detail }, locale), locale, row);
    }
    for (const word of LISTS.words.filter((name) => name !== "array-of")) {
      const params = { expected: word, found: word };
      assertReads(issueText(/** @type {any} */ ({ path: "", code: "unexpected-value", params, message: "" }), locale), locale, word);
    }
  });
}

/** Sentences as people see them. @type {[{ code: string, params: object }, string, string, string][]} */
const READ = [
  [{ code: "not-in-range", params: { min: 1, max: 600000, unit: "milliseconds", found: "number", value: 1.5 } }, "found 1.5, expected an integer from 1 to 600000 ms", "应为不小于 1、不大于 600000 的整数（单位：毫秒），实际为 1.5", "1 以上 600000 以下の整数（単位: ミリ秒）が必要ですが、1.5 でした"],
  [{ code: "unexpected-value", params: { expected: "flag", found: "string", value: "yes" } }, 'found the string "yes", expected true or false', "应为 true 或 false，实际为字符串“yes”", "true か false が必要ですが、文字列「yes」でした"],
  [{ code: "duplicate-keys", params: { count: 1 } }, "1 key is a duplicate; it is sent once", "1 个 MsgKey 重复，每个只发送一次", "1 個の MsgKey が重複しています。それぞれ 1 回だけ送信します"],
  [{ code: "duplicate-keys", params: { count: 2 } }, "2 keys are duplicates; each is sent once", "2 个 MsgKey 重复，每个只发送一次", "2 個の MsgKey が重複しています。それぞれ 1 回だけ送信します"],
];

test("sentences join their words as each language writes them", () => {
  for (const [issue, ...expected] of READ) {
    const found = LOCALES.map((locale) => issueText(/** @type {any} */ ({ path: "", message: "", ...issue }), locale));
    assert.deepEqual(found, expected);
  }
});

const OPTIONS = { sdkAppId: 1400000000, identifier: "administrator", secretKey: "a".repeat(64), region: /** @type {const} */ ("singapore"), retries: 0 };
const REQUEST = { officialAccount: "@TOA#_2J4SZEAEL", msgKeys: ["71_1_1698741698"] };

/** @param {() => Promise<any>} fetch */
const failureOf = (fetch) => recall({ ...OPTIONS, ...REQUEST, fetch }).then(() => assert.fail("it succeeded"), (/** @type {any} */ error) => error);
const replying = (/** @type {number} */ code) => async () => Response.json({ ActionStatus: "FAIL", ErrorCode: code, ErrorInfo: "no such id" });

test("the English text of an error is its message", async () => {
  const errors = [
    await failureOf(replying(10010)),
    await failureOf(replying(60010)),
    await failureOf(async () => new Response("", { status: 404 })),
    await failureOf(async () => Promise.reject(new TypeError("boom"))),
    await recall(/** @type {any} */ ({ sdkAppId: "x" })).catch((error) => error),
  ];
  for (const error of errors) assert.equal(errorText(error, "en"), error.message);
  assert.deepEqual(errors[1].detail, { code: "service-refusal", params: { errorInfo: "no such id" } });
  assert.deepEqual(errors[3].detail, { code: "no-reply", params: { loss: "fetch-threw", said: "TypeError: boom", host: "adminapisgp.im.qcloud.com" } });
});

test("in other languages, a refusal explains its code and quotes the service", async () => {
  const error = await failureOf(replying(10010));
  assert.equal(errorText(error, "zh"), "服务返回错误码 10010：公众号不存在或已解散。请检查公众号 ID，并确认它属于该应用。ErrorInfo：“no such id”");
  assert.match(errorText(error, "ja"), /^サービスがコード 10010 を返しました。.*「no such id」$/);
});

test("a report says its latest loss in words and as data", async () => {
  const { report } = await failureOf(async () => new Response("", { status: 502 }));
  assert.deepEqual([report.lastLoss, report.loss], ["HTTP 502", { code: "http", params: { status: 502 } }]);
  assert.equal(lossText({ code: "network", params: { said: "ECONNRESET" } }, "zh"), "网络错误（ECONNRESET）");
});

test("a plan warns in words and as data", () => {
  const { warnings, issues } = new RecallClient({ ...OPTIONS, timeout: 3000 }).plan({ ...REQUEST, msgKeys: ["1_1_1700000000", "1_1_1700000000"] });
  assert.deepEqual(issues.map(({ path, code, params }) => [path, code, params]), [["msgKeys", "duplicate-keys", { count: 1 }], ["timeout", "short-timeout", { max: 3000 }]]);
  assert.deepEqual(warnings, issues.map(({ message }) => message));
});

test("an issue of a code that is not known is its message", () => {
  assert.equal(issueText(/** @type {any} */ ({ path: "x", code: "of-later", params: {}, message: "found something new" }), "zh"), "found something new");
});
