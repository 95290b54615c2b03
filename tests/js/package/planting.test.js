// Planting the bugs of tests/mutations into a copy of the crate: next to the original code and activated at run time, or rejected.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { plant } from "../../../.scripts/planting.js";

const SOURCE = `//! A file.

const MOST: usize = 10;

pub(crate) fn double(number: u32) -> u32 {
    number * 2
}

impl<'a> Reader<'a> {
    /// Reads on.
    #[must_use]
    pub fn read<F: Fn(&str) -> bool>(
        &mut self,
        mut from: usize,
        keep: F,
        pair: &mut Map<u8, (u8, u8)>,
    ) -> Option<&'a str> {
        if from > MOST {
            return None;
        }
        from += 1;
        self.take(from)
    }

    fn fresh(limit: usize) -> Self {
        Self { limit }
    }
}

impl Iterator for Reader<'_> {
    fn next(&mut self) -> Option<u8> {
        None
    }
}
`;

/**
 * @param {string} hunk
 * @param {number} [line]
 */
const patch = (hunk, line = 1) => ({ name: "bug.patch", text: `--- a/src/file.rs\n+++ b/src/file.rs\n@@ -${line},9 +${line},9 @@\n${hunk}\n` });

/** @param {...{ name: string, text: string }} patches */
const planted = (...patches) => String(plant(new Map([["src/file.rs", SOURCE]]), patches).get("src/file.rs"));

describe("a bug", () => {
  test("in a function becomes a second function, which the first calls if the bug is active", () => {
    const text = planted(patch(" pub(crate) fn double(number: u32) -> u32 {\n-    number * 2\n+    number * 3\n }"));
    assert.match(text, /^pub\(crate\) fn double\(number: u32\) -> u32 \{\nif crate::planted::is\(1\) \{ return double__planted_1\(number\); \}\n {4}number \* 2\n\}$/m);
    assert.match(text, /^fn double__planted_1\(number: u32\) -> u32 \{\n {4}number \* 3\n\}$/m);
  });

  test("in a method is called with the same arguments, whatever their types and lines", () => {
    const text = planted(patch("         }\n-        from += 1;\n         self.take(from)"));
    assert.match(text, /^if crate::planted::is\(1\) \{ return self\.read__planted_1\(from, keep, pair\); \}$/m);
    assert.match(text, /fn read__planted_1<F: Fn[^{]*\{\n {8}if from > MOST \{\n {12}return None;\n {8}\}\n {8}self\.take/);
  });

  test("in an associated function without self is called through Self", () => {
    assert.match(planted(patch("-        Self { limit }\n+        Self { limit: limit + 1 }")), /return Self::fresh__planted_1\(limit\)/);
  });

  test("does not affect another bug in the same function", () => {
    const text = planted(patch("-        if from > MOST {\n+        if from >= MOST {"), patch("-        from += 1;\n+        from += 2;"));
    const [, first = ""] = /fn read__planted_1([^]*?)\n {4}\}\n/.exec(text) ?? [];
    const [, second = ""] = /fn read__planted_2([^]*?)\n {4}\}\n/.exec(text) ?? [];
    assert.match(first, /from >= MOST[^]*from \+= 1/);
    assert.match(second, /from > MOST[^]*from \+= 2/);
    assert.match(text, /is\(1\).*\n.*is\(2\).*\n {8}if from > MOST/);
  });

  test("is applied where its lines are, even if they have moved", () => {
    assert.match(planted(patch("-    number * 2\n+    number * 4", 400)), /number \* 4/);
  });
});

for (const [what, hunk, reason] of [
  ["whose lines are gone", "-    number * 7\n+    number * 4", "bug.patch: no longer applies at line 1"],
  ["outside functions", "-const MOST: usize = 10;\n+const MOST: usize = 11;", "bug.patch: line 3 is not in a function: plant the bug in a function"],
  ["in the parameters of a function", "-        mut from: usize,\n+        from: usize,", "bug.patch: changes the first lines of the function read, expected a change within it"],
  ["in a function of a trait", "     fn next(&mut self) -> Option<u8> {\n-        None\n+        Some(1)", "bug.patch: changes a function of a trait, to which no copy can be added: plant the bug in a function that it calls"],
  ["that is none", "     number * 2", "bug.patch: changes nothing"],
]) {
  test(`a bug ${what} is rejected with its name`, () => {
    assert.throws(() => planted(patch(String(hunk))), { message: reason });
  });
}

test("a bug in a missing file is rejected with its name", () => {
  const elsewhere = { name: "bug.patch", text: patch("-a\n+b").text.replaceAll("file.rs", "other.rs") };
  assert.throws(() => planted(elsewhere), { message: "bug.patch: there is no src/other.rs" });
});
