// The table of runtimes: compares the results of the consumer tests with tests/js/consumers/expected.json, CONTRIBUTING.md and README.md.
// After a full `npm test`, `node .scripts/runtimes.js --write` writes the table into both documents.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Problem, ROOT, main, say } from "./command.js";

const FOUND = join(ROOT, "target/consumers");
const EXPECTED = join(ROOT, "tests/js/consumers/expected.json");
const BEGIN = "<!-- runtimes: written by `node .scripts/runtimes.js --write` -->";
const END = "<!-- /runtimes -->";

/** Browsers come from the operating system, which updates them: the documents may have other versions than the run. */
const OF_THE_SYSTEM = ["Chromium", "Firefox", "WebKitGTK"];

/**
 * A runtime by its name in expected.json, and the ways of loading the package that passed.
 * @typedef {{ name: string, version: string, ways: string[] }} Row
 */

/** Deletes the results of earlier runs. */
export function forgetRuntimes() {
  rmSync(FOUND, { recursive: true, force: true });
}

/** Fails if results are missing or unexpected, or if the documents differ from them. */
export function checkRuntimes() {
  const rows = complete();
  for (const { name, version, ways } of rows) say(name, `${version}: ${ways.join("; ")}`);
  for (const [file, text] of documents(rows)) {
    const path = join(ROOT, file);
    if (withoutSystem(readFileSync(path, "utf8")) !== withoutSystem(text)) {
      throw new Problem(`The runtimes in ${file} differ from the results of this run: run \`node .scripts/runtimes.js --write\`.`);
    }
  }
}

/** @returns {Row[]} in the order of expected.json */
function complete() {
  /** @type {Record<string, string[]>} */
  const expected = JSON.parse(readFileSync(EXPECTED, "utf8"));
  const found = results();
  const rows = Object.entries(expected).map(([name, ways]) => {
    const mine = found.filter((one) => one.name === name);
    return { name, version: mine[0]?.version ?? "", ways, mine: mine.map(({ loaded }) => loaded) };
  });
  const missing = rows.flatMap(({ name, ways, mine }) => ways.filter((way) => !mine.includes(way)).map((way) => `${name}: ${way}`));
  const surplus = found.filter(({ name, loaded }) => !expected[name]?.includes(loaded)).map(({ name, loaded }) => `${name}: ${loaded}`);
  if (missing.length > 0) throw new Problem(`These were expected to run and did not:\n  ${missing.join("\n  ")}`);
  if (surplus.length > 0) throw new Problem(`These ran and are not in tests/js/consumers/expected.json:\n  ${surplus.join("\n  ")}`);
  return rows;
}

/** @returns {{ name: string, version: string, loaded: string }[]} */
function results() {
  if (!existsSync(FOUND)) throw new Problem("No consumer test has run: run `npm test`.");
  return readdirSync(FOUND).sort().map((file) => {
    const { runtime, version, loaded } = JSON.parse(readFileSync(join(FOUND, file), "utf8"));
    const isByLine = ["Node.js", "TypeScript"].includes(runtime);
    return { name: isByLine ? `${runtime} ${version.split(".")[0]}` : runtime, version, loaded };
  });
}

/**
 * Returns the documents with the table of this run.
 * @param {Row[]} rows
 * @returns {[string, string][]}
 */
function documents(rows) {
  const table = ["| runtime | version | loaded and passed |", "|---|---|---|"];
  for (const { name, version, ways } of rows) table.push(`| ${name.replace(/ \d+$/, "")} | ${version} | ${ways.join("; ")} |`);
  const short = rows.map(({ name, version }, index) => {
    const [base, before] = [name, rows[index - 1]?.name ?? ""].map((full) => full.replace(/ \d+$/, ""));
    return base === before ? version : `${base} ${version}`;
  });
  return [
    ["CONTRIBUTING.md", between("CONTRIBUTING.md", table.join("\n"))],
    ["README.md", between("README.md", `${short.reduce(joinLines)}.`)],
  ];
}

/**
 * Joins items with commas, in lines of at most 120 characters.
 * @param {string} text
 * @param {string} item
 */
function joinLines(text, item) {
  const last = text.slice(text.lastIndexOf("\n") + 1);
  return last.length + item.length > 118 ? `${text},\n${item}` : `${text}, ${item}`;
}

/**
 * @param {string} file
 * @param {string} text
 */
function between(file, text) {
  const whole = readFileSync(join(ROOT, file), "utf8");
  const [begin, end] = [whole.indexOf(BEGIN), whole.indexOf(END)];
  if (begin < 0 || end < begin) throw new Problem(`${file} lacks the lines "${BEGIN}" and "${END}", which enclose the table of runtimes.`);
  return `${whole.slice(0, begin)}${BEGIN}\n${text}\n${whole.slice(end)}`;
}

/** @param {string} text */
function withoutSystem(text) {
  return text.replace(new RegExp(`(${OF_THE_SYSTEM.join("|")})( \\| | )[\\d.]+`, "g"), "$1$2").replace(/\s+/g, " ");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await main(async () => {
    if (process.argv[2] !== "--write") return checkRuntimes();
    for (const [file, text] of documents(complete())) writeFileSync(join(ROOT, file), text);
    say("runtimes", "are written into CONTRIBUTING.md and README.md");
  });
}
