// The handle of the compiled core: instantiated on the first call, once, and again after a trap. Tested with counting glue.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { create as createCore } from "../../../pkg-template/lib/wasm/instance.js";
import { ROOT } from "../../../.scripts/command.js";

const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** lib/wasm/instance.js, with glue that records its modules. */
function coreWithCountingGlue() {
  /** @type {unknown[]} */
  const modules = [];
  const trap = () => {
    throw new WebAssembly.RuntimeError("unreachable");
  };
  const createGlue = (/** @type {(exports: any) => any} */ guard) => ({
    initSync: (/** @type {{ module: unknown }} */ { module }) => modules.push(module),
    ...guard({ trap }),
  });
  return { modules, create: (/** @type {any} */ source) => createCore(/** @type {any} */ (createGlue), source) };
}

test("making a handle calls nothing, and the core is instantiated once", async () => {
  const { create, modules } = coreWithCountingGlue();
  let asked = 0;
  const core = create(() => {
    asked += 1;
    return EMPTY_MODULE;
  });
  assert.equal(asked, 0);
  assert.equal(core.get(), core.get());
  assert.deepEqual([asked, modules.length], [1, 1]);
});

test("a source that fails is called again by the next call", async () => {
  const { create } = coreWithCountingGlue();
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
  const { create, modules } = coreWithCountingGlue();
  const core = create(() => EMPTY_MODULE);
  const first = core.get();
  const trap = (/** @type {any} */ glue) => glue.trap();
  assert.throws(() => core.call(trap), ({ code, cause }) => code === "ERR_INTERNAL" && cause instanceof WebAssembly.RuntimeError);
  assert.notEqual(core.get(), first);
  assert.equal(modules[0], modules[1]);
});

test("an error that is no trap leaves the instance in place", async () => {
  const { create } = coreWithCountingGlue();
  const core = create(() => EMPTY_MODULE);
  const first = core.get();
  const refuse = () => {
    throw new TypeError("refused");
  };
  assert.throws(() => core.call(refuse), TypeError);
  assert.equal(core.get(), first);
});

test("a compiled module is used without compiling", async () => {
  const { create, modules } = coreWithCountingGlue();
  const module = new WebAssembly.Module(EMPTY_MODULE);
  create(() => module).get();
  assert.deepEqual(modules, [module]);
});

test("loading the package has no side effects and needs only the language", () => {
  const text = readFileSync(join(ROOT, "pkg/index.cjs"), "utf8");
  // No fetch, no TextEncoder, no atob, no timers, no WebAssembly.
  const load = runInNewContext(`delete globalThis.WebAssembly; (function (module) {${text}\n})`);
  const module = { exports: /** @type {Record<string, unknown>} */ ({}) };
  load(module);
  assert.equal(typeof module.exports.recall, "function");
});
