// Measures memory and time of the CLI's plan for millions of keys, compared with `wc -l` on the same file. For benchmarks and tests.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../pkg/cli.js", import.meta.url));
const MEASURE = fileURLToPath(new URL("./cli_process.js", import.meta.url));
const BLOCK = 50_000;
const TIME = 1698741698;
/** Keys recalled per second at the service's limit. */
const IN_SECOND = 200;

/** @typedef {{ status: number | null, stdout: string, seconds: number, peakBytes: number }} Measured */

/**
 * Runs the plan command for `keys` keys.
 * @param {{ keys: number, folder: string, seqAt?: (index: number) => number }} what `folder` is for the temporary file of
 *   keys; `seqAt` determines the order of the keys
 * @returns {Promise<{ keys: number, output: string, seconds: number, wcSeconds: number, peakBytes: number, oneKeyBytes: number, growthBytes: number, nodeBytes: number, overNodeBytes: number }>}
 *   `oneKeyBytes`: peak memory of the same plan with one key; `growthBytes`: additional memory for the other keys; `nodeBytes`: peak memory
 *   of an idle Node process; `overNodeBytes`: additional memory of the plan
 */
export async function dryRun({ keys, folder, seqAt = (index) => index }) {
  const many = join(folder, "many.txt");
  const one = join(folder, "one.txt");
  writeKeys(many, keys, seqAt);
  writeKeys(one, 1, seqAt);
  try {
    const nodeBytes = await nothing();
    const { peakBytes: oneKeyBytes } = await plan(one);
    const full = await plan(many);
    const start = performance.now();
    await run("wc", ["-l", many]);
    const wcSeconds = (performance.now() - start) / 1000;
    const { stdout: output, seconds, peakBytes } = full;
    return { keys, output, seconds, wcSeconds, peakBytes, oneKeyBytes, growthBytes: peakBytes - oneKeyBytes, nodeBytes, overNodeBytes: peakBytes - nodeBytes };
  } finally {
    rmSync(many);
    rmSync(one);
  }
}

/** Peak memory of a Node process that only reports its own memory. */
async function nothing() {
  const { stdout } = await run(process.execPath, ["-e", "process.stdout.write(String(process.resourceUsage().maxRSS))"]);
  return Number(stdout) * 1024;
}

/** @param {string} path @param {number} count @param {(index: number) => number} seqAt */
function writeKeys(path, count, seqAt) {
  const file = openSync(path, "w");
  for (let from = 1; from <= count; from += BLOCK) {
    let block = "";
    for (let index = from; index < Math.min(count + 1, from + BLOCK); index += 1) {
      const seq = seqAt(index);
      block += `${seq}_1_${TIME + Math.floor(seq / IN_SECOND)}\n`;
    }
    writeSync(file, block);
  }
  closeSync(file);
}

/** @param {string} path @returns {Promise<Measured>} */
async function plan(path) {
  const peak = `${path}.peak`;
  const words = ["--import", MEASURE, CLI, "recall", "--account", "@TOA#_newsroom", "--keys", path, "--dry-run", "--lang", "en"];
  const env = {
    PATH: process.env.PATH ?? "", RECALL_PEAK_FILE: peak, TENCENT_CHAT_SDK_APP_ID: "1400000000", TENCENT_CHAT_IDENTIFIER: "administrator",
    TENCENT_CHAT_SECRET_KEY: "not-needed-for-a-plan", TENCENT_CHAT_REGION: "singapore",
  };
  const start = performance.now();
  const ended = await run(process.execPath, words, env);
  const seconds = (performance.now() - start) / 1000;
  if (ended.status !== 0) throw new Error(`the plan ended with ${ended.status}: ${ended.stdout}`);
  const peakBytes = Number(readFileSync(peak, "utf8"));
  rmSync(peak);
  return { ...ended, seconds, peakBytes };
}

/**
 * @param {string} program
 * @param {string[]} words
 * @param {Record<string, string>} [env]
 * @returns {Promise<{ status: number | null, stdout: string }>}
 */
function run(program, words, env = { PATH: process.env.PATH ?? "" }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { env, stdio: ["ignore", "pipe", "inherit"] });
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, stdout }));
  });
}
