// Wraps text to a width: between words, Chinese ones included, never inside a command or a path.
import stringWidth from "string-width";

/**
 * What stays on one line although it holds spaces. A command and what a shell is told go to the end of their line.
 * In order: a command, a shell's own words, an option with its value, a quotation, a name with a place for something, a number
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
/** May not begin a line. */
const CLOSING = /^[\p{Pe}\p{Pf}、。，．：；？！％…”’」』·)\],.:;!?%]/u;
/** May not end a line. */
const OPENING = /[\p{Ps}\p{Pi}“‘「『([]$/u;
/** Stands for a space inside of something whole: no character of any text. */
const GLUE = "\uFDD0";

/** Columns that a text takes on a terminal. @param {string} text */
export const widthOfText = (text) => stringWidth(text);

/**
 * @param {string} line without line breaks
 * @returns {{ text: string, spaced: boolean }[]} pieces between which it may break; `spaced`: a space belongs before it
 */
function piecesOf(line) {
  const glued = WHOLE.reduce((text, whole) => text.replaceAll(whole, (found) => found.replaceAll(" ", GLUE)), line);
  return glued.split(/ +/u).filter((word) => word !== "").flatMap((word) => {
    const parts = isPlainWord(word) ? [word] : chineseParts(word);
    return parts.map((part, index) => ({ text: part.replaceAll(GLUE, " "), spaced: index === 0 }));
  });
}

/** Whether it is never cut: a word without Chinese, something whole, a path. @param {string} word */
const isPlainWord = (word) => !WIDE.test(word) || word.includes(GLUE) || /[\\/]|\.\w+:?$/u.test(word);

const SEGMENTER = new Intl.Segmenter("zh", { granularity: "word" });

/** Chinese words, which no space parts, with their punctuation; what is between them stays together. @param {string} text */
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
 * Lines of at most `width` columns. What is wider by itself stands alone on its line and goes over its end.
 * @param {string} text of any number of lines; the indent of each is kept, also for the lines into which it is broken
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
