// Both languages are complete: no sentence, label or line of help is only in English.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { explainCode } from "../../../pkg/index.js";
import * as packageTexts from "../../../pkg/texts/index.js";
import adviceEn from "../../../pkg-template/cli/languages/en/advice.js";
import failuresEn, { REASONS as REASONS_EN } from "../../../pkg-template/cli/languages/en/failures.js";
import inputsEn from "../../../pkg-template/cli/languages/en/inputs.js";
import noticesEn from "../../../pkg-template/cli/languages/en/notices.js";
import mistakesEn from "../../../pkg-template/cli/languages/en/paste_mistakes.js";
import screenEn from "../../../pkg-template/cli/languages/en/screen.js";
import { textIn, usePackageTexts } from "../../../pkg-template/cli/languages/sentence.js";
import adviceZh from "../../../pkg-template/cli/languages/zh/advice.js";
import failuresZh, { REASONS as REASONS_ZH } from "../../../pkg-template/cli/languages/zh/failures.js";
import helpZh from "../../../pkg-template/cli/languages/zh/help.js";
import inputsZh from "../../../pkg-template/cli/languages/zh/inputs.js";
import noticesZh from "../../../pkg-template/cli/languages/zh/notices.js";
import mistakesZh from "../../../pkg-template/cli/languages/zh/paste_mistakes.js";
import screenZh from "../../../pkg-template/cli/languages/zh/screen.js";
import { ACCOUNT, cli, environment, stage } from "./support/command.js";

const CLI_FILE = fileURLToPath(new URL("../../../pkg-template/cli/files/csv_writer.js", import.meta.url));
const COMMANDS = ["recall", "report", "history", "parse", "explain", "sign", "inspect", "verify", "webhook", "emulator"];
usePackageTexts(packageTexts);

const CHINESE = /\p{Script=Han}|[，。：]/u;
/** Words in a row that are no names of files, options or variables: a sentence. */
const ENGLISH = /(?<![-\w.$/])[a-z]{2,} [a-z]{2,}(?![-\w./])/;

/** @type {[any, any][]} */
const TABLES = [[screenEn, screenZh], [failuresEn, failuresZh], [inputsEn, inputsZh], [noticesEn, noticesZh], [adviceEn, adviceZh], [mistakesEn, mistakesZh], [REASONS_EN, REASONS_ZH]];

/** Parameters of sentences by name, and by code where the name alone does not say enough. @type {Record<string, any>} */
const PARAMS = {
  path: "a.jsonl", file: "a.txt", option: "--keys", options: ["--keys", "--account"], command: "recall", commands: ["recall"], found: "x", names: ["A", "B"], near: ["--a"], all: ["--a"],
  value: "FILE", where: "--account", secret: "secretKey", words: ["a", "b"], most: 5, port: 80, reason: "ENOENT", groups: [["TENCENT_CHAT_SDK_APP_ID"]], lines: [1, 2],
  shell: { before: "export ", between: "=" }, set: [], unknown: ["X"], isFolder: true, seconds: 5, region: "--region", baseUrl: "TENCENT_CHAT_BASE_URL", pid: 7, host: "h", line: 3, text: "x",
  oldest: 1, newest: 2, member: "messages", name: "HTTPS_PROXY", node: "20.0.0", hasExceptions: true, app: 14, appName: "A", key: "K", digits: 63, userSig: "U", identifier: "I", service: "--region",
  what: "port", other: "TENCENT_CHAT_REGION", mistake: "json", end: "Ctrl-D", said: "x", kind: "journal", of: "keys", column: "c", sample: "x", rejected: { code: "empty", text: "" }, count: 2, advice: "correct", columns: ["a", "b"], instead: "--resume", journal: { kind: "region", value: "china" }, places: [], account: "@TOA#_a", msgKey: "71_1_1698741698", others: false,
};
/** @type {Record<string, any>} */
const EXPECTED = {
  unexpectedWord: "code", expectedValue: "moment", tooLarge: "plan", journalDamaged: { what: "line" }, journalMember: "date", journalVersion: "x", otherApp: 5, otherAccount: "@TOA#_a", keyOfOtherApp: 64,
};
const OF_CODE = /** @type {Record<string, any>} */ ({
  noKeysIn: { lines: 3 }, waitingForInput: { what: "keys" }, fromEnvironment: { names: ["A"] }, issue: { issue: { path: "", code: "url-path", params: {}, message: "" } },
  loss: { loss: { code: "timeout", params: {} } }, recallError: { error: { code: "ERR_ABORTED", message: "", issues: [], detail: { code: "aborted", params: {} } } },
});

/** Every name in a table with its value. @param {any} table @param {string} [path] @returns {[string, any][]} */
function entriesOf(table, path = "") {
  return Object.entries(table).flatMap(([name, value]) => (typeof value === "object" ? entriesOf(value, `${path}${name}.`) : [[`${path}${name}`, value]]));
}

describe("the tables of both languages", () => {
  it("have the same names, and of each the same kind", () => {
    for (const [one, other] of TABLES) {
      const kinds = (/** @type {any} */ table) => entriesOf(table).map(([name, value]) => `${name}: ${typeof value}`).sort();
      assert.deepEqual(kinds(other), kinds(one));
    }
  });

  it("are in Chinese where they are meant to be", () => {
    for (const [name, value] of [...TABLES.flatMap(([, zh]) => entriesOf(zh)), ...entriesOf(helpZh).filter(([path]) => !path.startsWith("notes"))]) {
      if (typeof value === "string" && value !== "") assert.match(value, CHINESE, name);
      if (typeof value === "string") assert.doesNotMatch(value, ENGLISH, name);
    }
  });

  it("say every sentence in both languages, the Chinese one without English words", () => {
    for (const code of /** @type {(keyof import("../../../pkg-template/cli/languages/sentence.js").Table)[]} */ (Object.keys({ ...failuresEn, ...inputsEn, ...noticesEn, ...adviceEn }))) {
      const params = { ...PARAMS, expected: EXPECTED[code], ...OF_CODE[code] };
      const [english, chinese] = [textIn({ code, params }, "en"), textIn({ code, params }, "zh")];
      for (const text of [english, chinese]) assert.doesNotMatch(text, /undefined|\[object|NaN/, `${code}: ${text}`);
      assert.doesNotMatch(english, /\p{Script=Han}/u, code);
      assert.match(chinese, CHINESE, code);
      assert.doesNotMatch(chinese, ENGLISH, code);
    }
  });
});

describe("help", () => {
  it("is in Chinese for every command and every option, by the locale or by --lang", async () => {
    const used = new Set(["lang", "help"]);
    for (const command of COMMANDS) {
      const { stdout } = await cli([command, "--help"], { env: { ...environment(), LC_ALL: "zh_CN.UTF-8" } });
      assert.equal((await cli(["help", command, "--lang", "zh"])).stdout, stdout);
      const options = /\n选项：\n([^]*?)\n\n/.exec(stdout)?.[1] ?? "";
      for (const [, name = ""] of options.matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm)) {
        const about = helpZh.options[`${command} ${name}`] ?? helpZh.options[name];
        assert.ok(about, `${command} --${name} has no text in languages/zh/help.js`);
        used.add(helpZh.options[`${command} ${name}`] ? `${command} ${name}` : name);
      }
      assert.match(stdout, new RegExp(`^${helpZh.summaries[command]}`));
      const rest = stdout.split("\n").filter((line) => !/npx|^\s*$|^ {4}/.test(line));
      for (const line of rest) assert.match(line, CHINESE, `${command}: ${line}`);
    }
    assert.deepEqual(Object.keys(helpZh.options).filter((name) => !used.has(name)), [], "texts of options that do not exist");
    assert.match((await cli(["--lang", "zh"], { env: { ...environment(), LC_ALL: "zh_CN.UTF-8" } })).stderr, CHINESE);
  });
});

describe("errors", () => {
  /** @type {[string[], RegExp][]} */
  const WRONG = [
    [["recal"], /^错误：没有命令“recal”。可用的命令：recall、/],
    [["recall", "--acount", "x"], /^错误：没有选项 --acount；是否指 --account？\n用法：npx tencent-chat-recall recall --help\n$/],
    [["recall"], /^错误：recall：缺少 --keys FILE（或 --resume JOURNAL）/],
    [["recall", "--rate-limit", "fast"], /^错误：--rate-limit 的值为“fast”，应为整数\n$/],
    [["history", "--since", "yesterday"], /^错误：--since 的值为“yesterday”，应为日期/],
    [["recall", "--account", ACCOUNT, "--keys", "-"], /^错误：缺少：TENCENT_CHAT_SDK_APP_ID、TENCENT_CHAT_IDENTIFIER、/],
    [["report", "nowhere.jsonl"], /^错误：nowhere\.jsonl：无法读取日志：没有这个文件或文件夹\n$/],
    [["report", "/"], /^错误：\/：无法读取日志：这是文件夹或设备，应为文件\n$/],
    [["report", CLI_FILE], /^错误：.*：第 1 行为“.*”，应为撤回日志的首行\n$/],
    [["explain", "abc"], /^错误：explain：“abc”不是错误码/],
  ];

  it("are in Chinese in a Chinese locale", async () => {
    for (const [words, said] of WRONG) {
      const { stderr, status } = await cli(words, { env: { ...environment(), LC_ALL: "zh_CN.UTF-8" } });
      assert.match(stderr, said);
      assert.equal(status, 2);
    }
  });

  it("of the package are in Chinese, with the option or variable", async () => {
    const words = ["recall", "--account", "newsroom", "--keys", "-", "--yes"];
    const { stderr } = await cli(words, { env: { ...environment("http://127.0.0.1:9"), LC_ALL: "zh_CN.UTF-8" } });
    assert.match(stderr, /^错误：--account：“newsroom”.*@TOA#_.*\n$/);
  });

  it("and everything else that is printed has no words in English but what was typed", async (t) => {
    const { run, folder, env } = await stage(t, { count: 3 });
    writeFileSync(join(folder, "odd.txt"), "1_1_1698741698\n9_1_4102444800\nhello\n");
    writeFileSync(join(folder, "none.txt"), "hello\n");
    writeFileSync(join(folder, "c.env"), "TENCENT_CHAT_SECRET_KEY='\"x\"'\n", { mode: 0o600 });
    const recall = ["recall", "--account", ACCOUNT, "--yes", "--keys"];
    for (const words of [
      [...recall, "odd.txt"], [...recall, "none.txt"], [...recall, "odd.txt", "--skip-invalid"], [...recall, "keys.txt", "--dry-run", "--rate-limit", "300"],
      [...recall, "keys.txt", "--credentials", "c.env"], [...recall, "keys.txt", "--rate-limit", "0"], ["parse", "odd.txt"], ["parse", "none.txt"], ["verify"], ["inspect"],
      ["emulator", "--account", "x"], ["emulator", "--rate-limit", "0"], ["history", "--account", ACCOUNT, "--keys-only"], ["report", "none.txt"], ["recall", "--resume", "none.txt"],
    ]) {
      const { stdout, stderr } = await run([...words, "--lang", "zh"], { env: { ...env }, input: "x.y" });
      const lines = `${stdout}${stderr}`.split("\n").filter((line) => !/npx|ErrorInfo/.test(line));
      for (const line of lines) assert.doesNotMatch(line, ENGLISH, `${words.join(" ")}: ${line}`);
    }
  });

  it("of a refusal and of an outage say in Chinese what they mean and what to do", async (t) => {
    const { run, env } = await stage(t, { count: 3 });
    const recall = ["recall", "--account", ACCOUNT, "--keys", "keys.txt", "--yes", "--lang", "zh", "--retries", "0", "--timeout", "1s"];
    const refused = await run(recall, { env: { ...env, TENCENT_CHAT_IDENTIFIER: "bob" } });
    const { meaning, advice } = explainCode(60010, { locale: "zh" });
    assert.match(refused.stdout, /^服务拒绝了整次运行：\n {2}TENCENT_CHAT_IDENTIFIER 不是应用 1400000000 的管理员。\n/);
    assert.ok(refused.stdout.includes(meaning) && refused.stdout.includes(advice), refused.stdout);
    const silent = await run([...recall, "--journal", "b.jsonl"], { env: { ...env, TENCENT_CHAT_BASE_URL: "http://127.0.0.1:9" } });
    assert.match(silent.stdout, /^运行提前结束：\n {2}服务没有可读的应答/);
    assert.match(silent.stdout, /最近一次没有应答的请求：网络错误/);
    const json = JSON.parse((await run([...recall, "--json", "--journal", "c.jsonl"], { env: { ...env, TENCENT_CHAT_BASE_URL: "http://127.0.0.1:9" } })).stdout);
    assert.doesNotMatch(json.ended, CHINESE);
  });
});
