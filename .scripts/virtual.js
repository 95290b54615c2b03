// What pkg-template imports and what exists only when the crate has been compiled: `#run-glue` and `#run-wasm`, `#offline-glue` and
// `#offline-wasm`. And `#source`, which is another file for the edge.
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
 * The part in the name of a virtual module.
 * @param {string} path
 */
const partOf = (path) => /** @type {Part} */ (path.replace(/^#|-\w+$/g, ""));

/**
 * An esbuild plugin that resolves them.
 * @param {"inline_source.js" | "edge_source.js"} [source] the file in pkg-template/lib/wasm that says where the core comes from
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
 * wasm-bindgen's glue keeps one instance in variables of its module. Wrapped in a function it can be made afresh after a trap,
 * and does nothing when it is imported. Its asynchronous loader falls away, because `export *` leaves out the default export.
 *
 * The glue compiles what is no `instanceof WebAssembly.Module`. Edge runtimes forbid compiling and hand out modules of another
 * realm, which are none; lib/wasm/instance.js passes on nothing but modules, so the question is answered with yes here.
 *
 * What the instance exports goes through `guard`, which lib/wasm/instance_guard.js explains; the others are what src/wasm/json.rs and
 * mispaste.rs import.
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
 * The text of an ES module as the body of a function that returns what the module exports.
 * @param {string} text as esbuild writes it: exports at the end, under their own names
 */
function returning(text) {
  const [body, exported, ...more] = text.split(/^export (?=\{)/m);
  if (exported === undefined || more.length > 0 || / as /.test(exported)) throw new Error("esbuild writes exports in another way: look at .scripts/virtual.js.");
  return `${body}return ${exported}`;
}

/**
 * It says how large the module is; its text is not here but in the function that `coreText` writes, which a bundle has at its end: Node
 * prints the line of an error that nobody caught, and would print all of it.
 * @param {Part} part
 */
function inlineModule(part) {
  return `export const size = ${readModule(part).length};\nexport const deflated = () => ${nameOf(part)}();\n`;
}

/**
 * Name of the function that returns a module.
 * @param {Part} part
 */
const nameOf = (part) => `${part}Deflated`;

/**
 * The functions that a script calls, which return the modules as text: deflated as far as it goes, then base64.
 * @param {string} script
 * @returns {Promise<string>}
 */
export async function coreTexts(script) {
  const texts = PARTS.filter((part) => script.includes(`${nameOf(part)}()`)).map(async (part) => {
    const bytes = readModule(part);
    const deflated = Buffer.from(await zopfli.deflateAsync(bytes, { numiterations: 15 }));
    if (!inflateRawSync(deflated).equals(bytes)) throw new Error("zopfli lost bytes");
    return `function ${nameOf(part)}() {\n  return "${deflated.toString("base64")}";\n}\n`;
  });
  return (await Promise.all(texts)).join("");
}
