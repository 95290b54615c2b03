// A secret in the wrong place (an option, a word, a name, a setting, a file): the CLI prints at most 12 of its characters.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { signUserSig } from "../../../pkg/index.js";
import { SDK_APP_ID, SECRET_KEY, cli, environment, folderOf } from "./support/command.js";

const COMMANDS = ["recall", "report", "history", "parse", "explain", "sign", "inspect", "verify", "webhook", "emulator", "help", "nothing"];
/** Differs from the secret in the environment, so that the CLI cannot recognize it. */
const SECRET = "c0ffee5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1b";
const USER_SIG = signUserSig({ sdkAppId: SDK_APP_ID, identifier: "administrator", secretKey: SECRET_KEY });
const ENV = environment("http://127.0.0.1:9");

/**
 * Asserts that no 13 consecutive characters of the secret are in a text.
 * @param {string} text
 * @param {string} secret
 * @param {string} where
 */
function assertNotIn(text, secret, where) {
  for (let at = 0; at + 13 <= secret.length; at += 1) assert.ok(!text.includes(secret.slice(at, at + 13)), `${where}: ${text}`);
}

/** @param {string[]} words @param {string} secret @param {import("./support/command.js").Around & { cwd: string }} around */
async function givesNothingAway(words, secret, around) {
  const { stdout, stderr, status } = await cli(words, around);
  assertNotIn(stdout + stderr, secret, words.slice(0, 2).join(" ").slice(0, 40));
  for (const name of readdirSync(around.cwd)) assertNotIn(name + readFileSync(join(around.cwd, name), "utf8"), secret, `a file of ${words[0]}`);
  return { stdout, stderr, status };
}

/** The options of a command that take a value, read from its help. @param {string} command */
async function optionsOf(command) {
  const { stdout } = await cli([command, "--help"]);
  return [...new Set([...stdout.matchAll(/^ +(--[\w-]+) [A-Z@]/gm)].map(([, name]) => String(name)))];
}

describe("a secret on the command line", () => {
  for (const command of COMMANDS.slice(0, 9)) {
    it(`as an option of ${command} is not printed`, { timeout: 300_000 }, async (t) => {
      const cwd = folderOf(t);
      for (const option of await optionsOf(command)) {
        for (const given of [`x=${SECRET}`]) {
          const { status, stderr } = await givesNothingAway([command, `${option}=${given}`, ...(command === "emulator" ? ["--port", "x"] : [])], SECRET, { env: ENV, cwd });
          assert.equal(status, 2, `${option}: ${stderr}`);
        }
        assert.match((await givesNothingAway([command, option, SECRET], SECRET, { env: ENV, cwd })).stderr, /found what looks like a secret key \(64 hexadecimal digits\): secrets are not taken from the command line/);
      }
      assert.deepEqual(readdirSync(cwd), []);
    });
  }

  it("as a word, an unknown option or an unknown command is not printed", { timeout: 300_000 }, async (t) => {
    const cwd = folderOf(t);
    for (const secret of [SECRET, USER_SIG]) {
      for (const words of [[secret], ["help", secret], ...COMMANDS.slice(0, 9).flatMap((name) => [[name, secret], [name, `--${secret}`], [name, `--${secret}=1`], [name, `--secret=${secret}`], [name, `--anything=${secret}`]])]) {
        const { status } = await givesNothingAway(words, secret, { env: ENV, cwd });
        assert.equal(status, 2, words.join(" ").slice(0, 40));
      }
    }
  });
});

describe("a secret in a file", () => {
  const credentials = `TENCENT_CHAT_SDK_APP_ID=${SDK_APP_ID}\nTENCENT_CHAT_SECRET_KEY=${SECRET}\n`;

  it("is not printed if the wrong file was given", { timeout: 300_000 }, async (t) => {
    const cwd = folderOf(t);
    const path = join(folderOf(t), "file");
    const texts = [credentials, JSON.stringify({ sdkAppId: SDK_APP_ID, secretKey: SECRET }), JSON.stringify({ [SECRET]: 1 }), `${SECRET}\n`, `[{"${SECRET}":"x"}]`, `{"${SECRET}`, `MsgKey,${SECRET}\n1_1_1,${SECRET}\n`];
    for (const text of texts) {
      writeFileSync(path, text, { mode: 0o600 });
      for (const words of [["recall", "--account", "@TOA#_a", "--yes", "--keys", path], ["parse", path], ["parse", path, "--column", "x"], ["report", path], ["recall", "--resume", path, "--yes"], ["sign", "--credentials", path], ["emulator", "--faults", path, "--port", "x"]]) {
        await givesNothingAway(words, SECRET, { env: ENV, cwd });
      }
    }
  });

  it("name is shortened when it is printed", { timeout: 300_000 }, async (t) => {
    const cwd = folderOf(t);
    for (const words of [["parse", `./${SECRET}`], ["report", `./${SECRET}`], ["recall", "--resume", `./${SECRET}`], ["sign", "--credentials", `./${SECRET}`], ["recall", "--account", "@TOA#_a", "--keys", `./${SECRET}`, "--dry-run"]]) {
      const { stderr } = await givesNothingAway(words, SECRET, { env: ENV, cwd });
      assert.match(stderr, /c0ffee5bd285…: (the journal )?cannot be read/);
    }
  });
});

describe("a secret in a setting", () => {
  it("is not printed for any variable", { timeout: 300_000 }, async (t) => {
    const cwd = folderOf(t);
    const base = environment("http://127.0.0.1:9");
    for (const name of ["TENCENT_CHAT_SDK_APP_ID", "TENCENT_CHAT_IDENTIFIER", "TENCENT_CHAT_SECRET_KEY", "TENCENT_CHAT_USER_SIG", "TENCENT_CHAT_REGION", "TENCENT_CHAT_BASE_URL", "TENCENT_CHAT_INSECURE_HTTP_HOST"]) {
      for (const value of [`"${SECRET}"`, `${SECRET}x`, `KEY=${SECRET}`, ` ${SECRET} ${SECRET}`]) {
        const { [name]: _, ...rest } = base;
        await givesNothingAway(["history", "--account", "@TOA#_a", "--timeout", "1ms"], SECRET, { env: { ...rest, [name]: value }, cwd });
      }
    }
  });
});
