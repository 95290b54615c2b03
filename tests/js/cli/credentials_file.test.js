// A credentials file is read completely: a line or name that was ignored would silently be replaced by the environment's value.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ACCOUNT, SDK_APP_ID, SECRET_KEY, assertNothingSecret, cli, environment, folderOf, stage } from "./support/command.js";

const ENV = environment("http://127.0.0.1:9");
const WHOLE = `TENCENT_CHAT_SDK_APP_ID=${SDK_APP_ID}\nTENCENT_CHAT_IDENTIFIER=administrator\nTENCENT_CHAT_SECRET_KEY=${SECRET_KEY}\n`;

/**
 * The output of `sign` for a credentials file, with an environment that also has every variable.
 * @param {import("node:test").TestContext} t
 */
function signer(t) {
  const path = join(folderOf(t), "c.env");
  return async (/** @type {string} */ text, env = ENV) => {
    writeFileSync(path, text, { mode: 0o600 });
    const ended = await cli(["sign", "--credentials", path], { env });
    assertNothingSecret(ended.stderr, "the message");
    return ended;
  };
}

describe("a line of a credentials file", () => {
  it("that is neither NAME=value nor a comment is rejected with its number and at most 12 of its characters", async (t) => {
    const sign = signer(t);
    const lines = [
      "PROD", "[prod]", "---", "// prod", "TENCENT_CHAT_REGION: singapore", "$env:TENCENT_CHAT_REGION='singapore'", "set -x TENCENT_CHAT_REGION singapore",
      "set TENCENT_CHAT_REGION=singapore", "; prod", "<prod>", "=x", SECRET_KEY, "export", "TENCENT CHAT REGION=x",
    ];
    for (const line of lines) {
      const { status, stderr } = await sign(`# the app\n${line}\n${WHOLE}`);
      assert.match(stderr, /c\.env:2: found ".{1,13}", expected NAME=value, such as TENCENT_CHAT_REGION=singapore, or a comment that begins with #/, line);
      assert.equal(status, 2);
      assert.ok(line.length <= 12 || stderr.includes(`found "${line.slice(0, 12)}…"`), stderr);
    }
  });

  it("may have the syntax of dotenv files: comments, blank lines, export, quotes, spaces, several lines, other variables", async (t) => {
    const sign = signer(t);
    const others = "\n  # a\n\t\nNODE_ENV=production\nDATABASE_URL=postgres://u:p@h/d?x=1#y\nNOTE=\"it's \\\"so\\\"\" and more\nPEM=\"-----BEGIN\nabc\n-----END\"\nSHORT='it\nregion=eu\nSECRET_KEY=django\nVITE_TENCENT_CHAT_SDK_APP_ID=5\n";
    const { TENCENT_CHAT_SECRET_KEY: _, TENCENT_CHAT_IDENTIFIER: __, TENCENT_CHAT_SDK_APP_ID: ___, ...rest } = ENV;
    for (const text of [others + WHOLE, WHOLE + others, WHOLE.replaceAll(/^/gm, "export ").replace(/export $/, ""), WHOLE.replaceAll("=", " = "), WHOLE.replaceAll(/=(.*)/g, "='$1' # x"), WHOLE.replaceAll(/=(.*)/g, "=$1 # x")]) {
      const { status, stderr } = await sign(text, rest);
      assert.equal(status, 0, stderr);
    }
  });

  it("with an unclosed quote, or with a # in its value, is rejected", async (t) => {
    const sign = signer(t);
    for (const text of ["TENCENT_CHAT_REGION='x\n", "TENCENT_CHAT_REGION=\"x\" y\n", `TENCENT_CHAT_IDENTIFIER="a\n${WHOLE}TENCENT_CHAT_REGION="x"\n`]) {
      assert.match((await sign(text)).stderr, /c\.env:1: found a value that begins with a quote and does not end with one/);
    }
    assert.match((await sign(WHOLE.replace(SECRET_KEY, `${SECRET_KEY}#prod`))).stderr, /c\.env:3: found a # in a value without quotes/);
  });
});

describe("a name in a credentials file", () => {
  it("that is misspelled is rejected with the correct name", async (t) => {
    const sign = signer(t);
    for (const [name, near] of [
      ["TENCENT_CHAT_SDKAPPID", "TENCENT_CHAT_SDK_APP_ID"], ["tencent_chat_region", "TENCENT_CHAT_REGION"], ["TENCENT_CHAT_BASEURL", "TENCENT_CHAT_BASE_URL"],
      ["TENCENTCHAT_USER_SIG", "TENCENT_CHAT_USER_SIG"], ["TENCNET_CHAT_REGION", "TENCENT_CHAT_REGION"], ["TENCENT_CHAT_USERSIG", "TENCENT_CHAT_USER_SIG"],
      ["sdkAppId", "TENCENT_CHAT_SDK_APP_ID"], ["SDKAPPID", "TENCENT_CHAT_SDK_APP_ID"], ["secretKey", "TENCENT_CHAT_SECRET_KEY"], ["USER_SIG", "TENCENT_CHAT_USER_SIG"],
    ]) {
      const { status, stderr } = await sign(`${name}=1\n${WHOLE}`);
      assert.match(stderr, new RegExp(`c\\.env:1: found "${name}", which is not known here; did you mean ${near}\\?`));
      assert.equal(status, 2);
    }
    assert.match((await sign(`TENCENT_CHAT_${SECRET_KEY}=1\n`)).stderr, /found "TENCENT_CHAT…"/);
  });

  it("that is repeated is rejected with both line numbers", async (t) => {
    assert.match((await signer(t)(`${WHOLE}\nTENCENT_CHAT_SDK_APP_ID=5\n`)).stderr, /c\.env: found TENCENT_CHAT_SDK_APP_ID in the lines 1 and 5, expected it once/);
  });

  it("in JSON must be known, and may occur once, in one of its two forms", async (t) => {
    const sign = signer(t);
    assert.match((await sign('{"SdkAppId":5}')).stderr, /c\.env: found "SdkAppId", which is not known here; did you mean sdkAppId\?/);
    assert.match((await sign(`{"${SECRET_KEY}":5}`)).stderr, /found "0f4e8a7d6c5b…"/);
    assert.match((await sign('{"app":{"sdkAppId":5}}')).stderr, /found "app"/);
    assert.match((await sign('{"sdkAppId":5,"sdk\\u0041ppId":6}')).stderr, /found sdkAppId twice, expected it once/);
    assert.match((await sign('{"sdkAppId":5,"TENCENT_CHAT_SDK_APP_ID":6}')).stderr, /found both sdkAppId and TENCENT_CHAT_SDK_APP_ID, which are the same/);
    assert.equal((await sign(JSON.stringify({ sdkAppId: SDK_APP_ID, TENCENT_CHAT_SECRET_KEY: SECRET_KEY, identifier: "a:{b}" }))).status, 0);
  });
});

describe("a variable that a credentials file lacks", () => {
  it("but the environment has is named in the plan, and by sign and history", async (t) => {
    const { run, keys, folder, env } = await stage(t, { count: 1 });
    writeFileSync(join(folder, "c.env"), `TENCENT_CHAT_SECRET_KEY=${SECRET_KEY}\n`, { mode: 0o600 });
    const note = /c\.env does not give TENCENT_CHAT_SDK_APP_ID, TENCENT_CHAT_IDENTIFIER, TENCENT_CHAT_BASE_URL: the values come from the environment/;
    const plan = await run(["recall", "--account", ACCOUNT, "--keys", keys, "--dry-run", "--json", "--credentials", "c.env"]);
    assert.match(JSON.parse(plan.stdout).warnings.join("\n"), note);
    const listed = await run(["history", "--account", ACCOUNT, "--credentials", "c.env"]);
    assert.match(listed.stderr.replaceAll(/\s+/g, " "), note);
    assert.equal(listed.status, 0);
    const signed = await run(["sign", "--credentials", "c.env"]);
    assert.match(signed.stderr.replaceAll(/\s+/g, " "), /c\.env does not give TENCENT_CHAT_SDK_APP_ID, TENCENT_CHAT_IDENTIFIER: the values come from the environment/);
    assert.equal((await run(["sign"], { env })).stderr, "");
  });
});
