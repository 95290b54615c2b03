// Renders the plan of a run before anything is sent: what, how many, from when, to which service, and what looks odd.
import { harmless, plain } from "../failures/failure.js";
import { ago, clock, lasting, number } from "../languages/locale.js";
import { pairs, paragraph, proseWidthOf, widthOf } from "../terminal/layout.js";
import { largestAccounts, messagesText } from "./accounts.js";
import { otherRunLines } from "./other_runs.js";
import { textIn } from "../languages/sentence.js";
import { wordsOf } from "../languages/screen_texts.js";

/** @typedef {import("../journal/other_runs.js").OtherRuns} OtherRuns */
/**
 * @typedef {{
 *   accounts: number, officialAccount?: string, byAccount: { officialAccount: string, messages: number, requests: number }[], reason?: string, messages: number, duplicates: number, skipped: number, settledBefore: number, total: number,
 *   requests: number, seconds: number, rateLimit: number, host: string, identifier: string, sdkAppId: number,
 *   first: string, last: string, oldest?: number, newest?: number, journal?: string, warnings: import("../languages/sentence.js").Sentence[], earlier?: OtherRuns,
 * }} PlanFacts `earlier`: what other journals know about the same messages
 */

/** Width of the labels. */
const LABELS = { en: 16, zh: 14 };

/**
 * When the messages were sent: how long ago, and by the clock.
 * @param {PlanFacts} facts
 * @param {import("../languages/locale.js").Language} language
 */
export function ageOf({ oldest, newest }, language) {
  if (oldest === undefined || newest === undefined) return "";
  const now = Date.now() / 1000;
  const [from, to] = [ago(oldest, now, language), ago(newest, now, language)];
  return `${wordsOf(language).sentBetween(from, to)}\n${clock(oldest, language, newest)}`;
}

/**
 * @param {PlanFacts} facts
 * @param {import("../languages/locale.js").Language} language
 * @param {NodeJS.WriteStream} stream
 * @param {(style: import("../terminal/layout.js").Style, text: string) => string} paint
 */
export function planText(facts, language, stream, paint) {
  const words = wordsOf(language);
  const { labels } = words;
  const requests = words.requests(number(facts.requests, language), lasting(Math.max(1, Math.ceil(facts.seconds * 10)) * 100, language), number(facts.rateLimit, language));
  /** @type {[string, string][]} */
  const rows = [
    [labels.messages, [number(facts.messages, language), ...notes(facts, language)].join("\n")],
    ...(facts.accounts > 1 ? [/** @type {[string, string]} */ ([labels.accounts, [number(facts.accounts, language), ...largestAccounts(facts.byAccount, language)].join("\n")])] : []),
    [labels.sent, ageOf(facts, language)],
    [labels.keys, facts.first === facts.last ? facts.first : `${facts.first}, ${facts.last}`],
    [labels.requests, requests],
    [labels.service, plain(facts.host)],
    [labels.credentials, words.caller(harmless(facts.identifier), facts.sdkAppId)],
    [labels.reason, facts.reason ? harmless(facts.reason, 100) : words.noReason],
    ...(facts.journal ? [/** @type {[string, string]} */ ([labels.journal, plain(facts.journal)])] : []),
  ];
  const width = widthOf(stream);
  const title = paragraph(words.recallTitle(messagesText(facts.messages, facts, language)), proseWidthOf(stream), paint, "bold");
  const body = pairs(rows.filter(([, value]) => value !== ""), { width, first: LABELS[language] });
  const warnings = [...otherRunLines(facts.earlier, language), ...facts.warnings.map((said) => textIn(said, language))].map((warning) => paragraph(`  ! ${warning}`, proseWidthOf(stream), paint, "yellow"));
  return [title, "", body, ...(warnings.length > 0 ? ["", ...warnings] : []), ""].join("\n");
}

/** @param {PlanFacts} facts @param {import("../languages/locale.js").Language} language */
function notes({ duplicates, skipped, settledBefore, total }, language) {
  const words = wordsOf(language);
  const found = [];
  if (settledBefore > 0) found.push(words.settledBefore(number(settledBefore, language), number(total, language)));
  if (duplicates > 0) found.push(words.duplicates(number(duplicates, language)));
  if (skipped > 0) found.push(words.skipped(number(skipped, language)));
  return found;
}
