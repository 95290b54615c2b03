// Reads MsgKeys out of files and standard input, of any size: small files whole, large ones in pieces that end with a line.
import { open } from "node:fs/promises";
import { parseMsgKeys } from "tencent-chat-recall";
import { Failure, reasonOf } from "../failure.js";
import { numbersOf, readPlainLines } from "./plain.js";

/** Up to here a file is read whole, so that its format is seen from all of it. */
const WHOLE_BYTES = 1024 * 1024;
/** Small pieces: what is parsed leaves garbage, and the garbage of large ones adds up before it is collected. */
const PIECE_BYTES = 64 * 1024;
/** A document that can only be understood whole. */
const MOST_WHOLE_BYTES = 64 * 1024 * 1024;
const NEWLINE = 10;
/** Where one value of JSON Lines ends and the next begins: between those inside of a value stands a comma. */
const BETWEEN_VALUES = /[}\]][ \t\r]*\n(?=\s*[{[])/g;
/** How far behind a line break the next value is looked for. */
const GAP = 256;
/** Before a piece of a list of keys it keeps a stray line from being taken for the header of a table. */
const PIN = "0_1_0\n";

/** What the library says of a table that lacks the column: then none of its lines can be read, and none is to be left out. */
const NO_COLUMN = /^found a header without column /;

/**
 * Where keys go.
 * @typedef {{ key: (seq: number, time: number) => void, other: (text: string) => void, rejected: (what: Rejected) => void }} Sink
 * @typedef {{ file: string, line: number, text: string, reason: string }} Rejected
 */

/**
 * @param {string[]} files paths, or "-" for standard input
 * @param {string | undefined} column
 * @param {Sink} sink
 */
export async function readKeys(files, column, sink) {
  for (const file of files) {
    const name = file === "-" ? "standard input" : file;
    try {
      await new KeyFile(name, column, sink).read(file === "-" ? process.stdin : blocks(file));
    } catch (error) {
      if (error instanceof Failure || !(/** @type {NodeJS.ErrnoException} */ (error)?.syscall)) throw error;
      throw new Failure(`${name}: cannot be read: ${reasonOf(error)}`);
    }
  }
}

/** The bytes of a file, always in the same memory. @param {string} path */
async function* blocks(path) {
  const handle = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(PIECE_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

class KeyFile {
  #name;
  #column;
  #sink;
  /** What has come and is not parsed yet. */
  #pending = Buffer.allocUnsafe(2 * PIECE_BYTES);
  #length = 0;
  #lines = 0;
  /** What a piece needs before it, so that it reads as the file does; undefined until the format is known. @type {string | undefined} */
  #prefix;
  /** It can only be understood whole. */
  #isWhole = false;
  /** A table: its pieces must not end within quotes. */
  #isTable = false;
  /** Values of JSON: its pieces must not end within one. */
  #isValues = false;
  /** So much has to be there before a piece is cut again: what has no place for a cut is not searched at every block. */
  #enough = PIECE_BYTES;

  /** @param {string} name @param {string | undefined} column @param {Sink} sink */
  constructor(name, column, sink) {
    this.#name = name;
    this.#column = column;
    this.#sink = sink;
  }

  /** @param {AsyncIterable<Uint8Array | string>} chunks */
  async read(chunks) {
    for await (const chunk of chunks) {
      this.#take(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
      if ((this.#isWhole || this.#isValues) && this.#length > MOST_WHOLE_BYTES) {
        throw new Failure(`${this.#name}: found one document of more than 64 MB, expected JSON Lines, a table in UTF-8 or a list of keys at that size`);
      }
      if (this.#prefix === undefined && !this.#isWhole && this.#length >= WHOLE_BYTES) this.#decide();
      if (this.#prefix === undefined || this.#length < this.#enough) continue;
      const end = this.#cut();
      this.#enough = end > 0 ? PIECE_BYTES : 2 * this.#length;
      if (end > 0) this.#parse(end);
    }
    if (this.#prefix === undefined) return this.#parseWhole();
    this.#take(Buffer.from("\n"));
    return this.#parse(this.#length);
  }

  /** @param {Uint8Array} chunk */
  #take(chunk) {
    if (this.#length + chunk.length > this.#pending.length) {
      const larger = Buffer.allocUnsafe(2 * (this.#length + chunk.length));
      this.#pending.copy(larger, 0, 0, this.#length);
      this.#pending = larger;
    }
    this.#pending.set(chunk, this.#length);
    this.#length += chunk.length;
  }

  /** Sees from the beginning of a large file how to cut the rest. */
  #decide() {
    refuseForeign(this.#pending, this.#name);
    const end = this.#pending.lastIndexOf(NEWLINE, this.#length - 1) + 1;
    const isWide = encodingOf(this.#pending) !== "utf-8";
    const isPlain = this.#column === undefined && readPlainLines(this.#pending, end, () => {}).lines > 0;
    const format = isPlain ? "lines" : parseMsgKeys(this.#pending.toString("utf8", 0, end), this.#given()).format;
    if (isWide || end === 0 || format === "json") this.#isWhole = true;
    else if (format === "lines") this.#prefix = PIN;
    else if (format === "csv") this.#prefix = this.#header();
    else this.#prefix = "";
    this.#isTable = format === "csv";
    this.#isValues = format === "jsonl";
  }

  /** The header of a table, if it has one. */
  #header() {
    const [line = ""] = /^(?:\s*(?:#.*)?\n)*(.*\n)/.exec(this.#pending.toString("utf8", 0, PIECE_BYTES))?.slice(1) ?? [];
    return parseMsgKeys(line, this.#given()).msgKeys.length > 0 ? "" : line;
  }

  #given() {
    return this.#column === undefined ? {} : { column: this.#column };
  }

  /** Where to end a piece: behind the last line, of a table behind the last row, of JSON Lines behind the last value. */
  #cut() {
    let end = this.#pending.lastIndexOf(NEWLINE, this.#length - 1) + 1;
    if (this.#isValues) return lastValueEnd(this.#pending, end);
    while (this.#isTable && end > 0 && quotes(this.#pending, end) % 2 === 1) end = this.#pending.lastIndexOf(NEWLINE, end - 2) + 1;
    return end;
  }

  /** A file that is not cut. */
  #parseWhole() {
    const bytes = this.#pending.subarray(0, this.#length);
    refuseForeign(bytes, this.#name);
    this.#give(parseMsgKeys(new TextDecoder(encodingOf(bytes)).decode(bytes), this.#given()), 0, 0);
  }

  /** @param {number} end of the piece in what is pending */
  #parse(end) {
    let at = 0;
    if (this.#prefix === PIN) {
      const plain = readPlainLines(this.#pending, end, this.#sink.key);
      at = plain.at;
      this.#lines += plain.lines;
    }
    if (at < end) {
      // The very first piece still has its own header.
      const prefix = this.#lines === 0 && this.#isTable ? "" : (this.#prefix ?? "");
      const text = this.#pending.toString("utf8", at, end);
      this.#give(parseMsgKeys(prefix + text, this.#given()), prefix === PIN ? 1 : 0, prefix === "" ? 0 : 1);
      this.#lines += count(this.#pending, NEWLINE, at, end);
    }
    const rest = this.#pending.subarray(end, this.#length);
    // The memory of the large beginning is not needed for the small pieces that follow.
    if (this.#pending.length > 4 * PIECE_BYTES && rest.length < PIECE_BYTES) this.#pending = Buffer.allocUnsafe(2 * PIECE_BYTES);
    this.#pending.set(rest, 0);
    this.#length = rest.length;
  }

  /**
   * @param {import("tencent-chat-recall").ParsedMsgKeys} parsed
   * @param {number} skip keys of the prefix
   * @param {number} before lines of the prefix
   */
  #give({ msgKeys, rejected }, skip, before) {
    for (const { line, text, reason } of rejected) {
      if (NO_COLUMN.test(reason)) throw new Failure(`${this.#name}:${line - before + this.#lines}: ${reason}`);
      this.#sink.rejected({ file: this.#name, line: line - before + this.#lines, text, reason });
    }
    for (let index = skip; index < msgKeys.length; index += 1) {
      const text = /** @type {string} */ (msgKeys[index]);
      const numbers = numbersOf(text);
      if (numbers) this.#sink.key(numbers[0], numbers[1]);
      else this.#sink.other(text);
    }
  }
}

/** @param {Uint8Array} bytes @param {number} byte @param {number} from @param {number} to */
function count(bytes, byte, from, to) {
  let found = 0;
  for (let at = from; at < to; at += 1) if (bytes[at] === byte) found += 1;
  return found;
}

/**
 * Looks in small windows from the end on, since it is mostly found in the first.
 * @param {Buffer} bytes
 * @param {number} end
 */
function lastValueEnd(bytes, end) {
  for (let from = end; from > 0; ) {
    const start = Math.max(0, from - 4 * GAP);
    const window = bytes.toString("latin1", start, Math.min(end, from + GAP));
    const last = [...window.matchAll(BETWEEN_VALUES)].at(-1);
    if (last) return start + last.index + last[0].length;
    from = start === 0 ? 0 : start + GAP;
  }
  return 0;
}

/** @param {Uint8Array} bytes @param {number} end */
const quotes = (bytes, end) => count(bytes, 34, 0, end);

/** By the mark in front: what Windows shells write by `>` is UTF-16, and spreadsheets write it too. @param {Uint8Array} bytes */
function encodingOf([first, second]) {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

/** Says what to do with files that hold no text. @param {Uint8Array} bytes @param {string} name */
function refuseForeign(bytes, name) {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3) throw new Failure(`${name}: found a workbook or another zip file, expected text; save the sheet as CSV`);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) throw new Failure(`${name}: found a gzip file, expected text; pipe it: gunzip -c ${name} | ... --keys -`);
}
