// What a code of the service means, in the page's language where there are words for it.
import * as library from "./pkg/index.js";
import { language } from "./language.js";
import { MEANINGS, SENTENCES } from "./languages/codes_ja.js";

/** @typedef {{ words: string, lang: string }} Said a text and the language it is in */
/** @typedef {{ name: string, meaning: Said, advice: Said, retryable: boolean }} Explanation */

/** @type {Map<string, Explanation>} */
const known = new Map();

/** @param {number} code @returns {Explanation} */
export function explained(code) {
  const place = `${language()} ${code}`;
  const explanation = known.get(place) ?? explain(code);
  known.set(place, explanation);
  return explanation;
}

/** @param {number} code @returns {Explanation} */
function explain(code) {
  const locale = language() === "zh" ? "zh" : "en";
  const { name, meaning, advice, retryable } = library.explainCode(code, { locale });
  const said = (/** @type {string} */ words, /** @type {string | undefined} */ japanese) =>
    language() === "ja" && japanese !== undefined ? { words: japanese, lang: "ja" } : { words, lang: locale === "zh" ? "zh-CN" : "en" };
  return { name, meaning: said(meaning, MEANINGS[code] ?? SENTENCES[meaning]), advice: said(advice, SENTENCES[advice]), retryable };
}
