// Reads MsgKeys from files and standard input of any size: small files at once, large ones in chunks of whole lines.
import { parseMsgKeys } from "tencent-chat-recall";
import { blocksOf, standardInput } from "../files/bounded_file.js";
import { Failure, harmless, reasonOf } from "../failures/failure.js";
import { displayPath } from "../files/display_path.js";
import { limited } from "./input_limit.js";
import { cleanEnd, encodingOf, lineStart, mannerOf, refuseForeign, valuesEnd } from "./chunking.js";
import { numbersOf, readPlainLines } from "./plain_keys.js";
import { withReadingNotice } from "./reading_notice.js";

/** Up to here a file is read whole, so that its format is seen from all of it. */
const WHOLE_BYTES = 1024 * 1024;
/** Small pieces: what is parsed leaves garbage, and the garbage of large ones adds up before it is collected. */
const PIECE_BYTES = 64 * 1024;
/** A document that can only be understood whole. */
const MOST_WHOLE_BYTES = 64 * 1024 * 1024;
/** A row of a table, which ends where a line does and no cell goes on. */
const MOST_ROW_BYTES = 1024 * 1024;
/** Cells of one row that go over several lines: each is gone back over by itself, to where the row begins. */
const MOST_LONG_CELLS = 64;
const NEWLINE = 10;
/**
 * Where keys go.
 * @typedef {{
 *   key: (seq: number, time: number) => void, other: (text: string) => void, rejected: (what: Rejected) => void, file: (read: FileRead) => void,
 *   messages: number, rejectedCount: number,
 * }} Sink `messages`: keys so far; `rejectedCount`: lines so far that hold none
 * @typedef {{ file: string, line: number, text: string, code: import("tencent-chat-recall").RejectCode, reason: string }} Rejected
 * @typedef {{ file: string, messages: number, lines: number, sample?: string, column?: string }} FileRead what was read of a file, when it has ended
 */

/**
 * @param {string[]} files paths, or "-" for standard input
 * @param {string | undefined} column
 * @param {Sink} sink
 * @param {import("../languages/locale.js").Language} [language] of what is said while it reads
 */
export async function readKeys(files, column, sink, language = "en") {
  for (const file of files) {
    const name = file === "-" ? "standard input" : displayPath(file);
    try {
      const chunks = withReadingNotice(file === "-" ? standardInput() : blocksOf(file), name, sink, { language });
      await new KeyFile(name, column, sink).read(limited(chunks, name, sink));
    } catch (error) {
      if (error instanceof Failure || !(/** @type {NodeJS.ErrnoException} */ (error)?.syscall)) throw error;
      throw new Failure(`${name}: cannot be read: ${reasonOf(error)}`);
    }
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
  /** How it is cut; undefined until that is known. @type {import("./chunking.js").Manner | undefined} */
  #manner;
  /** It can only be understood whole. */
  #isWhole = false;
  /** So much has to be there before a piece is cut again: what has no place for a cut is not searched at every block. */
  #enough = PIECE_BYTES;
  /** Lines that are neither blank nor comments. */
  #lineCount = 0;
  #messages = 0;
  /** The first of the lines, and the column that is read. @type {{ sample?: string, column?: string }} */
  #seen = {};

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
      if (!this.#manner && !this.#isWhole && this.#length >= WHOLE_BYTES) this.#decide();
      if (this.#manner && this.#length >= this.#enough) this.#parsePiece(this.#manner);
      if (this.#length > MOST_WHOLE_BYTES) {
        throw new Failure(`${this.#name}: found one document or line of more than 64 MB, expected JSON Lines, a table in UTF-8 or a list of keys at that size`);
      }
    }
    if (this.#manner) {
      this.#take(Buffer.from("\n"));
      this.#parse(this.#manner, this.#length, true);
    } else {
      this.#parseWhole();
    }
    this.#sink.file({ file: this.#name, messages: this.#messages, lines: this.#lineCount, ...this.#seen });
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
    this.#manner = mannerOf(this.#pending.subarray(0, this.#length), this.#given());
    this.#isWhole = this.#manner === undefined;
  }

  #given() {
    return this.#column === undefined ? {} : { column: this.#column };
  }

  /** Behind the last line, of a table behind the last row, of JSON Lines behind the last value. @param {import("./chunking.js").Manner} manner */
  #parsePiece(manner) {
    const lines = this.#pending.lastIndexOf(NEWLINE, this.#length - 1) + 1;
    const end = manner.format === "jsonl" ? valuesEnd(this.#pending, lines) : cleanEnd(this.#pending, lines);
    const openLine = this.#parse(manner, end, false);
    if (openLine === undefined && end > 0) {
      this.#enough = PIECE_BYTES;
      return;
    }
    if (openLine !== undefined && this.#length > MOST_ROW_BYTES) {
      throw new Failure(`${this.#name}:${openLine}: found a quote that nothing closes in a row of more than 1 MB, expected another before the end of the row`);
    }
    this.#enough = 2 * this.#length;
  }

  /** A file that is not cut. */
  #parseWhole() {
    const bytes = this.#pending.subarray(0, this.#length);
    refuseForeign(bytes, this.#name);
    this.#give(parseMsgKeys(new TextDecoder(encodingOf(bytes)).decode(bytes), this.#given()), 0, 0);
  }

  /**
   * @param {import("./chunking.js").Manner} manner
   * @param {number} end of the piece in what is pending
   * @param {boolean} isLast
   * @returns {number | undefined} the line of an open quote, if no row ends before `end`
   */
  #parse(manner, end, isLast) {
    const plain = manner.format === "lines" ? readPlainLines(this.#pending, end, this.#sink.key) : { at: 0, lines: 0 };
    this.#lines += plain.lines;
    this.#lineCount += plain.lines;
    this.#messages += plain.lines;
    // The file's own beginning needs nothing before it.
    const { prefix, keys } = this.#lines === 0 ? { prefix: "", keys: 0 } : manner;
    const before = prefix.split("\n").length - 1;
    let openLine;
    for (let [until, tries] = [end, 1]; plain.at < until; tries += 1) {
      const parsed = parseMsgKeys(prefix + this.#pending.toString("utf8", plain.at, until), this.#given());
      const last = parsed.rejected.at(-1);
      if (!isLast && manner.format === "csv" && last?.code === "unclosed-cell") {
        openLine = last.line - before + this.#lines;
        until = tries < MOST_LONG_CELLS ? lineStart(this.#pending, last.line - before) : 0;
        continue;
      }
      this.#give(parsed, keys, before);
      this.#lines += count(this.#pending, NEWLINE, plain.at, until);
      this.#drop(until);
      return undefined;
    }
    if (openLine === undefined) this.#drop(end);
    return openLine;
  }

  /** @param {number} end of what has been parsed */
  #drop(end) {
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
  #give({ msgKeys, rejected, columns, column, sample, lineCount }, skip, before) {
    const lineOf = (/** @type {number} */ line) => line - before + this.#lines;
    if (columns) throw new Failure(`${this.#name}: found MsgKeys in ${columns.map((name) => `"${harmless(name)}"`).join(" and ")}, expected one of them to be named: --column ${shellWord(columns[0])}`);
    for (const { line, text, code, reason, opened } of rejected) {
      if (line <= before) continue;
      // None of its lines can be read, and none is to be left out.
      if (code === "missing-column") throw new Failure(`${this.#name}:${lineOf(line)}: ${reason}`);
      const placed = opened === undefined ? reason : reason.replace(`line ${opened}`, `line ${lineOf(opened)}`);
      this.#sink.rejected({ file: this.#name, line: lineOf(line), text, code, reason: placed });
    }
    // The lines of the prefix are there to be seen, but for the blank one.
    this.#lineCount += lineCount - Math.min(before, 1);
    if (this.#seen.sample === undefined) this.#seen = { ...(sample !== undefined && { sample }), ...(column !== undefined && { column }) };
    this.#messages += msgKeys.length - skip;
    for (let index = skip; index < msgKeys.length; index += 1) {
      const text = /** @type {string} */ (msgKeys[index]);
      const numbers = numbersOf(text);
      if (numbers) this.#sink.key(numbers[0], numbers[1]);
      else this.#sink.other(text);
    }
  }
}

/** A word that a shell takes as it is. @param {string} text */
const shellWord = (text) => (/^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** @param {Uint8Array} bytes @param {number} byte @param {number} from @param {number} to */
function count(bytes, byte, from, to) {
  let found = 0;
  for (let at = from; at < to; at += 1) if (bytes[at] === byte) found += 1;
  return found;
}
