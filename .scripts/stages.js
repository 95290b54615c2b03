// The stages of `npm test`, ordered to find mistakes as early as possible.
import { join } from "node:path";
import { buildPackage } from "./build.js";
import { Problem, run } from "./command.js";
import { installConsumers } from "./consumers.js";
import { installTestPrograms } from "./debian.js";
import { checkMutations } from "./mutations.js";
import { lacks } from "./needs.js";
import { installPythonSigner } from "./python.js";
import { checkRuntimes, forgetRuntimes } from "./runtimes.js";
import { testFiles } from "./test_files.js";

const TARGET = "wasm32-unknown-unknown";

/** Random cases of the quick run. The full run has at least ten times as many. */
const QUICK_CASES = { SIMULATION_RUNS: "2000", LAYERS_CASES: "5000" };

/** @typedef {import("./tally.js").Tally} Tally */

/**
 * One stage. `npm test -- <part>` runs the stages of that part. `quick`: also in the quick run.
 * @typedef {{ name: string, part: "rust" | "js", quick?: true, whole?: true, work: (tally: Tally, rest: string[]) => Promise<void> | void }} Stage
 *   `whole`: skipped if the command line names files or tests
 */

/** @type {Stage[]} */
const STAGES = [
  { name: "format of Rust", part: "rust", quick: true, work: () => cargo(["fmt", "--check"], "The format differs: run `cargo fmt`.") },
  { name: "lints of Rust", part: "rust", quick: true, work: clippy },
  { name: "docs of Rust", part: "rust", work: () => cargo(["doc", "--locked", "--quiet", "--no-deps"], "rustdoc found problems: see the lines above.") },
  { name: "tests of Rust", part: "rust", quick: true, work: cargoTests },
  { name: "planted bugs", part: "rust", whole: true, work: checkMutations },
  { name: "build", part: "js", quick: true, work: buildPackage },
  { name: "lints of JavaScript", part: "js", quick: true, work: eslint },
  { name: "types of JavaScript", part: "js", quick: true, work: typescript },
  { name: "programs", part: "js", work: installPrograms },
  { name: "tests of JavaScript", part: "js", quick: true, work: nodeTests },
  { name: "table of runtimes", part: "js", whole: true, work: runtimes },
];

/**
 * @param {string | undefined} part first word of the command line
 * @param {string[]} rest the others
 * @returns {Stage[]}
 */
export function stagesOf(part, rest) {
  if (part === undefined) return STAGES;
  if (part === "quick" && rest.length === 0) {
    process.env.TEST_RUN = "quick";
    return STAGES.filter((stage) => stage.quick);
  }
  const found = STAGES.filter((stage) => stage.part === part && !(stage.whole && rest.length > 0));
  if (found.length > 0) return found;
  const forms = ["npm test", "npm test -- quick", "npm test -- rust [arguments of cargo test]", "npm test -- js [files or folders]"];
  throw new Problem(`Found "${[part, ...rest].join(" ")}", expected one of: ${forms.join("; ")}.`);
}

const isQuick = () => process.env.TEST_RUN === "quick";

/**
 * @param {string[]} args for cargo
 * @param {string} problem
 * @param {{ env?: Record<string, string>, onLine?: (line: string) => void }} [options]
 */
function cargo(args, problem, { env = {}, onLine } = {}) {
  return run("cargo", args, { env: { ...process.env, RUSTDOCFLAGS: "-D warnings", ...env }, problem, onLine });
}

async function clippy() {
  const problem = "Clippy found problems: see the lines above.";
  await cargo(["clippy", "--locked", "--quiet", "--all-targets", "--", "-D", "warnings"], problem);
  await cargo(["clippy", "--locked", "--quiet", "--lib", "--target", TARGET, "--", "-D", "warnings"], problem);
}

/**
 * @param {Tally} tally
 * @param {string[]} rest arguments of `cargo test`
 */
function cargoTests(tally, rest) {
  const env = isQuick() ? QUICK_CASES : {};
  const problem = "A Rust test failed: see the lines above.";
  return cargo(["test", "--locked", "--no-fail-fast", ...rest], problem, { env, onLine: (line) => tally.read(line) });
}

/**
 * @param {string} path of a program's script in node_modules
 * @param {string[]} args
 * @param {string} problem
 */
function script(path, args, problem) {
  return run(process.execPath, [join("node_modules", path), ...args], { problem });
}

function eslint() {
  const options = ["--config", ".scripts/eslint.config.js", "--max-warnings", "0", "."];
  return script("eslint/bin/eslint.js", options, "ESLint found problems: see the lines above.");
}

function typescript() {
  return script("typescript/bin/tsc", ["-p", ".scripts/tsconfig.json"], "TypeScript found errors: see the lines above.");
}

async function installPrograms() {
  await installTestPrograms();
  await installConsumers();
  await installPythonSigner();
}

/**
 * Runs two files at a time, for machines with two cores. The time-out only ends tests that hang.
 * @param {Tally} tally
 * @param {string[]} rest files, folders and options given on the command line
 */
async function nodeTests(tally, rest) {
  if (rest.length === 0) forgetRuntimes();
  const { files, skipped } = testFiles(rest.filter((word) => !word.startsWith("-")));
  for (const [file, reason] of skipped) tally.skip(file, reason);
  if (files.length === 0) return;
  const options = ["--test", "--test-reporter=spec", "--test-concurrency=2", "--test-timeout=600000"];
  await run(process.execPath, [...options, ...rest.filter((word) => word.startsWith("-")), ...files], {
    // Without colours, which would keep the tally from matching the summary lines.
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
    problem: "A JavaScript test failed: see the lines above.",
    onLine: (line) => tally.read(line),
  });
}

/** @param {Tally} tally */
function runtimes(tally) {
  const reason = lacks("consumers", "chromium", "firefox", "webkit");
  return reason ? tally.skip("table of runtimes", reason) : checkRuntimes();
}
