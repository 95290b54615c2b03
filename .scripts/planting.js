// Plants bugs, given as diffs, into the sources of a crate, all at once: each function that a diff changes gets a copy with the change,
// and the environment variable `PLANTED=<number>` activates one of the bugs at run time. The sources must be formatted by rustfmt, so
// that a function ends at the first closing brace with the indent of its first line.
import { Problem } from "./command.js";
import { editsOf, readPatch } from "./patch.js";

/** The source of the module `planted`, which the copies use. */
export const PLANTED = `//! The number of the active planted bug; 0 for none.

use std::sync::LazyLock;

static CHOSEN: LazyLock<u32> =
    LazyLock::new(|| std::env::var("PLANTED").ok().and_then(|text| text.parse().ok()).unwrap_or(0));

pub(crate) fn is(number: u32) -> bool {
    *CHOSEN == number
}
`;

const HEADER = /^(\s*)(?:pub(?:\([^)]*\))? )?(const )?(?:async )?fn (\w+)/;

/** @typedef {import("./patch.js").Edit} Edit */
/**
 * The position of a function: its first line, the line after its opening brace, and the line of its closing brace.
 * @typedef {{ first: number, body: number, last: number, name: string, isConst: boolean, isMethod: boolean }} Place
 */
/** @typedef {{ number: number, place: Place, lines: string[] }} Copy of a function with a bug */

/**
 * @param {Map<string, string>} sources path and text
 * @param {{ name: string, text: string }[]} patches the first is number 1
 * @returns {Map<string, string>} the changed files
 */
export function plant(sources, patches) {
  /** @type {Map<string, Copy[]>} */
  const copies = new Map();
  patches.forEach(({ name, text }, index) => {
    try {
      for (const { path, hunks } of readPatch(text)) {
        const lines = sources.get(path)?.split("\n");
        if (!lines) throw new Problem(`there is no ${path}`);
        copies.set(path, [...(copies.get(path) ?? []), ...copiesOf(lines, hunks, index + 1)]);
      }
    } catch (error) {
      if (error instanceof Problem) throw new Problem(`${name}: ${error.message}`);
      throw error;
    }
  });
  return new Map([...copies].map(([path, planted]) => [path, withCopies(String(sources.get(path)).split("\n"), planted)]));
}

/**
 * Makes the copies of the functions that one diff changes in one file.
 * @param {string[]} lines
 * @param {import("./patch.js").Hunk[]} hunks
 * @param {number} number
 * @returns {Copy[]}
 */
function copiesOf(lines, hunks, number) {
  const edits = hunks.flatMap((hunk) => editsOf(lines, hunk));
  if (edits.length === 0) throw new Problem("changes nothing");
  const places = new Map(edits.map((edit) => placeAround(lines, edit)).map((place) => [place.first, place]));
  return [...places.values()].map((place) => {
    const mine = edits.filter(({ at }) => at > place.first && at <= place.last);
    return { number, place, lines: renamed(edited(lines, place, mine), place, number) };
  });
}

/**
 * @param {string[]} lines
 * @param {Edit} edit
 * @returns {Place} of the innermost function around it
 */
function placeAround(lines, { at, removed }) {
  for (let first = at; first >= 0; first -= 1) {
    const header = HEADER.exec(lines[first] ?? "");
    if (!header) continue;
    const [, indent = "", isConst, name = ""] = header;
    const last = lines.indexOf(`${indent}}`, first);
    const body = lines.findIndex((line, index) => index >= first && line.endsWith("{")) + 1;
    if (last < at + removed) continue;
    if (at < body) throw new Problem(`changes the first lines of the function ${name}, expected a change within it`);
    return { first, body, last, name, isConst: isConst !== undefined, isMethod: isInImpl(lines, first, indent) };
  }
  throw new Problem(`line ${at + 1} is not in a function: plant the bug in a function`);
}

/**
 * Returns whether a function is in an `impl` block.
 * @param {string[]} lines
 * @param {number} first
 * @param {string} indent
 */
function isInImpl(lines, first, indent) {
  if (indent === "") return false;
  const outer = lines.slice(0, first).findLast((line) => /^\s*\S/.test(line) && !line.startsWith(indent) && !/^\s*[})]/.test(line)) ?? "";
  if (/^\s*impl\b.* for /.test(outer)) throw new Problem("changes a function of a trait, to which no copy can be added: plant the bug in a function that it calls");
  return /^\s*impl\b/.test(outer);
}

/**
 * @param {string[]} lines
 * @param {Place} place
 * @param {Edit[]} edits
 */
function edited(lines, { first, last }, edits) {
  const result = lines.slice(first, last + 1);
  for (const { at, removed, added } of edits.toSorted((one, other) => other.at - one.at)) result.splice(at - first, removed, ...added);
  return result;
}

/** @param {Place} place @param {number} number */
const copyName = ({ name }, number) => `${name}__planted_${number}`;

/**
 * @param {string[]} lines of a function
 * @param {Place} place
 * @param {number} number
 */
function renamed([header = "", ...rest], place, number) {
  return [header.replace(/pub(?:\([^)]*\))? /, "").replace("const fn", "fn").replace(`fn ${place.name}`, `fn ${copyName(place, number)}`), ...rest];
}

/**
 * Adds the copies to the file. Each original calls its copy if the bug is active.
 * @param {string[]} lines
 * @param {Copy[]} copies
 */
function withCopies(lines, copies) {
  const result = [...lines];
  for (const { place, number, lines: copy } of copies.toSorted((one, other) => other.place.first - one.place.first || other.number - one.number)) {
    const { first, body } = place;
    // Copies that were added before have moved its end.
    const last = result.indexOf(`${/^\s*/.exec(result[first] ?? "")?.[0]}}`, first);
    const call = `if crate::planted::is(${number}) { return ${calling(lines, place, number)}; }`;
    result.splice(last + 1, 0, "", "#[allow(non_snake_case)]", ...copy);
    result.splice(body, 0, call);
    if (place.isConst) result[first] = String(result[first]).replace("const fn", "fn");
  }
  return result.join("\n");
}

/**
 * Writes the call of a copy with the arguments of its original.
 * @param {string[]} lines
 * @param {Place} place
 * @param {number} number
 */
function calling(lines, place, number) {
  const names = parameters(lines.slice(place.first, place.body).join(" ").split(`fn ${place.name}`)[1] ?? "");
  const isOnSelf = /^&?(?:'\w+ )?(?:mut )?self$/.test(names[0] ?? "");
  const before = isOnSelf ? "self." : place.isMethod ? "Self::" : "";
  return `${before}${copyName(place, number)}(${names.slice(isOnSelf ? 1 : 0).join(", ")})`;
}

/**
 * @param {string} signature the text after the function's name
 * @returns {string[]} the names of its parameters
 */
function parameters(signature) {
  return split(inParentheses(signature.replaceAll("->", ""))).map((parameter) => {
    const name = parameter.split(":")[0]?.trim().replace(/^mut (?!self)/, "") ?? "";
    if (!/^(&?('\w+ )?(mut )?self|\w+)$/.test(name)) throw new Problem(`cannot pass on the parameter "${name}"`);
    return name;
  });
}

/**
 * Returns the text in the parentheses after the generic parameters.
 * @param {string} signature
 */
function inParentheses(signature) {
  let depth = 0;
  let start = -1;
  for (let index = 0; index < signature.length; index += 1) {
    const char = String(signature[index]);
    if (depth === 0 && char === "(") start = index + 1;
    if (/[([<{]/.test(char)) depth += 1;
    if (/[)\]>}]/.test(char)) depth -= 1;
    if (depth === 0 && start >= 0) return signature.slice(start, index);
  }
  throw new Problem(`cannot read the parameters "${signature}"`);
}

/**
 * @param {string} list
 * @returns {string[]} its parts between commas, except commas in brackets
 */
function split(list) {
  const parts = [""];
  let depth = 0;
  for (const char of list) {
    if (/[([<{]/.test(char)) depth += 1;
    if (/[)\]>}]/.test(char)) depth -= 1;
    if (depth === 0 && char === ",") parts.push("");
    else parts.push(`${parts.pop() ?? ""}${char}`);
  }
  return parts.filter((part) => part.trim() !== "");
}
