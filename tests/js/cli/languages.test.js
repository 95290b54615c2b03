// Both languages are complete: no sentence, label or line of help is only in English.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { explainCode } from "../../../pkg/index.js";
import en from "../../../pkg-template/cli/languages/screen_en.js";
import failuresEn, { REASONS as REASONS_EN } from "../../../pkg-template/cli/languages/failures_en.js";
import failuresZh, { REASONS as REASONS_ZH } from "../../../pkg-template/cli/languages/failures_zh.js";
import helpZh from "../../../pkg-template/cli/languages/help_zh.js";
import zh from "../../../pkg-template/cli/languages/screen_zh.js";
import { ACCOUNT, cli, environment, stage } from "./support/command.js";

const CLI = fileURLToPath(new URL("../../../pkg-template/cli", import.meta.url));
const CLI_FILE = fileURLToPath(new URL("../../../pkg-template/cli/files/csv_writer.js", import.meta.url));
const COMMANDS = ["recall", "report", "history", "parse", "explain", "sign", "inspect", "verify", "emulator"];
const CHINESE = /\p{Script=Han}|[，。：]/u;
/** Details about files are in English, below a line in Chinese. */
const ENGLISH = ["keys/", "commands/parse.js", "recall/resume_target.js"];

/** Every name in a table with its value. @param {any} table @param {string} [path] @returns {[string, any][]} */
function entriesOf(table, path = "") {
  return Object.entries(table).flatMap(([name, value]) => (typeof value === "object" ? entriesOf(value, `${path}${name}.`) : [[`${path}${name}`, value]]));
}

describe("the tables of both languages", () => {
  it("have the same names, with values of the same kind", () => {
    for (const [one, other] of [[en, zh], [failuresEn, failuresZh], [REASONS_EN, REASONS_ZH]]) {
      const kinds = (/** @type {any} */ table) => entriesOf(table).map(([name, value]) => `${name}: ${typeof value}`).sort();
      assert.deepEqual(kinds(other), kinds(one));
    }
  });

  it("are in Chinese except where English is intended", () => {
    for (const [name, value] of [...entriesOf(zh), ...entriesOf(REASONS_ZH), ...entriesOf(helpZh).filter(([path]) => !path.startsWith("notes"))]) {
      if (typeof value === "string") assert.match(value, CHINESE, name);
    }
  });

  it("contain the message of every Failure", () => {
    const files = readdirSync(CLI, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js") && !ENGLISH.some((left) => name.startsWith(left)));
    for (const name of files) {
      for (const [, said = ""] of readFileSync(join(CLI, name), "utf8").matchAll(/new Failure\(\s*(\S{1,30})/g)) {
        const isData = said.startsWith("sentence(") || (name === "commands/emulator.js" && said.startsWith("text."));
        assert.ok(isData, `${name}: new Failure(${said}...: expected sentence(code, values), with the code in languages/failures_en.js and failures_zh.js`);
      }
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
        assert.ok(about, `${command} --${name} has no text in languages/help_zh.js`);
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
    [["recall"], /^错误：recall：缺少 --account @TOA#_ID 和 --keys FILE（或 --resume JOURNAL）/],
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

  it("of the library have a line in Chinese with the option or variable, above the English message", async () => {
    const words = ["recall", "--account", "newsroom", "--keys", "-", "--yes"];
    const { stderr } = await cli(words, { env: { ...environment("http://127.0.0.1:9"), LC_ALL: "zh_CN.UTF-8" } });
    assert.match(stderr, /^错误：--account 有问题（英文说明）：\n {2}found "newsroom", expected an official account id that begins with "@TOA#_"\n$/);
  });

  it("of the service and of the network have their meaning and advice in Chinese, before the English text", async (t) => {
    const { run, env } = await stage(t, { count: 3 });
    const recall = ["recall", "--account", ACCOUNT, "--keys", "keys.txt", "--yes", "--lang", "zh", "--retries", "0", "--timeout", "1s"];
    const refused = await run(recall, { env: { ...env, TENCENT_CHAT_IDENTIFIER: "bob" } });
    const { meaning, advice } = explainCode(60010, { locale: "zh" });
    assert.ok(refused.stdout.startsWith(`服务拒绝了整次运行：\n  60010：${meaning}\n  ${advice}\n  英文说明：\n`), refused.stdout);
    const silent = await run([...recall, "--journal", "b.jsonl"], { env: { ...env, TENCENT_CHAT_BASE_URL: "http://127.0.0.1:9" } });
    assert.match(silent.stdout, /^运行提前结束：\n {2}没有收到可以识别的应答。[^\n]*\n {2}英文说明：\n {2}no readable answer/);
    const json = JSON.parse((await run([...recall, "--json", "--journal", "c.jsonl"], { env: { ...env, TENCENT_CHAT_BASE_URL: "http://127.0.0.1:9" } })).stdout);
    assert.doesNotMatch(json.ended, CHINESE);
  });
});
