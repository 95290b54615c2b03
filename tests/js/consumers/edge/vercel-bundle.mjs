// Bundles a function as Vercel's builder does, for edge-runtime.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { EdgeRuntime } from "edge-runtime";
import { build } from "esbuild";

/** @type {Record<string, WebAssembly.Module>} */
const modules = {};

// At deployment, Vercel compiles every `.wasm?module` import and provides each module as a global variable.
const wasm = {
  name: "wasm",
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: /\.wasm\?module$/ }, async ({ path, ...from }) => {
      const file = await resolve(path.replace(/\?module$/, ""), { resolveDir: from.resolveDir, kind: from.kind });
      return { path: file.path, namespace: "wasm" };
    });
    onLoad({ filter: /./, namespace: "wasm" }, async ({ path }) => {
      const name = `wasm_${basename(path, ".wasm")}`;
      modules[name] = await WebAssembly.compile(readFileSync(path));
      return { contents: `export default globalThis.${name};` };
    });
  },
};

/** @param {string} entry */
export async function edgeRuntime(entry) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    conditions: ["edge-light"],
    plugins: [wasm],
  });
  return new EdgeRuntime({
    initialCode: outputFiles[0].text,
    codeGeneration: { strings: false, wasm: false },
    extend: (context) => Object.assign(context, modules),
  });
}
