// Rows of CSV on their way to a file or standard output, in bounded memory. For history and report.
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { stringify } from "csv-stringify/sync";
import { Failure, reasonOf } from "./failure.js";

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
  const out = file === "-" ? process.stdout : createWriteStream(file);
  /** @type {unknown} */
  let failure;
  if (out !== process.stdout) out.on("error", (error) => (failure ??= error));
  for (const part of parts) {
    if (failure) break;
    if (!out.write(part)) await Promise.race([once(out, "drain"), once(out, "close")]).catch(() => {});
  }
  if (out === process.stdout) return;
  if (!failure) {
    out.end();
    await once(out, "close").catch(() => {});
  }
  if (failure) throw new Failure(`${file}: cannot be written: ${reasonOf(failure)}`);
}
