// JSON of which there is only one reading: no member twice, no deep nesting; for bodies that decide about messages.
import { unfit } from "./refusal.js";

/** The deepest body is an object that holds an array. */
const DEEPEST = 4;
const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * @param {string} text
 * @returns {unknown}
 * @throws {import("./refusal.js").Refusal}
 */
export function parseStrict(text) {
  const repeated = scan(text);
  const value = parse(text);
  if (repeated !== undefined) throw unfit(400, `found the member ${repeated} twice`);
  return value;
}

/** @param {string} text @returns {unknown} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw unfit(400, "found a body that is not JSON");
  }
}

/**
 * Walks over the text once. Whether it is JSON at all is not decided here.
 * @param {string} text
 * @returns {string | undefined} a member that is there twice, in quotes
 */
function scan(text) {
  /** @type {(Set<string> | null)[]} */
  const open = [];
  let repeated;
  let last = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) {
      const end = endOfString(text, at);
      // Only what may be the name of a member is cut out.
      if (open.at(-1)) last = text.slice(at, end);
      at = end - 1;
    } else if (character === OPEN_OBJECT || character === OPEN_ARRAY) {
      if (open.push(character === OPEN_OBJECT ? new Set() : null) > DEEPEST) throw unfit(400, `found a body nested more than ${DEEPEST} deep`);
    } else if (character === CLOSE_OBJECT || character === CLOSE_ARRAY) {
      open.pop();
    } else if (character === COLON) {
      const names = open.at(-1);
      const name = unescaped(last);
      if (names?.has(name)) repeated ??= JSON.stringify(name.slice(0, 60));
      names?.add(name);
    }
  }
  return repeated;
}

/**
 * @param {string} text
 * @param {number} start of its opening quote
 * @returns {number} after its closing quote
 */
function endOfString(text, start) {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === BACKSLASH) at += 1;
    else if (character === QUOTE) return at + 1;
  }
  return text.length;
}

/** @param {string} quoted */
function unescaped(quoted) {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
