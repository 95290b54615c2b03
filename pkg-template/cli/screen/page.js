// Lays out what is shown: tables, colours, width. For terminals and for pipes, which get no colour.
import { styleText } from "node:util";
import cliui from "cliui";

/** Widest text that is pleasant to read. */
const MOST_COLUMNS = 100;
/** Before what belongs to a title. */
export const INDENT = 2;

/** @typedef {Parameters<typeof styleText>[0]} Style */

/**
 * Whether colours are wanted: NO_COLOR and FORCE_COLOR are known to Node.
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

/** @param {NodeJS.WriteStream} stream */
export const widthOf = (stream) => Math.min(MOST_COLUMNS, stream.columns || MOST_COLUMNS);

/** `width` holds the gap behind it. @typedef {{ text: string, width?: number, align?: "left" | "right", indent?: number }} Cell */

/**
 * Rows with columns of the given widths; the last one takes what is left and wraps.
 * @param {Cell[][]} rows
 * @param {number} width
 */
export function table(rows, width) {
  const ui = cliui({ width, wrap: true });
  for (const row of rows) {
    const cells = row.map(({ text, width: own, align = "left", indent = 0 }) => {
      const padding = [0, own === undefined ? 0 : 2, 0, indent];
      return { text, padding, align, ...(own === undefined ? {} : { width: own }) };
    });
    ui.div(...cells);
  }
  return ui.toString();
}

/**
 * Two columns: what, and its value.
 * @param {[string, string][]} entries
 * @param {{ width: number, first: number }} size
 */
export function pairs(entries, { width, first }) {
  return table(entries.map(([name, value]) => [{ text: name, width: first + INDENT, indent: INDENT }, { text: value }]), width);
}
