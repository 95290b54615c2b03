// The two modules that pkg-template imports and that exist only when the crate has been compiled: `#glue` and `#wasm`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import zopfli from "@gfx/zopfli";
import { build } from "esbuild";
import { ROOT } from "./command.js";
import { WASM_PACKAGE } from "./wasm.js";

const CORE = join(ROOT, WASM_PACKAGE, "core_bg.wasm");

/**
 * An esbuild plugin that resolves both.
 * @returns {import("esbuild").Plugin}
 */
export function virtualModules() {
  return {
    name: "virtual modules",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^#(glue|wasm)$/ }, ({ path }) => ({ path, namespace: "virtual", sideEffects: false }));
      onLoad({ filter: /^#glue$/, namespace: "virtual" }, async () => ({ contents: await glue(), loader: "js" }));
      onLoad({ filter: /^#wasm$/, namespace: "virtual" }, () => ({ contents: inlineModule(), loader: "js" }));
    },
  };
}

/**
 * wasm-bindgen's glue keeps one instance in variables of its module. Wrapped in a function it can be made afresh after a trap,
 * and does nothing when it is imported. Its asynchronous loader falls away, because `export *` leaves out the default export.
 *
 * The glue compiles what is no `instanceof WebAssembly.Module`. Edge runtimes forbid compiling and hand out modules of another
 * realm, which are none; lib/core.js passes on nothing but modules, so the question is answered with yes here.
 *
 * What the instance exports goes through `guard`, which lib/life.js explains.
 */
async function glue() {
  const { outputFiles } = await build({
    stdin: { contents: 'export * from "./core.js";', resolveDir: join(ROOT, WASM_PACKAGE) },
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    format: "iife",
    globalName: "glue",
    target: "es2022",
    define: { "WebAssembly.Module": "AnyModule", "WebAssembly.Instance": "GuardedInstance" },
    minifySyntax: true,
    legalComments: "none",
  });
  const anyModule = "const AnyModule = { [Symbol.hasInstance]: () => true };";
  const guarded = "function GuardedInstance(module, imports) { this.exports = guard(new WebAssembly.Instance(module, imports).exports); }";
  return `export function createGlue(guard) {\n${anyModule}\n${guarded}\n${outputFiles[0].text}\nreturn glue;\n}\n`;
}

/**
 * The module says how large the core is; its text is not here but in the function that `coreText` writes, which a bundle has at
 * its end: Node prints the line of an error that nobody caught, and would print all of it.
 */
function inlineModule() {
  const { length } = readFileSync(CORE);
  return `export const size = ${length};\nexport const deflated = () => ${CORE_TEXT}();\n`;
}

/** Name of the function that returns the core. */
export const CORE_TEXT = "deflatedCore";

/**
 * A function that returns the core as text: deflated as far as it goes, then base64.
 * @returns {Promise<string>}
 */
export async function coreText() {
  const bytes = readFileSync(CORE);
  const deflated = Buffer.from(await zopfli.deflateAsync(bytes, { numiterations: 15 }));
  if (!inflateRawSync(deflated).equals(bytes)) throw new Error("zopfli lost bytes");
  return `function ${CORE_TEXT}() {\n  return "${deflated.toString("base64")}";\n}\n`;
}
