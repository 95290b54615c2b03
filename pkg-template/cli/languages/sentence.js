// A sentence as data: a code of the tables and its parameters. It becomes text in the user's language.
import { withCommandNames } from "./command_names.js";
import adviceEn from "./en/advice.js";
import failuresEn from "./en/failures.js";
import inputsEn from "./en/inputs.js";
import noticesEn from "./en/notices.js";
import adviceZh from "./zh/advice.js";
import failuresZh from "./zh/failures.js";
import inputsZh from "./zh/inputs.js";
import noticesZh from "./zh/notices.js";

const en = { ...failuresEn, ...inputsEn, ...noticesEn, ...adviceEn };
/** @type {typeof en} */
const zh = { ...failuresZh, ...inputsZh, ...noticesZh, ...adviceZh };

/** @typedef {typeof en} Table */
/** What the tables quote of the package, in a language. @typedef {import("./en/failures.js").PackageTexts} PackageTexts */

/** English until the entry has loaded the package: tables and tests do without the compiled core. @type {PackageTexts} */
const packageTexts = { issueText: ({ message }) => message, errorText: ({ message }) => message, lossText: ({ code }) => code, rejectedText: ({ reason = "" }) => reason };

/** @param {PackageTexts} texts */
export const usePackageTexts = (texts) => void Object.assign(packageTexts, texts);

/** `sources`: where the options that the text names were read from; `isListed`: an item below the sentence before. @typedef {{ code: keyof Table, params?: any, sources?: import("./command_names.js").Sources, isListed?: boolean }} Sentence */

/**
 * @template {keyof Table} Code
 * @param {Code} code
 * @param {Parameters<Table[Code]> extends [infer Params, ...any] ? [Params] : []} params
 * @returns {Sentence}
 */
export const sentence = (code, ...[params]) => (params === undefined ? { code } : { code, params });

/**
 * @param {Sentence} said
 * @param {import("./locale.js").Language} language
 * @returns {string}
 */
export function textIn({ code, params, sources, isListed }, language) {
  const say = /** @type {(params: any, texts: PackageTexts) => string} */ ((language === "zh" ? zh : en)[code]);
  const text = (isListed ? "  " : "") + say(params, packageTexts);
  return sources ? withCommandNames(text, sources) : text;
}

/** Each in a line of its own. @param {Sentence[]} sentences @param {import("./locale.js").Language} language */
export const linesIn = (sentences, language) => sentences.map((said) => textIn(said, language)).join("\n");
