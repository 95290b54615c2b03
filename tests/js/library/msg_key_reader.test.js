// Reading MsgKeys in chunks: whatever a text is and wherever it is cut, the result is that of parseMsgKeys for the whole text.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createMsgKeyReader, isRecallError, parseMsgKeys, readMsgKeys } from "../../../pkg/index.js";
import { seededRandom } from "./support/fixture.js";

const KEY = "71_1_1698741698";
const PARTS = [
  KEY, "72_1_1698741698", "89541_1_1572870301", "5_1_7", "\n", "\n", "\r\n", ",", "\t", ";", '"', '""', "'", "{", "}", "[", "]", ":", '"MsgKey":', "MsgKey",
  "@TOA#_a", "@TOA#_b", "account", '"Official_Account":', '"officialAccount":"@TOA#_b",', "#", " ", "\\", "\ufeff", "71_1_", "_", "44739199_12_1665388280", "oops", "消息", "😀", "é", "-", ".", "|", "\0", '{"a":', "=\n", "%2",
];

/** @param {() => number} random */
const anyText = (random) => Array.from({ length: Math.floor(40 * random()) }, () => PARTS[Math.floor(PARTS.length * random())]).join("");

/** Cuts at random places. @template {string | Uint8Array} T @param {T} whole @param {() => number} random @returns {T[]} */
function pieces(whole, random) {
  const found = [];
  for (let at = 0; at < whole.length; ) {
    const end = at + Math.floor(12 * random());
    found.push(/** @type {T} */ (whole.slice(at, end)));
    at = end;
  }
  return found;
}

/** What a reader finds, as one. @param {(string | Uint8Array)[]} chunks @param {{ column?: string, now: number }} options */
function read(chunks, options) {
  const reader = createMsgKeyReader(options);
  const batches = chunks.map((chunk) => reader.push(chunk));
  const last = reader.end();
  // After the end, so that a batch depends on nothing that came later.
  const all = [...batches, last];
  const { format, lineCount, sample, column, accountColumn, columns, incomplete } = last;
  const before = (/** @type {number} */ index) => all.slice(0, index).reduce((sum, { numbers }) => sum + numbers.length / 2, 0);
  const found = {
    msgKeys: all.flatMap(({ msgKeys }) => msgKeys), lines: all.flatMap(({ lines }) => [...lines]), rejected: all.flatMap(({ rejected }) => rejected),
    odd: all.flatMap(({ odd }, index) => odd.map((place) => place + before(index))),
    format, lineCount, sample, column, accountColumn, columns, incomplete,
    ...(all.some(({ officialAccounts }) => officialAccounts) && { officialAccounts: all.flatMap(({ msgKeys, officialAccounts }) => msgKeys.map((_, place) => officialAccounts?.[place])) }),
  };
  return JSON.parse(JSON.stringify(found));
}

/** @param {string} text @param {{ column?: string, now: number }} options */
function expected(text, options) {
  const { duplicates, ...whole } = parseMsgKeys(text, options);
  return JSON.parse(JSON.stringify(whole));
}

/** @param {string} text */
const wide = (text) => Buffer.from(`\ufeff${text}`, "utf16le");

describe("a reader", () => {
  test("finds in chunks what parseMsgKeys finds in the whole, of strings, UTF-8 and UTF-16", () => {
    for (let seed = 1; seed <= 600; seed += 1) {
      const random = seededRandom(seed);
      const text = anyText(random);
      const options = { now: 1_700_000_000_000, ...(random() < 0.3 ? { column: "MsgKey" } : {}) };
      const whole = expected(text, options);
      const forms = [text, Buffer.from(text), wide(text), Buffer.from(wide(text)).swap16()];
      for (const form of forms) assert.deepEqual(read(pieces(form, random), options), whole, `seed ${seed}: ${JSON.stringify(text)}`);
    }
  });

  test("gives keys as they come, as texts and as numbers", () => {
    const reader = createMsgKeyReader();
    assert.deepEqual(reader.push(`${KEY}\n4294967295_1_4294967295`).msgKeys, [KEY]);
    const { msgKeys, numbers, lines, rejected } = reader.push("\noops\n1_1_1000000000\n1_1_1000000000 2_1_1000000000\n");
    assert.deepEqual(msgKeys, ["4294967295_1_4294967295", "1_1_1000000000", "1_1_1000000000", "2_1_1000000000"]);
    assert.deepEqual([...numbers], [4_294_967_295, 4_294_967_295, 1, 1e9, 1, 1e9, 2, 1e9]);
    assert.deepEqual([...lines], [2, 4, 5, 5]);
    assert.deepEqual(rejected.map(({ line, text, code }) => [line, text, code]), [[3, "oops", "not-a-key"]]);
    assert.equal(reader.read, 90);
    const { format, lineCount, sample, ...rest } = reader.end();
    assert.deepEqual([format, lineCount, sample, rest.rejected], ["lines", 5, KEY, []]);
  });

  test("says how much waits for the end of its line or value", () => {
    const reader = createMsgKeyReader();
    reader.push(`${KEY}\n`);
    assert.equal(reader.held, 0);
    reader.push("x".repeat(5000));
    assert.equal(reader.held, 5000);
    reader.end();
    assert.equal(reader.held, 0);
  });

  test("reads bytes that are no UTF-8, and an end within a character, as TextDecoder does", () => {
    const bytes = Uint8Array.of(...Buffer.from(`${KEY}\n`), 0xff, 0x31, 0xe9, 0x94, 0x0a, 0xf0, 0x9f);
    const whole = expected(new TextDecoder().decode(bytes), { now: 0 });
    for (let cut = 0; cut <= bytes.length; cut += 1) assert.deepEqual(read([bytes.subarray(0, cut), bytes.subarray(cut)], { now: 0 }), whole);
    assert.deepEqual(read([bytes.subarray(0, 1)], { now: 0 }), expected("7", { now: 0 }));
  });

  test("refuses other chunks and options, and every chunk after its end", () => {
    const isRefusal = (/** @type {any} */ error) => isRecallError(error) && error.code === "ERR_INVALID_INPUT";
    assert.throws(() => createMsgKeyReader(/** @type {any} */ ({ column: 5 })), isRefusal);
    const reader = createMsgKeyReader();
    for (const chunk of [undefined, null, 5, {}, []]) assert.throws(() => reader.push(/** @type {any} */ (chunk)), isRefusal);
    assert.deepEqual(reader.push(KEY).msgKeys.length + reader.end().msgKeys.length, 1);
    assert.throws(() => reader.push(KEY), isRefusal);
    assert.throws(() => reader.end(), isRefusal);
  });
});

describe("the official account of a key", () => {
  const ROWS = /** @type {[string, string | undefined][]} */ ([["71_1_1698741698", "@TOA#_news"], ["71_1_1698741698", "@TOA#_@TOA#011x"], ["72_1_1698741698", undefined], ["71_1_1698741698", "@TOA#_news"]]);
  const FORMS = {
    csv: `Official_Account,MsgKey\n${ROWS.map(([key, account = ""]) => `${account},${key}\n`).join("")}`,
    json: JSON.stringify(ROWS.map(([MsgKey, Official_Account]) => ({ MsgKey, Official_Account }))),
    report: JSON.stringify({ results: ROWS.map(([msgKey, officialAccount]) => ({ officialAccount, msgKey, status: "recalled" })) }, null, 1),
    jsonl: ROWS.map(([msgKey, officialAccount]) => `${JSON.stringify({ officialAccount, msgKey })}\n`).join(""),
    lines: ROWS.map(([key, account = ""]) => `${account} ${key}\n`).join(""),
    log: ROWS.map(([MsgKey, Official_Account]) => `12:00 INFO body=${JSON.stringify(JSON.stringify({ CallbackCommand: "OfficialAccount.CallbackAfterSendMsg", Official_Account, MsgKey }))}\n`).join(""),
  };
  for (const [form, text] of Object.entries(FORMS)) {
    test(`is that of its own row or object (${form}), and folds duplicates within an account only`, async () => {
      const whole = parseMsgKeys(text);
      assert.deepEqual(whole.msgKeys.map((msgKey, place) => [msgKey, whole.officialAccounts?.[place]]), ROWS);
      assert.equal(whole.duplicates, 1);
      assert.deepEqual(whole.rejected, []);
      assert.deepEqual(await readMsgKeys([...text]), parseMsgKeys(text));
    });
  }

  test("is absent from the result of a text that names none", () => {
    assert.ok(!("officialAccounts" in parseMsgKeys(`MsgKey\n${KEY}\n`)));
    assert.equal(createMsgKeyReader().push(`${KEY}\n`).officialAccounts, undefined);
  });

  test("is in the column that `accountColumn` names, and a column that does not exist is an issue", () => {
    const text = `from,MsgKey\n@TOA#_news,${KEY}\n`;
    const { officialAccounts, accountColumn } = parseMsgKeys(text, { accountColumn: "from" });
    assert.deepEqual([officialAccounts, accountColumn], [["@TOA#_news"], "from"]);
    const { msgKeys, rejected } = parseMsgKeys(text, { accountColumn: "sender" });
    assert.deepEqual([msgKeys, rejected.map(({ line, code, params }) => [line, code, params])], [[], [[1, "missing-column", { column: "sender" }]]]);
    assert.throws(() => parseMsgKeys(text, /** @type {any} */ ({ accountColumn: 5 })), (error) => isRecallError(error) && error.issues[0]?.path === "accountColumn");
  });

  test("that is not one rejects its row", () => {
    const { msgKeys, rejected } = parseMsgKeys(`Official_Account,MsgKey\nnews,${KEY}\n`);
    assert.deepEqual([msgKeys, rejected.map(({ line, text, code }) => [line, text, code])], [[], [[2, "news", "not-an-account"]]]);
    assert.equal(rejected[0]?.reason, 'found "news" in the place of the official account, expected one like "@TOA#_news"');
  });
});

describe("readMsgKeys", () => {
  const TEXT = `id,MsgKey\n1,${KEY}\n2,消息\n3,${KEY}\n4,5_1_7\n`;
  const bytes = new TextEncoder().encode(TEXT);
  /** @param {(string | Uint8Array)[]} chunks */
  async function* later(chunks) {
    for (const chunk of chunks) yield chunk;
  }
  const lines = TEXT.split(/(?<=\n)/);

  /** @type {[string, () => any][]} */
  const SOURCES = [
    ["a string", () => TEXT], ["bytes", () => bytes], ["an ArrayBuffer", () => bytes.buffer], ["a Blob", () => new Blob([TEXT])],
    ["a ReadableStream", () => new Blob([TEXT]).stream()], ["an array of strings", () => lines], ["an async iterable of bytes", () => later([bytes.subarray(0, 25), bytes.subarray(25)])],
    ["a stream that is no iterable", () => ({ getReader: () => new Blob([TEXT]).stream().getReader() })],
  ];
  for (const [what, source] of SOURCES) {
    test(`resolves for ${what} to what parseMsgKeys gives`, async () => {
      assert.deepEqual(await readMsgKeys(source(), { now: 0 }), parseMsgKeys(TEXT, { now: 0 }));
    });
  }

  test("tells its progress, chunk by chunk", async () => {
    /** @type {number[][]} */
    const told = [];
    await readMsgKeys(lines, { onProgress: (at) => void told.push([at.read, at.msgKeys, at.rejected]) });
    assert.deepEqual(told, [[10, 0, 0], [28, 1, 0], [33, 1, 1], [51, 2, 1], [59, 2, 1]]);
    // The last key may go on in a line that has not come yet.
  });

  test("ends with an error, and closes its source, when that fails, is something else, or a signal is aborted", async () => {
    const cause = new Error("unplugged");
    await assert.rejects(readMsgKeys({ async *[Symbol.asyncIterator]() { yield KEY; throw cause; } }), { code: "ERR_INPUT_SOURCE", cause });
    for (const source of [5, null, undefined, {}]) await assert.rejects(readMsgKeys(/** @type {any} */ (source)), { code: "ERR_INVALID_INPUT" });
    await assert.rejects(readMsgKeys(/** @type {any} */ ([5])), { code: "ERR_INVALID_INPUT" });
    let cancelled = 0;
    const never = () => new ReadableStream({ cancel: () => void (cancelled += 1) });
    await assert.rejects(readMsgKeys(never(), { signal: AbortSignal.abort() }), { code: "ERR_ABORTED" });
    const stop = new AbortController();
    const reading = readMsgKeys(never(), { signal: stop.signal });
    stop.abort("enough");
    await assert.rejects(reading, { code: "ERR_ABORTED", cause: "enough" });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(cancelled, 2);
  });
});
