// Renders the progress of a run: live lines on a terminal, a plain line from time to time elsewhere.
import { lasting, number } from "../languages/locale.js";
import { widthOfText } from "../terminal/text_flow.js";
import { LiveArea } from "../terminal/live_area.js";
import { paintFor, paragraph } from "../terminal/layout.js";
import { accountText } from "./accounts.js";
import { hasEstimate, phaseOf } from "../run/run_phase.js";
import { sentence, textIn } from "../languages/sentence.js";
import { wordsOf } from "../languages/screen_texts.js";

const BAR = 28;
/** Least columns of the text beside the bar. */
const BESIDE_BAR = 30;
/** Most characters of an account, and the columns of the sign and the ellipsis after a longer one. */
const MOST_OF_ID = 60;
const BESIDE_ID = 4;
/** Least milliseconds between plain lines. */
const LINE_EVERY_MS = 3000;

/** @typedef {import("../run/journaled_run.js").State} State */
/** @typedef {import("../languages/locale.js").Language} Language */
/** @typedef {import("../terminal/layout.js").Paint} Paint */
/** @typedef {import("../run/run_phase.js").Phase} Phase */
/** @typedef {{ show: (state: State) => void, end: () => void }} Progress */

/**
 * @param {Language} language
 * @param {NodeJS.WriteStream} [stream]
 * @returns {Progress}
 */
export function progressOn(language, stream = process.stderr) {
  return stream.isTTY ? drawn(language, stream) : lines(language, stream);
}

/** @param {Language} language @param {NodeJS.WriteStream} stream @returns {Progress} */
function drawn(language, stream) {
  const area = new LiveArea(stream);
  const paint = paintFor(stream);
  return {
    show: (state) => area.draw(progressLines(state, language, stream.columns || 80, paint)),
    end: () => area.clear(),
  };
}

/** @param {Language} language @param {NodeJS.WriteStream} stream @returns {Progress} */
function lines(language, stream) {
  let shown = 0;
  /** @type {Phase} */
  let before = "checking";
  const show = (/** @type {State} */ state) => {
    const phase = phaseOf(state);
    // Silence and stopping are shown at once, without waiting for the next line.
    const isNews = phase !== before && (phase === "silent" || phase === "stopping");
    before = phase;
    if (!isNews && state.durationMs - shown < LINE_EVERY_MS) return;
    shown = state.durationMs;
    const what = isNews ? stateLine(state, language) : phaseWord(state, language);
    stream.write(`${what}\n  ${position(state, language)}; ${countsLine(state, language, (_, text) => text)}\n`);
  };
  return { show, end: () => {} };
}

/**
 * The lines for a terminal.
 * @param {State} state
 * @param {Language} language
 * @param {number} columns
 * @param {Paint} paint
 * @returns {string[]}
 */
export function progressLines(state, language, columns, paint) {
  const width = Math.min(columns, 100);
  const { done, total } = progressOf(state);
  const share = `${Math.floor((100 * done) / total)} %`.padStart(5);
  const size = Math.max(4, Math.min(BAR, columns - 6));
  const filled = Math.floor((size * done) / total);
  const bar = paint("green", "█".repeat(filled)) + paint("dim", "░".repeat(size - filled)) + share;
  const beside = position(state, language, columns);
  const isNarrow = columns < size + 7 + Math.max(BESIDE_BAR, widthOfText(beside));
  const texts = [
    paragraph(stateLine(state, language), width, paint, phaseOf(state) === "silent" ? ["bold", "yellow"] : "bold"),
    isNarrow ? `${bar}\n${paragraph(beside, width)}` : `${bar}  ${beside}`,
    counts(state, language, width, paint),
    ...(state.isStopping ? [] : [paragraph(wordsOf(language).stopHint, width, paint, "dim")]),
  ];
  return texts.join("\n").split("\n");
}

/** @param {State} state @param {Language} language */
function phaseWord(state, language) {
  const { phases } = wordsOf(language);
  const phase = phaseOf(state);
  return phase === "silent" ? phases.silent(lasting(Math.floor(state.silentMs / 1000) * 1000, language)) : phases[phase];
}

/**
 * The phase of the run, with an explanation.
 * @param {State} state
 * @param {Language} language
 */
export function stateLine(state, language) {
  const words = wordsOf(language);
  const { rate, inFlight, loss, stopsInMs = 0 } = state;
  const pace = words.rate(number(rate, language), number(inFlight, language));
  const details = {
    checking: words.checking, sending: pace, slowed: pace, silent: words.silent(loss ? textIn(sentence("loss", { loss }), language) : ""),
    stopping: words.stopping(number(inFlight, language), lasting(Math.ceil(stopsInMs / 1000) * 1000, language)),
  };
  return `${phaseWord(state, language)}${words.separator}${details[phaseOf(state)]}`;
}

/** Progress over all messages of the journal: those that earlier runs settled count as done. @param {State} state */
function progressOf({ counts: known, settled, toSend }) {
  const done = Object.values(known).reduce((sum, count) => sum + count, 0);
  return { done, total: Math.max(1, done + toSend - settled) };
}

/** @param {State} state @param {Language} language @param {number} [columns] */
function position(state, language, columns = Infinity) {
  const { secondsLeft } = state;
  const { done, total } = progressOf(state);
  const words = wordsOf(language);
  const isKnown = secondsLeft !== undefined && done < total && hasEstimate(phaseOf(state));
  const left = isKnown ? `${words.comma}${words.left(lasting(Math.max(1, Math.ceil(secondsLeft)) * 1000, language))}` : "";
  const progress = words.progress(number(done, language), number(total, language), accountText(state, language, Math.min(MOST_OF_ID, columns - BESIDE_ID)));
  return `${progress}${left}`;
}

/** @type {[keyof State["counts"], import("../terminal/layout.js").Style][]} */
const SHOWN = [["recalled", "green"], ["presumedRecalled", "green"], ["notFound", "cyan"], ["failed", "red"], ["unconfirmed", "yellow"]];

/** @param {State} state @param {Language} language @param {Paint} paint */
const shownCounts = (state, language, paint) => {
  const words = wordsOf(language);
  const present = SHOWN.filter(([status]) => status === "recalled" || state.counts[status] > 0);
  const shown = present.map(([status, style]) => paint(style, `${number(state.counts[status], language)} ${words.status[status]}`));
  const refused = state.accounts > 1 && state.refusedAccounts > 0 ? [paint("red", words.accountsRefused(state.refusedAccounts, number(state.refusedAccounts, language)))] : [];
  return [...shown, ...refused];
};

/** @param {State} state @param {Language} language @param {Paint} paint */
const countsLine = (state, language, paint) => shownCounts(state, language, paint).join(wordsOf(language).comma);

/** Puts texts side by side, or below each other if they do not fit. @param {State} state @param {Language} language @param {number} width @param {Paint} paint */
function counts(state, language, width, paint) {
  const parts = shownCounts(state, language, paint);
  const line = parts.join(wordsOf(language).comma);
  return widthOfText(line) <= width ? line : parts.join("\n");
}
