// The envelope of an answer as passed to the core: nothing is guessed, and no field can shift the next one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { envelopeOf } from "../../../pkg-template/lib/request/envelope.js";
import { decodeResponse } from "../../../pkg/index.js";

const KEY = "71_1_1698741698";
const OK = { ActionStatus: "OK", ErrorCode: 0 };
const envelope = (/** @type {unknown} */ answer) => envelopeOf(JSON.parse(JSON.stringify(answer)));
const withRows = (/** @type {unknown} */ RecallRetList) => envelope({ ...OK, RecallRetList });

test("it has status, code, info and rows in order; numbers may be strings, and further members are ignored", () => {
  assert.equal(envelope({ ErrorCode: "10004", ErrorInfo: "x", ActionStatus: "FAIL", more: [] }), "FAIL\0" + "10004\0x\0");
  assert.equal(withRows([{ MsgKey: KEY, RetCode: 0 }, { RetCode: "10030", MsgKey: "2", more: [] }]), `OK\0${0}\0\0${KEY}\0${0}\0${2}\0${10030}\0`);
  for (const none of [undefined, null, []]) assert.equal(withRows(none), "OK\0" + "0\0\0");
  assert.equal(envelope({ ...OK, ErrorInfo: null }), "OK\0" + "0\0\0");
});

test("an answer with a missing member, or with one of another type, has no envelope", () => {
  for (const answer of [null, 7, "text", [], {}, { ActionStatus: "OK" }, { ErrorCode: 0 }, { ...OK, ActionStatus: 1 }, { ...OK, ErrorCode: 0.5 }, { ...OK, ErrorCode: 2 ** 53 }, { ...OK, ErrorInfo: 5 }]) {
    assert.equal(envelope(answer), undefined, JSON.stringify(answer));
  }
  for (const row of [{}, null, 7, "text", [], { MsgKey: KEY }, { RetCode: 0 }, { MsgKey: 1, RetCode: 0 }, { MsgKey: KEY, RetCode: 0.5 }, { MsgKey: KEY, RetCode: null }, { MsgKey: KEY, RetCode: true }]) {
    assert.equal(withRows([{ MsgKey: KEY, RetCode: 0 }, row]), undefined, JSON.stringify(row));
  }
  for (const list of [{}, "text", 7]) assert.equal(withRows(list), undefined);
});

test("a field with the separator in it stays one field", () => {
  const rows = [{ MsgKey: `x\0${0}\0${KEY}`, RetCode: 0 }, { MsgKey: KEY, RetCode: 10030 }];
  assert.equal(withRows(rows)?.split("\0").length, 8);
  const body = JSON.stringify({ ...OK, ErrorInfo: `\0${KEY}\0` + "0", RecallRetList: rows });
  const { results, unexpected } = decodeResponse({ status: 200, body }, [KEY]);
  assert.deepEqual([results.map(({ status, code }) => [status, code]), unexpected.length], [[["notFound", 10030]], 1]);
  const shifted = JSON.stringify({ ...OK, RecallRetList: [{ MsgKey: "x", RetCode: `1\0${KEY}\0` + "0" }] });
  assert.throws(() => decodeResponse({ status: 200, body: shifted }, [KEY]), { code: "ERR_UNREADABLE_REPLY" });
});
