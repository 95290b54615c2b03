// The grammar of a MsgKey that is written in JavaScript, for entries without WebAssembly, is that of the core.
import assert from "node:assert/strict";
import { test } from "node:test";
import { buildRequest, isRecallError, parseMsgKeys } from "../../../pkg/index.js";
import { isMsgKey, keyOf, numbersOf, sentAt } from "../../../pkg-template/lib/vendor/msg_key.js";
import { seededRandom } from "./support/fixture.js";

const PARTS = ["", "0", "00", "1", "01", "2", "7", "1698741698", "4294967295", "4294967296", "9999999999", "12345678901", "9".repeat(26), "9".repeat(40), "+1", "-1", " 1", "1 ", "1\n", "a", "١", "1.0", "1e3"];

/** @param {string} text */
function isTakenByCore(text) {
  try {
    buildRequest({ sdkAppId: 1, identifier: "any", userSig: "x", region: "singapore", officialAccount: "@TOA#_any", msgKeys: [text] });
    return true;
  } catch (error) {
    if (!isRecallError(error) || error.code !== "ERR_INVALID_INPUT") throw error;
    assert.deepEqual(error.issues.map(({ path }) => path), ["msgKeys[0]"]);
    return false;
  }
}

test("a text is a MsgKey exactly if the core takes it, and has numbers exactly if a reader finds it", () => {
  const texts = PARTS.flatMap((seq) => PARTS.flatMap((middle) => PARTS.map((time) => `${seq}_${middle}_${time}`)));
  const random = seededRandom(1);
  const characters = "0123456789__1_x- ";
  for (let count = 0; count < 3000; count += 1) texts.push(Array.from({ length: Math.floor(60 * random()) }, () => characters[Math.floor(characters.length * random())]).join(""));
  const counts = { keys: 0, numbers: 0 };
  for (const text of ["", "_", "__", "1_1", "1_1_1_1", ...texts]) {
    const isKey = isMsgKey(text);
    assert.equal(isKey, isTakenByCore(text), JSON.stringify(text));
    const numbers = numbersOf(text);
    if (numbers) assert.deepEqual([keyOf(...numbers), sentAt(text)], [text, numbers[1]]);
    assert.equal(numbers !== undefined, isKey && text.split("_")[1] === "1", JSON.stringify(text));
    counts.keys += Number(isKey);
    counts.numbers += Number(numbers !== undefined);
  }
  assert.ok(counts.numbers > 20 && counts.keys > counts.numbers, JSON.stringify(counts));
});

test("what a reader hands out has numbers", () => {
  const { msgKeys } = parseMsgKeys("MsgKey\n0_1_0\n4294967295_1_4294967295\n7_2_1698741698\n07_1_1698741698\n");
  assert.deepEqual(msgKeys.map(numbersOf), [[0, 0], [4_294_967_295, 4_294_967_295]]);
});
