// `explain CODE`: explains a code of the service: its meaning, who can fix it, what to try.
import { explainCode } from "tencent-chat-recall";
import { shown } from "../../lib/errors/excerpt.js";
import { EXIT, Failure } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";
import { withCommandNames } from "../languages/command_names.js";
import { languageOf } from "../languages/locale.js";
import { INDENT, paintFor, table, widthOf } from "../terminal/layout.js";
import { wordsOf } from "../languages/screen_texts.js";

export const explain = {
  name: "explain",
  summary: "Explain a code of the service: its meaning, who can fix it and what to try",
  usage: ["explain CODE"],
  options: { json: { about: "Print JSON." } },
  notes: [["Exit status: 0 the code is known, 1 it is not, 2 bad usage."]],
  examples: ["explain 70016", "explain 10030 --lang zh"],
  most: 1,
  expected: /** @type {const} */ ("code"),

  /** @param {Record<string, any>} options @param {string[]} words */
  async run(options, [word]) {
    if (word === undefined || !/^-?\d{1,9}$/.test(word)) throw new Failure(sentence("expectedCode", { found: shown(word ?? "") }));
    const language = languageOf(options.lang);
    const found = explainCode(Number(word), { locale: language });
    if (options.json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
    else process.stdout.write(text(found, language));
    return found.known ? EXIT.DONE : EXIT.SOME_NOT;
  },
};

/** @param {import("tencent-chat-recall").CodeExplanation} found @param {import("../languages/locale.js").Language} language */
function text(found, language) {
  const words = wordsOf(language).explain;
  const { labels } = words;
  const paint = paintFor(process.stdout);
  const rows = [
    { name: labels.means, value: found.meaning },
    { name: labels.try, value: withCommandNames(found.advice), style: /** @type {const} */ ("cyan") },
    // Of a success there is nothing to fix, and nothing to send again.
    { name: labels.who, value: found.code === 0 ? "" : words.who[found.whoCanFix] },
    { name: labels.again, value: found.code === 0 ? "" : found.known ? words[found.retryable ? "yes" : "no"] : words.who.unknown },
    { name: labels.source, value: addressOf(found.source) },
  ].filter(({ value }) => value !== "");
  const cells = rows.map(({ name, value, style }) => [{ text: name, width: language === "zh" ? 16 : 20, indent: INDENT }, { text: value, ...(style ? { style } : {}) }]);
  return `${paint("bold", `${found.code} ${found.name}`.trim())}\n${table(cells, widthOf(process.stdout), paint)}\n`;
}

/** Of a page of the vendor's documents; another source has only its name. @param {string} source */
function addressOf(source) {
  return /^\d+\/\d+$/.test(source) ? `https://www.tencentcloud.com/document/product/${source}` : source;
}
