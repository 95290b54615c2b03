// The rows of an answer on their way to the core: nothing is guessed, and nothing in them can shift what stands beside it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pairsOf } from "../../../pkg-template/lib/wasm/response_rows.js";
import { decodeResponse } from "../../../pkg/index.js";

const KEY = "71_1_1698741698";
const cross = (/** @type {unknown} */ rows) => pairsOf(JSON.parse(JSON.stringify(rows)), "MsgKey", "RetCode");

test("texts and whole numbers cross in turn, numbers as text too", () => {
  assert.equal(cross([{ MsgKey: KEY, RetCode: 0 }, { RetCode: "10030", MsgKey: "2", more: [] }]), `${KEY}\0${0}\0${2}\0${10030}\0`);
  assert.equal(cross([{ MsgKey: "", RetCode: -1 }]), "\0-1\0");
  assert.equal(cross([]), "");
});

test("a list of which one value lacks a member, or has another type, does not cross at all", () => {
  for (const row of [{}, null, 7, "text", [], { MsgKey: KEY }, { RetCode: 0 }, { MsgKey: 1, RetCode: 0 }, { MsgKey: KEY, RetCode: 0.5 }, { MsgKey: KEY, RetCode: null }, { MsgKey: KEY, RetCode: true }, { MsgKey: KEY, RetCode: 2 ** 53 }]) {
    assert.equal(cross([{ MsgKey: KEY, RetCode: 0 }, row]), undefined, JSON.stringify(row));
  }
  for (const list of [{}, null, "text", 7]) assert.equal(cross(list), undefined);
});

test("a row that holds the separator is one row, and of no key that was sent", () => {
  const rows = [{ MsgKey: `x\0${0}\0${KEY}`, RetCode: 0 }, { MsgKey: KEY, RetCode: 10030 }];
  assert.equal(cross(rows)?.split("\0").length, 5);
  const body = JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, RecallRetList: rows });
  const { results, unexpected } = decodeResponse({ status: 200, body }, [KEY]);
  assert.deepEqual([results.map(({ status, code }) => [status, code]), unexpected.length], [[["notFound", 10030]], 1]);
  const shifted = JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, RecallRetList: [{ MsgKey: "x", RetCode: `1\0${KEY}\0` + "0" }] });
  assert.throws(() => decodeResponse({ status: 200, body: shifted }, [KEY]), { code: "ERR_UNREADABLE_REPLY" });
});
