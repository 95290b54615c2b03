// Entry `tencent-chat-recall/texts`: the sentences of issues, errors and lost requests in English, Chinese and Japanese.
import { explainCode } from "tencent-chat-recall";
import { errorSentence, merge, sentence } from "./templates/fill.js";
import { HANDLER as HANDLER_EN } from "./en/handler.js";
import { OFFLINE as OFFLINE_EN } from "./en/offline.js";
import { PLAN as PLAN_EN } from "./en/plan.js";
import { RECEIVER as RECEIVER_EN } from "./en/receiver.js";
import { RUN as RUN_EN } from "./en/run.js";
import { HANDLER as HANDLER_JA } from "./ja/handler.js";
import { OFFLINE as OFFLINE_JA } from "./ja/offline.js";
import { PLAN as PLAN_JA } from "./ja/plan.js";
import { RECEIVER as RECEIVER_JA } from "./ja/receiver.js";
import { RUN as RUN_JA } from "./ja/run.js";
import { HANDLER as HANDLER_ZH } from "./zh/handler.js";
import { OFFLINE as OFFLINE_ZH } from "./zh/offline.js";
import { PLAN as PLAN_ZH } from "./zh/plan.js";
import { RECEIVER as RECEIVER_ZH } from "./zh/receiver.js";
import { RUN as RUN_ZH } from "./zh/run.js";

/**
 * @typedef {import("./index.js").Locale} Locale
 * @typedef {import("./templates/fill.js").Texts} Texts
 */

/** @type {Record<Locale, () => Texts>} */
const PARTS = {
  en: () => merge(RUN_EN, PLAN_EN, OFFLINE_EN, HANDLER_EN, RECEIVER_EN),
  zh: () => merge(RUN_ZH, PLAN_ZH, OFFLINE_ZH, HANDLER_ZH, RECEIVER_ZH),
  ja: () => merge(RUN_JA, PLAN_JA, OFFLINE_JA, HANDLER_JA, RECEIVER_JA),
};

/** @type {Map<Locale, Texts>} */
const merged = new Map();

/** @param {Locale} locale */
function textsOf(locale) {
  const texts = merged.get(locale) ?? PARTS[locale]();
  merged.set(locale, texts);
  return texts;
}

/**
 * @param {import("tencent-chat-recall").Issue} issue
 * @param {Locale} locale
 */
export function issueText({ code, params = {}, message }, locale) {
  const texts = textsOf(locale);
  return sentence(texts, texts.issues, code, params) || message;
}

/**
 * @param {import("./index.js").ErrorData} error
 * @param {Locale} locale
 */
export function errorText({ apiCode, detail, issues = [], message }, locale) {
  const texts = textsOf(locale);
  const told = issues.map((issue) => ({ path: issue.path, message: issueText(issue, locale) }));
  const words = apiCode === undefined || !detail ? "" : explained(apiCode, locale);
  return errorSentence(texts, { detail, apiCode, issues: told, words }) || message;
}

/** The meaning of a code, and what to try. @param {number} apiCode @param {Locale} locale */
function explained(apiCode, locale) {
  const { meaning, advice } = explainCode(apiCode, { locale });
  return locale === "en" ? `${meaning} ${advice}` : meaning + advice;
}

/**
 * @param {import("tencent-chat-recall").Loss} loss
 * @param {Locale} locale
 */
export function lossText({ code, params }, locale) {
  const texts = textsOf(locale);
  return sentence(texts, texts.losses, code, params);
}

export { rejectedText } from "./rejected.js";
