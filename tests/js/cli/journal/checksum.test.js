// The checksums of a journal detect changes by hand or by accident. Journals from before there were checksums are still read.
import assert from "node:assert/strict";
import { closeSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { lockJournal } from "../../../../pkg-template/cli/journal/journal_lock.js";
import { thisProcess } from "../../../../pkg-template/cli/journal/process_identity.js";
import { readJournal } from "../../../../pkg-template/cli/journal/journal_reader.js";
import { ACCOUNT, cli, environment, folderOf, stage } from "../support/command.js";
import { append, appendOld, makeJournal, makeOldJournal } from "../support/journals.js";
import { keysOf as keysInARow, seededRandom } from "../../library/support/fixture.js";

const SEED = 20261128;
const CHANGED = /run\.jsonl: line \d+ is not what was written there: its checksum is missing or does not follow[^]*Nothing in this file is relied on, and nothing was sent\. Restore/;

/** A dead worker with this id. @param {string} id */
const dead = (id) => ({ ...thisProcess(), open: id, start: "1" });

/** The status of each key, by the key's number. @param {string} path */
function statuses(path) {
  const { outcomes } = readJournal(path);
  return Array.from({ length: outcomes.size }, (_, number) => outcomes.status(number));
}

/** Replaces the file with a new journal. @param {string} path @param {number} count */
function makeInstead(path, count) {
  rmSync(path, { force: true });
  makeJournal(path, keysInARow(count));
}

/** A journal of two runs, each of which ended. @param {string} path */
function makeTwice(path) {
  makeInstead(path, 6);
  append(path, "\n", dead("a"), { sent: [0, 1, 2] }, { ended: "recalled", keys: [0] }, { ended: "unconfirmed", keys: [1] }, { ended: "failed", code: 10032, keys: [2] }, { close: "a", because: "ended" });
  append(path, "\n", dead("b"), { sent: [1] }, { ended: "presumedRecalled", code: 10030, keys: [1] }, { sent: [3] }, { close: "b", because: "ended" });
  return readFileSync(path, "utf8").split("\n");
}

describe("a journal that was changed", () => {
  it("in the outcome of a key is rejected with the line number, and nothing in it is used", async (t) => {
    const { run, keys, journal, emulator } = await stage(t, { count: 3 });
    emulator.setFaults({ lostReply: { p: 1 } });
    await run(["recall", "--account", ACCOUNT, "--keys", keys, "--yes", "--retries", "0"]);
    const before = readFileSync(journal(), "utf8");
    assert.match(before, /"ended":"unconfirmed"/);
    const line = before.split("\n").findIndex((text) => text.startsWith('{"ended"')) + 1;
    writeFileSync(journal(), before.replace('"ended":"unconfirmed"', '"ended":"recalled"'));
    const { requests } = emulator.ledger;
    for (const words of [["report", journal()], ["recall", "--resume", journal(), "--yes"]]) {
      const { status, stderr, stdout } = await run(words);
      assert.match(stderr, new RegExp(`line ${line} is not what was written there`));
      assert.deepEqual([status, stdout], [2, ""]);
    }
    assert.equal(emulator.ledger.requests, requests);
  });

  it("by one character in any line, also in the header, is rejected", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    const lines = makeTwice(path);
    const random = seededRandom(SEED);
    for (const [number, line] of lines.entries()) {
      for (let round = 0; line.trimEnd() !== "" && round < 20; round += 1) {
        const at = Math.floor(random() * line.trimEnd().length);
        const other = line[at] === "7" ? "8" : "7";
        writeFileSync(path, lines.with(number, `${line.slice(0, at)}${other}${line.slice(at + 1)}`).join("\n"));
        assert.throws(() => statuses(path), { name: "Error" }, `seed ${SEED}: line ${number + 1}, character ${at + 1}`);
      }
    }
  });

  it("by a removed, repeated or moved line is rejected", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    const lines = makeTwice(path);
    const first = lines.findIndex((line) => line.includes('"open"'));
    // Lines removed from the end leave no trace; all other changes show in the lines that follow.
    const last = lines.length - 2;
    for (let number = first; number <= last; number += 1) {
      if (lines[number] === "") continue;
      if (number < last) {
        writeFileSync(path, lines.toSpliced(number, 1).join("\n"));
        assert.throws(() => statuses(path), CHANGED, `without line ${number + 1}`);
      }
      writeFileSync(path, lines.toSpliced(number, 0, String(lines[number])).join("\n"));
      if (!lines[number]?.includes('"open"')) assert.throws(() => statuses(path), CHANGED, `line ${number + 1} twice`);
      if (number === last || lines[number + 1] === "") continue;
      writeFileSync(path, lines.with(number, String(lines[number + 1])).with(number + 1, String(lines[number])).join("\n"));
      assert.throws(() => statuses(path), CHANGED, `line ${number + 1} behind the next`);
    }
    writeFileSync(path, lines.toSpliced(first, lines.indexOf("", first) - first).join("\n"));
    assert.throws(() => statuses(path), CHANGED, "without the first run");
  });

  it("by a line without a checksum, or by a line of another journal, is rejected", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    const other = join(folderOf(t), "other.jsonl");
    makeJournal(other, keysInARow(7));
    append(other, dead("c"), { ended: "recalled", keys: [0] });
    const foreign = readFileSync(other, "utf8").split("\n").slice(-3).join("\n");
    for (const added of ['{"ended":"recalled","keys":[3]}\n', `${JSON.stringify(dead("c"))}\n`, foreign]) {
      makeTwice(path);
      append(path, added);
      assert.throws(() => statuses(path), CHANGED);
    }
  });
});

describe("a journal without checksums", () => {
  it("of the first release is read, and later releases can resume it", async (t) => {
    const path = join(folderOf(t), "run.jsonl");
    const opening = (/** @type {string} */ id) => `\n${JSON.stringify({ ...dead(id), at: 1 })}\n`;
    makeOldJournal(path, keysInARow(5), opening("a"), { sent: [0, 1], at: 1 }, { ended: "recalled", keys: [0], at: 2 }, { ended: "failed", code: 10030, keys: [1], at: 3 }, '{"sent":[2');
    assert.deepEqual(statuses(path), ["recalled", "failed", "notAttempted", "notAttempted", "notAttempted"], "what was failed with 10030 stays so");
    const claim = await lockJournal(path);
    await claim.writer.append({ sent: [2] });
    claim.writer.ended(2, "notFound", 10030);
    await claim.close("ended");
    appendOld(path, opening("b"), { sent: [3] }, { ended: "recalled", keys: [3] }, { close: "b", because: "ended" });
    await (await lockJournal(path)).close("ended");
    assert.deepEqual(statuses(path), ["recalled", "failed", "notFound", "recalled", "notAttempted"]);
  });

  it("gets them when it is resumed: after that, a line without a checksum is rejected", async (t) => {
    const path = join(folderOf(t), "run.jsonl");
    makeOldJournal(path, keysInARow(3), dead("a"), { sent: [0] });
    append(path, dead("b"), { sent: [1] });
    appendOld(path, { ended: "recalled", keys: [1] });
    assert.throws(() => statuses(path), CHANGED);
  });

  it("may end in a truncated line with any part of an answer's text", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    for (const torn of ['{"said":"a}', '{"said":"a \\"quoted\\" }', '{"said":"{\\"a\\":{}}']) {
      makeOldJournal(path, keysInARow(2), dead("a"), { sent: [0] }, torn);
      assert.deepEqual(statuses(path), ["unconfirmed", "notAttempted"]);
      appendOld(path, `\n${JSON.stringify(dead("b"))}\n`, { ended: "recalled", keys: [0] });
      assert.deepEqual(statuses(path), ["recalled", "notAttempted"]);
    }
    makeOldJournal(path, keysInARow(2), dead("a"), '{"said":"a","code":x}');
    assert.throws(() => statuses(path), /in line 4, expected a line of a journal/);
  });
});

describe("a truncated journal", () => {
  it("lacks only its last line, even if that ends after a brace in a text, and can be resumed", async (t) => {
    const path = join(folderOf(t), "run.jsonl");
    makeJournal(path, keysInARow(2));
    append(path, "\n", dead("a"), { sent: [0] }, { said: 'x "a" } y', code: 10004 });
    const whole = readFileSync(path, "utf8");
    truncateSync(path, Buffer.byteLength(whole.slice(0, whole.indexOf(" } y") + 2)));
    assert.ok(readFileSync(path, "utf8").endsWith("}"));
    assert.deepEqual(statuses(path), ["unconfirmed", "notAttempted"]);
    await (await lockJournal(path)).close("ended");
    assert.deepEqual(statuses(path), ["unconfirmed", "notAttempted"]);
  });

  it("with a truncated line in the middle of a run is rejected", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    const lines = makeTwice(path);
    const sent = lines.findIndex((line) => line.startsWith('{"sent"'));
    writeFileSync(path, lines.with(sent, String(lines[sent]).slice(0, 12)).join("\n"));
    assert.throws(() => statuses(path), new RegExp(`found "\\{"sent":\\[0,1" in line ${sent + 1}, expected a line of a journal`));
  });

  it("with a line missing before the start of a later run is rejected", (t) => {
    const path = join(folderOf(t), "run.jsonl");
    const lines = makeTwice(path);
    const close = lines.findIndex((line) => line.startsWith('{"close"'));
    writeFileSync(path, lines.with(close, String(lines[close]).slice(0, 12)).join("\n"));
    assert.throws(() => statuses(path), CHANGED);
  });
});

describe("a journal with an endless line", () => {
  it("is rejected with little memory, whichever line it is", { timeout: 60_000 }, async (t) => {
    const path = join(folderOf(t), "run.jsonl");
    for (const [line, start] of /** @type {[number, string][]} */ ([[1, ""], [3, "made"]])) {
      if (start === "") writeFileSync(path, "");
      else makeInstead(path, 3);
      const fd = openSync(path, "a");
      writeSync(fd, "{");
      closeSync(fd);
      // A sparse file of a gigabyte, which takes no space on the disk.
      truncateSync(path, 1024 ** 3);
      for (const words of [["report", path], ["recall", "--resume", path, "--yes"]]) {
        const { status, stderr } = await cli(words, { env: { ...environment("http://127.0.0.1:9"), NODE_OPTIONS: "--max-old-space-size=64" } });
        assert.match(stderr, new RegExp(`run\\.jsonl: found more than 4 MB in line ${line}, expected the line of a journal`));
        assert.equal(status, 2);
      }
    }
  });
});
