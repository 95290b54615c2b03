// Messages of the CLI about a key file: no keys found, two key columns, the column that was read, and truncated input.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { lacks } from "../../../../.scripts/needs.js";
import { parseMsgKeys } from "../../../../pkg/index.js";
import { cli, folderOf } from "../support/command.js";

const KEY = "71_1_1698741698";
const OTHER = "72_1_1698741699";

/** @param {import("node:test").TestContext} t @param {string} text @param {string[]} [more] */
async function parsed(t, text, more = []) {
  const path = join(folderOf(t), "file");
  writeFileSync(path, text);
  const { status, stdout, stderr } = await cli(["parse", path, ...more]);
  return { status, keys: stdout.split("\n").filter(Boolean), stderr: stderr.replaceAll(path, "file") };
}

test("a file without a key is rejected with its size and its beginning", async (t) => {
  assert.deepEqual(await parsed(t, "nothing here\n\n# a comment\nand here\n"), {
    status: 2, keys: [], stderr: 'error: file: found no MsgKey in 2 lines, expected keys like 71_1_1698741698; the first line is "nothing here"\n',
  });
  const { stderr } = await parsed(t, `${"0f4e8a7d".repeat(8)}\n`, ["--skip-invalid"]);
  assert.match(stderr, /the first line is "0f4e8a7d0f4e…"/);
  assert.ok(!stderr.includes("0f4e8a7d0f4e8"), stderr);
  const column = await parsed(t, "id,text\n1,a\n2,b\n", ["--column", "text", "--skip-invalid"]);
  assert.match(column.stderr, /found no MsgKey in 3 lines of the column "text"/);
  assert.equal(column.status, 2);
});

test("with two key columns no key is printed until one is named, whatever the size", { skip: lacks("time") }, async (t) => {
  const rows = (/** @type {number} */ count) => `id,sent,parent\n${`1,${KEY},${OTHER}\n`.repeat(count)}`;
  for (const count of [1, 40_000]) {
    const refused = await parsed(t, rows(count), ["--skip-invalid"]);
    assert.deepEqual(refused, { status: 2, keys: [], stderr: 'error: file: found MsgKeys in the columns "sent" and "parent", expected one column: name it with --column sent\n' });
    const named = await parsed(t, rows(count), ["--column", "parent"]);
    assert.deepEqual([named.status, named.stderr, named.keys.length, new Set(named.keys)], [0, 'file: read from column "parent"\n', count, new Set([OTHER])]);
  }
  const numbered = await parsed(t, rows(2), ["--column", "2"]);
  assert.deepEqual([numbered.status, numbered.keys], [0, [KEY, KEY]]);
});

test("a truncated file is rejected unless invalid entries are skipped", async (t) => {
  const text = `[{"MsgKey":"${KEY}"},{"MsgKey":"72_1_16`;
  const { incomplete } = parseMsgKeys(text);
  assert.equal(incomplete?.line, 1);
  assert.equal(incomplete?.code, "unclosed-string");
  assert.equal((await parsed(t, text)).status, 2);
  const left = await parsed(t, text, ["--skip-invalid"]);
  assert.deepEqual([left.status, left.keys], [0, [KEY]]);
});

test("a key older than the service or from the future causes a warning", () => {
  const { msgKeys, odd } = parseMsgKeys(`1795828589_1_7\n${KEY}\n73_1_1700003601\n`, { now: 1_700_000_000_000 });
  assert.deepEqual([msgKeys.length, odd], [3, [0, 2]]);
});

test("the rejection codes in the types equal those of the core", () => {
  const types = readFileSync(new URL("../../../../pkg-template/index.d.ts", import.meta.url), "utf8");
  const core = readFileSync(new URL("../../../../src/keys/rejection.rs", import.meta.url), "utf8");
  const union = types.slice(types.indexOf("export type RejectCode"), types.indexOf(";", types.indexOf("export type RejectCode")));
  const declared = [...union.matchAll(/"([a-z-]+)"/g)].map(([, code]) => code);
  const made = [...core.matchAll(/^ {4}[A-Z]\w+ "([a-z-]+)"/gm)].map(([, code]) => code);
  assert.ok(made.length > 20);
  assert.deepEqual(declared.sort(), made.sort());
});

test("a plan warns of unusual keys only if there are any", async (t) => {
  const env = { TENCENT_CHAT_SDK_APP_ID: "1400000000", TENCENT_CHAT_IDENTIFIER: "administrator", TENCENT_CHAT_SECRET_KEY: "0123456789abcdef" };
  const path = join(folderOf(t), "file");
  for (const [text, odd] of /** @type {[string, RegExp | undefined][]} */ ([[KEY, undefined], ["71_1_1298741698", /1 .*before 2014|before 2014: 1/]])) {
    writeFileSync(path, text);
    const { status, stdout } = await cli(["recall", "--account", "@TOA#_news", "--region", "singapore", "--keys", path, "--dry-run"], { env });
    assert.equal(status, 0, stdout);
    if (odd) assert.match(stdout, odd);
    else assert.doesNotMatch(stdout, / ! /);
  }
});
