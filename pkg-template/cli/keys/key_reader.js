// Reads MsgKeys from files and standard input of any size with the package's reader; adds files, limits and refusals.
import { createMsgKeyReader } from "tencent-chat-recall";
import { Failure, harmless, reasonCode } from "../failures/failure.js";
import { blocksOf, standardInput } from "../files/bounded_file.js";
import { displayPath } from "../files/display_path.js";
import { sentence } from "../languages/sentence.js";
import { limited } from "./input_limit.js";
import { refuseOtherKinds } from "./other_kinds.js";
import { withReadingNotice } from "./reading_notice.js";

/** Most bytes of a line or JSON value, which can be judged only at its end. */
const MOST_HELD_BYTES = 64 * 1024 * 1024;
/** Most bytes of a quoted cell that spans lines with keys: no intended cell is that long. */
const MOST_CELL_BYTES = 1024 * 1024;

/**
 * Receives the keys.
 * @typedef {{
 *   begin: (file: string) => void, key: (seq: number, time: number, officialAccount: string | undefined, line: number) => void,
 *   rejected: (what: Rejected) => void, file: (read: FileRead) => void, messages: number, rejectedCount: number,
 * }} Sink `messages`: keys so far; `rejectedCount`: lines without a key so far. `key` gets the account that the line names
 * @typedef {import("tencent-chat-recall").RejectedText & { file: string }} Rejected
 * @typedef {{ file: string, lines: number, sample: string | undefined, column: string | undefined, accountColumn?: string | undefined }} FileRead the facts about a file, at its end
 */

/** @typedef {{ column?: string | undefined, accountColumn?: string | undefined, language: import("../languages/locale.js").Language }} How `language`: of notices */

/**
 * @param {string[]} files paths, or "-" for standard input
 * @param {Sink} sink
 * @param {How} how
 */
export async function readKeys(files, sink, { language, column, accountColumn }) {
  for (const path of files) {
    const file = path === "-" ? path : displayPath(path);
    try {
      const chunks = withReadingNotice(path === "-" ? standardInput() : blocksOf(path), file, sink, { language });
      await new FileReader(file, sink).read(limited(chunks, file, sink), { column, accountColumn });
    } catch (error) {
      if (error instanceof Failure || !(/** @type {NodeJS.ErrnoException} */ (error)?.syscall)) throw error;
      throw new Failure(sentence("unreadable", { path: file, reason: reasonCode(error) }));
    }
  }
}

class FileReader {
  #file;
  #sink;
  /** The quoted cell that contains the last rejected line, and where it was first seen. */
  #cell = { opened: 0, from: 0 };

  /** @param {string} file @param {Sink} sink */
  constructor(file, sink) {
    this.#file = file;
    this.#sink = sink;
  }

  /** @param {AsyncIterable<Uint8Array | string>} chunks @param {{ column: string | undefined, accountColumn: string | undefined }} columns */
  async read(chunks, columns) {
    const reader = createMsgKeyReader(columns);
    this.#sink.begin(this.#file);
    for await (const chunk of chunks) {
      if (reader.read === 0) refuseOtherKinds(Buffer.from(chunk), this.#file);
      this.#give(reader.push(chunk), reader.read);
      if (reader.held > MOST_HELD_BYTES) throw new Failure(sentence("longLine", { file: this.#file }));
    }
    const last = reader.end();
    this.#give(last, reader.read);
    this.#sink.file({ file: this.#file, lines: last.lineCount, sample: last.sample, column: last.column, accountColumn: last.accountColumn });
  }

  /** @param {Pick<import("tencent-chat-recall").MsgKeyBatch, "numbers" | "lines" | "rejected" | "officialAccounts">} batch @param {number} read bytes so far */
  #give({ numbers, lines, rejected, officialAccounts }, read) {
    for (const one of rejected) {
      this.#refuse(one, read);
      this.#sink.rejected({ ...one, file: this.#file });
    }
    for (let place = 0; place < numbers.length; place += 2) {
      this.#sink.key(Number(numbers[place]), Number(numbers[place + 1]), officialAccounts?.[place / 2], Number(lines[place / 2]));
    }
  }

  /** Rejects a file for a problem of the whole file: skipping lines would not help. @param {import("tencent-chat-recall").RejectedText} one @param {number} read */
  #refuse({ code, params = {}, line, text }, read) {
    const file = this.#file;
    if (code === "two-columns" && params.columns) throw new Failure(sentence("twoColumns", { file, columns: params.columns.map((name) => harmless(name)), option: shellWord(params.columns[0]) }));
    if (code === "missing-column") throw new Failure(sentence("rejectedLine", { file, line, rejected: { code, text, params } }));
    if (code !== "quoted-cell" || params.opened === undefined) return;
    if (this.#cell.opened !== params.opened) this.#cell = { opened: params.opened, from: read };
    if (read - this.#cell.from > MOST_CELL_BYTES) throw new Failure(sentence("openQuote", { file, line: params.opened }));
  }
}

/** Quotes a word for a shell. @param {string} text */
const shellWord = (text) => (/^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
