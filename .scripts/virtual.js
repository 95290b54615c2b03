// Makes the virtual modules that pkg-template imports: `#run-glue`, `#run-wasm`, `#offline-glue` and `#offline-wasm`, from the compiled
// crate, and `#source`, which is a different file for edge runtimes.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import zopfli from "@gfx/zopfli";
import { build } from "esbuild";
import { ROOT } from "./command.js";
import { PARTS, wasmPackage } from "./wasm.js";

/** @typedef {import("./wasm.js").Part} Part */

/** @param {Part} part */
const readModule = (part) => readFileSync(join(ROOT, wasmPackage(part), "core_bg.wasm"));

/**
 * Returns the part in the name of a virtual module.
 * @param {string} path
 */
const partOf = (path) => /** @type {Part} */ (path.replace(/^#|-\w+$/g, ""));

/**
 * Makes an esbuild plugin that resolves the virtual modules.
 * @param {"inline_source.js" | "edge_source.js"} [source] the file in pkg-template/lib/wasm that provides the core
 * @returns {import("esbuild").Plugin}
 */
export function virtualModules(source = "inline_source.js") {
  return {
    name: "virtual modules",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^#source$/ }, () => ({ path: join(ROOT, "pkg-template/lib/wasm", source), sideEffects: false }));
      onResolve({ filter: /^#\w+-(glue|wasm)$/ }, ({ path }) => ({ path, namespace: "virtual", sideEffects: false }));
      onLoad({ filter: /-glue$/, namespace: "virtual" }, async ({ path }) => ({ contents: await glue(partOf(path)), loader: "js" }));
      onLoad({ filter: /-wasm$/, namespace: "virtual" }, ({ path }) => ({ contents: inlineModule(partOf(path)), loader: "js" }));
    },
  };
}

/**
 * wasm-bindgen's glue keeps its instance in module variables. Wrapped in a function, the glue can be created again after a trap, and
 * importing it has no effect. `export *` omits the default export, which drops the asynchronous loader.
 *
 * The glue compiles any value that is not an `instanceof WebAssembly.Module`. Edge runtimes forbid compiling, and provide modules of
 * another realm, which fail that test. lib/wasm/instance.js only passes modules, so here the test always succeeds.
 *
 * The exports of the instance go through `guard` (see lib/wasm/instance_guard.js). src/wasm/json.rs and mispaste.rs import the other
 * parameters.
 * @param {Part} part
 */
async function glue(part) {
  const { outputFiles } = await build({
    stdin: { contents: 'export * from "./core.js";', resolveDir: join(ROOT, wasmPackage(part)) },
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    define: { "WebAssembly.Module": "AnyModule", "WebAssembly.Instance": "GuardedInstance" },
    minifySyntax: true,
    legalComments: "none",
  });
  const anyModule = "const AnyModule = { [Symbol.hasInstance]: () => true };";
  const guarded = "function GuardedInstance(module, imports) { this.exports = guard(new WebAssembly.Instance(module, imports).exports); }";
  return `export function createGlue(guard, { mispasteOf, openUserSig }) {\n${anyModule}\n${guarded}\n${returning(outputFiles[0].text)}\n}\n`;
}

/**
 * Turns the text of an ES module into a function body that returns the module's exports.
 * @param {string} text as esbuild writes it: exports at the end, under their own names
 */
function returning(text) {
  const [body, exported, ...more] = text.split(/^export (?=\{)/m);
  if (exported === undefined || more.length > 0 || / as /.test(exported)) {
    throw new Error("The form of esbuild's exports has changed: adapt .scripts/virtual.js.");
  }
  return `${body}return ${exported}`;
}

/**
 * Exports the size of a wasm module, and calls the function that returns its text. `coreTexts` writes that function at the end of the
 * bundle, on separate lines: Node prints the source line of an uncaught error, which must not contain the whole module.
 * @param {Part} part
 */
function inlineModule(part) {
  return `export const size = ${readModule(part).length};\nexport const deflated = () => ${nameOf(part)}();\n`;
}

/**
 * Returns the name of the function that returns a wasm module.
 * @param {Part} part
 */
const nameOf = (part) => `${part}Deflated`;

/**
 * Writes the functions, called by a script, that return the wasm modules as text.
 * @param {string} script
 * @returns {Promise<string>}
 */
export async function coreTexts(script) {
  const parts = PARTS.filter((part) => script.includes(`${nameOf(part)}()`));
  const texts = parts.map(async (part) => `function ${nameOf(part)}() {\n  return "${await deflated(part)}";\n}\n`);
  return (await Promise.all(texts)).join("");
}

/** Texts of modules by their bytes: several scripts have the same. @type {Map<string, Promise<string>>} */
const known = new Map();

/** Deflates a module, which takes seconds, and returns it in base64. @param {Part} part */
function deflated(part) {
  const bytes = readModule(part);
  const key = bytes.toString("latin1");
  const text = known.get(key) ?? zopfli.deflateAsync(bytes, { numiterations: 100 }).then((packed) => {
    if (!inflateRawSync(packed).equals(bytes)) throw new Error("zopfli lost bytes");
    return Buffer.from(packed).toString("base64");
  });
  known.set(key, text);
  return text;
}
