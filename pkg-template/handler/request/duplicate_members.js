// Scans a JSON text for duplicate member names, which JSON.parse does not report.
import { cut, escaped } from "../protocol/quoted_excerpt.js";

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Limits of a text: levels of nesting, members in one object, objects and arrays in total.
 * @typedef {{ depth: number, members: number, containers: number }} Limits
 */

/**
 * Scans the text once, in linear time, whether or not it is JSON.
 * @param {string} text
 * @param {Limits} limits the scan ends where one is exceeded
 * @returns {{ repeated?: string, passed?: keyof Limits, steps: number }} `repeated`: the first duplicate name, escaped; `passed`: the exceeded limit; `steps`: characters examined
 */
export function findDuplicateMembers(text, limits) {
  /** Member names of each open object; null for an open array. @type {(Set<string> | null)[]} */
  const open = [];
  let repeated;
  /** The last string, which is a member name if a colon follows. @type {string | undefined} */
  let last;
  let [steps, containers] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    steps += 1;
    const character = text.charCodeAt(at);
    if (character === QUOTE) {
      const end = endOfString(text, at);
      steps += end - at;
      // Only a string that may be a member name is extracted.
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
 * @param {number} start index of the opening quote
 * @returns {number} index after the closing quote
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
