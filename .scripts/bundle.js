// Lays pkg-template over the compiled crate: which file of the package is made from what follows from the paths in its
// package.json alone (`exports` and `bin`).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { Problem, ROOT } from "./command.js";
import { packaged } from "./documents.js";
import { thirdPartyNotices } from "./notices.js";
import { coreTexts, virtualModules } from "./virtual.js";
import { wasmPackage } from "./wasm.js";

const TEMPLATE = join(ROOT, "pkg-template");
/** By their names in the package, where they are in the checkout. */
const DOCUMENTS = new Map([
  ["README.md", "README.md"],
  ["LICENSE", "LICENSE"],
  ["CHANGELOG.md", "CHANGELOG.md"],
  ["emulator/README.md", "pkg-template/emulator/README.md"],
  ["handler/README.md", "pkg-template/handler/README.md"],
]);

/** Parts of the crate by what their modules are called in the package. */
const MODULES = /** @type {Map<string, import("./wasm.js").Part>} */ (new Map([["core.wasm", "run"], ["offline.wasm", "offline"]]));

/** Sources whose names differ from what they become. */
const SOURCES = new Map([["cli.js", "cli/main.js"]]);

/**
 * Writes the whole package into an empty folder.
 * @param {string} folder
 */
export async function bundle(folder) {
  const manifest = JSON.parse(readFileSync(join(TEMPLATE, "package.json"), "utf8"));
  const targets = new Set([...leaves(manifest.exports), ...leaves(manifest.bin)].map((path) => path.replace(/^\.\//, "")));
  targets.delete("package.json");
  /** @type {Set<string>} */
  const packages = new Set();
  for (const target of targets) {
    for (const one of (await make(target, folder)) ?? []) packages.add(one);
  }
  for (const [name, path] of DOCUMENTS) write(folder, name, packaged(path, readFileSync(join(ROOT, path), "utf8"), DOCUMENTS));
  write(folder, "THIRD-PARTY.txt", thirdPartyNotices([...packages]));
  write(folder, "package.json", `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * Every path in a value of package.json, however deep its conditions go.
 * @param {unknown} value
 * @returns {string[]}
 */
function leaves(value) {
  if (typeof value === "string") return [value];
  return value && typeof value === "object" ? Object.values(value).flatMap(leaves) : [];
}

/**
 * Makes one file of the package by its ending.
 * @param {string} target path in the package
 * @param {string} folder
 * @returns {Promise<string[] | void>} folders of the npm packages whose code is in it
 */
async function make(target, folder) {
  const part = MODULES.get(target);
  if (part) return write(folder, target, readFileSync(join(ROOT, wasmPackage(part), "core_bg.wasm")));
  if (/\.d\.c?ts$/.test(target)) return write(folder, target, readFileSync(source(target.replace(/\.d\.cts$/, ".d.ts"))));
  if (/\.c?js$/.test(target)) return script(target, folder);
  throw new Problem(`pkg-template/package.json names ${target}, and there is no rule for how to make such a file.`);
}

/**
 * The file in pkg-template from which one of the package is made.
 * @param {string} name
 */
function source(name) {
  const path = SOURCES.get(name) ?? name;
  if (!existsSync(join(TEMPLATE, path))) throw new Problem(`pkg-template/package.json needs pkg-template/${path}, which does not exist.`);
  return join(TEMPLATE, path);
}

/**
 * Bundles one entry. The package itself stays outside, so that its parts share one core and one class of errors.
 * @param {string} target
 * @param {string} folder
 * @returns {Promise<string[]>} folders of the npm packages whose code is in it
 */
async function script(target, folder) {
  const entry = source(target.replace(/\.cjs$/, ".js"));
  const isCommonJs = target.endsWith(".cjs");
  const { outputFiles, metafile } = await build({
    metafile: true,
    entryPoints: [entry],
    outfile: join(folder, target),
    write: false,
    bundle: true,
    format: isCommonJs ? "cjs" : "esm",
    footer: isCommonJs ? { js: namesForImport(await exportsOf(entry)) } : {},
    platform: "neutral",
    target: "es2022",
    // Names and lines stay as they are: they are seen in stack traces, by console.log and by whoever debugs. Bundlers of users
    // shorten them anyway.
    minifySyntax: true,
    charset: "utf8",
    legalComments: "inline",
    external: ["tencent-chat-recall", "tencent-chat-recall/*", "node:*", "*.wasm?module"],
    plugins: [virtualModules(target === "edge.js" ? "edge_source.js" : "inline_source.js")],
    logLevel: "warning",
    absWorkingDir: ROOT,
  }).catch(() => {
    throw new Problem(`${target} could not be bundled: see the lines above.`);
  });
  const [{ text }] = /** @type {[import("esbuild").OutputFile]} */ (outputFiles);
  write(folder, target, text + (await coreTexts(text)));
  return packagesOf(Object.keys(metafile?.inputs ?? {}));
}

/**
 * The npm packages to which files belong.
 * @param {string[]} files relative to the checkout
 */
function packagesOf(files) {
  return files.flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
}

/**
 * Names what a CommonJS file exports in the form that runtimes look for before they run it: else an ES module that imports it
 * (Deno does so from CommonJS) finds a default export only.
 * @param {string[]} names
 */
const namesForImport = (names) => `0 && (module.exports = { ${names.join(", ")} });`;

/**
 * @param {string} entry
 * @returns {Promise<string[]>}
 */
async function exportsOf(entry) {
  const { metafile } = await build({ entryPoints: [entry], packages: "external", bundle: false, format: "esm", write: false, metafile: true, absWorkingDir: ROOT });
  return Object.values(metafile.outputs).flatMap((output) => output.exports);
}

/**
 * @param {string} folder
 * @param {string} path
 * @param {string | Uint8Array} content
 */
function write(folder, path, content) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}
