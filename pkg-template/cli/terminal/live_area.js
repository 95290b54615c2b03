// A block of lines at the end of a terminal that is redrawn in place and can be cleared.
import { widthOfText } from "./text_flow.js";

const HIDE_CURSOR = "\u001B[?25l";
const SHOW_CURSOR = "\u001B[?25h";
/** Synchronized output: terminals without it ignore these sequences. */
const BEGIN = "\u001B[?2026h";
const END = "\u001B[?2026l";

/** The terminal rows that lines take at a width: a terminal that became narrower has wrapped them. @param {string[]} lines @param {number} columns */
export const rowsOf = (lines, columns) => lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(widthOfText(line) / columns)), 0);

export class LiveArea {
  #stream;
  /** The lines on the screen; the cursor is on the row below. @type {string[]} */
  #lines = [];
  #columns = 0;
  #isHidden = false;

  /** @param {Pick<NodeJS.WriteStream, "write" | "columns">} stream */
  constructor(stream) {
    this.#stream = stream;
  }

  /** @param {string[]} lines each at most as wide as the terminal, if possible */
  draw(lines) {
    const columns = this.#stream.columns || 80;
    if (columns === this.#columns && lines.join("\n") === this.#lines.join("\n")) return;
    this.#hideCursor();
    this.#stream.write(`${BEGIN}${this.#erase(columns)}${lines.map((line) => `${line}\n`).join("")}${END}`);
    this.#lines = lines;
    this.#columns = columns;
  }

  /** Clears the area and shows the cursor again. */
  clear() {
    const erase = this.#erase(this.#stream.columns || 80);
    if (erase !== "") this.#stream.write(erase);
    this.#lines = [];
    this.#showCursor();
  }

  /** @param {number} columns */
  #erase(columns) {
    const rows = rowsOf(this.#lines, columns);
    return rows === 0 ? "" : `\u001B[${rows}A\r\u001B[J`;
  }

  #hideCursor() {
    if (this.#isHidden) return;
    this.#isHidden = true;
    process.on("exit", this.#showCursor);
    this.#stream.write(HIDE_CURSOR);
  }

  #showCursor = () => {
    if (!this.#isHidden) return;
    this.#isHidden = false;
    process.off("exit", this.#showCursor);
    this.#stream.write(SHOW_CURSOR);
  };
}
