/** Runs the CLI in a pseudo-terminal, with functions to read the screen, type, and press Ctrl-C. */

import { stripVTControlCharacters } from "node:util";
import { spawn } from "@lydell/node-pty";
import { CLI } from "./command.js";

const PATIENCE_MS = 60_000;

/**
 * @param {string[]} words
 * @param {{ env: Record<string, string>, cwd: string, columns?: number }} around
 */
export function openTerminal(words, { env, cwd, columns = 100 }) {
  const terminal = spawn(process.execPath, [CLI, ...words], { cols: columns, rows: 40, cwd, env: { ...env, TERM: "xterm-256color" } });
  let raw = "";
  /** The end of the last expected text in the output. */
  let read = 0;
  /** @type {Set<() => void>} */
  const watchers = new Set();
  terminal.onData((data) => {
    raw += data;
    for (const look of watchers) look();
  });
  /** @type {Promise<number>} */
  const exit = new Promise((resolve) => terminal.onExit(({ exitCode }) => {
    resolve(exitCode);
    for (const look of watchers) look();
  }));
  let hasEnded = false;
  void exit.then(() => (hasEnded = true));

  /** Waits until new output matches, and sets the position after the match. @param {RegExp} expected @returns {Promise<RegExpExecArray>} */
  function see(expected) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(() => reject(new Error(`did not see ${expected} in:\n${text()}`))), PATIENCE_MS);
      const settle = (/** @type {() => void} */ end) => {
        clearTimeout(timer);
        watchers.delete(look);
        end();
      };
      const look = () => {
        const found = expected.exec(text().slice(read));
        if (found) {
          read += found.index + found[0].length;
          settle(() => resolve(found));
        } else if (hasEnded) settle(() => reject(new Error(`it ended without ${expected}:\n${text()}`)));
      };
      watchers.add(look);
      look();
    });
  }

  const text = () => stripVTControlCharacters(raw).replaceAll("\r", "");
  return {
    see,
    exit,
    text,
    raw: () => raw,
    /** @param {string} typed */
    type: (typed) => terminal.write(`${typed}\r`),
    pressControlC: () => terminal.write("\u0003"),
    pressControlD: () => terminal.write("\u0004"),
    kill: () => {
      if (!hasEnded) terminal.kill("SIGKILL");
    },
  };
}
