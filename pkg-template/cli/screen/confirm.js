// Asks for the number of messages, typed: it cannot be answered out of habit, and it is the number that was wrong if anything was.
import { createReadStream, openSync } from "node:fs";
import { createInterface } from "node:readline";
import { isatty } from "node:tty";

/**
 * Where a person can answer: standard input, or the terminal itself when the keys came by standard input.
 * @param {boolean} isInputTaken
 * @returns {{ input: NodeJS.ReadableStream, release: () => void } | undefined}
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

/**
 * @param {string} question
 * @param {NonNullable<ReturnType<typeof answerSource>>} source
 * @returns {Promise<string | undefined>} undefined: left by Ctrl-C or Ctrl-D
 */
export function ask(question, { input, release }) {
  const lines = createInterface({ input, output: process.stderr, terminal: input === process.stdin });
  return new Promise((resolve) => {
    const end = (/** @type {string | undefined} */ answer) => {
      lines.removeAllListeners();
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
    lines.on("close", () => end(undefined));
    lines.question(question, end);
  });
}

/**
 * Whether the typed text is that number, however its thousands are parted.
 * @param {string} typed
 * @param {number} expected
 */
export const isNumber = (typed, expected) => typed.trim().replace(/(?<=\d)[,.'’_ \u00a0\u202f](?=\d{3})/gu, "") === String(expected);
