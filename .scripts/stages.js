// The stages of `npm test`, in the order in which a mistake shows soonest.
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

/** Random cases of the quick run, where the whole has ten times as many or more. */
const QUICK_CASES = { SIMULATION_RUNS: "2000", LAYERS_CASES: "5000" };

/** @typedef {import("./tally.js").Tally} Tally */

/**
 * One stage. `part` is what `npm test -- <part>` picks, `quick` that the quick run has it too.
 * @typedef {{ name: string, part: "rust" | "js", quick?: true, whole?: true, work: (tally: Tally, rest: string[]) => Promise<void> | void }} Stage
 *   `whole`: left out when the command line names files or tests
 */

/** @type {Stage[]} */
const STAGES = [
  { name: "format of Rust", part: "rust", quick: true, work: () => cargo(["fmt", "--check"], "The format differs: run `cargo fmt`.") },
  { name: "lints of Rust", part: "rust", quick: true, work: clippy },
  { name: "docs of Rust", part: "rust", work: () => cargo(["doc", "--locked", "--quiet", "--no-deps"], "rustdoc reports mistakes: see the lines above.") },
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
  const problem = "Clippy has something to say: see the lines above.";
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
  return script("eslint/bin/eslint.js", options, "ESLint has something to say: see the lines above.");
}

function typescript() {
  return script("typescript/bin/tsc", ["-p", ".scripts/tsconfig.json"], "The types do not agree: see the lines above.");
}

async function installPrograms() {
  await installTestPrograms();
  await installConsumers();
  await installPythonSigner();
}

/**
 * Two files at a time suit two cores; the time-out ends only what hangs.
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
    // Colour would hide the closing lines from the tally.
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
