// Hints for an unreachable service and for rejected settings, by the name of the failure and the source of the setting.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { codeOf, hintFor } from "../../../pkg-template/cli/failures/network_hints.js";
import { adviceFor, isWrongInJournal } from "../../../pkg-template/cli/failures/refusal_advice.js";
import { withCommandNames } from "../../../pkg-template/cli/languages/command_names.js";
import { textIn } from "../../../pkg-template/cli/languages/sentence.js";
import { explainCode } from "../../../pkg/index.js";
import { ACCOUNT, SECRET_KEY, assertNothingSecret, stage } from "./support/command.js";

/** Makes a process whose requests fail with a Node.js error. @param {string} code */
const failing = (code) => ({ NODE_OPTIONS: `--import=data:text/javascript,globalThis.fetch=()=>Promise.reject(Object.assign(new%20TypeError('fetch%20failed'),{cause:{code:'${code}'}}))` });
/** The hint in English. @param {Parameters<typeof hintFor>[0]} found */
const hint = (found) => inEnglish(hintFor(found));
const inEnglish = (/** @type {ReturnType<typeof hintFor>} */ said) => (said === undefined ? undefined : textIn(said, "en"));
const flat = (/** @type {string} */ text) => text.replaceAll(/\s+/g, " ");

describe("a hint", () => {
  it("names a proxy variable that Node.js ignores, and how this version of Node.js can use it", () => {
    for (const name of ["HTTPS_PROXY", "https_proxy"]) {
      const env = { [name]: "http://user:pass@proxy:8080" };
      for (const node of ["22.21.0", "24.0.0", "26.1.0"]) assert.equal(hint({ code: "ENOTFOUND", env, node }), `${name} is set, and Node.js ignores it unless NODE_USE_ENV_PROXY=1 is set too.`);
      for (const node of ["20.20.2", "22.20.0", "23.11.0"]) assert.match(String(hint({ code: "ENOTFOUND", env, node })), /cannot use it: take Node\.js 22\.21 or later, or 24 or later, with NODE_USE_ENV_PROXY=1/);
      assert.match(String(hint({ code: "ECONNREFUSED", env: { ...env, NODE_USE_ENV_PROXY: "1", NO_PROXY: "a" }, node: "24.1.0" })), /is used \(NODE_USE_ENV_PROXY=1\).*NO_PROXY is set too/);
      assert.equal(hint({ code: "ECONNREFUSED", env, node: "24.0.0", host: "127.0.0.1" }), undefined, "no proxy is in front of this machine itself");
    }
    for (const name of ["ALL_PROXY", "all_proxy"]) assert.match(String(hint({ code: "ETIMEDOUT", env: { [name]: "socks5://p" }, node: "24.0.0" })), new RegExp(`${name} is set, and Node\\.js never reads it: set HTTPS_PROXY`));
    assert.equal(hint({ code: "ENOTFOUND", env: {}, node: "24.0.0" }), undefined);
  });

  it("names NODE_EXTRA_CA_CERTS for a certificate of an unknown CA, and the clock for an expired or future one", () => {
    for (const code of ["SELF_SIGNED_CERT_IN_CHAIN", "DEPTH_ZERO_SELF_SIGNED_CERT", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"]) {
      assert.match(String(hint({ code, env: {}, node: "20.0.0" })), /set NODE_EXTRA_CA_CERTS to a PEM file/);
      assert.match(String(hint({ code, env: { NODE_EXTRA_CA_CERTS: "x" }, node: "20.0.0" })), /although NODE_EXTRA_CA_CERTS is set/);
    }
    assert.match(String(hint({ code: "CERT_HAS_EXPIRED", env: {}, node: "20.0.0" })), /clock/);
  });

  it("uses the error code in the chain of causes", () => {
    assert.equal(codeOf(new Error("x", { cause: Object.assign(new Error("y"), { code: "ENOTFOUND" }) })), "ENOTFOUND");
    assert.equal(codeOf(new TypeError("fetch failed", { cause: new AggregateError([Object.assign(new Error("y"), { code: "ECONNREFUSED" })]) })), "ECONNREFUSED");
    assert.equal(codeOf(undefined), undefined);
    assert.equal(codeOf("text"), undefined);
  });

  it("is in the message of a run and of a history that cannot reach the service", { skip: lacks("time") }, async (t) => {
    const { run, keys, env } = await stage(t, { count: 1 });
    const { TENCENT_CHAT_BASE_URL: _, ...rest } = env;
    const around = (/** @type {string} */ code) => ({ env: { ...rest, TENCENT_CHAT_REGION: "singapore", HTTPS_PROXY: "http://user:pass@proxy:8080", ...failing(code) } });
    for (const words of [["recall", "--account", ACCOUNT, "--keys", keys, "--yes", "--retries", "0"], ["history", "--account", ACCOUNT]]) {
      const { stdout, stderr } = await run(words, around("ENOTFOUND"));
      assert.match(flat(stdout + stderr), /HTTPS_PROXY is set, and Node\.js .*NODE_USE_ENV_PROXY=1/);
      assert.doesNotMatch(stdout + stderr, /user:pass/);
      const certificate = await run(words, around("SELF_SIGNED_CERT_IN_CHAIN"));
      assert.match(flat(certificate.stdout + certificate.stderr), /set NODE_EXTRA_CA_CERTS to a PEM file/);
    }
  });
});

describe("an error of the service", () => {
  it("first names the source of the setting to check", () => {
    const names = { secretKey: "TENCENT_CHAT_SECRET_KEY", sdkAppId: "TENCENT_CHAT_SDK_APP_ID", identifier: "a.env: TENCENT_CHAT_IDENTIFIER", region: "--region" };
    const whose = { names, sdkAppId: 14 };
    const first = (/** @type {number} */ apiCode, more = whose) => inEnglish(adviceFor(apiCode, more));
    assert.equal(first(70009), "TENCENT_CHAT_SECRET_KEY is not the key of app 14 (TENCENT_CHAT_SDK_APP_ID).");
    const { secretKey: _, ...others } = names;
    const withUserSig = { names: { ...others, userSig: "TENCENT_CHAT_USER_SIG" }, sdkAppId: 14 };
    assert.equal(first(70009, /** @type {any} */ (withUserSig)), "TENCENT_CHAT_USER_SIG was not made with the key of app 14 (TENCENT_CHAT_SDK_APP_ID).");
    assert.equal(first(70013, /** @type {any} */ (withUserSig)), "TENCENT_CHAT_USER_SIG was made for another user than a.env: TENCENT_CHAT_IDENTIFIER names.");
    assert.equal(first(60010), "a.env: TENCENT_CHAT_IDENTIFIER is not an administrator of app 14.");
    for (const code of [70016, 70020]) assert.match(String(first(code)), /^--region is not where app 14 is/);
    for (const code of [10010, 10015]) assert.match(String(first(code)), /^--account is not an official account of app 14/);
    assert.equal(first(60006), undefined);
  });

  it("for a key of unusual length gives the length, never the key", () => {
    const names = { secretKey: "K", sdkAppId: "A" };
    const said = (/** @type {string} */ secretKey) => inEnglish(adviceFor(70009, { names, sdkAppId: 14, secretKey }));
    assert.equal(said(SECRET_KEY.slice(1)), "K is not the key of app 14 (A). It has 63 hexadecimal digits; keys of the console have 64.");
    for (const key of [SECRET_KEY, "any-text"]) assert.equal(said(key), "K is not the key of app 14 (A).");
  });

  it("has advice in the terms of the CLI, in both languages", () => {
    for (const locale of /** @type {const} */ (["en", "zh"])) {
      for (const code of [70020, 70016, 60006]) {
        const text = withCommandNames(explainCode(code, { locale }).advice, { sdkAppId: "c.env: TENCENT_CHAT_SDK_APP_ID" });
        assert.match(text, /c\.env: TENCENT_CHAT_SDK_APP_ID.*--region/);
        assert.doesNotMatch(text, /sdkAppId/);
      }
      assert.match(withCommandNames(explainCode(60007, { locale }).advice), /(Lower|请调低) --rate-limit/);
    }
  });

  it("about the app or the account means that the journal has the wrong one", () => {
    for (const code of [70020, 70014, 60006]) assert.ok(isWrongInJournal([30001, code], 3));
    for (const code of [10010, 10015]) assert.deepEqual([isWrongInJournal([code], 1), isWrongInJournal([code], 2)], [true, false]);
    assert.ok(!isWrongInJournal([70009, 60007], 1));
  });

  it("about the key names the variable or file, in a run and in a history", async (t) => {
    const { run, keys, env, folder } = await stage(t, { count: 1 });
    const wrong = SECRET_KEY.replace("0", "1");
    const { TENCENT_CHAT_SECRET_KEY: _, ...rest } = env;
    writeFileSync(join(folder, "c.env"), `TENCENT_CHAT_SECRET_KEY=${wrong}\n`, { mode: 0o600 });
    for (const words of [["recall", "--account", ACCOUNT, "--keys", keys, "--yes"], ["history", "--account", ACCOUNT]]) {
      const byVariable = await run(words, { env: { ...rest, TENCENT_CHAT_SECRET_KEY: wrong } });
      assert.equal(byVariable.status, 3);
      assert.match(flat(byVariable.stdout + byVariable.stderr), /TENCENT_CHAT_SECRET_KEY is not the key of app 1400000000/);
      const byFile = await run([...words, "--credentials", "c.env"], { env: rest });
      assert.match(flat(byFile.stdout + byFile.stderr), /c\.env: TENCENT_CHAT_SECRET_KEY is not the key of app 1400000000/);
      assertNothingSecret(byVariable.stdout + byVariable.stderr, "what was printed");
    }
  });
});
