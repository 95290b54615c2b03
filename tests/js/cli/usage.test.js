// Wrong usage of the CLI: the messages are helpful, nothing is sent, and no secret is printed.
import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { lacks } from "../../../.scripts/needs.js";
import { signUserSig } from "../../../pkg/index.js";
import { ACCOUNT, SECRET_KEY, assertNothingSecret, cli, environment, folderOf, stage } from "./support/command.js";

const COMMANDS = ["recall", "report", "history", "parse", "explain", "sign", "inspect", "verify", "webhook", "emulator"];
/** An address without a server: a command that sent a request would not exit with 2. */
const NOWHERE = environment("http://127.0.0.1:9");

/**
 * @param {string[]} words
 * @param {RegExp} said
 * @param {import("./support/command.js").Around} [around]
 */
async function refuses(words, said, around) {
  const { status, stdout, stderr } = await cli(words, around);
  assert.match(stderr, said);
  assert.equal(status, 2, stderr);
  assert.equal(stdout, "");
  assertNothingSecret(stderr, "the message");
}

describe("help", () => {
  it("lists every command, and for each its usage with examples", async () => {
    const { stdout, status } = await cli([]);
    assert.equal(status, 0);
    for (const command of COMMANDS) {
      assert.match(stdout, new RegExp(`^ {2}${command} `, "m"));
      const help = await cli([command, "--help"]);
      assert.equal(help.status, 0);
      assert.match(help.stdout, /Usage:\n {2}npx tencent-chat-recall/);
      assert.match(help.stdout, /Examples:\n {2}npx tencent-chat-recall/);
      assert.ok(help.stdout.split("\n").every((line) => line.length <= 160), "a line is too long");
      assert.equal((await cli(["help", command])).stdout, help.stdout);
    }
  });

  it("prints the version of the package", async () => {
    assert.match((await cli(["--version"])).stdout, /^\d+\.\d+\.\d+\n$/);
  });
});

describe("bad usage", () => {
  it("of an unknown command lists the commands", () => refuses(["recal"], /found "recal", expected a command: recall, report/));

  it("of an unknown option suggests a similar one", async () => {
    await refuses(["recall", "--acount", "x"], /--acount: unknown option; did you mean --account\?/);
    await refuses(["recall", "--zzzzzz"], /--zzzzzz: unknown option\./);
    const takes = "--port, --host, --tls-key, --tls-cert, --faults, --seed, --account, --messages, --rate-limit, --send-limits, --cors, --lang, --help";
    await refuses(["emulator", "--zzzzzz", "0.0.0.0"], new RegExp(`--zzzzzz: unknown option\\. emulator takes ${takes}\\.`));
  });

  it("of an option without a value, with a needless value, or twice", async () => {
    await refuses(["recall", "--account"], /--account: found nothing, expected @TOA#_ID/);
    for (const words of [["--reason", "--dry-run"], ["--keys", "-x"], ["--journal", "--yes"]]) {
      await refuses(["recall", ...words, "--yes"], new RegExp(`${words[0]}: found another option after it, expected .+; if it is meant, write ${words[0]}=`));
    }
    await refuses(["recall", "--yes=1"], /--yes: takes no value/);
    await refuses(["recall", "--reason", "a", "--reason", "b"], /--reason: given twice/);
    await refuses(["recall", "71_1_1698741698"], /found "71_1_1698741698", expected no words/);
  });

  it("of numbers and durations names the value found and the value expected", async () => {
    await refuses(["recall", "--rate-limit", "fast"], /--rate-limit: found "fast", expected a whole number/);
    await refuses(["recall", "--timeout", "5"], /--timeout: found "5", expected a number with its unit, such as 500ms/);
    await refuses(["history", "--since", "yesterday"], /--since: found "yesterday", expected a date/);
    await refuses(["recall", "--lang", "fr"], /--lang: found "fr", expected one of en, zh/);
    await refuses(["explain", "abc"], /found "abc", expected a code such as 70016/);
  });

  it("with several missing parts names all of them", async () => {
    await refuses(["recall"], /missing --keys FILE \(or --resume JOURNAL\)/);
    await refuses(["recall", "--account", ACCOUNT, "--keys", "-"], /TENCENT_CHAT_SDK_APP_ID, TENCENT_CHAT_IDENTIFIER, TENCENT_CHAT_SECRET_KEY or TENCENT_CHAT_USER_SIG, TENCENT_CHAT_REGION or TENCENT_CHAT_BASE_URL/);
    await refuses(["recall", "--take-over"], /missing/);
  });

  it("does not print control characters of the input", async () => {
    const { stderr } = await cli(["\u001b[2Jx"]);
    assert.ok(!stderr.includes("\u001b"));
  });

  it("names the option or variable instead of the library's member", async () => {
    const words = ["recall", "--account", "newsroom", "--keys", "-", "--reason", "x".repeat(101), "--rate-limit", "0", "--dry-run"];
    const { stderr, status } = await cli(words, { env: { ...NOWHERE, TENCENT_CHAT_SDK_APP_ID: "0" } });
    assert.equal(status, 2);
    for (const name of ["--rate-limit: found 0", "TENCENT_CHAT_SDK_APP_ID: found 0"]) assert.ok(stderr.includes(name), stderr);
    const other = await cli(words.slice(0, 7).concat("--dry-run"), { env: NOWHERE });
    assert.match(other.stderr, /--account: found "newsroom"/);
    assert.match(other.stderr, /--reason: found/);
  });
});

describe("secrets", { skip: lacks("time") }, () => {
  it("are not accepted as options, and not printed", async () => {
    for (const option of ["--secret-key", "--secretKey", "--user-sig", "--usersig", "--password"]) {
      await refuses(["recall", `${option}=${SECRET_KEY}`], /secrets are not taken from the command line/);
      await refuses(["sign", option, SECRET_KEY], /secrets are not taken from the command line/);
    }
    await refuses(["recall", `--secrte=${SECRET_KEY}`], /--secrte: unknown option/);
  });

  it("are read from a file that only its owner can read, with variables or JSON", async (t) => {
    const folder = folderOf(t);
    const path = join(folder, "credentials");
    const variables = `# the app\nTENCENT_CHAT_SDK_APP_ID=1400000000\nTENCENT_CHAT_IDENTIFIER="administrator"\nTENCENT_CHAT_SECRET_KEY=${SECRET_KEY}\n`;
    for (const text of [variables, JSON.stringify({ sdkAppId: 1400000000, identifier: "administrator", secretKey: SECRET_KEY })]) {
      writeFileSync(path, text);
      chmodSync(path, 0o600);
      const signed = await cli(["sign", "--credentials", path]);
      assert.equal(signed.status, 0, signed.stderr);
      const info = await cli(["inspect", "--json"], { input: signed.stdout });
      assert.equal(JSON.parse(info.stdout).identifier, "administrator");
    }
  });

  it("may have a line break after the UserSig but not within it", async (t) => {
    const path = join(folderOf(t), "credentials");
    const env = environment("http://127.0.0.1:9");
    const userSig = signUserSig({ sdkAppId: 1400000000, identifier: "administrator", secretKey: SECRET_KEY });
    const { TENCENT_CHAT_SECRET_KEY: _, ...withoutKey } = env;
    const plan = ["recall", "--account", "@TOA#_newsroom", "--keys", "-", "--dry-run"];
    const input = "1_1_1698741698\n";
    for (const text of [JSON.stringify({ userSig: `${userSig}\n` }), JSON.stringify({ TENCENT_CHAT_USER_SIG: ` ${userSig}\r\n` }), `TENCENT_CHAT_USER_SIG="${userSig}\n"\n`]) {
      writeFileSync(path, text);
      chmodSync(path, 0o600);
      const planned = await cli([...plan, "--credentials", path], { env: withoutKey, input });
      assert.equal(planned.status, 0, planned.stderr);
      assert.equal((await cli(["inspect", "--credentials", path])).status, 0);
    }
    const broken = { ...withoutKey, TENCENT_CHAT_USER_SIG: `${userSig}\n` };
    assert.equal((await cli(plan, { env: broken, input })).status, 0);
    assert.equal((await cli(["inspect"], { env: broken })).status, 0);
    assert.match((await cli(["verify"], { env: { ...env, ...broken } })).stdout, /^The UserSig is valid\./);
    const within = await cli(plan, { env: { ...broken, TENCENT_CHAT_USER_SIG: `${userSig.slice(0, 40)}\n${userSig.slice(40)}` }, input });
    assert.match(within.stderr, /TENCENT_CHAT_USER_SIG: found white space or an unseen character, expected a UserSig/);
    assert.equal((await cli(["inspect"], { env: { ...withoutKey, TENCENT_CHAT_USER_SIG: "\n" } })).status, 2, "white space alone is none");
  });

  it("are rejected in a file that others can read, that is malformed, or that does not exist", async (t) => {
    const path = join(folderOf(t), "credentials");
    await refuses(["sign", "--credentials", path], /cannot be read: there is no such file/);
    writeFileSync(path, `{"secretKey": "${SECRET_KEY}"`);
    chmodSync(path, 0o600);
    await refuses(["sign", "--credentials", path], /found text that begins like JSON but is not valid JSON/);
    for (const text of ["# nothing\n", "NODE_ENV=production\n", "{}", ""]) {
      writeFileSync(path, text);
      await refuses(["sign", "--credentials", path], /credentials: found none of TENCENT_CHAT_SDK_APP_ID, .+, expected KEY=value lines with some of them, or a JSON object/);
    }
    for (const found of [1.5, "14000000001234"]) {
      writeFileSync(path, JSON.stringify({ sdkAppId: found }));
      await refuses(["sign", "--credentials", path], /credentials: sdkAppId: found something other than up to 10 digits, expected the SDKAppID/);
    }
    for (const mode of [0o640, 0o604, 0o660]) {
      chmodSync(path, mode);
      await refuses(["sign", "--credentials", path], new RegExp(`found permissions ${mode.toString(8)}, expected a file that only its owner can read`));
    }
  });
});

describe("without a terminal", () => {
  it("a recall needs --yes or --dry-run, and leaves no file", async (t) => {
    const { run, keys, emulator, journal } = await stage(t, { count: 5 });
    const { status, stderr } = await run(["recall", "--account", ACCOUNT, "--keys", keys]);
    assert.equal(status, 2);
    assert.match(stderr, /there is no terminal for the question: add --yes/);
    assert.equal(emulator.ledger.requests, 0);
    assert.throws(journal, /expected one journal/);
  });
});
