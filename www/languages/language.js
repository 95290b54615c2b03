// The current language: its texts, and numbers, durations and times formatted in it.
import en from "./en.js";
import ja from "./ja.js";
import zh from "./zh.js";

/** @typedef {keyof typeof en} TextKey */
/** @typedef {Record<string, string | { one?: string, other: string }>} Words */

/** @type {Record<string, { name: string, words: Words }>} */
export const LANGUAGES = {
  en: { name: "English", words: en },
  zh: { name: "简体中文", words: zh },
  ja: { name: "日本語", words: ja },
};

const STORED = "recall-dashboard-language";
let current = "en";

/** The language chosen before, or else the first of the browser's languages that the page has. */
export function preferredLanguage() {
  const wanted = [localStorage.getItem(STORED) ?? "", ...navigator.languages].map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.find((tag) => tag in LANGUAGES) ?? "en";
}

/** @param {string} tag one of LANGUAGES */
export function useLanguage(tag, { keep = false } = {}) {
  current = tag in LANGUAGES ? tag : "en";
  if (keep) localStorage.setItem(STORED, current);
  document.documentElement.lang = current === "zh" ? "zh-CN" : current;
  document.title = text("title");
  for (const place of document.querySelectorAll("[data-t]")) place.textContent = text(/** @type {TextKey} */ (place.getAttribute("data-t")));
}

export const language = () => current;

/**
 * A text, with `{name}` replaced by the values; numbers are formatted in the language.
 * @param {TextKey} key
 * @param {Record<string, string | number>} [values] `n` also chooses between singular and plural
 */
export function text(key, values = {}) {
  const entry = LANGUAGES[current].words[key];
  if (entry === undefined) throw new Error(`No text "${key}" in ${current}`);
  const form = typeof entry === "string" ? entry : (new Intl.PluralRules(current).select(Number(values.n)) === "one" && entry.one) || entry.other;
  return form.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? formatted(values[name]) : whole));
}

/** @param {string | number} value */
const formatted = (value) => (typeof value === "number" ? number(value) : value);

/** @param {number} value */
export const number = (value) => value.toLocaleString(current, { maximumFractionDigits: 1 });

/** A share, from 0 to 1, in percent; a share above 0 is never rounded to 0. @param {number} part */
export function share(part) {
  const percent = new Intl.NumberFormat(current, { style: "percent", maximumFractionDigits: part < 0.1 ? 1 : 0 });
  return part > 0 && part < 0.001 ? `< ${percent.format(0.001)}` : percent.format(part);
}

/** @param {number} ms milliseconds since 1970 */
export const moment = (ms) => new Intl.DateTimeFormat(current, { dateStyle: "medium", timeStyle: "medium" }).format(ms);

/** The time of day, with the date unless it is today. @param {number} ms milliseconds since 1970 */
export function clock(ms) {
  const isToday = new Date(ms).toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(current, { timeStyle: "short", ...(!isToday && { dateStyle: "medium" }) }).format(ms);
}

/**
 * A duration in its largest fitting unit: "2 minutes".
 * @param {number} seconds
 */
export function duration(seconds) {
  /** @type {[string, number][]} */
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = units.find(([, least]) => seconds >= 2 * least) ?? ["second", 1];
  const digits = unit === "second" && seconds < 10 ? 1 : 0;
  return new Intl.NumberFormat(current, { style: "unit", unit, unitDisplay: current === "zh" ? "short" : "long", maximumFractionDigits: digits }).format(seconds / size);
}
