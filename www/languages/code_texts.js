// Name, meaning and advice of a code of the service, in the dashboard's language.
import * as library from "../pkg/index.js";
import { language, text } from "./language.js";

/** @typedef {{ words: string, lang: string }} LocalizedText a text and the language it is in */
/** @typedef {{ name: string, meaning: LocalizedText, advice: LocalizedText, retryable: boolean }} Explanation */

/** @type {Map<string, Explanation>} */
const known = new Map();

/** What the library's sentences call by the name of an option is a field of the page. @type {Record<string, import("./language.js").TextKey>} */
const FIELDS = { sdkAppId: "sdkAppId", identifier: "identifier", rateLimit: "rate", baseUrl: "baseUrl" };
const OPTION = /`(sdkAppId|identifier|rateLimit|baseUrl)`/g;
/** In Chinese and Japanese nothing else is spelt like an option, and a quoted name takes no spaces around it. */
const BARE_OPTION = / ?`?(sdkAppId|identifier|rateLimit|baseUrl)`? ?/g;

/** A sentence of the library with the names that the page's fields have. @param {string} words @param {string} lang of the sentence */
export const inFields = (words, lang) => words.replace(lang === "en" ? OPTION : BARE_OPTION, (_, option) => text("fieldName", { name: text(FIELDS[option]) }));

/** @param {number} code @returns {Explanation} */
export function codeTexts(code) {
  const place = `${language()} ${code}`;
  const explanation = known.get(place) ?? explain(code);
  known.set(place, explanation);
  return explanation;
}

/** @param {number} code @returns {Explanation} */
function explain(code) {
  const locale = /** @type {"en" | "zh" | "ja"} */ (language());
  const { name, meaning, advice, retryable } = library.explainCode(code, { locale });
  const said = (/** @type {string} */ words) => ({ words: inFields(words, locale), lang: locale === "zh" ? "zh-CN" : locale });
  return { name, meaning: said(meaning), advice: said(advice), retryable };
}
