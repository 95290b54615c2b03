// The set of keys: reading in chunks gives the same result as reading at once, counts are exact, and millions of keys fit into memory.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { lacks } from "../../../../.scripts/needs.js";
import { parseMsgKeys } from "../../../../pkg/index.js";
import { KeySet } from "../../../../pkg-template/cli/keys/key_set.js";
import { partOf } from "../../../../pkg-template/cli/keys/key_order.js";
import { MOST_BYTES, packInto, unpackInto } from "../../../../pkg-template/cli/keys/packed_keys.js";
import { keyOf, numbersOf } from "../../../../pkg-template/lib/vendor/msg_key.js";
import { dryRun } from "../../../bench/cli.js";
import { cli, folderOf } from "../support/command.js";
import { seededRandom } from "../../library/support/fixture.js";

const TIME = 1698741698;

describe("a set of keys", () => {
  it("counts like a Set, and stores the first position of each key", () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const random = seededRandom(seed);
      const size = Math.floor(random() * 20_000);
      const keys = Array.from({ length: size }, () => keyOf(Math.floor(random() * size * random()), TIME + Math.floor(random() * 4)));
      const own = new KeySet();
      for (const key of keys) own.add(.../** @type {[number, number]} */ (numbersOf(key)));
      const real = new Set();
      assert.equal(own.settle(), new Set(keys).size, `seed ${seed}`);
      for (const key of keys) {
        assert.equal(own.isFirst(.../** @type {[number, number]} */ (numbersOf(key))), !real.has(key), `seed ${seed}, ${key}`);
        real.add(key);
      }
    }
  });

  it("tells messages of accounts apart, and counts those of each", () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const random = seededRandom(seed);
      const accounts = [1, 3, 1000, 200_000][seed % 4] ?? 1;
      const messages = Array.from({ length: 20_000 }, () => ({ account: Math.floor(random() * accounts), seq: Math.floor(random() * 40), time: TIME + Math.floor(random() * 3) }));
      const own = new KeySet();
      for (const { seq, time, account } of messages) own.add(seq, time, account);
      const names = messages.map(({ seq, time, account }) => `${account} ${keyOf(seq, time)}`);
      assert.equal(own.settle(), new Set(names).size, `seed ${seed}`);
      const left = new Set(names);
      for (const [index, { seq, time, account }] of messages.entries()) assert.equal(own.isFirst(seq, time, account), left.delete(names[index] ?? ""), `seed ${seed}`);
      /** @type {Map<number, number>} */
      const counts = new Map();
      for (const name of new Set(names)) counts.set(parseInt(name, 10), (counts.get(parseInt(name, 10)) ?? 0) + 1);
      for (const [account, count] of counts) assert.equal(own.distinctOf(account), count, `seed ${seed}`);
    }
  });

  it("takes the largest numbers", () => {
    const own = new KeySet();
    own.add(4_294_967_295, 4_294_967_295);
    own.add(0, 0);
    own.add(0, 0);
    own.add(4_294_967_295, 0);
    own.add(0, 4_294_967_295);
    assert.equal(own.settle(), 4);
    assert.deepEqual([own.isFirst(0, 0), own.isFirst(0, 0)], [true, false]);
  });
});

describe("a set with enough keys to be packed", { skip: lacks("time") }, () => {
  for (const [what, keyAt] of /** @type {[string, (random: () => number, index: number) => [number, number]][]} */ ([
    ["in the order of a broadcast", (_, index) => [index, TIME + Math.floor(index / 200)]],
    ["of a broadcast in any order", (random) => [Math.floor(random() * 2_000_000), TIME + Math.floor(random() * 10_000)]],
    ["of chance alone", (random, index) => (index % 3 === 0 ? [7, index] : [Math.floor(random() * 2 ** 32), Math.floor(random() * 2 ** 32)])],
  ])) {
    it(`${what} finds exactly the earlier keys`, () => {
      const random = seededRandom(3);
      const own = new KeySet();
      const keys = Array.from({ length: 600_000 }, (_, index) => keyAt(random, index));
      // Some keys are repeated, at once or much later.
      for (let count = 0; count < 3000; count += 1) keys.splice(Math.floor(random() * keys.length), 1, /** @type {[number, number]} */ (keys[Math.floor(random() * keys.length)]));
      for (const [seq, time] of keys) own.add(seq, time);
      const real = new Set(keys.map(([seq, time]) => keyOf(seq, time)));
      assert.ok(real.size < keys.length - 2000);
      assert.equal(own.settle(), real.size);
      const wrong = keys.filter(([seq, time]) => own.isFirst(seq, time) !== real.delete(keyOf(seq, time)));
      assert.deepEqual(wrong, []);
    });
  }
});

describe("packed keys", () => {
  it("are unpacked unchanged, with distances of every size and pages that end anywhere", () => {
    const edges = [0, 1, 59, 60, 127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536, 2 ** 23, 2 ** 24 - 1, 2 ** 24, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
    const random = seededRandom(5);
    const any = () => (random() < 0.5 ? Number(edges[Math.floor(random() * edges.length)]) : Math.floor(random() ** 4 * 2 ** 32));
    for (const high of /** @type {const} */ ([0, 1])) {
      const halves = Uint32Array.from({ length: 20_000 }, any);
      const accounts = Uint32Array.from({ length: 10_000 }, (_, index) => (index < 5000 ? index >> 8 : any()));
      const bytes = new Uint8Array(accounts.length * MOST_BYTES);
      const last = { seq: 0, time: 0 };
      const first = packInto(bytes, partOf({ accounts, halves }, 0, 3500), high, last);
      const length = first + packInto(bytes.subarray(first), partOf({ accounts, halves }, 3500, 10_000), high, last);
      for (const pageBytes of [1, 7, 8192]) {
        const pages = [];
        for (let at = 0; at < length; at += pageBytes) pages.push(bytes.slice(at, at + pageBytes));
        const again = { accounts: new Uint32Array(accounts.length), halves: new Uint32Array(halves.length) };
        unpackInto(again, high, pages);
        assert.deepEqual(again, { accounts, halves });
      }
    }
  });
});

/** A file of more than a megabyte in one of the forms, with a few lines that hold no key. @param {string} form @param {() => number} random */
function largeFile(form, random) {
  /** @type {string[]} */
  const lines = form === "csv" || form === "quoted" ? ["id,MsgKey,text"] : [];
  for (let seq = 1; seq <= 70_000; seq += 1) {
    const key = random() < 0.0002 ? `broken${seq}` : keyOf(seq, TIME + (seq >> 5));
    if (form === "lines") lines.push(random() < 0.001 ? "" : key);
    else if (form === "csv") lines.push(`${seq},${key},hello`);
    else if (form === "quoted") lines.push(`${seq},${key},"he said ""no"",${random() < 0.3 ? "\n" : " "}twice"`);
    else if (form === "jsonl") lines.push(JSON.stringify({ id: seq, MsgKey: key }));
    else if (form === "values") lines.push(JSON.stringify([{ id: seq }, { MsgKey: key }], null, 1).replaceAll("\n {", "\n{"));
    else if (form === "spaced") lines.push(`${JSON.stringify({ id: seq, MsgKey: key })}${random() < 0.5 ? " \r" : "\n"}`);
    else if (form === "cut") lines.push(JSON.stringify({ id: seq, MsgKey: key }).slice(0, random() < 0.0002 ? -1 - Math.floor(25 * random()) : undefined));
    else lines.push(`2026-11-23T08:30:00Z INFO sent MsgKey=${key} ok`);
  }
  return form === "json" ? JSON.stringify(lines.map((line) => /MsgKey=(\S+)/.exec(line)?.[1]), null, 1) : `${lines.join("\n")}\n`;
}

describe("a large file", { skip: lacks("time") }, () => {
  for (const form of ["lines", "csv", "quoted", "jsonl", "values", "spaced", "cut", "log", "json"]) {
    it(`of the form "${form}" gives the same keys and line numbers as when read at once`, async (t) => {
      const text = largeFile(form, seededRandom(11));
      assert.ok(text.length > 1_200_000, `${text.length} characters`);
      const path = join(folderOf(t), "large");
      writeFileSync(path, text);
      const column = ["lines", "log", "json", "values"].includes(form) ? undefined : "MsgKey";
      const whole = parseMsgKeys(text, column === undefined ? {} : { column });
      const { stdout, stderr } = await cli(["parse", path, "--skip-invalid", ...(column === undefined ? [] : ["--column", column])]);
      assert.deepEqual(stdout.trim().split("\n"), whole.msgKeys);
      const shown = whole.rejected.slice(0, 20).map(({ line }) => `${path}:${line}:`);
      assert.deepEqual(stderr.split("\n").flatMap((line) => /^ {2}(\S+?:\d+:)/.exec(line)?.[1] ?? []), shown);
      if (form !== "log") assert.ok(shown.length > 3);
    });
  }

  it("in UTF-16, as Windows shells and spreadsheets write it, is read with either byte order", async (t) => {
    const path = join(folderOf(t), "wide.txt");
    for (const count of [2, 60_000]) {
      const lines = Array.from({ length: count }, (_, index) => keyOf(index, TIME));
      const little = Buffer.from(`\ufeff${lines.map((line) => `${line}\r\n`).join("")}`, "utf16le");
      for (const bytes of [little, Buffer.from(little).swap16()]) {
        writeFileSync(path, bytes);
        const { stdout, stderr } = await cli(["parse", path]);
        assert.equal(stderr, "");
        assert.deepEqual(stdout.trim().split("\n"), lines);
      }
    }
  });
});

describe("the plan of many keys", () => {
  it("needs few bytes for each key", async (t) => {
    const { keys, growthBytes, overNodeBytes, output } = await dryRun({ keys: 600_000, folder: folderOf(t) });
    assert.match(output, /Recall 600,000 messages/);
    // The set itself takes 3, the others are reading buffers, the first 50,000 messages as texts, by which earlier runs are looked for until there
    // are too many, and batches of numbers that the collector has not taken yet: it does so every few megabytes.
    assert.ok(growthBytes < 20_000_000 + 25 * keys, `${Math.round(growthBytes / keys)} bytes a key`);
    assert.ok(overNodeBytes < 64_000_000, `${overNodeBytes} bytes beyond those of a Node that does nothing`);
  });
});
