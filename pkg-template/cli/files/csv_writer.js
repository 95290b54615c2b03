// Streams CSV rows to a file or standard output in bounded memory, for `history` and `report`.
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify/sync";
import { Failure, reasonCode } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";
import { displayPath } from "./display_path.js";
import { writeWhole } from "./atomic_file.js";

/** Rows turned into text at a time. */
const BLOCK = 500;

/** One row, or several. A cell that a spreadsheet would take for a formula is disarmed. @param {unknown[][]} rows */
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
    // A reader that has seen enough.
    if (file === "-" && code === "EPIPE") return;
    throw new Failure(sentence("fileUnwritable", { path: displayPath(file), reason: reasonCode(error) }));
  }
}
