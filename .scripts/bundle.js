// Makes the files of the package from pkg-template and the compiled crate. The paths in `exports` and `bin` of its package.json
// determine which files there are and how each is made.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { Problem, ROOT } from "./command.js";
import { packaged } from "./documents.js";
import { thirdPartyNotices } from "./notices.js";
import { coreTexts, virtualModules } from "./virtual.js";
import { wasmPackage } from "./wasm.js";

const TEMPLATE = join(ROOT, "pkg-template");
/** Documents: path in the package, path in the checkout. */
const DOCUMENTS = new Map([
  ["README.md", "README.md"],
  ["LICENSE", "LICENSE"],
  ["CHANGELOG.md", "CHANGELOG.md"],
  ["emulator/README.md", "pkg-template/emulator/README.md"],
  ["handler/README.md", "pkg-template/handler/README.md"],
  ["webhook/README.md", "pkg-template/webhook/README.md"],
  ["store/README.md", "pkg-template/store/README.md"],
]);

/** Optional peers, which users install beside the package. */
const PEERS = ["better-sqlite3", "pg"];

/** wasm modules: name in the package, part of the crate. */
const MODULES = /** @type {Map<string, import("./wasm.js").Part>} */ (new Map([["core.wasm", "run"], ["offline.wasm", "offline"]]));

/** Entries whose source has another name: name in the package, path in pkg-template. */
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
 * Collects every path in a value of package.json, with nested conditions.
 * @param {unknown} value
 * @returns {string[]}
 */
function leaves(value) {
  if (typeof value === "string") return [value];
  return value && typeof value === "object" ? Object.values(value).flatMap(leaves) : [];
}

/**
 * Makes one file of the package. The extension determines how.
 * @param {string} target path in the package
 * @param {string} folder
 * @returns {Promise<string[] | void>} folders of the npm packages whose code is in it
 */
async function make(target, folder) {
  const part = MODULES.get(target);
  if (part) return write(folder, target, readFileSync(join(ROOT, wasmPackage(part), "core_bg.wasm")));
  if (/\.d\.c?ts$/.test(target)) return write(folder, target, readFileSync(source(target.replace(/\.d\.cts$/, ".d.ts"))));
  if (/\.c?js$/.test(target)) return script(target, folder);
  throw new Problem(`pkg-template/package.json names ${target}, but there is no rule to make such a file.`);
}

/**
 * Finds the source in pkg-template of a file of the package.
 * @param {string} name
 */
function source(name) {
  const path = SOURCES.get(name) ?? name;
  if (!existsSync(join(TEMPLATE, path))) throw new Problem(`pkg-template/package.json needs pkg-template/${path}, which does not exist.`);
  return join(TEMPLATE, path);
}

/**
 * Bundles one entry. Imports of the package itself stay external, so that all entries share one core and one RecallError class.
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
    // Names and line breaks are kept, for stack traces, console.log and debuggers. The bundlers of users minify them anyway.
    minifySyntax: true,
    charset: "utf8",
    legalComments: "inline",
    external: ["tencent-chat-recall", "tencent-chat-recall/*", "node:*", "*.wasm?module", ...PEERS],
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
 * Returns the npm packages that contain the files.
 * @param {string[]} files relative to the checkout
 */
function packagesOf(files) {
  return files.flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
}

/**
 * Lists the exports of a CommonJS file in the form that runtimes detect statically. Without it, an ES module that imports the file
 * (as Deno does for CommonJS) finds only a default export.
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
