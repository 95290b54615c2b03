// The screens of a run over several accounts, from the plan to the summary, at 80 and 40 columns in both languages.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import stringWidth from "string-width";
import { stage } from "../support/command.js";
import { screenOf } from "../support/screen.js";
import { openTerminal } from "../support/terminal.js";

const ACCOUNTS = Array.from({ length: 12 }, (_, index) => `@TOA#_2J4SZEAEL${index}`);
const GONE = 5;
/** The text of the screen without the breaks between rows. @param {string[]} rows @param {"en" | "zh"} language */
const joined = (rows, language) => rows.map((row) => row.trim()).join(language === "en" ? " " : "").replaceAll(/ +/g, language === "en" ? " " : "");

/** What the screens must show, in this order. */
const EXPECTED = {
  en: [
    "Recall 41 messages in 17 accounts", "Accounts 17 3 messages of @TOA#_2J4SZEAEL0", "and 14 more accounts", "Type 41 to recall these messages in 17 accounts, or press Enter to leave: 41",
    "36 of 41 messages in 17 accounts known to be gone.", "Refused accounts: 5 of 17", "10010 @TOA#_gone0 The official account does not exist", "and 2 more accounts Check the official account id",
  ],
  zh: [
    "撤回17个公众号的41条消息", "公众号17@TOA#_2J4SZEAEL0的3条消息", "另有14个公众号", "输入41以撤回17个公众号的这些消息，直接按回车则退出：41",
    "17个公众号的41条消息中已确认撤回36条。", "被拒绝的公众号：17个中的5个", "10010@TOA#_gone0公众号不存在", "另有2个公众号请检查公众号ID",
  ],
};

describe("a run over several accounts on a terminal", () => {
  for (const language of /** @type {const} */ (["en", "zh"])) {
    for (const columns of [80, 40]) {
      it(`counts and names the accounts at ${columns} columns (${language})`, async (t) => {
        const set = await stage(t, { emulator: { accounts: ACCOUNTS } });
        const messages = ACCOUNTS.flatMap((officialAccount) => set.emulator.addMessages({ officialAccount, count: 3, text: "wrong" }).map((msgKey) => `${officialAccount} ${msgKey}`));
        const gone = Array.from({ length: GONE }, (_, index) => `@TOA#_gone${index} 71_1_1698741698`);
        writeFileSync(join(set.folder, "mad.txt"), [...messages, ...gone].join("\n"));
        const terminal = openTerminal(["recall", "--keys", "mad.txt", "--journal", "run.jsonl", "--lang", language], { env: set.env, cwd: set.folder, columns });
        t.after(terminal.kill);
        await terminal.see(language === "en" ? /leave: / : /退\s*出\s*：/);
        terminal.type("41");
        assert.equal(await terminal.exit, 1);
        const rows = screenOf(terminal.raw(), columns);
        let text = joined(rows, language);
        for (const part of EXPECTED[language]) {
          assert.ok(text.includes(part), `${part}\n${rows.join("\n")}`);
          text = text.slice(text.indexOf(part) + part.length);
        }
        for (const row of rows) assert.ok(stringWidth(row) <= columns && !/^\s*[：，。]/u.test(row), row);
      });
    }
  }
});
