/** Helpers of the CLI tests: run the real process with an emulator in a temporary folder, and check its output for secrets. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startEmulator } from "../../../../pkg/emulator/index.js";

export const CLI = fileURLToPath(new URL("../../../../pkg/cli.js", import.meta.url));
export const ACCOUNT = "@TOA#_newsroom";
export const SDK_APP_ID = 1400000000;
/** Differs from the public demo key, so that any trace of it in the output is a leak. */
export const SECRET_KEY = "0f4e8a7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a392817060504030201";

/**
 * The environment variables without any settings, or with the settings of an emulator's app.
 * @param {string} [url]
 * @returns {Record<string, string>}
 */
export function environment(url) {
  const plain = { PATH: process.env.PATH ?? "", LC_ALL: "C", TZ: "UTC" };
  if (url === undefined) return plain;
  return {
    ...plain, TENCENT_CHAT_BASE_URL: url, TENCENT_CHAT_SDK_APP_ID: String(SDK_APP_ID), TENCENT_CHAT_IDENTIFIER: "administrator",
    TENCENT_CHAT_SECRET_KEY: SECRET_KEY,
  };
}

/**
 * @typedef {{ status: number | null, signal: NodeJS.Signals | null, stdout: string, stderr: string }} Ended
 * @typedef {{ env?: Record<string, string>, cwd?: string, input?: string }} Around
 */

/**
 * Runs the command line to its end.
 * @param {string[]} words
 * @param {Around} [around]
 * @returns {Promise<Ended>}
 */
export function cli(words, around) {
  return ended(begin(words, around));
}

/** @param {string[]} words @param {Around} [around] */
export function begin(words, { env = environment(), cwd = tmpdir(), input = "" } = {}) {
  const child = spawn(process.execPath, [CLI, ...words], { env, cwd, stdio: ["pipe", "pipe", "pipe"] });
  // The process may exit before it has read all input.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return child;
}

/** @param {ReturnType<typeof begin>} child @returns {Promise<Ended>} */
export function ended(child) {
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  return new Promise((resolve) => child.once("close", (status, signal) => resolve({ status, signal, stdout, stderr })));
}

/**
 * A temporary folder, an emulator with a broadcast, and functions to run the CLI with them.
 * @param {import("node:test").TestContext} t
 * @param {{ count?: number, emulator?: import("../../../../pkg/emulator/index.js").EmulatorOptions }} [options]
 */
export async function stage(t, { count = 0, emulator: emulatorOptions = {} } = {}) {
  const { emulator, url, close } = await startEmulator({ secretKey: SECRET_KEY, accounts: [ACCOUNT], ...emulatorOptions });
  t.after(close);
  const folder = folderOf(t);
  const msgKeys = count === 0 ? [] : emulator.broadcast({ officialAccount: ACCOUNT, count, text: "wrong" });
  const keys = join(folder, "keys.txt");
  writeFileSync(keys, msgKeys.map((key) => `${key}\n`).join(""));
  const env = environment(url);
  return {
    emulator, url, folder, msgKeys, keys, env,
    /** @param {string[]} words @param {Around} [around] */
    run: (words, around = {}) => cli(words, { env, cwd: folder, ...around }),
    /** Path of the only journal in the folder. */
    journal: () => journalIn(folder),
  };
}

/** @param {import("node:test").TestContext} t */
export function folderOf(t) {
  const folder = mkdtempSync(join(tmpdir(), "recall-cli-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** @param {string} folder */
export function journalIn(folder) {
  const found = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
  assert.equal(found.length, 1, `expected one journal, found ${readdirSync(folder).join(", ")}`);
  return join(folder, /** @type {string} */ (found[0]));
}

/** Asserts that a text has no signature and no secret key. @param {string} text @param {string} where */
export function assertNothingSecret(text, where) {
  assert.ok(!text.includes(SECRET_KEY), `the secret key is in ${where}`);
  // Every UserSig begins with this encoded zlib header.
  assert.doesNotMatch(text, /e[AFJN][A-Za-z0-9*_-]{30}/, `a UserSig is in ${where}`);
  assert.doesNotMatch(text, /usersig=/i, `a URL with a UserSig is in ${where}`);
}

/** Asserts the same for every file in a folder. @param {string} folder */
export function assertFolderHasNothingSecret(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isFile()) assertNothingSecret(readFileSync(path, "utf8"), name);
  }
}

/** The status of every key in the journal. @param {(words: string[]) => Promise<Ended>} run @param {string} journal */
export async function outcomes(run, journal) {
  const { stdout, stderr } = await run(["report", journal, "--json"]);
  assert.ok(stdout.startsWith("{"), stderr);
  return JSON.parse(stdout);
}
