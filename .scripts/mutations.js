// Plants the bugs of tests/mutations in a copy of the crate. A randomized test must find each bug. All bugs are compiled into one
// program, and each of its runs activates one bug.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { Problem, ROOT } from "./command.js";
import { filesUnder } from "./digest.js";
import { PLANTED, plant } from "./planting.js";

const TREE = "target/mutations/tree";
const PATCHES = join(ROOT, "tests", "mutations");
/** Number of random runs of the simulation, and of texts for the reader, in which a test must find a bug. */
const RUNS = "4000";
const CASES = "20000";
/** The test that finds bugs in the reader of pasted texts. The simulation finds all others. */
const READER = { prefix: "paste-", target: "paste_layers", test: "a_key_below_any_layers_is_found_or_rejected_and_never_another", seed: /LAYERS_SEED=(\d+) fails: (.*)/ };
const RUN = { target: "simulation", test: "every_rule_holds_in_every_run", seed: /SIMULATION_SEED=(\d+) fails: (.*)/ };
/** Maximum length of a broken rule in the table, in characters. */
const SHOWN = 100;

/** @typedef {{ name: string, text: string }} Patch */
/** @typedef {{ status: number | null, text: string }} Ended */

/** Plants every bug and prints which run found it. */
export async function checkMutations() {
  const names = readdirSync(PATCHES).filter((name) => name.endsWith(".patch")).sort();
  if (names.length < 10) throw new Problem(`Found ${names.length} patches in tests/mutations, expected at least 10.`);
  const patches = names.map((name) => ({ name: `tests/mutations/${name}`, text: readFileSync(join(PATCHES, name), "utf8") }));
  writeTree(patches);
  const programs = build();
  for (const kind of [RUN, READER]) await checkUnplanted(programs, kind);
  const results = await inParallel(patches.map((patch, index) => () => find(programs, patch, index + 1)));
  process.stdout.write(`${"planted bug".padEnd(40)} seed  broken rule\n${results.map(({ line }) => line).join("")}`);
  const missed = results.flatMap(({ problem }) => problem ?? []);
  process.stdout.write(`${results.length - missed.length} of ${results.length} planted bugs found\n`);
  if (missed.length > 0) throw new Problem(missed.join("\n"));
}

/**
 * Writes the copy of the crate. Unchanged files keep their modification time, so that cargo does not recompile them.
 * @param {Patch[]} patches
 */
function writeTree(patches) {
  const copied = ["Cargo.toml", "Cargo.lock", ...filesUnder(["src", "tests"]).filter((file) => file.endsWith(".rs"))];
  const sources = new Map(copied.map((file) => [file, readFileSync(join(ROOT, file), "utf8")]));
  const planted = plant(sources, patches);
  const tree = new Map([...sources, ...planted, ["src/planted.rs", PLANTED]]);
  tree.set("src/lib.rs", `${tree.get("src/lib.rs")}\nmod planted;\n`);
  for (const file of filesUnder([TREE])) if (!tree.has(file.slice(TREE.length + 1))) rmSync(join(ROOT, file));
  for (const [file, text] of tree) {
    const path = join(ROOT, TREE, file);
    if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** @returns {Map<string, string>} name and program of each test */
function build() {
  const words = ["test", "--locked", "--no-run", "--message-format=json-render-diagnostics", "--test", RUN.target, "--test", READER.target];
  const env = { ...process.env, CARGO_TARGET_DIR: join(ROOT, "target/mutations/build"), RUSTFLAGS: "--cap-lints=allow" };
  const { status, stdout, stderr } = spawnSync("cargo", words, { cwd: join(ROOT, TREE), env, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Problem(`The planted bugs do not compile: see ${TREE}.\n${stderr}`);
  const artifacts = stdout.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  return new Map(artifacts.filter(({ executable }) => executable).map(({ target, executable }) => [target.name, executable]));
}

/**
 * @param {Map<string, string>} programs
 * @param {{ target: string, test: string }} kind
 * @param {number} number of the planted bug, or 0
 * @returns {Promise<Ended>}
 */
function play(programs, { target, test }, number) {
  const env = { ...process.env, PLANTED: String(number), SIMULATION_RUNS: RUNS, LAYERS_CASES: CASES, LAYERS_SHOWN: "1", RUST_BACKTRACE: "0" };
  const child = spawn(programs.get(target) ?? target, ["--exact", test], { cwd: join(ROOT, TREE), env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (part) => (text += part));
  return new Promise((resolve, reject) => child.on("error", reject).on("close", (status) => resolve({ status, text })));
}

/**
 * Checks that the test passes without an active bug: otherwise its failures would not prove that it finds the bugs.
 * @param {Map<string, string>} programs
 * @param {{ target: string, test: string }} kind
 */
async function checkUnplanted(programs, kind) {
  const { status, text } = await play(programs, kind, 0);
  if (status !== 0 || !text.includes("1 passed")) throw new Problem(`${kind.test} of ${kind.target} does not pass without a planted bug:\n${text}`);
}

/**
 * @param {Map<string, string>} programs
 * @param {Patch} patch
 * @param {number} number
 * @returns {Promise<{ line: string, problem?: string }>} its line of the table
 */
async function find(programs, { name }, number) {
  const bug = name.replace(/^.*\/|\.patch$/g, "");
  const kind = bug.startsWith(READER.prefix) ? READER : RUN;
  const { status, text } = await play(programs, kind, number);
  const found = kind.seed.exec(text);
  const [, seed = "", rule = "not found"] = found ?? [];
  const line = `${bug.padEnd(38)} ${seed.padStart(5)}  ${rule.slice(0, SHOWN)}\n`;
  return status !== 0 && found ? { line } : { line, problem: `${name}: ${kind.target} does not find it in ${kind === READER ? CASES : RUNS} runs.` };
}

/**
 * Runs all of the work, with one task per core at a time.
 * @template T
 * @param {(() => Promise<T>)[]} work
 * @returns {Promise<T[]>} in the order of the work
 */
async function inParallel(work) {
  /** @type {T[]} */
  const results = [];
  const left = [...work.entries()];
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) results[next[0]] = await next[1]();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}
