// Runs programs for the scripts in this folder, and reports a failure to the user in one sentence.
import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Folder of the checkout. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** A problem that the user has to fix: its message is a complete sentence, and is printed without a stack. */
export class Problem extends Error {}

/**
 * Prints one line about a step.
 * @param {string} step
 * @param {string} outcome
 */
export function say(step, outcome) {
  process.stdout.write(`${step.padEnd(14)} ${outcome}\n`);
}

/**
 * Returns the first line of a program's output, or undefined if the program cannot be run or fails.
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined}
 */
export function firstLine(program, args, env = process.env) {
  const { status, stdout } = spawnSync(program, args, { encoding: "utf8", env, cwd: ROOT, shell: needsShell(program) });
  return status === 0 ? stdout.trim().split("\n")[0] : undefined;
}

/**
 * Runs a program, shows its output, and waits for its exit.
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, problem: string, onLine?: (line: string) => void }} options
 *   `problem` is the sentence to print if it fails; `onLine` gets every line of its standard output.
 * @returns {Promise<void>}
 */
export function run(program, args, { env = process.env, cwd = ROOT, problem, onLine }) {
  return new Promise((resolve, reject) => {
    const stdout = onLine ? "pipe" : "inherit";
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", stdout, "inherit"], shell: needsShell(program) });
    let rest = "";
    child.stdout?.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      process.stdout.write(text);
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      lines.forEach((line) => onLine?.(line));
    });
    child.on("error", () => reject(new Problem(problem)));
    child.on("close", (status) => {
      if (rest) onLine?.(rest);
      if (status === 0) resolve();
      else reject(new Problem(problem));
    });
  });
}

/**
 * npm is a .cmd file on Windows, which only a shell can start.
 * @param {string} program
 */
function needsShell(program) {
  return process.platform === "win32" && program === "npm";
}

/**
 * Runs a script. A `Problem` ends it with its message only, any other error with its stack.
 * @param {() => Promise<void>} work
 */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`\n${error instanceof Problem ? error.message : error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 1;
  }
}
