// Plants the bugs of tests/mutations one at a time in a copy of the crate. A randomized test must find each bug.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Problem, ROOT } from "./command.js";

const HOME = join(ROOT, "target", "mutations");
const TREE = join(HOME, "tree");
const PATCHES = join(ROOT, "tests", "mutations");
const COPIED = ["src", "tests/simulation", "tests/simulation.rs", "tests/paste_layers", "tests/paste_layers.rs", "Cargo.toml", "Cargo.lock"];
/** Number of random runs in which a test must find a bug. */
const RUNS = "4000";
/** The test that finds bugs in the reader of pasted texts. The simulation finds all others. */
const READER = { prefix: "paste-", test: "paste_layers", seed: /LAYERS_SEED=(\d+) fails: (.*)/ };
const RUN = { test: "simulation", seed: /SIMULATION_SEED=(\d+) fails: (.*)/ };
/** Maximum length of a broken rule in the table, in characters. */
const SHOWN = 100;

/**
 * @param {string} program
 * @param {string[]} args
 */
function inTree(program, args) {
  const env = {
    ...process.env,
    CARGO_TARGET_DIR: join(HOME, "build"),
    // The copy is inside a checkout: without this, git would apply the patch there.
    GIT_CEILING_DIRECTORIES: HOME,
    SIMULATION_RUNS: RUNS,
    LAYERS_CASES: RUNS,
    RUST_BACKTRACE: "0",
  };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: TREE, env, encoding: "utf8", maxBuffer: 1 << 28 });
  return { status, text: `${stdout}${stderr}` };
}

/**
 * Plants one bug.
 * @param {string} patch name of the file
 * @returns {string} the seed that found it and the rule that it broke
 */
function find(patch) {
  rmSync(TREE, { recursive: true, force: true });
  mkdirSync(join(TREE, "tests"), { recursive: true });
  for (const path of COPIED) cpSync(join(ROOT, path), join(TREE, path), { recursive: true });
  const applied = inTree("git", ["apply", join(PATCHES, patch)]);
  if (applied.status !== 0) throw new Problem(`tests/mutations/${patch} no longer applies: ${applied.text.trim()}`);
  const { test, seed } = patch.startsWith(READER.prefix) ? READER : RUN;
  const built = inTree("cargo", ["test", "--locked", "--quiet", "--no-run", "--test", test]);
  if (built.status !== 0) throw new Problem(`tests/mutations/${patch} does not compile:\n${built.text}`);
  const { status, text } = inTree("cargo", ["test", "--locked", "--quiet", "--test", test]);
  const found = seed.exec(text);
  if (status === 0 || !found) throw new Problem(`tests/mutations/${patch}: ${test} does not find it in ${RUNS} runs.`);
  return `${String(found[1]).padStart(5)}  ${found[2]?.slice(0, SHOWN)}`;
}

/** Plants every bug and prints which run found it. */
export function checkMutations() {
  const patches = readdirSync(PATCHES).filter((name) => name.endsWith(".patch"));
  if (patches.length < 10) throw new Problem(`Found ${patches.length} patches in tests/mutations, expected at least 10.`);
  process.stdout.write(`${"planted bug".padEnd(40)} seed  broken rule\n`);
  for (const patch of patches.sort()) process.stdout.write(`${patch.replace(".patch", "").padEnd(38)} ${find(patch)}\n`);
  process.stdout.write(`${patches.length} of ${patches.length} planted bugs found\n`);
}
