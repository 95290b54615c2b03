// The stages of `npm test`, ordered to find mistakes as early as possible.
import { join } from "node:path";
import { buildPackage } from "./build.js";
import { run, say } from "./command.js";
import { installConsumers } from "./consumers.js";
import { installTestPrograms } from "./debian.js";
import { filesUnder } from "./digest.js";
import { installPythonSigner } from "./python.js";
import { checkRuntimes, forgetRuntimes } from "./runtimes.js";
import { checkMutations } from "./mutations.js";

const TARGET = "wasm32-unknown-unknown";

/** @typedef {import("./tally.js").Tally} Tally */

/**
 * One stage. `npm test -- <part>` runs the stages of that part.
 * @typedef {{ name: string, part: "rust" | "js", work: (tally: Tally, rest: string[]) => Promise<void> }} Stage
 */

/**
 * @param {string[]} args for cargo
 * @param {string} problem
 * @param {(line: string) => void} [onLine]
 */
function cargo(args, problem, onLine) {
  return run("cargo", args, { env: { ...process.env, RUSTDOCFLAGS: "-D warnings" }, problem, onLine });
}

/**
 * @param {string} path of a program's script in node_modules
 * @param {string[]} args
 * @param {string} problem
 */
function script(path, args, problem) {
  return run(process.execPath, [join("node_modules", path), ...args], { problem });
}

/** @type {Stage[]} */
export const STAGES = [
  {
    name: "format of Rust",
    part: "rust",
    work: () => cargo(["fmt", "--check"], "The format differs: run `cargo fmt`."),
  },
  {
    name: "lints of Rust",
    part: "rust",
    work: async () => {
      const problem = "Clippy found problems: see the lines above.";
      await cargo(["clippy", "--locked", "--quiet", "--all-targets", "--", "-D", "warnings"], problem);
      await cargo(["clippy", "--locked", "--quiet", "--lib", "--target", TARGET, "--", "-D", "warnings"], problem);
    },
  },
  {
    name: "docs of Rust",
    part: "rust",
    work: () => cargo(["doc", "--locked", "--quiet", "--no-deps"], "rustdoc found problems: see the lines above."),
  },
  {
    name: "tests of Rust",
    part: "rust",
    work: (tally, rest) => {
      const problem = "A Rust test failed: see the lines above.";
      return cargo(["test", "--locked", "--no-fail-fast", ...rest], problem, (line) => tally.read(line));
    },
  },
  {
    name: "planted bugs",
    part: "rust",
    // Skipped if the command line names tests.
    work: async (_, rest) => (rest.length === 0 ? checkMutations() : undefined),
  },
  { name: "build", part: "js", work: () => buildPackage() },
  {
    name: "lints of JavaScript",
    part: "js",
    work: () => {
      const options = ["--config", ".scripts/eslint.config.js", "--max-warnings", "0", "."];
      return script("eslint/bin/eslint.js", options, "ESLint found problems: see the lines above.");
    },
  },
  {
    name: "types of JavaScript",
    part: "js",
    work: () => script("typescript/bin/tsc", ["-p", ".scripts/tsconfig.json"], "TypeScript found errors: see the lines above."),
  },
  {
    name: "programs",
    part: "js",
    work: async () => {
      await installTestPrograms();
      await installConsumers();
      await installPythonSigner();
    },
  },
  { name: "tests of JavaScript", part: "js", work: nodeTests },
  {
    name: "table of runtimes",
    part: "js",
    work: async (_tally, rest) => (isPart(rest) ? say("runtimes", "not checked, because only some tests ran") : checkRuntimes()),
  },
];

/**
 * Returns whether the command line names files or options, so that only some tests run.
 * @param {string[]} rest
 */
const isPart = (rest) => rest.length > 0;

/**
 * Runs two files at a time, for machines with two cores. The time-out only ends tests that hang.
 * @param {Tally} tally
 * @param {string[]} rest files or options given on the command line
 */
function nodeTests(tally, rest) {
  const chosen = rest.some((argument) => !argument.startsWith("-"));
  if (!isPart(rest)) forgetRuntimes();
  const files = chosen ? [] : filesUnder(["tests/js"]).filter((file) => file.endsWith(".test.js"));
  const options = ["--test", "--test-reporter=spec", "--test-concurrency=2", "--test-timeout=600000"];
  return run(process.execPath, [...options, ...files, ...rest], {
    // Without colours, which would keep the tally from matching the summary lines.
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
    problem: "A JavaScript test failed: see the lines above.",
    onLine: (line) => tally.read(line),
  });
}
