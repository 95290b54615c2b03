// The inflate code of the bundle, for runtimes without a synchronous one, compared with zlib.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { inflate } from "../../../pkg-template/lib/wasm/inflate.js";
import { seededRandom } from "./support/fixture.js";

const SEED = 20261201;
const STRATEGIES = [constants.Z_DEFAULT_STRATEGY, constants.Z_HUFFMAN_ONLY, constants.Z_RLE, constants.Z_FIXED];

/** Deflated texts with every kind of block, and what they hold. @param {number} count */
function* samples(count) {
  const random = seededRandom(SEED);
  const upTo = (/** @type {number} */ most) => Math.floor(random() * most);
  for (let number = 0; number < count; number += 1) {
    const symbols = 1 + upTo(255);
    const plain = Buffer.from(Array.from({ length: upTo(3000) }, () => upTo(symbols)));
    const packed = deflateRawSync(plain, { level: number % 10, strategy: Number(STRATEGIES[number % STRATEGIES.length]) });
    yield { where: `seed ${SEED}, sample ${number}`, plain, packed, upTo };
  }
}

describe("inflate", () => {
  test("returns what zlib deflated, with every level and strategy", () => {
    for (const { where, plain, packed } of samples(200)) assert.ok(plain.equals(inflate(packed, plain.length)), where);
  });

  test("throws a RangeError when the result is longer than allowed, or the bytes end early", () => {
    for (const { where, plain, packed } of samples(200)) {
      if (plain.length > 0) assert.throws(() => inflate(packed, plain.length - 1), RangeError, where);
      for (let length = 0; length < packed.length; length += 97) assert.throws(() => inflate(packed.subarray(0, length), plain.length), RangeError, where);
    }
  });

  test("reads changed bytes as zlib does, or throws a RangeError", () => {
    const most = 5000;
    for (const { where, packed, upTo } of samples(1000)) {
      for (let change = 0; change < 3; change += 1) packed[upTo(packed.length)] = upTo(256);
      const [ours, theirs] = [() => inflate(packed, most), () => inflateRawSync(packed, { maxOutputLength: most })].map(outcome);
      if (theirs !== undefined && ours !== undefined) assert.ok(theirs.equals(ours), where);
      if (theirs !== undefined) assert.ok(ours, where);
    }
  });
});

/** @param {() => Uint8Array} read */
function outcome(read) {
  try {
    return Buffer.from(read());
  } catch (error) {
    assert.ok(error instanceof RangeError || /** @type {any} */ (error).code?.startsWith("Z_") || /** @type {any} */ (error).code === "ERR_BUFFER_TOO_LARGE", String(error));
    return undefined;
  }
}
