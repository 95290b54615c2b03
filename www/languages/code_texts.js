// Name, meaning and advice of a code of the service, in the dashboard's language.
import * as library from "../pkg/index.js";
import { inFields } from "./field_names.js";
import { language } from "./language.js";

/** @typedef {{ words: string, lang: string }} LocalizedText a text and the language it is in */
/** @typedef {{ name: string, meaning: LocalizedText, advice: LocalizedText, retryable: boolean }} Explanation */

/** @type {Map<string, Explanation>} */
const known = new Map();

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
  const said = (/** @type {string} */ words) => ({ words: inFields(words), lang: locale === "zh" ? "zh-CN" : locale });
  return { name, meaning: said(meaning), advice: said(advice), retryable };
}
