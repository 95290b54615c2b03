// Malformed variables and credentials files: unambiguous mistakes are corrected, others are rejected with a reason before anything is
// sent. Values are never shown.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { requireMembers } from "../../../pkg-template/cli/settings/credentials.js";
import { mistakeIn, repaired } from "../../../pkg-template/cli/settings/pasted_value.js";
import { signUserSig } from "../../../pkg/index.js";
import { ACCOUNT, SDK_APP_ID, SECRET_KEY, assertNothingSecret, cli, environment, folderOf, stage } from "./support/command.js";

/** Every variable with a valid value. */
const GOOD = {
  TENCENT_CHAT_SDK_APP_ID: "1400000000", TENCENT_CHAT_IDENTIFIER: "administrator", TENCENT_CHAT_SECRET_KEY: SECRET_KEY,
  TENCENT_CHAT_USER_SIG: signUserSig({ sdkAppId: SDK_APP_ID, identifier: "administrator", secretKey: SECRET_KEY }),
  TENCENT_CHAT_REGION: "singapore", TENCENT_CHAT_BASE_URL: "http://127.0.0.1:9",
  TENCENT_CHAT_INSECURE_HTTP_HOST: "emulator",
};
/** The member that each variable sets. @type {Record<string, string>} */
const MEMBERS = {
  TENCENT_CHAT_SDK_APP_ID: "sdkAppId", TENCENT_CHAT_IDENTIFIER: "identifier", TENCENT_CHAT_SECRET_KEY: "secretKey",
  TENCENT_CHAT_USER_SIG: "userSig", TENCENT_CHAT_REGION: "region", TENCENT_CHAT_BASE_URL: "baseUrl",
  TENCENT_CHAT_INSECURE_HTTP_HOST: "insecureHttpHost",
};

/** What is done to a value, and the codes of the mistake. @type {[string, (value: string, name: string) => string, ...(string | undefined)[]][]} */
const SPOILT = [
  ["double quotes", (value) => `"${value}"`, "quotes"],
  ["single quotes", (value) => `'${value}'`, "quotes"],
  ["typographic quotes", (value) => `“${value}”`, "quotes"],
  ["one quote, the other cut off", (value) => `"${value}`, "quotes"],
  ["quotes within quotes", (value) => `'"${value}"'`, "quotes"],
  ["escaped quotes", (value) => `\\"${value}\\"`, "quotes"],
  ["its name", (value, name) => `${name}=${value}`, "assignment"],
  ["export and its name", (value, name) => `export ${name}="${value}"`, "assignment"],
  ["PowerShell's assignment", (value, name) => `$env:${name} = '${value}'`, "assignment"],
  ["a line of YAML", (value) => `value: ${value}`, "assignment"],
  ["a line of JSON", (value) => `"value": "${value}",`, "assignment"],
  ["undefined", () => "undefined", "noValue"],
  ["null", () => "null", "noValue"],
  ["an object", () => "[object Object]", "noValue"],
  ["None", () => "None", "noValue"],
  ["a variable", (_, name) => `$${name}`, "reference", "assignment"],
  ["a variable in braces", () => "${SECRET}", "reference"],
  ["a variable of cmd", () => "%SECRET%", "reference"],
  ["a template", () => "{{ .Values.secret }}", "reference"],
  ["an expression of CI", () => "${{ secrets.KEY }}", "reference"],
  ["a placeholder", () => "<your key>", "placeholder"],
  ["stars", () => "****", "masked"],
  ["dots", () => "••••••••", "masked"],
  ["a comment", (value) => `${value} # of production`, "comment"],
];

describe("a setting", () => {
  for (const [what, spoil, ...codes] of SPOILT) {
    it(`with ${what} is rejected, for every variable`, () => {
      for (const [name, value] of Object.entries(GOOD)) {
        const member = String(MEMBERS[name]);
        const found = spoil(value, name);
        assert.ok(codes.includes(mistakeIn(repaired(found, member), member)), name);
      }
    });
  }

  it("with a valid value is accepted unchanged", () => {
    for (const [name, value] of Object.entries(GOOD)) assert.equal(mistakeIn(value, String(MEMBERS[name])), undefined, name);
    for (const name of ["admin", "o'brien", "my-app", "a b", "user.1", "管理员", "administrator*"]) assert.equal(mistakeIn(name, "identifier"), undefined, name);
    for (const url of ["https://proxy.example.com/tencent?a=b", "http://[::1]:9"]) assert.equal(mistakeIn(url, "baseUrl"), undefined, url);
  });

  it("is trimmed of a byte order mark, a line break and white space at its ends", () => {
    for (const [name, value] of Object.entries(GOOD)) {
      for (const around of [`${value}\n`, `${value}\r`, `${value}\r\n`, `\ufeff${value}`]) assert.equal(repaired(around, String(MEMBERS[name])), value);
      if (name !== "TENCENT_CHAT_IDENTIFIER") assert.equal(repaired(` ${value}\u00a0 \n`, String(MEMBERS[name])), value);
    }
    assert.equal(mistakeIn(repaired("administrator ", "identifier"), "identifier"), "whiteSpaceAtEnd");
  });

  it("is rejected when it is a misplaced secret, or a secret in another encoding", () => {
    for (const member of ["identifier", "region", "baseUrl", "sdkAppId"]) {
      assert.equal(mistakeIn(SECRET_KEY, member), "secretElsewhere");
      assert.equal(mistakeIn(GOOD.TENCENT_CHAT_USER_SIG, member), "secretElsewhere");
    }
    assert.equal(mistakeIn(GOOD.TENCENT_CHAT_USER_SIG, "secretKey"), "userSigAsKey");
    assert.equal(mistakeIn(SECRET_KEY, "userSig"), "keyAsUserSig");
    for (const text of [SECRET_KEY, `${SECRET_KEY}\n`]) assert.equal(mistakeIn(Buffer.from(text).toString("base64"), "secretKey"), "base64Key");
    assert.equal(mistakeIn("op://vault/chat/key", "secretKey"), "secretAddress");
    assert.equal(mistakeIn(`${SECRET_KEY}\\n`, "secretKey"), "escape");
    assert.equal(mistakeIn(`${SECRET_KEY},`, "secretKey"), "separatorAtEnd");
    assert.equal(mistakeIn(`${SECRET_KEY.slice(0, 30)}\u200b${SECRET_KEY.slice(30)}`, "secretKey"), "invisible");
    assert.equal(mistakeIn(`${SECRET_KEY.slice(0, 4)}****${SECRET_KEY.slice(-4)}`, "secretKey"), "masked");
  });
});

describe("a value that cannot be the key", () => {
  it("is rejected: a path, a yes or no, a number with 0x, a text with a #, non-ASCII digits, JSON", () => {
    for (const member of ["secretKey", "userSig"]) {
      for (const text of ["/run/secrets/key", "@/run/secrets/key", "./key.txt", "../key", "~/key", "C:\\keys\\a", "key.txt", "@key.pem", "@key.json"]) assert.equal(mistakeIn(text, member), "filePath", text);
      for (const text of ["true", "False", "yes", "off"]) assert.equal(mistakeIn(text, member), "boolean");
      assert.equal(mistakeIn(`0x${SECRET_KEY}`, member), "hexPrefix");
      for (const text of [SECRET_KEY, GOOD.TENCENT_CHAT_USER_SIG]) assert.equal(mistakeIn(`${text}#prod`, member), "hash");
      assert.equal(mistakeIn(SECRET_KEY.replace("4", "４"), member), "notAscii");
      for (const text of ['{"secretKey":"a"}', '["a"]', '{ "TENCENT_CHAT_SECRET_KEY": "a" }']) assert.equal(mistakeIn(text, member), "json");
    }
    assert.equal(mistakeIn("１４０００", "sdkAppId"), "notAscii");
    assert.equal(mistakeIn("1400000000#prod", "sdkAppId"), "hash");
    for (const text of ["any text".replace(" ", "-"), "k", "a.b"]) assert.equal(mistakeIn(text, "secretKey"), undefined, text);
  });

  it("does not include short identifiers", () => {
    for (const text of ["x", "X", "xx", "true", "管理员", "a#b"]) assert.equal(mistakeIn(text, "identifier"), undefined, text);
    for (const text of ["xxx", "***", "•••"]) assert.notEqual(mistakeIn(text, "identifier"), undefined, text);
  });
});

describe("an account in the wrong form", () => {
  it("is rejected with the reason", async () => {
    const env = environment("http://127.0.0.1:9");
    for (const [found, said] of /** @type {[string, RegExp][]} */ ([
      ["@TOA＃_demo", /--account: found full-width characters/], ["＠TOA#_demo", /found full-width characters/], ["@TOA%23_demo", /found percent-encoding \(%23 is #/],
      ["%40TOA%23_demo", /found percent-encoding/], ["@TOA#_", /found "@TOA#_" and no ID after it/], ["@TOA_demo", /found no # after @TOA/],
    ])) {
      const { status, stderr } = await cli(["history", "--account", found], { env });
      assert.match(stderr, said);
      assert.equal(status, 2);
    }
    for (const text of ["@TOA#_demo", "@TOA#_演示", "@TOA#_x"]) assert.equal(mistakeIn(text, "officialAccount"), undefined, text);
  });
});

describe("invalid credentials", () => {
  it("are all rejected together before anything is sent, with the names of their variables", async (t) => {
    const { run, keys, env, emulator, journal } = await stage(t, { count: 2 });
    const spoilt = { ...env, TENCENT_CHAT_SECRET_KEY: `"${SECRET_KEY}"`, TENCENT_CHAT_IDENTIFIER: '"administrator"' };
    for (const words of [["recall", "--account", ACCOUNT, "--keys", keys, "--yes"], ["history", "--account", ACCOUNT], ["sign"]]) {
      const { status, stdout, stderr } = await run(words, { env: spoilt });
      assert.match(stderr, /TENCENT_CHAT_SECRET_KEY: found quotes around it/);
      assert.match(stderr, /TENCENT_CHAT_IDENTIFIER: found quotes around it/);
      assert.deepEqual([status, stdout], [2, ""]);
      assertNothingSecret(stderr, "the message");
    }
    assert.equal(emulator.ledger.requests, 0);
    assert.throws(journal, /expected one journal/);
  });

  it("in a file are rejected with the names of the file and the member, in either form", async (t) => {
    const path = join(folderOf(t), "credentials");
    for (const [text, said] of /** @type {[string, RegExp][]} */ ([
      [`TENCENT_CHAT_SECRET_KEY='"${SECRET_KEY}"'\n`, /credentials: TENCENT_CHAT_SECRET_KEY: found quotes around it/],
      [JSON.stringify({ secretKey: `'${SECRET_KEY}'` }), /credentials: secretKey: found quotes around it/],
      [JSON.stringify({ secretKey: 5 }), /credentials: secretKey: found a number, expected a string/],
      [JSON.stringify({ secretKey: [SECRET_KEY] }), /credentials: secretKey: found an array/],
      ["TENCENT_CHAT_SECRET_KEY=${KEY}\n", /credentials: TENCENT_CHAT_SECRET_KEY: found the name of a variable/],
    ])) {
      writeFileSync(path, text, { mode: 0o600 });
      const { status, stderr } = await cli(["sign", "--credentials", path]);
      assert.match(stderr, said);
      assert.equal(status, 2);
      assertNothingSecret(stderr, "the message");
    }
  });

  it("are read with any byte order mark, line breaks and encoding of their file", async (t) => {
    const path = join(folderOf(t), "credentials");
    const lines = `TENCENT_CHAT_SDK_APP_ID=${SDK_APP_ID}\r\nexport TENCENT_CHAT_IDENTIFIER=administrator\r\nTENCENT_CHAT_SECRET_KEY="${SECRET_KEY}"\r\n`;
    for (const bytes of [Buffer.from(lines), Buffer.from(`\ufeff${lines}`), Buffer.from(`\ufeff${lines}`, "utf16le"), Buffer.from(`\ufeff${lines}`, "utf16le").swap16()]) {
      writeFileSync(path, bytes, { mode: 0o600 });
      const { status, stderr } = await cli(["sign", "--credentials", path]);
      assert.equal(status, 0, stderr);
    }
  });

  it("can be read from a pipe, but not from a device, a folder or an endless file", { timeout: 30_000, skip: process.platform === "win32" || lacks("time") }, async (t) => {
    const folder = folderOf(t);
    const file = join(folder, "credentials");
    writeFileSync(file, JSON.stringify({ sdkAppId: SDK_APP_ID, identifier: "administrator", secretKey: SECRET_KEY }), { mode: 0o600 });
    const { CLI } = await import("./support/command.js");
    const script = `'${process.execPath}' '${CLI}' sign --credentials <(sleep 0.1; cat '${file}')`;
    assert.match(execFileSync("bash", ["-c", script], { env: environment(), encoding: "utf8" }), /^e[AFJN]/);
    const large = join(folder, "large");
    writeFileSync(large, " ".repeat(70_000), { mode: 0o600 });
    for (const [path, said] of /** @type {[string, RegExp][]} */ ([
      ["/dev/zero", /found a device, expected a file or a pipe/], [folder, /found a folder, expected a file or a pipe/], [large, /found more than 65536 bytes, expected a small file/],
    ])) {
      const { status, stderr } = await cli(["sign", "--credentials", path]);
      assert.match(stderr, said);
      assert.equal(status, 2);
    }
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", ["-m", "600", pipe]);
    const { status, stderr } = await cli(["sign", "--credentials", pipe]);
    assert.match(stderr, /found a pipe with nothing written to it within 5 seconds/);
    assert.equal(status, 2);
    chmodSync(pipe, 0o644);
    assert.match((await cli(["sign", "--credentials", pipe])).stderr, /found permissions 644/);
  });
});

describe("an account cut off at its #", () => {
  it("is rejected with the reason, like an account with quotes", async () => {
    const env = environment("http://127.0.0.1:9");
    for (const command of [["recall", "--keys", "-"], ["history"], ["emulator"]]) {
      for (const found of ["@TOA", "@TOA#"]) {
        const { status, stderr } = await cli([...command, "--account", found], { env });
        assert.match(stderr, new RegExp(`--account: found "${found}" and nothing of what follows.*# begins a comment in \\.env files and shells\\. Put it in quotes: '@TOA#_ID'`));
        assert.equal(status, 2);
      }
      assert.match((await cli([...command, "--account", "'@TOA#_x'"], { env })).stderr, /--account: found quotes around it/);
    }
  });
});

describe("missing settings", () => {
  const NEEDED = [["sdkAppId"], ["identifier"], ["secretKey", "userSig"], ["region", "baseUrl"]];
  const SOME = { values: { sdkAppId: 1, region: "china" }, names: { sdkAppId: "TENCENT_CHAT_SDK_APP_ID", region: "--region" } };

  /** @param {object} around */
  function saidOf(around) {
    try {
      requireMembers(SOME, NEEDED, { env: {}, ...around });
    } catch (error) {
      return /** @type {Error} */ (error).message;
    }
    return assert.fail("nothing is missing");
  }

  it("are printed as lines to copy, in the syntax of the shell, next to the existing settings", () => {
    const posix = saidOf({ platform: "linux" });
    assert.match(posix, /^missing: TENCENT_CHAT_IDENTIFIER, TENCENT_CHAT_SECRET_KEY or TENCENT_CHAT_USER_SIG\n/);
    assert.match(posix, /\n {2}export TENCENT_CHAT_IDENTIFIER='<.+>'\n {2}export TENCENT_CHAT_SECRET_KEY='<.+>'\n/);
    assert.match(posix, /Already set: TENCENT_CHAT_SDK_APP_ID, --region\./);
    assert.match(saidOf({ platform: "win32" }), /\n {2}\$env:TENCENT_CHAT_IDENTIFIER = '<.+>'\n/);
  });

  it("mention variables with a similar but unknown name", () => {
    assert.match(saidOf({ env: { TENCENT_CHAT_SECRETKEY: SECRET_KEY } }), /Set, but unknown here: TENCENT_CHAT_SECRETKEY\./);
    assert.doesNotMatch(saidOf({ env: { TENCENT_CHAT_SECRETKEY: SECRET_KEY } }), new RegExp(SECRET_KEY));
  });

  it("are rejected when the lines are copied unchanged", async () => {
    const { stderr } = await cli(["sign"]);
    const env = { ...environment(), ...Object.fromEntries([...stderr.matchAll(/export (\w+)='(.+)'/g)].map(([, name, value]) => [name, value])) };
    const copied = await cli(["sign"], { env: /** @type {Record<string, string>} */ (env) });
    assert.equal(copied.stderr.match(/found a placeholder/g)?.length, 3, copied.stderr);
  });
});

describe("a region and a base URL from different places", () => {
  const env = environment("http://127.0.0.1:9");
  const plan = ["recall", "--account", ACCOUNT, "--keys", "-", "--dry-run", "--json"];
  const input = "1_1_1698741698\n";

  it("are rejected if the live service would be called instead of the base URL, by every command that calls it", async (t) => {
    const path = join(folderOf(t), "c.env");
    writeFileSync(path, "TENCENT_CHAT_REGION=singapore\n", { mode: 0o600 });
    for (const words of [plan, ["history", "--account", ACCOUNT]]) {
      for (const [more, name] of [[["--region", "singapore"], "--region"], [["--credentials", path], "c\\.env: TENCENT_CHAT_REGION"]]) {
        const { status, stdout, stderr } = await cli([...words, ...more], { env, input });
        assert.match(stderr, new RegExp(`found both \\S*${name} and TENCENT_CHAT_BASE_URL, which name different services\\. To call the region, unset TENCENT_CHAT_BASE_URL; to call the other, give it as --base-url`));
        assert.deepEqual([status, stdout], [2, ""]);
      }
    }
    assert.equal((await cli(["sign", "--credentials", path], { env })).status, 0, "no service is called");
  });

  it("are reported in the plan, which says that --base-url counts", async () => {
    const { TENCENT_CHAT_BASE_URL: _, ...rest } = env;
    const url = await cli([...plan, "--base-url", "http://127.0.0.1:9"], { env: { ...rest, TENCENT_CHAT_REGION: "china" }, input });
    assert.match(JSON.parse(url.stdout).warnings.join(), /--base-url decides which service is called; TENCENT_CHAT_REGION is set too/);
  });

  it("or from the same place, like a key and a UserSig, are named as they were set", async (t) => {
    const folder = folderOf(t);
    writeFileSync(join(folder, "c.json"), JSON.stringify({ region: "china", baseUrl: "http://127.0.0.1:9" }), { mode: 0o600 });
    const { TENCENT_CHAT_BASE_URL: _, ...rest } = env;
    for (const [more, set, said] of /** @type {[string[], Record<string, string>, string][]} */ ([
      [["--region", "china", "--base-url", "http://127.0.0.1:9"], rest, "found both --region and --base-url, expected one of them"],
      [[], { ...env, TENCENT_CHAT_REGION: "china" }, "found both TENCENT_CHAT_REGION and TENCENT_CHAT_BASE_URL, expected one of them"],
      [["--credentials", "c.json"], rest, "found both c.json: region and c.json: baseUrl, expected one of them"],
      [[], { ...env, TENCENT_CHAT_USER_SIG: GOOD.TENCENT_CHAT_USER_SIG }, "found both TENCENT_CHAT_SECRET_KEY and TENCENT_CHAT_USER_SIG, expected one of them"],
    ])) {
      const { status, stderr } = await cli([...plan, ...more], { env: set, cwd: folder, input });
      assert.ok(stderr.includes(said), stderr);
      assert.equal(status, 2);
    }
  });
});
