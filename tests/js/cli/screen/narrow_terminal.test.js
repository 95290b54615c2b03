// Narrow terminals: questions and the headers of plans and reports are wrapped between words.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import stringWidth from "string-width";
import { table } from "../../../../pkg-template/cli/terminal/layout.js";
import { ACCOUNT, stage } from "../support/command.js";
import { makeJournal } from "../support/journals.js";
import { screenOf } from "../support/screen.js";
import { openTerminal } from "../support/terminal.js";

const NARROW = [20, 40];
/** The text of the screen without the breaks between rows. @param {string[]} rows */
const joined = (rows) => rows.map((row) => row.trim()).join(" ");

describe("on a narrow terminal", () => {
  it("the title and the question are wrapped between words, and numbers are not broken", async (t) => {
    const set = await stage(t, { count: 500 });
    const recall = ["recall", "--account", ACCOUNT, "--keys", "keys.txt"];
    for (const columns of NARROW) {
      for (const [lang, title, asked] of /** @type {[string, string, string][]} */ ([
        ["en", `Recall 500 messages of ${ACCOUNT}`, `Type 500 to recall these messages of ${ACCOUNT}, or press Enter to leave:`],
        ["zh", `撤回 ${ACCOUNT} 的 500 条消息`, `输入 500 以撤回 ${ACCOUNT} 的这些消息，直接按回车则退出：`],
      ])) {
        const terminal = openTerminal([...recall, "--lang", lang], { env: set.env, cwd: set.folder, columns });
        t.after(terminal.kill);
        await terminal.see(lang === "en" ? /leave: / : /退出\s*：|退\s*出：/);
        const rows = screenOf(terminal.raw(), columns);
        const text = joined(rows).replaceAll(" ", "");
        for (const part of [title, asked]) assert.ok(text.includes(part.replaceAll(" ", "")), `${columns} ${part}\n${rows.join("\n")}`);
        if (lang === "en") for (const part of [title, asked]) assert.ok(joined(rows).includes(part), `${columns} ${part}\n${rows.join("\n")}`);
        for (const row of rows) assert.doesNotMatch(row, /^\s*[：，]/u, rows.join("\n"));
        terminal.type("");
        assert.equal(await terminal.exit, 130);
      }
    }
  });

  it("the header of a report is wrapped between words", async (t) => {
    const set = await stage(t, { count: 5 });
    makeJournal(join(set.folder, "a.jsonl"), set.msgKeys, { reason: "sent by mistake to everybody" });
    for (const columns of NARROW) {
      const terminal = openTerminal(["report", "a.jsonl"], { env: set.env, cwd: set.folder, columns });
      t.after(terminal.kill);
      await terminal.exit;
      const rows = screenOf(terminal.raw(), columns);
      assert.ok(joined(rows).includes(`${ACCOUNT}, sent by mistake to everybody Started Nov 23, 2026, 08:30:00 UTC by administrator of app 1400000000 (example.com)`), rows.join("\n"));
    }
  });

  it("cells that are too wide for one line get a line each", () => {
    const row = [{ text: "71_1_1698741698", width: 24 }, { text: "Oct 31, 2023, 08:41:38 UTC", width: 30 }, { text: "editor", width: 18 }, { text: "the text of it" }];
    for (const width of NARROW) {
      const lines = table([row], width).split("\n");
      for (const line of lines) assert.ok(stringWidth(line) <= width, line);
      assert.equal(lines.map((line) => line.trim()).join(" "), "71_1_1698741698 Oct 31, 2023, 08:41:38 UTC editor the text of it");
    }
  });
});
