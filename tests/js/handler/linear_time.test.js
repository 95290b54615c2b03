// Bodies made to keep a server busy: the work grows linearly with their size. The tests count steps, because times vary with the load.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findDuplicateMembers } from "../../../pkg-template/handler/request/duplicate_members.js";
import { unknownMembers } from "../../../pkg-template/handler/protocol/unknown_members.js";
import { ACCOUNT, SECRET_KEY, ask, stage } from "./support/fixture.js";

const names = (/** @type {number} */ count) => Array.from({ length: count }, (_, index) => `"m${index}":0`).join(",");

/**
 * Functions that make a body of a given size, and the HTTP status of its rejection.
 * @type {Record<string, [(size: number) => string, number]>}
 */
const BODIES = {
  "unknown members": [(size) => `{"action":"recall",${names(size)}}`, 422],
  "unknown members of an action that is none": [(size) => `{${names(size)}}`, 422],
  "members in escapes": [(size) => `{${names(size).replaceAll("m", "\\u006d")}}`, 422],
  "lists in the list of keys": [(size) => `{"action":"recall","officialAccount":"${ACCOUNT}","msgKeys":[${"[],".repeat(size)}0]}`, 422],
  "numbers in the list of keys": [(size) => `{"action":"recall","officialAccount":"${ACCOUNT}","msgKeys":[${"0,".repeat(Math.min(size, 90_000))}0]}`, 422],
  "keys that are none": [(size) => `{"action":"recall","officialAccount":"${ACCOUNT}","msgKeys":[${'"x",'.repeat(Math.min(size, 90_000))}0]}`, 422],
  "the same member again and again": [(size) => `{${'"a":0,'.repeat(size)}"a":0}`, 400],
  "the same member in escapes": [(size) => `{${'"\\u0061":0,'.repeat(size)}"a":0}`, 400],
  "rows with many members in the list of keys": [(size) => `{"action":"recall","officialAccount":"${ACCOUNT}","msgKeys":[{${names(size)}},{${names(size)}}]}`, 422],
  "messages that are empty": [(size) => `{"action":"recall","messages":[${"{},".repeat(Math.min(size, 90_000))}{}]}`, 422],
  "messages with many members": [(size) => `{"action":"recall","messages":[${`{${names(60)}},`.repeat(Math.ceil(size / 400))}{}]}`, 422],
  "a list of what is no key": [(size) => `{"action":"recall","officialAccount":"${ACCOUNT}","msgKeys":[${"{},".repeat(size)}0]}`, 422],
  "a long name of a member": [(size) => `{"action":"recall","${"x".repeat(size)}":0}`, 422],
  "a long string and colons": [(size) => `{"${"x".repeat(size)}"${":".repeat(size)}`, 400],
  "strings and colons": [(size) => `{${'"a"::::'.repeat(size)}`, 400],
  "colons": [(size) => ":".repeat(size), 400],
  "colons in an object": [(size) => `{${":".repeat(size)}`, 400],
  "brackets": [(size) => "[".repeat(size) + "]".repeat(size), 400],
  "braces": [(size) => '{"a":'.repeat(size), 400],
  "closing brackets": [(size) => "]".repeat(size), 400],
  "pairs of brackets": [(size) => "[]".repeat(size), 400],
  "quotes": [(size) => '"'.repeat(size), 400],
  "quotes in an object": [(size) => `{${'"'.repeat(size)}`, 400],
  "backslashes": [(size) => "\\".repeat(size), 400],
  "backslashes in a string": [(size) => `{"${"\\".repeat(size)}`, 400],
  "white space": [(size) => " \n".repeat(size), 400],
  "commas": [(size) => ",".repeat(size), 400],
  "digits": [(size) => "9".repeat(size), 422],
  "minus signs": [(size) => "-".repeat(size), 400],
  "one string": [(size) => `"${"x".repeat(size)}"`, 422],
  "a reason": [(size) => `{"action":"recall","officialAccount":"${ACCOUNT}","msgKeys":["1_1_1"],"reason":"${"x".repeat(size)}"}`, 422],
  "an account": [(size) => `{"action":"recall","officialAccount":"${"x".repeat(size)}","msgKeys":["1_1_1"]}`, 422],
  "an action": [(size) => `{"action":"${"x".repeat(size)}"}`, 422],
};

/** The number of characters read, without the limit that would end the work early. @param {string} text */
const stepsOf = (text) => findDuplicateMembers(text, { depth: Infinity, members: Infinity, containers: Infinity }).steps;

describe("the work for a body", () => {
  for (const [name, [make, status]] of Object.entries(BODIES)) {
    test(`grows linearly with its size, for ${name}: ${status}`, async () => {
      const [once, twice] = [make(20_000), make(40_000)];
      assert.ok(stepsOf(once) <= 3 * once.length, `${stepsOf(once)} steps for ${once.length} characters`);
      assert.ok(stepsOf(twice) <= 2.1 * stepsOf(once), `${stepsOf(once)} steps, then ${stepsOf(twice)}`);
      const { handler, emulator } = stage();
      const response = await handler(ask(make(160_000)));
      const text = await response.text();
      assert.deepEqual([response.status, emulator.ledger.requests], [status, 0], text.slice(0, 300));
      assert.ok(text.length < 20_000, `an answer of ${text.length} characters`);
    });
  }

  test("grows linearly with its unknown members: each is looked up once", () => {
    for (const size of [1000, 2000, 160_000]) {
      let steps = 0;
      const body = Object.fromEntries(Array.from({ length: size }, (_, index) => [`m${index}`, 0]));
      const issues = unknownMembers(body, { has: () => ((steps += 1), false) }, ["others"]);
      assert.deepEqual([steps, issues.length, issues.at(-1)?.message], [size, 21, `and ${size - 20} more members that do not exist`]);
    }
  });
});

describe("a body that is slightly too large", () => {
  /** @param {string} body @param {RegExp} expected */
  async function refusedAs(body, expected) {
    const response = await stage({ maxKeys: 100 }).handler(ask(body));
    assert.equal(response.status, 422);
    assert.match((await response.json()).error.message, expected);
  }

  test("is rejected with its problems, and one that is far too large with the limit", async () => {
    await refusedAs(`{"action":"recall",${names(63)}}`, /^m0: found the member "m0", .*; and \d+ more in issues$/);
    await refusedAs(`{"action":"recall",${names(64)}}`, /^found a body with more than 64 members in an object$/);
    const keys = (/** @type {number} */ count) => `{"action":"recall","officialAccount":"${ACCOUNT}","msgKeys":[${Array(count).fill("{}").join()}]}`;
    await refusedAs(keys(100), /^msgKeys\[0\]: found an object, expected a MsgKey/);
    await refusedAs(keys(263), /^found a body with more than 264 objects and arrays$/);
  });
});

test("a secret used as a name is not quoted", async () => {
  const { handler } = stage();
  for (const body of [`{"action":"recall","${SECRET_KEY}":1}`, `{"${SECRET_KEY}":1,"${SECRET_KEY}":1}`]) {
    const text = await (await handler(ask(body))).text();
    assert.ok(text.includes(SECRET_KEY.slice(0, 12)) && !text.includes(SECRET_KEY.slice(0, 13)), text);
  }
});
