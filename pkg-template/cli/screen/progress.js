// How far a run is: a few lines that are drawn again on a terminal, and now and then a plain line elsewhere.
import { createLogUpdate } from "log-update";
import { number, span } from "../locale.js";
import { paintFor } from "./page.js";
import { wordsOf } from "./words.js";

const BAR = 28;
/** Plain lines come at most so often. */
const LINE_EVERY_MS = 3000;

/** @typedef {import("../run.js").State} State */
/** @typedef {{ show: (state: State) => void, stopping: () => void, end: () => void }} Progress */

/**
 * @param {import("../locale.js").Language} language
 * @param {NodeJS.WriteStream} [stream]
 * @returns {Progress}
 */
export function progressOn(language, stream = process.stderr) {
  return stream.isTTY ? drawn(language, stream) : lines(language, stream);
}

/** @param {import("../locale.js").Language} language @param {NodeJS.WriteStream} stream @returns {Progress} */
function drawn(language, stream) {
  const words = wordsOf(language);
  const paint = paintFor(stream);
  const draw = createLogUpdate(stream);
  let hint = words.stopHint;
  /** @type {State | undefined} */
  let last;
  const show = (/** @type {State} */ state) => {
    last = state;
    const { done, total } = progressOf(state);
    const filled = Math.floor((BAR * done) / total);
    const bar = paint("green", "█".repeat(filled)) + paint("dim", "░".repeat(BAR - filled));
    const share = `${Math.floor((100 * done) / total)} %`.padStart(5);
    const rate = words.rate(number(state.rate, language), String(state.inFlight));
    draw([`${bar}${share}  ${position(state, language)}`, counts(state, language, paint), paint("dim", rate), paint("dim", hint)].join("\n"));
  };
  const stopping = () => {
    hint = words.stopping;
    if (last) show(last);
  };
  const end = () => {
    draw.clear();
    draw.done();
  };
  return { show, stopping, end };
}

/** @param {import("../locale.js").Language} language @param {NodeJS.WriteStream} stream @returns {Progress} */
function lines(language, stream) {
  let shown = 0;
  const show = (/** @type {State} */ state) => {
    if (state.durationMs - shown < LINE_EVERY_MS) return;
    shown = state.durationMs;
    stream.write(`${position(state, language)}: ${counts(state, language, (_, text) => text)}\n`);
  };
  return { show, stopping: () => stream.write(`${wordsOf(language).stopping}\n`), end: () => {} };
}

/** Of all messages of the journal: those that earlier runs settled are done. @param {State} state */
function progressOf({ counts: known, settled, toSend }) {
  const done = Object.values(known).reduce((sum, count) => sum + count, 0);
  return { done, total: Math.max(1, done + toSend - settled) };
}

/** @param {State} state @param {import("../locale.js").Language} language */
function position(state, language) {
  const { settled, toSend, secondsLeft } = state;
  const { done, total } = progressOf(state);
  const words = wordsOf(language);
  const left = secondsLeft === undefined || settled === toSend ? "" : `, ${words.left(span(Math.ceil(secondsLeft), language))}`;
  return `${words.progress(number(done, language), number(total, language))}${left}`;
}

/** @type {[keyof State["counts"], import("./page.js").Style][]} */
const SHOWN = [["recalled", "green"], ["presumedRecalled", "green"], ["failed", "red"], ["unconfirmed", "yellow"]];

/**
 * @param {State} state
 * @param {import("../locale.js").Language} language
 * @param {(style: import("./page.js").Style, text: string) => string} paint
 */
function counts(state, language, paint) {
  const words = wordsOf(language);
  const present = SHOWN.filter(([status]) => status === "recalled" || state.counts[status] > 0);
  return present.map(([status, style]) => paint(style, `${number(state.counts[status], language)} ${words.status[status]}`)).join(", ");
}
