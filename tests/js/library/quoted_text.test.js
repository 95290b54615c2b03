// Quotes of unexpected texts in messages: shortened when they are long, and without control characters.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { shown } from "../../../pkg-template/lib/errors/excerpt.js";

describe("a text in a message", () => {
  it("is complete up to 31 characters, and shortened to 12 from 32 on", () => {
    assert.equal(shown("a".repeat(31)), "a".repeat(31));
    assert.equal(shown("a".repeat(32)), `${"a".repeat(12)}…`);
    assert.equal(shown(`${"0123456789abcdef".repeat(4)}`), "0123456789ab…");
    assert.equal(shown("字".repeat(31)), "字".repeat(31));
    assert.equal(shown("😀".repeat(32)), `${"😀".repeat(12)}…`);
    assert.equal(shown("x".repeat(10_000_000)), `${"x".repeat(12)}…`);
  });

  it("has its control characters and bidirectional characters escaped", () => {
    assert.equal(shown("a\u001b[31m\n\t\r\u202eb\ufeff"), "a\\u001b[31m\\n\\t\\u000d\\u202eb\\ufeff");
    assert.equal(shown("\u{e0041}"), "\\ue0041");
    assert.equal(shown("\ud800"), "\\ud800");
  });
});
