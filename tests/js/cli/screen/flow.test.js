// Line wrapping at every width: no text that is copied or read as a unit is broken, and nothing is lost.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import stringWidth from "string-width";
import { flow } from "../../../../pkg-template/cli/terminal/text_flow.js";
import { pairs, table } from "../../../../pkg-template/cli/terminal/layout.js";
import { seededRandom } from "../../library/support/fixture.js";

const WIDTHS = Array.from({ length: 181 }, (_, index) => index + 20);

/** @type {[string, string[]][]} a text, and the parts of it that must stay on one line */
const WHOLE = [
  ["To go on with what is left, run npx tencent-chat-recall recall --resume 'recall 1.jsonl' --rate-limit 20", ["npx tencent-chat-recall recall --resume 'recall 1.jsonl' --rate-limit 20"]],
  ["The option --rate-limit N takes 200 requests a second, and --keys FILE a path such as /var/log/2026-11-28/sent-messages.jsonl, given once.", ["--rate-limit N", "--keys FILE", "200 requests", "/var/log/2026-11-28/sent-messages.jsonl,"]],
  ['--account: found "a wrong account", expected an official account id that begins with "@TOA#_" (71_1_1698741698 is a MsgKey)', ['"a wrong account"', "71_1_1698741698"]],
  ["It ends after 8 minutes, 1.5 s or 30 %, whichever comes first; 64 MB at most.", ["8 minutes", "1.5 s", "30 %", "64 MB"]],
  ["credentials.env: found permissions 644, expected a file that only its owner can read. Run: chmod 600 credentials.env", ["chmod 600 credentials.env"]],
  ["请设置环境变量 TENCENT_CHAT_SECRET_KEY（或 TENCENT_CHAT_USER_SIG），或使用 --credentials FILE 指定文件。运行 npx tencent-chat-recall recall --help 查看用法。", ["TENCENT_CHAT_SECRET_KEY", "TENCENT_CHAT_USER_SIG", "--credentials FILE", "npx tencent-chat-recall recall --help"]],
  ["Where to write what happened: recall-<UTC time>.jsonl in the working folder, by default.", ["recall-<UTC time>.jsonl"]],
  ["日志在 /tmp/撤回日志/第一次.jsonl，共 11,850 条消息。", ["/tmp/撤回日志/第一次.jsonl"]],
];

const flat = (/** @type {string} */ text) => text.replaceAll(/\s+/g, "");

describe("wrapped text", () => {
  it("breaks no command, option, path, key, quotation, or number with its unit, at any width", () => {
    for (const [text, wholes] of WHOLE) {
      for (const width of WIDTHS) {
        const lines = flow(text, width);
        for (const whole of wholes) assert.ok(lines.some((line) => line.includes(whole)), `${width}: "${whole}" is broken in\n${lines.join("\n")}`);
        assert.equal(flat(lines.join("")), flat(text));
      }
    }
  });

  it("keeps the width, except that a unit wider than the line gets its own line", () => {
    for (const [text, wholes] of WHOLE) {
      for (const width of WIDTHS) {
        for (const line of flow(text, width)) {
          if (stringWidth(line) <= width) continue;
          assert.ok(wholes.some((whole) => line.startsWith(whole) || line.endsWith(whole)) || !/ /.test(line), `${width}: ${line}`);
        }
      }
    }
  });

  it("does not break random words", () => {
    const seed = 11;
    const random = seededRandom(seed);
    for (let round = 0; round < 300; round += 1) {
      const words = Array.from({ length: 30 }, () => "abcdefghijkl_/-".repeat(3).slice(0, 1 + Math.floor(random() * 40)));
      const width = 20 + Math.floor(random() * 180);
      const lines = flow(words.join(" "), width);
      assert.deepEqual(lines.join(" ").split(" "), words, `seed ${seed}`);
      for (const line of lines) assert.ok(line.length <= width || !line.includes(" "), `seed ${seed}, ${width}: ${line}`);
    }
  });

  it("puts no Chinese punctuation at the beginning of a line, and no opening bracket at its end", () => {
    for (const width of WIDTHS) {
      for (const line of flow("撤回后无法恢复。请核对（公众号、消息数、时间），然后输入“确认”；如不撤回，直接按回车。".repeat(3), width)) {
        assert.doesNotMatch(line, /^[。，、；：）”]|[（“]$/u);
        assert.ok(stringWidth(line) <= width + 2, line);
      }
    }
  });

  it("breaks no word of Chinese", () => {
    const text = "每秒最多请求数为整个应用的上限，多个进程同时发送时请为每个进程分配一部分，然后重新运行。";
    for (const width of WIDTHS) {
      const lines = flow(text, width);
      for (const word of ["请求", "应用", "上限", "进程", "发送", "分配", "运行"]) {
        assert.equal(lines.join("|").split(word).length, text.split(word).length, `${width}: ${word} is broken in\n${lines.join("\n")}`);
      }
    }
  });

  it("indents continuation lines like their first line", () => {
    assert.deepEqual(flow("  one two three four", 10), ["  one two", "  three", "  four"]);
  });
});

describe("a table", () => {
  const rows = [[{ text: "--credentials FILE", width: 28, indent: 2 }, { text: "Read the variables from this file before the environment." }]];

  it("has its last column next to the others if there is room, otherwise below", () => {
    assert.match(table(rows, 80), /^ {2}--credentials FILE {8}Read the variables from this file/);
    assert.match(table(rows, 40), /^ {2}--credentials FILE\n {4}Read the variables from this file/);
  });

  it("breaks no name that is longer than its column", () => {
    const [first = ""] = table([[{ text: "--a-very-long-option-of-all NAME", width: 28, indent: 2 }, { text: "about it" }]], 80).split("\n");
    assert.equal(first, "  --a-very-long-option-of-all NAME");
  });

  it("lines up columns of Chinese", () => {
    const lines = pairs([["消息", "一"], ["SDKAppID", "二"]], { width: 60, first: 14 }).split("\n");
    assert.deepEqual(lines.map((line) => stringWidth(line.slice(0, line.search(/[一二]/)))), [16, 16]);
  });

  it("does not let a colour continue into another column", () => {
    const painted = table([[{ text: "a", width: 6 }, { text: "one two three four five six seven", style: "dim" }]], 30, (_, text) => `<${text}>`);
    for (const line of painted.split("\n")) assert.match(line, /^(a {5}| {6})<[^<>]+>$/);
  });
});
