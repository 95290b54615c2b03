/** A minimal terminal emulator without colours: the content of the screen after all output of the CLI. */

import stringWidth from "string-width";

// eslint-disable-next-line no-control-regex
const PIECES = /\u001B\[[?]?[\d;]*[A-Za-z]|\r|\n|\u0007|\u0008|./gsu;

/**
 * The rows of the screen, including those that have scrolled away.
 * @param {string} written
 * @param {number} columns
 * @returns {string[]}
 */
export function screenOf(written, columns) {
  /** @type {string[][]} cells; the second one of a wide character is empty */
  const rows = [[]];
  let row = 0;
  let column = 0;
  const moveTo = (/** @type {number} */ place) => {
    row = Math.max(0, place);
    while (rows.length <= row) rows.push([]);
  };
  const put = (/** @type {string} */ character) => {
    const width = stringWidth(character);
    if (width === 0) return;
    if (column + width > columns) {
      moveTo(row + 1);
      column = 0;
    }
    const cells = /** @type {string[]} */ (rows[row]);
    while (cells.length < column) cells.push(" ");
    cells.splice(column, width, character, ...Array(width - 1).fill(""));
    column += width;
  };
  const control = (/** @type {string} */ sequence) => {
    const count = Number(/\d+/.exec(sequence)?.[0] ?? 1);
    const kind = sequence.at(-1);
    if (kind === "A") moveTo(row - count);
    if (kind === "B") moveTo(row + count);
    if (kind === "G") column = count - 1;
    if (kind === "C") column += count;
    if (kind === "D") column = Math.max(0, column - count);
    if (kind === "J") rows.splice(row + 1);
    if (kind === "J" || (kind === "K" && !sequence.includes("2"))) rows[row]?.splice(column);
    if (kind === "K" && sequence.includes("2")) rows[row] = [];
  };
  for (const [piece] of written.matchAll(PIECES)) {
    if (piece === "\n") moveTo(row + 1);
    else if (piece === "\r") column = 0;
    else if (piece === "\u0008") column = Math.max(0, column - 1);
    else if (piece.startsWith("\u001B")) control(piece);
    else if (piece !== "\u0007") put(piece);
  }
  return rows.map((cells) => cells.join("").trimEnd());
}
