// Scans a JSON text for duplicate member names, which JSON.parse does not report.
import { cut, escaped } from "../protocol/quoted_excerpt.js";

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Most that a text may have: levels of nesting, members in an object, objects and arrays.
 * @typedef {{ depth: number, members: number, containers: number }} Limits
 */

/**
 * Walks over the text once, JSON or not: every character is looked at a fixed number of times at most, whatever the text.
 * @param {string} text
 * @param {Limits} limits where one of them is passed, the walk ends
 * @returns {{ repeated?: string, passed?: keyof Limits, steps: number }} a member that is there twice, escaped; characters looked at
 */
export function findDuplicateMembers(text, limits) {
  /** Names of the members of each object that is open; null for an array. @type {(Set<string> | null)[]} */
  const open = [];
  let repeated;
  /** The string before a colon, which is a name once. @type {string | undefined} */
  let last;
  let [steps, containers] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    steps += 1;
    const character = text.charCodeAt(at);
    if (character === QUOTE) {
      const end = endOfString(text, at);
      steps += end - at;
      // Only what may be the name of a member is cut out.
      last = open.at(-1) ? text.slice(at, end) : undefined;
      at = end - 1;
    } else if (character === OPEN_OBJECT || character === OPEN_ARRAY) {
      if (open.push(character === OPEN_OBJECT ? new Set() : null) > limits.depth) return { passed: "depth", steps };
      if ((containers += 1) > limits.containers) return { repeated, passed: "containers", steps };
    } else if (character === CLOSE_OBJECT || character === CLOSE_ARRAY) {
      open.pop();
    } else if (character === COLON && last !== undefined) {
      steps += last.length;
      const names = open.at(-1);
      const name = unescaped(last);
      last = undefined;
      if (names?.has(name)) repeated ??= escaped(cut(name));
      if (names && names.add(name).size > limits.members) return { repeated, passed: "members", steps };
    }
  }
  return { repeated, steps };
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

/** @param {string} literal */
function unescaped(literal) {
  if (!literal.includes("\\")) return literal.slice(1, -1);
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}
