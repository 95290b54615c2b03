// The handle on the compiled core: made late, made once, made again after a trap. Run against glue that counts.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { build } from "esbuild";
import { ROOT } from "../../.scripts/command.js";

const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/**
 * lib/core.js with glue that records the modules it was given.
 * @returns {Promise<{ create: Function, modules: WebAssembly.Module[] }>}
 */
async function coreWithCountingGlue() {
  const glue = `
    export const modules = [];
    const trap = () => { throw new WebAssembly.RuntimeError("unreachable"); };
    export const createGlue = (guard) => ({ initSync: ({ module }) => modules.push(module), ...guard({ trap }) });`;
  const { outputFiles } = await build({
    stdin: { contents: 'export * from "./core.js"; export { modules } from "#glue";', resolveDir: join(ROOT, "pkg-template/lib") },
    bundle: true,
    write: false,
    format: "esm",
    plugins: [
      {
        name: "counting glue",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^#glue$/ }, ({ path }) => ({ path, namespace: "counting" }));
          onLoad({ filter: /./, namespace: "counting" }, () => ({ contents: glue }));
        },
      },
    ],
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}#${Math.random()}`);
}

test("making a handle calls nothing, and the core is instantiated once", async () => {
  const { create, modules } = await coreWithCountingGlue();
  let asked = 0;
  const core = create(() => {
    asked += 1;
    return EMPTY_MODULE;
  });
  assert.equal(asked, 0);
  assert.equal(core.get(), core.get());
  assert.deepEqual([asked, modules.length], [1, 1]);
});

test("a source that fails is asked again at the next call", async () => {
  const { create } = await coreWithCountingGlue();
  let fails = true;
  const core = create(() => {
    if (fails) throw new Error("no bytes");
    return EMPTY_MODULE;
  });
  assert.throws(() => core.get(), /no bytes/);
  fails = false;
  assert.ok(core.get());
});

test("after a trap the next call gets a fresh instance of the same module", async () => {
  const { create, modules } = await coreWithCountingGlue();
  const core = create(() => EMPTY_MODULE);
  const first = core.get();
  const trap = (/** @type {any} */ glue) => glue.trap();
  assert.throws(() => core.call(trap), ({ code, cause }) => code === "ERR_INTERNAL" && cause instanceof WebAssembly.RuntimeError);
  assert.notEqual(core.get(), first);
  assert.equal(modules[0], modules[1]);
});

test("an error that is no trap leaves the instance in place", async () => {
  const { create } = await coreWithCountingGlue();
  const core = create(() => EMPTY_MODULE);
  const first = core.get();
  const refuse = () => {
    throw new TypeError("refused");
  };
  assert.throws(() => core.call(refuse), TypeError);
  assert.equal(core.get(), first);
});

test("a compiled module is used as it is, without compiling", async () => {
  const { create, modules } = await coreWithCountingGlue();
  const module = new WebAssembly.Module(EMPTY_MODULE);
  create(() => module).get();
  assert.deepEqual(modules, [module]);
});

test("loading the package does nothing: it works where nothing but the language exists", () => {
  const text = readFileSync(join(ROOT, "pkg/index.cjs"), "utf8");
  // No fetch, no TextEncoder, no atob, no timers, no WebAssembly.
  const load = runInNewContext(`delete globalThis.WebAssembly; (function (module) {${text}\n})`);
  const module = { exports: /** @type {Record<string, unknown>} */ ({}) };
  load(module);
  assert.equal(typeof module.exports.recall, "function");
});
