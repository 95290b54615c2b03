// Reads unified diffs, and locates their changes in the lines of a file.
import { Problem } from "./command.js";

/**
 * A replacement of lines in a file. `at` counts from 0.
 * @typedef {{ at: number, removed: number, added: string[] }} Edit
 * @typedef {{ line: number, lines: string[] }} Hunk `line` is its expected position, from 0; each of `lines` begins with " ", "-" or "+"
 */

/**
 * @param {string} text of a diff
 * @returns {{ path: string, hunks: Hunk[] }[]} one for each changed file
 */
export function readPatch(text) {
  /** @type {{ path: string, hunks: Hunk[] }[]} */
  const files = [];
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const file = files.at(-1);
    const name = /^--- a\/(.*)$/.exec(line);
    const header = /^@@ -(\d+)/.exec(line);
    if (name) files.push({ path: String(name[1]), hunks: [] });
    else if (header) file?.hunks.push({ line: Number(header[1]) - 1, lines: [] });
    // An editor may have removed the space of an empty context line.
    else if (/^([-+ ]|$)/.test(line) && !line.startsWith("+++ ")) file?.hunks.at(-1)?.lines.push(line || " ");
  }
  return files;
}

/**
 * Locates a hunk: the matching lines of the file that are nearest to its expected position.
 * @param {string[]} lines of the file
 * @param {Hunk} hunk
 * @returns {Edit[]} one for each block of changed lines
 */
export function editsOf(lines, hunk) {
  const before = hunk.lines.filter((line) => !line.startsWith("+")).map((line) => line.slice(1));
  const places = [...lines.keys()].filter((start) => before.every((line, index) => lines[start + index] === line));
  const [start] = places.sort((one, other) => Math.abs(one - hunk.line) - Math.abs(other - hunk.line));
  if (start === undefined) throw new Problem(`no longer applies at line ${hunk.line + 1}`);
  /** @type {Edit[]} */
  const edits = [];
  let at = start;
  let isOpen = false;
  for (const line of hunk.lines) {
    if (line.startsWith(" ")) {
      at += 1;
      isOpen = false;
      continue;
    }
    if (!isOpen) edits.push({ at, removed: 0, added: [] });
    isOpen = true;
    const edit = /** @type {Edit} */ (edits.at(-1));
    if (line.startsWith("+")) edit.added.push(line.slice(1));
    else [edit.removed, at] = [edit.removed + 1, at + 1];
  }
  return edits;
}
