// Starts programs for consumer tests, and ensures that none outlives its test.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { consumersFolder } from "../../../../.scripts/consumers.js";

/** Long enough for the slowest program on a busy machine. */
const PATIENCE = 240_000;

/**
 * The Node.js of a major version, from the installed consumers.
 * @param {20 | 22 | 24 | 26} major
 */
export const nodeProgram = (major) => nativeProgram(`node${major}-${process.platform}-${process.arch}`, "bin/node");

/**
 * @param {string} name of the package that holds the program
 * @param {string} path in it
 */
export const nativeProgram = (name, path) => join(consumersFolder(), "node_modules", name, path);

const SYSTEM = `${process.platform}-${process.arch === "arm64" ? "aarch64" : process.arch}`;
export const DENO = nativeProgram(`@deno/${process.platform}-${process.arch}${process.platform === "linux" ? "-glibc" : ""}`, "deno");
export const BUN = nativeProgram(`@oven/bun-${SYSTEM}`, "bin/bun");

/** @typedef {{ cwd: string, env?: Record<string, string>, signal?: AbortSignal }} Place */

/**
 * Starts a program as the leader of a process group, so that the whole group can be ended.
 * @param {string} program
 * @param {string[]} args
 * @param {Place} place
 */
export function start(program, args, { cwd, env = {} }) {
  const child = spawn(program, args, { cwd, env: { ...cleanEnvironment(), ...env }, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (output.stderr += text));
  /** @type {Promise<number | string | null>} */
  const ended = new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", (status, signal) => resolve(status ?? signal));
  });
  const stop = () => {
    try {
      if (child.pid) process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has already exited.
    }
  };
  process.once("exit", stop);
  void ended.then(() => process.off("exit", stop));
  return { output, ended, stop: () => (stop(), ended) };
}

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {string[]} args
 * @param {Place} place
 * @returns {Promise<{ stdout: string, stderr: string }>} rejects with its output if it failed
 */
export async function finish(program, args, place) {
  const { output, ended, stop } = start(program, args, place);
  const timer = setTimeout(stop, PATIENCE);
  const status = await ended;
  clearTimeout(timer);
  await stop();
  if (status === 0) return output;
  throw new Error(`${program} ended with ${status}:\n${output.stdout}\n${output.stderr}`);
}

/**
 * Waits until a started program has printed something.
 * @param {ReturnType<typeof start>} program
 * @param {RegExp} pattern
 * @returns {Promise<RegExpExecArray>}
 */
export async function printed({ output, ended }, pattern) {
  let status;
  let over = false;
  void ended.then((value) => ([status, over] = [value, true]));
  for (const end = Date.now() + PATIENCE; Date.now() < end && !over; ) {
    const found = pattern.exec(output.stdout + output.stderr);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`found ${over ? `an end with ${status}` : "no end"}, expected ${pattern}:\n${output.stdout}\n${output.stderr}`);
}

/** The environment without the variables of the test runner and npm. */
function cleanEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !/^(NODE_|npm_|JEST_|VITEST)/.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: "1", CI: "true", NEXT_TELEMETRY_DISABLED: "1", WRANGLER_SEND_METRICS: "false" };
}
