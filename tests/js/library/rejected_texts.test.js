// Sentences about rejected texts: every code of the core has one in every language, and the English one is the rejection's reason.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseMsgKeys } from "../../../pkg/index.js";
import { rejectedText } from "../../../pkg/texts/index.js";

const LOCALES = /** @type {const} */ (["en", "zh", "ja"]);
const core = readFileSync(new URL("../../../src/keys/rejection.rs", import.meta.url), "utf8");
const CODES = /** @type {import("../../../pkg/index.js").RejectCode[]} */ ([...core.matchAll(/^ {4}[A-Z]\w+ "([a-z-]+)"/gm)].map(([, code]) => code));
const PARAMS = { limit: 50, opened: 1234, column: "Key", columns: /** @type {[string, string]} */ (["sent", "parent"]) };

test("every code has a sentence in every language, without a full stop and with nothing left open", () => {
  assert.ok(CODES.length > 20);
  for (const code of CODES) {
    const said = LOCALES.map((locale) => rejectedText({ code, text: "oops", params: PARAMS }, locale));
    for (const sentence of said) assert.doesNotMatch(sentence, /undefined|[.。]$/, code);
    assert.equal(new Set(said).size, LOCALES.length, code);
    assert.match(String(said[1]), /\p{Script=Han}/u, code);
    assert.match(String(said[2]), /[\p{Script=Hiragana}\p{Script=Katakana}]/u, code);
  }
});

test("a rejection says the same in its reason, and has what its code leaves open", () => {
  const cases = /** @type {[string, string, string | undefined, object | undefined, string][]} */ ([
    ["MsgKey\noops\n", "not-a-key", undefined, undefined, 'found "oops", expected a MsgKey like "71_1_1698741698" (Seq_1_ServerTime)'],
    [`MsgKey\n${"oops".repeat(15)}\n`, "too-long", undefined, { limit: 50 }, 'found a text of more than 50 characters, expected a MsgKey like "71_1_1698741698"'],
    ["MsgKey\n4294967296_1_1698741698\n", "out-of-range", undefined, { limit: 4_294_967_295 }, 'found "4294967296_1_1698741698", expected a MsgKey whose numbers are at most 4294967295'],
    ["1,71_1_1698741698\n", "missing-column", "neu", { column: "neu" }, 'found a header without column "neu", expected it on this line'],
    ["MsgKey,msg_key\n", "two-columns", undefined, { columns: ["MsgKey", "msg_key"] }, 'found MsgKeys in the columns "MsgKey" and "msg_key", expected one of them to be named as the column'],
    ['MsgKey,t\n71_1_1698741698,"open\n72_1_1698741698,x\n', "quoted-cell", undefined, { opened: 2 }, "found inside or after a quoted cell that begins on line 2, expected a cell of its own"],
  ]);
  for (const [text, code, column, params, reason] of cases) {
    const [first] = parseMsgKeys(text, { column }).rejected;
    assert.ok(first, code);
    assert.deepEqual([first.code, first.params, first.reason], [code, params, reason]);
    assert.equal(rejectedText(first, "en"), reason);
  }
});

test("a text of the input is repeated without what moves a cursor, and never whole where it may be a secret", () => {
  const secret = "0f4e8a7d".repeat(8);
  const { rejected } = parseMsgKeys(`MsgKey\n${secret}\na\u0007"b\n`);
  for (const locale of LOCALES) {
    for (const one of rejected) assert.doesNotMatch(rejectedText(one, locale), /0f4e8a7d0f4e8|\p{Cc}/u);
  }
  assert.match(rejectedText({ code: "not-a-key", text: secret }, "ja"), /"0f4e8a7d0f4e…"/);
});
