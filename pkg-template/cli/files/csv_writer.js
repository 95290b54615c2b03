// Streams CSV rows to a file or standard output in bounded memory, for `history` and `report`.
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify/sync";
import { Failure, reasonCode } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";
import { displayPath } from "./display_path.js";
import { writeWhole } from "./atomic_file.js";

/** Rows converted to text at a time. */
const BLOCK = 500;

/** Converts rows to CSV. A cell that a spreadsheet would execute as a formula is escaped. @param {unknown[][]} rows */
export const csvOf = (rows) => stringify(rows, { escape_formulas: true });

/**
 * @param {string} file "-" for standard output
 * @param {string[]} head
 * @param {Iterable<unknown[]>} rows
 */
export async function writeCsv(file, head, rows) {
  await writeText(file, blocks(head, rows));
}

/** @param {string[]} head @param {Iterable<unknown[]>} rows */
function* blocks(head, rows) {
  let block = [/** @type {unknown[]} */ (head)];
  for (const row of rows) {
    block.push(row);
    if (block.length < BLOCK) continue;
    yield csvOf(block);
    block = [];
  }
  if (block.length > 0) yield csvOf(block);
}

/**
 * @param {string} file "-" for standard output
 * @param {Iterable<string>} parts
 */
export async function writeText(file, parts) {
  try {
    if (file === "-") await pipeline(Readable.from(parts), process.stdout, { end: false });
    else await writeWhole(file, parts);
  } catch (error) {
    const { syscall, code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (!syscall) throw error;
    // The reader has closed the pipe.
    if (file === "-" && code === "EPIPE") return;
    throw new Failure(sentence("fileUnwritable", { path: displayPath(file), reason: reasonCode(error) }));
  }
}
