// Removes from wasm-bindgen's glue what this package never uses: every page loads it.
import { Problem } from "./command.js";

const REGISTRY = `function registryOf(free) {
    return typeof FinalizationRegistry === 'undefined' ? { register() {}, unregister() {} } : new FinalizationRegistry(free);
}
$&`;

/** What is replaced by what. Each must be found, or the glue has changed. @type {[RegExp, string][]} */
const CUTS = [
  // No caller writes `using`: lib/ frees what it makes.
  [/^if \(Symbol\.dispose\) .*\n/gm, ""],
  // Only the edge lacks the registry, and one test of it serves all classes.
  [/\(typeof FinalizationRegistry === 'undefined'\)\s*\? \{.*\}\s*: new FinalizationRegistry\(/g, "registryOf("],
  [/^let cachedUint8ArrayMemory0 = null;/m, REGISTRY],
  // Every runtime of the package has encodeInto, and strings always go into the one memory.
  [/^if \(!\('encodeInto' in cachedTextEncoder\)\) \{\n[^]*?\n\}\n/m, ""],
  [/^function passStringToWasm0\(arg, malloc, realloc\) \{\n {4}if [^]*?\n {4}\}\n/m, "function passStringToWasm0(arg) {\n    const malloc = wasm.__wbindgen_malloc, realloc = wasm.__wbindgen_realloc;\n"],
  [/, wasm\.__wbindgen_malloc, wasm\.__wbindgen_realloc\)/g, ")"],
  // Another buffer of the memory also means that the old one is detached.
  [/if \(cachedDataViewMemory0 === null \|\| .*\) \{/, "if (cachedDataViewMemory0?.buffer !== wasm.memory.buffer) {"],
  // lib/wasm/instance.js passes an object, once.
  [/^function initSync\(module\) \{\n[^]*?\n {4}const imports/m, "function initSync({ module }) {\n    const imports"],
];

/** @param {string} glue */
export function leanGlue(glue) {
  return CUTS.reduce((text, [from, to]) => {
    if (text.search(from) < 0) throw new Problem(`The glue no longer has ${from}: adapt .scripts/lean_glue.js.`);
    return text.replace(from, to);
  }, glue);
}
