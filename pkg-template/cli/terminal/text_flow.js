// Wraps text to a width: between words, Chinese ones included, never inside a command or a path.
import stringWidth from "string-width";

/**
 * Text that stays on one line although it has spaces. A command or a shell assignment extends to the end of its line.
 * In order: a command, a shell assignment, an option with its value, a quotation, a name with a placeholder, a number
 * with its unit.
 */
const WHOLE = [
  /(?:npx )?tencent-chat-recall(?: (?:'[^'\n]*'|[\w@./<>-][^\s，。；、“”]*))*/gu,
  /(?<=^|[\s:：])(?:export|unset|chmod|gunzip|NODE_[A-Z_]+=) ?[^\n]*/gu,
  /--[a-z][a-z-]*(?: (?:[A-Z@<][\w@#|-]*|'[^'\n]*'))?/gu,
  /"[^"\n]{0,40}"|“[^”\n]{0,40}”|(?<=^|[\s(=：，])'[^'\n]*'(?=$|[\s).,:;：，。])/gu,
  /[^\s（(]*<[^<>\n]{1,30}>[^\s，。）)]*/gu,
  /\d[\d.,]* (?:[a-z%]+|[A-Z]{1,2}\b)/gu,
];

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303F\uFF00-\uFFEF]/u;
/** Characters that may not begin a line. */
const CLOSING = /^[\p{Pe}\p{Pf}、。，．：；？！％…”’」』·)\],.:;!?%]/u;
/** Characters that may not end a line. */
const OPENING = /[\p{Ps}\p{Pi}“‘「『([]$/u;
/** Replaces a space in text that must not be broken; occurs in no text. */
const GLUE = "\uFDD0";

/** The columns of a text on a terminal. @param {string} text */
export const widthOfText = (text) => stringWidth(text);

/**
 * @param {string} line without line breaks
 * @returns {{ text: string, spaced: boolean }[]} pieces between which a line may break; `spaced`: preceded by a space
 */
function piecesOf(line) {
  const glued = WHOLE.reduce((text, whole) => text.replaceAll(whole, (found) => found.replaceAll(" ", GLUE)), line);
  return glued.split(/ +/u).filter((word) => word !== "").flatMap((word) => {
    const parts = isPlainWord(word) ? [word] : chineseParts(word);
    return parts.map((part, index) => ({ text: part.replaceAll(GLUE, " "), spaced: index === 0 }));
  });
}

/** Whether a word is never split: it has no Chinese, or is a path or a phrase that stays whole. @param {string} word */
const isPlainWord = (word) => !WIDE.test(word) || word.includes(GLUE) || /[\\/]|\.\w+:?$/u.test(word);

const SEGMENTER = new Intl.Segmenter("zh", { granularity: "word" });

/** Splits Chinese text, which has no spaces, into words with their punctuation; other text stays together. @param {string} text */
function chineseParts(text) {
  /** @type {string[]} */
  const parts = [];
  for (const { segment } of SEGMENTER.segment(text)) {
    const last = parts.at(-1);
    const touches = last !== undefined && (WIDE.test([...segment][0] ?? "") || WIDE.test([...last].at(-1) ?? ""));
    if (last === undefined || (touches && !CLOSING.test(segment) && !OPENING.test(last))) parts.push(segment);
    else parts[parts.length - 1] = last + segment;
  }
  return parts;
}

/**
 * Breaks a text into lines of at most `width` columns. A wider piece has a line of its own, which exceeds the width.
 * @param {string} text any number of lines; each keeps its indent, also when it is broken
 * @param {number} width
 * @returns {string[]}
 */
export function flow(text, width) {
  return text.split("\n").flatMap((line) => {
    const indent = /^ */u.exec(line)?.[0] ?? "";
    return flowLine(line.slice(indent.length), Math.max(1, width - indent.length)).map((part) => (part === "" ? "" : indent + part));
  });
}

/** @param {string} line @param {number} width */
function flowLine(line, width) {
  const lines = [""];
  let used = 0;
  for (const { text, spaced } of piecesOf(line)) {
    const space = spaced && used > 0 ? 1 : 0;
    const wide = widthOfText(text);
    if (used > 0 && used + space + wide > width) {
      lines.push(text);
      used = wide;
      continue;
    }
    lines[lines.length - 1] += (space ? " " : "") + text;
    used += space + wide;
  }
  return lines;
}
