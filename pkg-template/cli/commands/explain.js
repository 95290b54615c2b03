// `explain CODE`: what a code of the service means, who can fix it, what to try.
import { explainCode } from "tencent-chat-recall";
import { shown } from "../../lib/shown.js";
import { EXIT, Failure } from "../failure.js";
import { languageOf } from "../locale.js";
import { pairs, paintFor, widthOf } from "../screen/page.js";

const WORDS = {
  en: {
    labels: { means: "Means", try: "Try", who: "Who can fix it", again: "Sent again", source: "Source" },
    who: { caller: "you, the caller", library: "this library, by itself", service: "the service; wait or ask its support", accountOwner: "the owner of the Tencent Cloud account", nobody: "nobody", unknown: "not known" },
    yes: "by itself, or by a later run",
    no: "it would be refused again",
  },
  zh: {
    labels: { means: "含义", try: "建议", who: "谁能处理", again: "重试", source: "来源" },
    who: { caller: "调用者", library: "本程序会自行处理", service: "服务方；请等待或联系其支持", accountOwner: "腾讯云账号的所有者", nobody: "无人能处理", unknown: "未知" },
    yes: "会自动重试，或由之后的运行重试",
    no: "重试仍会被拒绝",
  },
};

export const explain = {
  name: "explain",
  summary: "Say what a code of the service means, who can fix it and what to try",
  usage: ["explain CODE"],
  options: { json: { about: "Print JSON." } },
  notes: [["Exit status: 0 the code is known, 1 it is not, 2 bad usage."]],
  examples: ["explain 70016", "explain 10030 --lang zh"],
  most: 1,
  expected: "one code",

  /** @param {Record<string, any>} options @param {string[]} words */
  async run(options, [word]) {
    if (word === undefined || !/^-?\d{1,9}$/.test(word)) throw new Failure(`explain: found ${word === undefined ? "nothing" : `"${shown(word)}"`}, expected a code such as 70016`);
    const language = languageOf(options.lang);
    const found = explainCode(Number(word), { locale: language });
    if (options.json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
    else process.stdout.write(text(found, language));
    return found.known ? EXIT.DONE : EXIT.SOME_NOT;
  },
};

/** @param {import("tencent-chat-recall").CodeExplanation} found @param {import("../locale.js").Language} language */
function text(found, language) {
  const words = WORDS[language];
  const { labels } = words;
  const paint = paintFor(process.stdout);
  /** @type {[string, string][]} */
  const rows = [
    [labels.means, found.meaning],
    [labels.try, paint("cyan", found.advice)],
    // Of a success there is nothing to fix, and nothing to send again.
    [labels.who, found.code === 0 ? "" : words.who[found.whoCanFix]],
    [labels.again, found.code === 0 ? "" : found.known ? words[found.retryable ? "yes" : "no"] : words.who.unknown],
    [labels.source, addressOf(found.source)],
  ];
  const body = pairs(rows.filter(([, value]) => value !== ""), { width: widthOf(process.stdout), first: language === "zh" ? 14 : 18 });
  return `${paint("bold", `${found.code} ${found.name}`.trim())}\n${body}\n`;
}

/** Of a page of the vendor's documents; another source has only its name. @param {string} source */
function addressOf(source) {
  return /^\d+\/\d+$/.test(source) ? `https://www.tencentcloud.com/document/product/${source}` : source;
}
