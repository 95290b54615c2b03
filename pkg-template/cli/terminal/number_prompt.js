// Asks the user to type the number of messages: it cannot be answered out of habit, and the number shows a wrong input best.
import { createReadStream, openSync } from "node:fs";
import { createInterface } from "node:readline";
import { isatty } from "node:tty";
import { paintFor, paragraph, proseWidthOf } from "./layout.js";

/** Answers that may be wrong. */
const TRIES = 3;

/** @typedef {{ input: NodeJS.ReadableStream, release: () => void }} Source */

/**
 * Where a person can answer: standard input, or the terminal itself when the keys came by standard input.
 * @param {boolean} isInputTaken
 * @returns {Source | undefined}
 */
export function answerSource(isInputTaken) {
  if (!process.stderr.isTTY) return undefined;
  if (!isInputTaken) return process.stdin.isTTY ? { input: process.stdin, release: () => process.stdin.pause() } : undefined;
  try {
    const fd = openSync("/dev/tty", "r");
    if (!isatty(fd)) return undefined;
    const input = createReadStream("", { fd });
    return { input, release: () => input.destroy() };
  } catch {
    return undefined;
  }
}

/** The question in lines of the terminal, and what parts it from the answer. @param {string} text @param {NodeJS.WriteStream} stream */
export function questionText(text, stream) {
  return paragraph(text, proseWidthOf(stream), paintFor(stream), "bold") + (/ *$/u.exec(text)?.[0] ?? "");
}

/**
 * Asks until the number is typed, nothing is, or the answer was wrong three times.
 * @param {{ question: string, expected: number, onWrong: (typed: string) => void }} what `onWrong` says what was typed and what is expected
 * @param {() => Source | undefined} open where to ask, anew for each time
 * @returns {Promise<"yes" | "left" | "wrong">} `left`: by Enter, Ctrl-C or Ctrl-D
 */
export async function askNumber({ question, expected, onWrong }, open) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const source = open();
    const answer = source && (await ask(question, source));
    if (answer === undefined || answer.trim() === "") return "left";
    if (isNumber(answer, expected)) return "yes";
    onWrong(answer);
  }
  return "wrong";
}

/** @param {string} question @param {Source} source @returns {Promise<string | undefined>} undefined: left by Ctrl-C or Ctrl-D */
function ask(question, { input, release }) {
  const lines = createInterface({ input, output: process.stderr, terminal: input === process.stdin });
  return new Promise((resolve) => {
    // All in one step: a read of /dev/tty that is begun after the answer would keep the process until something is typed.
    const end = (/** @type {string | undefined} */ answer) => {
      // Its own listeners stay: with them it lets go of the keys when it closes.
      lines.off("SIGINT", leave);
      lines.off("close", leave);
      lines.close();
      process.off("SIGINT", leave);
      release();
      resolve(answer);
    };
    const leave = () => {
      process.stderr.write("\n");
      end(undefined);
    };
    // Of a terminal in raw mode by readline itself, of /dev/tty by the system.
    lines.on("SIGINT", leave);
    process.on("SIGINT", leave);
    lines.on("close", leave);
    lines.question(question, end);
  });
}

/** What parts thousands somewhere in the world; full-width forms have become these before. */
const GROUPED = /^\d{1,3}(?:([,.'’_ ])\d{3})(?:\1\d{3})*$/u;

/**
 * Whether the typed text is that number: its digits, full-width ones too, with or without something that parts the thousands.
 * @param {string} typed
 * @param {number} expected
 */
export function isNumber(typed, expected) {
  const text = typed.normalize("NFKC").trim();
  const digits = GROUPED.test(text) ? text.replaceAll(/[,.'’_ ]/gu, "") : text;
  return digits === String(expected);
}
