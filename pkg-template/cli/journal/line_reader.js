// Iterates over the lines of an open file, in memory bounded by the longest line allowed.
import { readSync } from "node:fs";
import { Failure } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";
import { displayPath } from "../files/display_path.js";

const BLOCK = 256 * 1024;
/** Far longer than any line of a journal. */
const MOST_BYTES = 4 * 1024 * 1024;
const NEWLINE = 10;

/**
 * `bytes` hold the line with its newline, and are valid until the next step. `whole` is false for a last line without a newline.
 * @param {number} fd
 * @param {string} path for messages
 * @returns {Generator<{ text: string, bytes: Uint8Array, at: number, whole: boolean }, void, void>}
 */
export function* linesOf(fd, path) {
  let buffer = Buffer.allocUnsafe(BLOCK);
  let length = 0;
  let at = 0;
  let number = 0;
  for (;;) {
    if (length > MOST_BYTES) throw new Failure(sentence("journalLine", { path: displayPath(path), line: number + 1, most: MOST_BYTES / 1024 / 1024 }));
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
    const read = readSync(fd, buffer, length, buffer.length - length, at + length);
    length += read;
    let start = 0;
    for (let end = buffer.indexOf(NEWLINE, 0); end >= 0 && end < length; end = buffer.indexOf(NEWLINE, start)) {
      yield { text: buffer.toString("utf8", start, end), bytes: buffer.subarray(start, end + 1), at: at + start, whole: true };
      start = end + 1;
      number += 1;
    }
    if (read === 0) {
      if (start < length) yield { text: buffer.toString("utf8", start, length), bytes: buffer.subarray(start, length), at: at + start, whole: false };
      return;
    }
    buffer.copyWithin(0, start, length);
    length -= start;
    at += start;
  }
}
