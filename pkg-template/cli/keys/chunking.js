// How a large file is cut, and what each piece needs before it, so that the pieces read as the whole file does.
import { parseMsgKeys } from "tencent-chat-recall";
import { Failure } from "../failures/failure.js";
import { readPlainLines } from "./plain_keys.js";

const NEWLINE = 10;
/** Where one value of JSON Lines ends and the next begins: between those inside of a value stands a comma. */
const BETWEEN_VALUES = /[}\]][ \t\r]*\n(?=\s*[{[])/g;
/** How far behind a line break the next value is looked for. */
const GAP = 256;

/**
 * `prefix` is a line that shows the format, as the file's beginning did: a stray line of a list is no header of a table, and a line
 * of a log no list. `keys` of it are not the file's.
 * @typedef {{ format: "lines" | "csv" | "jsonl" | "log", prefix: string, keys: number }} Manner
 */

/** @type {Record<string, string>} */
const PREFIXES = { lines: "0_1_1000000000\n", jsonl: "[]\n", log: "sent 0_1_1000000000 before\n" };
/** A key at the end of a line that has all digits that it can have: whatever the next line begins with is no part of it. */
const WHOLE_KEY = /_1_\d{10}$/;
/** Numbers, the beginnings of escapes, what joins lines, and borders behind them (the last is a byte of the bar of boxes). */
const MAY_GO_ON = /[\da-fxuM=\\%#&|$\x82]$/i;
/** How much of the end of a line tells so. */
const TAIL = 40;

/**
 * @param {Buffer} bytes the beginning of a file
 * @param {{ column?: string }} given
 * @returns {Manner | undefined} undefined: it can only be understood whole
 */
export function mannerOf(bytes, given) {
  const end = bytes.lastIndexOf(NEWLINE) + 1;
  if (end === 0 || encodingOf(bytes) !== "utf-8") return undefined;
  const isPlain = given.column === undefined && readPlainLines(bytes, end, () => {}).lines > 0;
  const text = bytes.toString("utf8", 0, isPlain ? 0 : end);
  const { format, msgKeys, columns } = isPlain ? { format: /** @type {const} */ ("lines"), msgKeys: [text], columns: undefined } : parseMsgKeys(text, given);
  // Which column is meant has to be asked: nothing of it is read.
  if (columns) return undefined;
  // A beginning without a key, such as a long comment, shows no format.
  if (format === "json" || (format === "lines" && msgKeys.length === 0)) return undefined;
  const prefix = PREFIXES[format] ?? headOf(text, given);
  return { format, prefix, keys: parseMsgKeys(prefix, given).msgKeys.length };
}

/**
 * The line that makes a table of what follows: its header, or its first row with a key. A blank line behind it, since its end says nothing
 * of the next.
 * @param {string} text
 * @param {{ column?: string }} given
 */
function headOf(text, given) {
  for (let start = 0; start < text.length; ) {
    const line = text.slice(start, text.indexOf("\n", start) + 1);
    start += line.length;
    const { format, incomplete } = parseMsgKeys(line, given);
    if (format !== "csv") continue;
    // A cell that goes on behind this line is closed: the pieces begin outside of it.
    return incomplete ? `${line.trimEnd()}"\n\n` : `${line}\n`;
  }
  return "";
}

/**
 * Where a piece may end at a line break, so that no key goes on behind it: at the last line that ends with a whole key, or with no number
 * and no sign that joins it with the next. Where there is none, at the last line break.
 * @param {Buffer} bytes
 * @param {number} end behind a line break
 */
export function cleanEnd(bytes, end) {
  for (let at = end; at > 0; at = bytes.lastIndexOf(NEWLINE, at - 2) + 1) {
    const tail = bytes.toString("latin1", Math.max(0, at - TAIL), at).trimEnd();
    if (WHOLE_KEY.test(tail) || !MAY_GO_ON.test(tail)) return at;
  }
  return end;
}

/** Where a line begins. @param {Uint8Array} bytes @param {number} number from 1 on */
export function lineStart(bytes, number) {
  let start = 0;
  for (let line = 1; line < number; line += 1) start = bytes.indexOf(NEWLINE, start) + 1;
  return start;
}

/**
 * Looks in small windows from the end on, since it is mostly found in the first.
 * @param {Buffer} bytes
 * @param {number} end
 */
export function valuesEnd(bytes, end) {
  for (let from = end; from > 0; ) {
    const start = Math.max(0, from - 4 * GAP);
    const window = bytes.toString("latin1", start, Math.min(end, from + GAP));
    const last = [...window.matchAll(BETWEEN_VALUES)].at(-1);
    if (last) return start + last.index + last[0].length;
    from = start === 0 ? 0 : start + GAP;
  }
  return 0;
}

/** By the mark in front: what Windows shells write by `>` is UTF-16, and spreadsheets write it too. @param {Uint8Array} bytes */
export function encodingOf([first, second]) {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

/** How the first line of a journal begins. */
const JOURNAL = [...Buffer.from('{"journal":"tencent-chat-recall"')];

/** Says what to do with files that hold no text. @param {Uint8Array} bytes @param {string} name */
export function refuseForeign(bytes, name) {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3) throw new Failure(`${name}: found a workbook or another zip file, expected text; save the sheet as CSV`);
  if (JOURNAL.every((byte, at) => bytes[at] === byte)) throw new Failure(`${name}: found a journal of a recall, expected MsgKeys: go on with it by recall --resume, or list its messages by report`);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) throw new Failure(`${name}: found a gzip file, expected text; pipe it: gunzip -c ${name} | ... --keys -`);
}
