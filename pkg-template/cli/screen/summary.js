// Renders the result of a run: counts by status and by code, what to do about each, and how to resume. `summaryDocument` is the same as
// JSON.
import { STATUSES } from "../../lib/generated/facts.js";
import { isWrongInJournal } from "../failures/refusal_advice.js";
import { explainCode } from "tencent-chat-recall";
import { harmless, plain } from "../failures/failure.js";
import { withCommandNames } from "../languages/command_names.js";
import { lasting, number } from "../languages/locale.js";
import { isOfAccount } from "../run/account_summaries.js";
import { accountFacts } from "../keys/account_list.js";
import { messagesText } from "./accounts.js";
import { otherRunLines } from "./other_runs.js";
import { refusedAccountsSection } from "./refused_accounts.js";
import { paintFor, paragraph, proseWidthOf, table, widthOf } from "../terminal/layout.js";
import { quotedPath, resumeCommand } from "./resume_command.js";
import { linesIn, sentence, textIn } from "../languages/sentence.js";
import { wordsOf } from "../languages/screen_texts.js";

/** @typedef {import("../journal/key_outcomes.js").KeyOutcomes} KeyOutcomes */
/** @typedef {import("../languages/locale.js").Language} Language */
/** @typedef {import("../languages/sentence.js").Sentence} Sentence */
/** @typedef {import("../terminal/layout.js").Paint} Paint */
/**
 * @typedef {{
 *   counts: import("tencent-chat-recall").RecallCounts, codes: Map<number, number>, total: number, path: string,
 *   run?: { durationMs: number, requests: number, lastLoss?: string, loss?: import("tencent-chat-recall").Loss }, errorInfo: Record<number, string>, refusal?: Sentence[], broken?: Sentence[],
 *   byAccount: import("tencent-chat-recall").AccountSummary[], interrupted?: boolean, leftAtOnce?: boolean, open: number, kept?: string, earlier?: import("../journal/other_runs.js").OtherRuns, atWork?: number,
 * }} Ending `refusal`: why the service refused everything; `broken`: what else ended it early; `leftAtOnce`: the run did not wait for answers;
 * `open`: keys that another run would send; `kept`: options for it, as text; `earlier`: what other runs know about messages that this one did not recall; `atWork`: the process that is
 * working on the journal now
 */

/** @type {Record<string, import("../terminal/layout.js").Style>} */
const STYLES = { recalled: "green", presumedRecalled: "green", notFound: "cyan", failed: "red", unconfirmed: "yellow", notAttempted: "yellow" };
/** Widths of the numbers, and of the names after them. */
const COUNTS = 14;
const CODES = 9;
const NAMES = { en: 20, zh: 14 };

/** Messages that are no longer there. @param {import("tencent-chat-recall").RecallCounts} counts */
export const goneOf = ({ recalled, presumedRecalled }) => recalled + presumedRecalled;

/**
 * Whether every message is gone. Not if all of them are presumed: then the service has confirmed nothing at all.
 * @param {import("tencent-chat-recall").RecallCounts} counts
 * @param {number} total
 */
export const isDone = (counts, total) => goneOf(counts) === total && counts.recalled > 0;

/**
 * Whether nothing is left to do, although some messages were not there.
 * @param {import("tencent-chat-recall").RecallCounts} counts
 * @param {number} total
 */
export const isDoneOrNotThere = (counts, total) => counts.notFound > 0 && goneOf(counts) + counts.notFound === total;

/**
 * @param {Ending} ending
 * @param {Language} language
 * @param {NodeJS.WriteStream} stream
 */
export function summaryText(ending, language, stream) {
  const words = wordsOf(language);
  const paint = paintFor(stream);
  const [width, prose] = [widthOf(stream), proseWidthOf(stream)];
  const { counts, run } = ending;
  const rows = STATUSES.filter((status) => counts[status] > 0 || (status === "recalled" && counts.notFound === 0)).map((status) => [
    { text: number(counts[status], language), width: COUNTS, align: /** @type {const} */ ("right"), style: STYLES[status] ?? "bold" },
    { text: words.status[status], width: NAMES[language] },
    { text: words.about[status], style: /** @type {const} */ ("dim") },
  ]);
  const lastLoss = run?.loss && counts.unconfirmed + counts.notAttempted > 0 ? [paragraph(words.lastLoss(plain(textIn(sentence("loss", { loss: run.loss }), language))), prose)] : [];
  const parts = [
    ...why(ending, language, paint, prose),
    headline(ending, language, paint, prose),
    table(rows, width, paint),
    ...lastLoss,
    ...otherRunsSection(ending, language, prose),
    ...refusedAccountsSection(ending.byAccount, { language, paint, width, columns: [COUNTS, CODES] }),
    ...codes(ending, language, paint, width),
    ...onward(ending, language, paint, prose),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** The result in a sentence, and the duration. @param {Ending} ending @param {Language} language @param {Paint} paint @param {number} width */
function headline(ending, language, paint, width) {
  const words = wordsOf(language);
  const { counts, total, run, interrupted, refusal, broken } = ending;
  const manner = interrupted ? words.took.stopped : refusal || broken ? words.took.ended : words.took.finished;
  const took = run ? [paragraph(manner(lasting(run.durationMs, language), run.requests, number(run.requests, language)), width)] : [];
  const style = isDone(counts, total) ? "green" : isDoneOrNotThere(counts, total) ? "cyan" : "yellow";
  return [paragraph(outcome(ending, language), width, paint, ["bold", style]), ...took].join("\n");
}

/** @param {Ending["byAccount"]} byAccount */
const accountsOf = (byAccount) => accountFacts(byAccount.map(({ officialAccount }) => officialAccount));

/** @param {Ending} ending @param {Language} language */
function outcome({ counts, total, earlier, byAccount }, language) {
  const words = wordsOf(language);
  const many = messagesText(total, accountsOf(byAccount), language);
  const gone = goneOf(counts);
  if (isDone(counts, total)) return (counts.recalled === total ? words.allGone : words.allPresumed)(many);
  if (gone === total) return words.noneConfirmed(many);
  if (counts.notFound === total) return words.noneThere(many);
  if (isDoneOrNotThere(counts, total)) return words.someThere(number(gone, language), many, number(counts.notFound, language));
  if (counts.notFound > 0) return words.notThereAndLeft(number(counts.notFound, language), many, number(total - counts.notFound, language), number(gone, language));
  const { recalledBy, presumedBy } = otherRunsOf(earlier);
  return (recalledBy.length + presumedBy.length > 0 ? words.someElsewhere : words.someNot)(number(gone, language), many);
}

/** @param {Ending} ending @param {Language} language @param {Paint} paint @param {number} width */
function why({ refusal, broken, leftAtOnce, atWork }, language, paint, width) {
  const words = wordsOf(language);
  if (atWork !== undefined) return [paragraph(words.atWork(atWork), width, paint, ["bold", "yellow"])];
  const because = (/** @type {string} */ title, /** @type {Sentence[]} */ said) => `${paint(["bold", "red"], title)}\n${paragraph(indented(plain(linesIn(said, language))), width)}`;
  if (leftAtOnce) return [paragraph(words.leftAtOnce, width, paint, ["bold", "yellow"])];
  if (refusal) return [because(words.refused, refusal)];
  return broken ? [because(words.broken, broken)] : [];
}

/** @param {string} text */
const indented = (text) => text.replaceAll(/^/gmu, "  ");

/** Other runs that recalled some of the messages. The plan shows what is open elsewhere. @param {Ending} ending @param {Language} language @param {number} width */
function otherRunsSection({ earlier }, language, width) {
  const lines = otherRunLines(otherRunsOf(earlier), language);
  return lines.length === 0 ? [] : [paragraph(indented(lines.join("\n")), width)];
}

/** @param {Ending["earlier"]} earlier */
const otherRunsOf = ({ recalledBy, presumedBy } = NOTHING) => ({ recalledBy, presumedBy });

/** @type {NonNullable<Ending["earlier"]>} */
const NOTHING = { recalledBy: [], presumedBy: [], unfinished: [] };

/** @param {Ending} ending @param {Language} language @param {Paint} paint @param {number} width */
function codes({ codes: all, errorInfo, byAccount }, language, paint, width) {
  // Those that ended one of several accounts are told with it.
  const found = [...all].filter(([code]) => byAccount.length === 1 || !isOfAccount(code));
  if (found.length === 0) return [];
  const rows = found.sort(([, a], [, b]) => b - a).flatMap(([code, count]) => {
    const { meaning, advice } = explainCode(code, { locale: language });
    const left = [{ text: number(count, language), width: COUNTS, align: /** @type {const} */ ("right") }, { text: String(code), width: CODES }];
    const under = [{ text: "", width: COUNTS }, { text: "", width: CODES }];
    const said = errorInfo[code];
    return [
      [...left, { text: meaning }],
      ...(said ? [[...under, { text: `ErrorInfo: ${harmless(said, 200)}` }]] : []),
      ...(advice ? [[...under, { text: withCommandNames(advice), style: /** @type {const} */ ("cyan") }]] : []),
    ];
  });
  return [`${paint("bold", wordsOf(language).codes)}\n${table(rows, width, paint)}`];
}

/** Each command has an unbroken line of its own, so that it can be copied. @param {Ending} ending @param {Language} language @param {Paint} paint @param {number} width */
function onward({ path, open, counts, codes: found, kept, atWork, byAccount }, language, paint, width) {
  const words = wordsOf(language);
  const again = resumeCommand(plain(path), kept);
  const rows = [`${words.journalIs}\n  ${plain(path)}`];
  const offer = (/** @type {string} */ title, /** @type {string} */ command) => rows.push(`${paragraph(title, width)}\n  ${command}`);
  // That process sends the rest: no other process can resume it now.
  if (atWork !== undefined) return rows;
  if (open + counts.failed > 0 && isWrongInJournal(found.keys(), byAccount.length)) offer(words.newRun, paint("bold", "npx tencent-chat-recall recall --account '@TOA#_ID' --keys FILE"));
  else if (open > 0) offer(words.resume, paint("bold", again));
  else if (counts.failed > 0) offer(words.refusedForGood(number(counts.failed, language)), `${again} --retry-failed`);
  offer(words.details, `npx tencent-chat-recall report ${quotedPath(plain(path))} --csv -`);
  return rows;
}

/**
 * The same as JSON.
 * @param {Ending} ending
 */
export function summaryDocument({ counts, codes: found, total, path, run, errorInfo, refusal, broken, interrupted, open, earlier, atWork, byAccount }) {
  const byCode = [...found].sort(([, a], [, b]) => b - a).map(([code, count]) => {
    const { meaning, retryable, advice } = explainCode(code);
    return { code, count, meaning, retryable, advice, errorInfo: errorInfo[code] };
  });
  return {
    complete: counts.recalled === total,
    gone: goneOf(counts) === total,
    messages: total,
    ...accountsOf(byAccount),
    counts,
    byCode,
    byAccount,
    open,
    ...(run ? { requests: run.requests, durationMs: Math.round(run.durationMs), lastLoss: run.lastLoss } : {}),
    ...(refusal ? { refused: linesIn(refusal, "en") } : {}),
    ...(interrupted ? { interrupted } : {}),
    ...(broken && !interrupted ? { ended: linesIn(broken, "en") } : {}),
    ...Object.fromEntries(Object.entries(otherRunsOf(earlier)).filter(([, runs]) => runs.length > 0)),
    ...(atWork === undefined ? {} : { atWork }),
    journal: path,
  };
}
