// Chooses the language, and formats numbers, durations and times in it.

/** @typedef {"en" | "zh"} Language */

/**
 * The language of --lang, else of the locale: the first of LC_ALL, LC_MESSAGES and LANG that is set, as in POSIX.
 * @param {string | undefined} asked
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Language}
 */
export function languageOf(asked, env = process.env) {
  if (asked === "en" || asked === "zh") return asked;
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || Intl.DateTimeFormat().resolvedOptions().locale;
  return /^zh/i.test(locale) ? "zh" : "en";
}

/**
 * The same from the words of a command line that could not be parsed, for the error message.
 * @param {string[]} words
 * @param {NodeJS.ProcessEnv} [env]
 */
export function languageOfWords(words, env = process.env) {
  const place = words.indexOf("--lang");
  const joined = words.find((word) => word.startsWith("--lang="));
  return languageOf(place < 0 ? joined?.slice("--lang=".length) : words[place + 1], env);
}

/**
 * @param {number} value
 * @param {Language} language
 */
export function number(value, language) {
  return new Intl.NumberFormat(language).format(value);
}

/** Units, largest first: their seconds, and their names in Intl. @type {[number, Intl.RelativeTimeFormatUnit][]} */
const STEPS = [[365 * 86_400, "year"], [30 * 86_400, "month"], [86_400, "day"], [3600, "hour"], [60, "minute"], [1, "second"]];

/**
 * The largest unit of which there are at least two, so that "90 minutes" does not become "1 hour".
 * @param {number} seconds
 * @returns {[number, Intl.RelativeTimeFormatUnit]}
 */
function inUnits(seconds) {
  const [size, unit] = STEPS.find(([step]) => seconds >= 2 * step) ?? [1, "second"];
  return [Math.round(seconds / size), unit];
}

/**
 * "2 minutes ago", "in 3 hours".
 * @param {number} unixSeconds
 * @param {number} now Unix seconds
 * @param {Language} language
 */
export function ago(unixSeconds, now, language) {
  const [count, unit] = inUnits(Math.abs(now - unixSeconds));
  return new Intl.RelativeTimeFormat(language).format(unixSeconds > now ? count : -count, unit);
}

/**
 * "50 seconds", "3 minutes".
 * @param {number} seconds
 * @param {Language} language
 */
export function span(seconds, language) {
  const [count, unit] = inUnits(Math.max(0, seconds));
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count);
}

/** Names of units, which Chinese joins to their numbers. @type {Record<Language, { h: string, min: string, s: string }>} */
const UNITS = { en: { h: " h", min: " min", s: " s" }, zh: { h: " 小时", min: " 分", s: " 秒" } };

/**
 * A duration: "0.4 s", "48 s", "3 min 20 s", "2 h 5 min".
 * @param {number} ms
 * @param {Language} language
 */
export function lasting(ms, language) {
  const { h, min, s } = UNITS[language];
  const tenths = Math.max(0, Math.round(ms / 100));
  if (tenths < 100) return `${Math.max(tenths, ms > 0 ? 1 : 0) / 10}${s}`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds}${s}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes}${min}${seconds % 60 === 0 ? "" : ` ${seconds % 60}${s}`}`;
  return `${Math.floor(minutes / 60)}${h}${minutes % 60 === 0 ? "" : ` ${minutes % 60}${min}`}`;
}

/** The local time with its zone, since readers may be in several zones. @type {Intl.DateTimeFormatOptions} */
const CLOCK = { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short", hourCycle: "h23" };

/**
 * A moment, or a range.
 * @param {number} unixSeconds
 * @param {Language} language
 * @param {number} [until] Unix seconds
 */
export function clock(unixSeconds, language, until = unixSeconds) {
  return new Intl.DateTimeFormat(language, CLOCK).formatRange(unixSeconds * 1000, until * 1000);
}
