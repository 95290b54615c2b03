// Asks the user to type the number of messages: that cannot be answered out of habit, and the number reveals a wrong input.
import { createReadStream, openSync } from "node:fs";
import { createInterface } from "node:readline";
import { isatty } from "node:tty";
import { paintFor, paragraph, proseWidthOf } from "./layout.js";
import { widthOfText } from "./text_flow.js";

/** Wrong answers before giving up. */
const TRIES = 3;

/** @typedef {{ input: NodeJS.ReadableStream, release: () => void }} Source */

/**
 * The stream on which a person can answer: standard input, or the terminal itself if the keys came by standard input.
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

/** Wraps the question for the terminal, with the separator before the answer and room for it. @param {string} text @param {NodeJS.WriteStream} stream @param {number} room columns of the answer */
export function questionText(text, stream, room) {
  const gap = / *$/u.exec(text)?.[0] ?? "";
  const width = proseWidthOf(stream);
  const last = paragraph(text, width).split("\n").at(-1) ?? "";
  const fits = widthOfText(last) + gap.length + room < width;
  return paragraph(text, fits ? width : width - room - gap.length, paintFor(stream), "bold") + gap;
}

/**
 * Asks until the number is typed, Enter is pressed without one, or three answers were wrong.
 * @param {{ question: string, expected: number, onWrong: (typed: string) => void }} what `onWrong` prints what was typed and what is expected
 * @param {() => Source | undefined} open opens the stream, anew for each question
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
    // All in one tick: a read of /dev/tty begun after the answer would keep the process alive until something is typed.
    const end = (/** @type {string | undefined} */ answer) => {
      // Keep readline's own listeners: it needs them to release the keyboard when it closes.
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
    // Ctrl-C on a terminal in raw mode comes from readline, on /dev/tty from the system.
    lines.on("SIGINT", leave);
    process.on("SIGINT", leave);
    lines.on("close", leave);
    lines.question(question, end);
  });
}

/** Thousands separators around the world, after full-width forms have been normalized. */
const GROUPED = /^\d{1,3}(?:([,.'’_ ])\d{3})(?:\1\d{3})*$/u;

/**
 * Whether the typed text is that number: its digits, also full-width ones, with or without thousands separators.
 * @param {string} typed
 * @param {number} expected
 */
export function isNumber(typed, expected) {
  const text = typed.normalize("NFKC").trim();
  const digits = GROUPED.test(text) ? text.replaceAll(/[,.'’_ ]/gu, "") : text;
  return digits === String(expected);
}
