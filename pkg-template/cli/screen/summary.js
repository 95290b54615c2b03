// What came of a run: by status, by code with what to do about it, and how to go on. For people; `document` is the same for programs.
import { explainCode } from "tencent-chat-recall";
import { harmless, plain } from "../failure.js";
import { number, span } from "../locale.js";
import { paintFor, table, widthOf } from "./page.js";
import { wordsOf } from "./words.js";

/** @typedef {import("../journal/outcomes.js").Outcomes} Outcomes */
/** @typedef {import("../locale.js").Language} Language */
/**
 * @typedef {{
 *   counts: import("tencent-chat-recall").RecallCounts, codes: Map<number, number>, total: number, path: string,
 *   run?: { durationMs: number, requests: number, lastLoss?: string }, errorInfo: Record<number, string>, refusal?: string, broken?: string, interrupted?: boolean, open: number,
 * }} Ending `refusal`: why the service refused everything; `broken`: what else ended it early; `open`: keys that another run would send
 */

/** @type {import("tencent-chat-recall").RecallStatus[]} */
const ORDER = ["recalled", "presumedRecalled", "notFound", "failed", "unconfirmed", "notAttempted"];
/** @type {Record<string, import("./page.js").Style>} */
const STYLES = { recalled: "green", presumedRecalled: "green", notFound: "cyan", failed: "red", unconfirmed: "yellow", notAttempted: "yellow" };

/** Messages that are no longer there. @param {import("tencent-chat-recall").RecallCounts} counts */
export const goneOf = ({ recalled, presumedRecalled }) => recalled + presumedRecalled;

/**
 * Whether everything asked for is gone. Not if all of it is presumed: then the service has confirmed nothing at all.
 * @param {import("tencent-chat-recall").RecallCounts} counts
 * @param {number} total
 */
export const isDone = (counts, total) => goneOf(counts) === total && counts.recalled > 0;

/**
 * Whether nothing is left to do, and some messages were not there.
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
  const width = widthOf(stream);
  const { counts, total, run } = ending;
  const gone = goneOf(counts);
  const many = words.messages(total, number(total, language));
  const headline = isDone(counts, total)
    ? paint(["bold", "green"], (counts.recalled === total ? words.allGone : words.allPresumed)(many))
    : paint(["bold", "yellow"], gone === total ? words.noneConfirmed(many) : words.someNot(number(gone, language), many));
  const took = run ? ` ${words.took(span(run.durationMs / 1000, language), run.requests, number(run.requests, language))}` : "";
  const rows = ORDER.filter((status) => counts[status] > 0 || status === "recalled").map((status) => [
    { text: paint(STYLES[status] ?? "bold", number(counts[status], language)), width: 14, align: /** @type {const} */ ("right") },
    { text: words.status[status], width: language === "zh" ? 14 : 20 },
    { text: paint("dim", words.about[status]) },
  ]);
  const parts = [
    ...why(ending, language, paint, width),
    `${headline}${took}`,
    table(rows, width),
    ...(run?.lastLoss !== undefined && counts.unconfirmed + counts.notAttempted > 0 ? [words.lastLoss(plain(run.lastLoss))] : []),
    ...codes(ending, language, paint, width),
    ...onward(ending, language, paint),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** @param {Ending} ending @param {Language} language @param {ReturnType<typeof paintFor>} paint @param {number} width */
function why({ refusal, broken, interrupted }, language, paint, width) {
  const words = wordsOf(language);
  if (refusal) return [`${paint(["bold", "red"], words.refused)}\n${table([[{ text: "", width: 4 }, { text: plain(refusal) }]], width)}`];
  if (interrupted) return [paint("yellow", words.interrupted)];
  if (broken) return [`${paint(["bold", "red"], words.broken)}\n${table([[{ text: "", width: 4 }, { text: plain(broken) }]], width)}`];
  return [];
}

/** @param {Ending} ending @param {Language} language @param {ReturnType<typeof paintFor>} paint @param {number} width */
function codes({ codes: found, errorInfo }, language, paint, width) {
  if (found.size === 0) return [];
  const rows = [...found].sort(([, a], [, b]) => b - a).flatMap(([code, count]) => {
    const { meaning, advice } = explainCode(code, { locale: language });
    const left = [{ text: number(count, language), width: 14, align: /** @type {const} */ ("right") }, { text: String(code), width: 9 }];
    const under = [{ text: "", width: 14 }, { text: "", width: 9 }];
    const said = errorInfo[code];
    return [
      [...left, { text: meaning }],
      ...(said ? [[...under, { text: `ErrorInfo: ${harmless(said, 200)}` }]] : []),
      ...(advice ? [[...under, { text: paint("cyan", advice) }]] : []),
    ];
  });
  return [`${paint("bold", wordsOf(language).codes)}\n${table(rows, width)}`];
}

/** @param {Ending} ending @param {Language} language @param {ReturnType<typeof paintFor>} paint */
function onward({ path, open, counts, codes: found, total }, language, paint) {
  const words = wordsOf(language);
  const rows = [];
  const name = quoted(plain(path));
  const again = `npx tencent-chat-recall recall --resume ${name}`;
  if (open > 0 && hasWrongAccount(found)) rows.push(`${words.newRun}\n  ${paint("bold", "npx tencent-chat-recall recall --account @TOA#_ID --keys FILE")}`);
  else if (open > 0) rows.push(`${words.resume}\n  ${paint("bold", again)}`);
  else if (goneOf(counts) < total) rows.push(`${words.refusedForGood(number(counts.failed, language))}\n  ${again} --retry-failed`);
  rows.push(`${words.details}\n  npx tencent-chat-recall report ${name} --csv -`);
  return rows;
}

/** Whether the service refused the account itself, which a journal keeps. @param {Map<number, number>} found */
const hasWrongAccount = (found) => [...found.keys()].some((code) => explainCode(code).class === "account");

/** A path as a shell takes it. @param {string} path */
const quoted = (path) => (/^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

/**
 * The same for programs.
 * @param {Ending} ending
 */
export function summaryDocument({ counts, codes: found, total, path, run, errorInfo, refusal, broken, interrupted, open }) {
  const byCode = [...found].sort(([, a], [, b]) => b - a).map(([code, count]) => {
    const { meaning, retryable, advice } = explainCode(code);
    return { code, count, meaning, retryable, advice, errorInfo: errorInfo[code] };
  });
  return {
    complete: counts.recalled === total,
    gone: goneOf(counts) === total,
    messages: total,
    counts,
    byCode,
    open,
    ...(run ? { requests: run.requests, durationMs: Math.round(run.durationMs), lastLoss: run.lastLoss } : {}),
    ...(refusal ? { refused: refusal } : {}),
    ...(interrupted ? { interrupted } : {}),
    ...(broken && !interrupted ? { ended: broken } : {}),
    journal: path,
  };
}
