// Lays out tables, colours and widths, for terminals and for pipes, which get no colour.
import { styleText } from "node:util";
import { flow, widthOfText } from "./text_flow.js";

/** Widest text that is pleasant to read. */
const MOST_COLUMNS = 100;
/** If the last column would be narrower than this, it goes below the others. */
const LEAST_COLUMN = 20;
/** Spaces before the lines below a title. */
export const INDENT = 2;

/** @typedef {Parameters<typeof styleText>[0]} Style */

/**
 * Whether to use colours: Node reads NO_COLOR and FORCE_COLOR.
 * @param {NodeJS.WriteStream} stream
 */
const isColoured = (stream) => Boolean(stream.isTTY && stream.hasColors?.());

/**
 * A painter for a stream.
 * @param {NodeJS.WriteStream} stream
 * @returns {(style: Style, text: string) => string}
 */
export function paintFor(stream) {
  return isColoured(stream) ? (style, text) => styleText(style, text) : (_, text) => text;
}

/** @typedef {ReturnType<typeof paintFor>} Paint */

/** @param {Pick<NodeJS.WriteStream, "columns">} stream */
export const widthOf = (stream) => Math.min(MOST_COLUMNS, stream.columns || MOST_COLUMNS);

/** The width for sentences, which are wrapped on a terminal only: elsewhere, programs search for them. @param {Pick<NodeJS.WriteStream, "columns">} stream */
export const proseWidthOf = (stream) => (stream.columns ? widthOf(stream) : Infinity);

/** Wraps a text and paints each line by itself: a colour must not extend into the next column. @param {string} text @param {number} width @param {Paint} [paint] @param {Style} [style] */
export function paragraph(text, width, paint, style) {
  return flow(text, width).map((line) => (paint && style && line !== "" ? paint(style, line) : line)).join("\n");
}

/** `width` includes the gap after it. @typedef {{ text: string, width?: number, align?: "left" | "right", indent?: number, style?: Style }} Cell */

/** @type {Paint} */
const unpainted = (_, text) => text;

/**
 * Rows with columns of the given widths; the last one takes the remaining width and wraps. If too little remains, it goes below.
 * @param {Cell[][]} rows
 * @param {number} width
 * @param {Paint} [paint]
 */
export function table(rows, width, paint = unpainted) {
  return rows.flatMap((row) => rowOf(row, width, paint)).join("\n");
}

/** @param {Cell[]} row @param {number} width @param {Paint} paint */
function rowOf(row, width, paint) {
  const head = row.slice(0, -1);
  const last = /** @type {Cell} */ (row.at(-1));
  const room = width - head.reduce((sum, { width: own = 0 }) => sum + own, 0);
  if (room < LEAST_COLUMN) return stacked(head, last, width, paint);
  const lines = flow(last.text, room);
  // Text that still exceeds its width, such as a long path, gets the whole line.
  if (lines.some((line) => widthOfText(line) > room)) return stacked(head, last, width, paint);
  const painted = (/** @type {string} */ text) => (last.style ? paint(last.style, text) : text);
  const [first = "", ...rest] = lines;
  const before = head.map((cell) => filled(cell, paint)).join("");
  const margin = " ".repeat(width - room);
  // A name that is too long for its column gets a line of its own.
  const isTooLong = head.some(({ text, width: own = 0, indent = 0 }) => widthOfText(text) + indent + 2 > own);
  const begun = isTooLong ? [before.trimEnd(), margin + painted(first)] : [before + painted(first)];
  return [...begun, ...rest.map((line) => margin + painted(line))].map((line) => line.trimEnd());
}

/** @param {Cell} cell @param {Paint} paint */
function filled({ text, width = 0, align = "left", indent = 0, style }, paint) {
  const blanks = " ".repeat(Math.max(0, width - indent - 2 - widthOfText(text)));
  const shown = style ? paint(style, text) : text;
  return `${" ".repeat(indent)}${align === "right" ? blanks + shown : shown + blanks}  `;
}

/** @param {Cell[]} head @param {Cell} last @param {number} width @param {Paint} paint */
function stacked(head, last, width, paint) {
  const shown = head.filter(({ text }) => text !== "");
  const indent = INDENT;
  const own = Math.max(1, width - indent);
  const isOneLine = shown.reduce((sum, { text }) => sum + widthOfText(text) + 2, -2) <= own;
  const cells = shown.map(({ text, style }) => (style ? paint(style, text) : text));
  const titles = isOneLine ? [cells.join("  ")] : shown.flatMap(({ text, style }) => flow(text, own).map((line) => (style ? paint(style, line) : line)));
  const below = flow(last.text, Math.max(1, width - 2 * indent)).map((line) => " ".repeat(2 * indent) + (last.style ? paint(last.style, line) : line));
  return [...titles.filter((title) => title !== "").map((title) => " ".repeat(indent) + title), ...below].map((line) => line.trimEnd());
}

/**
 * Two columns: labels and values.
 * @param {[string, string][]} entries
 * @param {{ width: number, first: number }} size
 */
export function pairs(entries, { width, first }) {
  return table(entries.map(([name, value]) => [{ text: name, width: first + INDENT, indent: INDENT }, { text: value }]), width);
}
