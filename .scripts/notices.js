// Collects the licences of compiled and bundled code, which require that every copy of the package contains them.
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Problem, ROOT } from "./command.js";

/**
 * @typedef {{ id: string, name: string, version: string, license: string | null, manifest_path: string, targets: { kind: string[] }[] }} Crate
 * @typedef {{ id: string, deps: { pkg: string, dep_kinds: { kind: string | null }[] }[] }} Node
 */

/**
 * Makes the text of THIRD-PARTY.txt: each licence once, below the names of all projects that it covers.
 * @param {string[]} packages folders of the npm packages whose code is in a bundle, relative to the checkout
 * @returns {string}
 */
export function thirdPartyNotices(packages) {
  /** @type {Map<string, string[]>} */
  const byText = new Map();
  const parts = [...linkedCrates(), ...packages.map(npmPackage)];
  for (const { title, folder } of parts.sort((a, b) => (a.title < b.title ? -1 : 1))) {
    const text = licenceText(folder, title);
    byText.set(text, [...(byText.get(text) ?? []), title]);
  }
  const sections = [...byText].map(([text, titles]) => `${titles.join("\n")}\n\n${text}\n`);
  const opening =
    "This package contains compiled or bundled code of the Rust standard library (MIT OR Apache-2.0) and of the following projects.\n";
  return [opening, ...sections].join(`\n${"-".repeat(78)}\n\n`);
}

/** Lists the crates that are linked into the module, without those that only run at build time. */
function linkedCrates() {
  const args = ["metadata", "--locked", "--format-version", "1", "--filter-platform", "wasm32-unknown-unknown"];
  const { status, stdout } = spawnSync("cargo", args, { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Problem("`cargo metadata --locked` failed: run it by hand and read its output.");
  /** @type {{ packages: Crate[], resolve: { root: string, nodes: Node[] } }} */
  const { packages, resolve } = JSON.parse(stdout);
  const crates = new Map(packages.map((crate) => [crate.id, crate]));
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const linked = new Set([resolve.root]);
  for (const id of linked) {
    for (const { pkg, dep_kinds: kinds } of nodes.get(id)?.deps ?? []) {
      const runsAtBuild = crates.get(pkg)?.targets.some((target) => target.kind.includes("proc-macro"));
      if (kinds.some(({ kind }) => kind === null) && !runsAtBuild) linked.add(pkg);
    }
  }
  linked.delete(resolve.root);
  return [...linked].map((id) => {
    const crate = /** @type {Crate} */ (crates.get(id));
    return { title: `${crate.name} ${crate.version} (${crate.license})`, folder: dirname(crate.manifest_path) };
  });
}

/** @param {string} path of its folder, relative to the checkout */
function npmPackage(path) {
  const folder = join(ROOT, path);
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return { title: `${name} ${version} (${license})`, folder };
}

/**
 * Reads the licence file: the MIT text if there is a choice, because it is the shortest.
 * @param {string} folder
 * @param {string} title
 */
function licenceText(folder, title) {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying)/i.test(name)).sort();
  const name = names.find((candidate) => /mit/i.test(candidate)) ?? names[0];
  if (!name) return `${title} has no licence file; its terms are those named above.`;
  return readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n").trim();
}
