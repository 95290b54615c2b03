// Large files are read in chunks, with the same keys and rejections as when the whole file is read at once.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parseMsgKeys } from "../../../../pkg/index.js";
import { cli, folderOf } from "../support/command.js";

const TIME = 1698741698;
const OTHER_TIME = 1600000000;

/** The rows of a file of more than 1.5 MB. @param {(seq: number) => string} row */
function rows(row) {
  let text = "";
  for (let seq = 1; text.length < 1_600_000; seq += 1) text += row(seq);
  return text;
}

const keyOf = (/** @type {number} */ seq) => `${seq}_1_${TIME}`;
const otherKeyOf = (/** @type {number} */ seq) => `${seq}_1_${OTHER_TIME}`;

/** @type {Record<string, string>} */
const FILES = {
  "a list with a mark in front": `\ufeff${rows((seq) => `${keyOf(seq)}\n`)}`,
  "a list below its title": `Keys of the broadcast\n\n${rows((seq) => `${keyOf(seq)}\n`)}`,
  "a list with lines that would be headers": rows((seq) => (seq % 500 === 0 ? "id,MsgKey\n" : `${keyOf(seq)}\n`)),
  "a table below its title, with keys in another column too": `Export of today\nid,MsgKey,parent\n${rows((seq) => `${seq},${keyOf(seq)},${otherKeyOf(seq)}\n`)}`,
  "a table without a header, with rows that would be one": rows((seq) => `${seq},${seq % 3 === 1 ? `${keyOf(seq)},text` : "none,key"}\n`),
  "a table without a header, whose first cell goes on": rows((seq) => `${keyOf(seq)},"over\ntwo lines"\n`),
  "a table without a header, whose first row has what is no key too": `${keyOf(0)},0_2_${TIME}\n${rows((seq) => `${keyOf(seq)},text\n`)}`,
  "a table with a stray quote near its end": `id,MsgKey,text\n${rows((seq) => `${seq},${keyOf(seq)},text\n`)}8,${keyOf(8)},"stray\n9,${keyOf(9)},text`,
  "a table with inches and cells over several lines": `id,MsgKey,size,text\n${rows((seq) => `${seq},${keyOf(seq)},${seq % 7 === 0 ? `27"` : "none"},"one\nand ${otherKeyOf(seq)}, two"\n`)}`,
  "a table with many cells over several lines in a row": `id,MsgKey${",text".repeat(12)}\n${rows((seq) => `${seq},${keyOf(seq)}${',"one\n\ntwo"'.repeat(12)}\n`)}`,
  "a table with a quoted half of a megabyte": `id,MsgKey,text\n${rows((seq) => `${seq},${keyOf(seq)},${seq === 5000 || seq === 20_000 ? `"stray` : "text"}\n`)}`,
  "a log with lines that would be rows": rows((seq) => (seq % 5 !== 1 ? `${seq},${keyOf(seq)}\n` : `2026-11-23T08:30:00Z sent ${keyOf(seq)} ok\n`)),
  "JSON Lines with another text between": rows((seq) => (seq % 2 === 0 ? `[seen ${keyOf(seq)}\n` : `{"MsgKey":"${keyOf(seq)}","text":"not ${otherKeyOf(seq)}"}\n`)),
  "a comment of a megabyte above a table": `${"# all about it\n".repeat(80_000)}id,MsgKey,parent\n${rows((seq) => `${seq},${keyOf(seq)},${otherKeyOf(seq)}\n`)}`,
};

describe("a large file that is read in chunks", () => {
  for (const [what, text] of Object.entries(FILES)) {
    it(`gives the same result as when read at once: ${what}`, async (t) => {
      const path = join(folderOf(t), "large");
      writeFileSync(path, text);
      const whole = parseMsgKeys(text);
      assert.ok(whole.msgKeys.length > 1000);
      const { stdout, stderr } = await cli(["parse", path, "--skip-invalid"]);
      assert.deepEqual(stdout.trim().split("\n"), whole.msgKeys);
      const shown = whole.rejected.slice(0, 20).map(({ line, reason }) => `  ${path}:${line}: ${reason}`);
      assert.deepEqual(stderr.split("\n").filter((line) => line.startsWith(`  ${path}:`)), shown);
      assert.equal(/and (\d+) more/.exec(stderr)?.[1], whole.rejected.length > 20 ? String(whole.rejected.length - 20) : undefined);
    });
  }
});

describe("a large file that is rejected", () => {
  it("is a list if a column was named, as with a small file", async (t) => {
    const path = join(folderOf(t), "large");
    for (const text of [rows((seq) => `${keyOf(seq)}\n`), `${keyOf(1)}\n`]) {
      writeFileSync(path, text);
      const { status, stdout, stderr } = await cli(["parse", path, "--column", "MsgKey", "--skip-invalid"]);
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, /large:1: found a header without column "MsgKey", expected it on this line/);
    }
  });

  it("is a document of more than 64 MB, or has a line of more than 64 MB", { timeout: 60_000 }, async () => {
    for (const text of ["[", rows((seq) => `${keyOf(seq)}\n`)]) {
      const { status, stderr } = await cli(["parse", "-"], { input: text + " ".repeat(68_000_000) });
      assert.match(stderr, /standard input: found one document or line of more than 64 MB, expected JSON Lines/);
      assert.equal(status, 2);
    }
  });
});

describe("a large table with a stray quote", () => {
  for (const at of [1, 3, 60_000]) {
    it(`in row ${at} is quickly rejected with its line number`, { timeout: 20_000 }, async (t) => {
      const path = join(folderOf(t), "large.csv");
      const row = (/** @type {number} */ seq) => `${seq},${keyOf(seq)},${seq === at ? `"he said no` : "hello, there is text in this"}\n`;
      writeFileSync(path, `id,MsgKey,text,more\n${Array.from({ length: 160_000 }, (_, index) => row(index + 1)).join("")}`);
      const { status, stderr } = await cli(["parse", path, "--column", "MsgKey", "--skip-invalid"]);
      assert.equal(stderr, `error: ${path}:${at + 1}: found a quote that nothing closes in a row of more than 1 MB, expected another before the end of the row\n`);
      assert.equal(status, 2);
    });
  }
});
