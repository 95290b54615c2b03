// Makes the compiled module small: cuts off what panics would say where nobody can read it, then optimizes for its deflated size.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Problem, ROOT, run } from "./command.js";
import { blankLocations } from "./locations.js";

/** Of no function more is used than wasm-bindgen's target has; `--all-features` would give a module that no engine loads. */
const FEATURES = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"];

/**
 * Inlining makes the module smaller and its deflated form, which is what travels, larger: a function that is called once differs
 * from every other, while its call looks like other calls. The same holds for values that are kept instead of computed again, for
 * one of the passes that move them to where they are used, and for zeros in the data that are left out.
 */
const PASSES = [
  ...["-Oz", "--converge", "--always-inline-max-function-size=1", "--one-caller-inline-max-function-size=8"],
  ...["--skip-pass=local-cse", "--skip-pass=simplify-locals", "--skip-pass=memory-packing"],
  // Functions made by the same hand, which look alike, next to each other.
  "--reorder-functions-by-name",
  // How far addresses are aligned is a hint, of which engines make nothing.
  "--dealign",
];

/**
 * Functions of Rust's library that never return, and what only these call: they make up a message and print it to the standard error, of which
 * WebAssembly has none, and then trap.
 */
const PANICS = [
  /^core::panicking::(panic|panic_fmt|panic_nounwind|panic_nounwind_fmt|panic_bounds_check|panic_explicit|panic_misaligned_pointer_dereference)$/,
  /^core::panicking::(panic_const::panic_const_\w+|assert_failed(_inner)?(::<.*>)?)$/,
  /^core::(option|result)::(unwrap_failed|expect_failed)$/,
  /^core::(str::slice_error_fail(_rt)?|slice::index::slice_\w+_fail|slice::copy_from_slice_impl::len_mismatch_fail)$/,
  /^core::cell::(panic_already_(mutably_)?borrowed|lazy::panic_poisoned)$/,
  /^alloc::(alloc::handle_alloc_error|raw_vec::handle_error)$/,
  /^std::alloc::rust_oom$/,
  // What stands in those messages. No message that is seen is made by Debug: the sentences of this crate are put together by hand.
  /^<.* as core::fmt::(Debug|LowerHex|UpperHex)>::fmt$/,
  /^<core::fmt::builders::PadAdapter as core::fmt::Write>::\w+$/,
  // What carries those messages out of a panic that is caught, which none is.
  /^<std::panicking::.* as core::panic::PanicPayload>::\w+$/,
  /^core::ptr::drop_in_place(::)?<std::panicking::.*>$/,
];

/**
 * Optimizes a module in its place.
 * @param {string} path relative to the checkout
 * @param {NodeJS.ProcessEnv} env in which wasm-opt is found
 * @param {string[]} names options that say what becomes of the names of functions
 */
export async function optimize(path, env, names) {
  const file = join(ROOT, path);
  writeFileSync(file, await withoutPanics(readFileSync(file)));
  const features = FEATURES.map((feature) => `--enable-${feature}`);
  await run("wasm-opt", [path, "-o", path, ...features, ...PASSES, ...names, "--strip-producers"], {
    env,
    problem: "wasm-opt failed: see the lines above.",
  });
}

/**
 * Lets panics trap at once: they do so in the end, with nothing seen of their words.
 * @param {Uint8Array} bytes
 * @returns {Promise<Uint8Array>}
 */
async function withoutPanics(bytes) {
  // Not at the top: binaryen exists only after set-up.
  const { default: binaryen } = await import("binaryen");
  const module = binaryen.readBinary(bytes);
  let found = 0;
  for (let index = 0; index < module.getNumFunctions(); index += 1) {
    const func = module.getFunctionByIndex(index);
    const { name, module: origin } = binaryen.getFunctionInfo(func);
    const plain = name.replace(/\[[0-9a-f]{16}\]/g, "").replace(/::h[0-9a-f]{16}$/, "");
    if (origin || !PANICS.some((pattern) => pattern.test(plain))) continue;
    /** @type {any} */ (binaryen).Function.setBody(func, module.unreachable());
    found += 1;
  }
  if (found < 10) throw new Problem("The compiler names its panics in another way: look at the list in .scripts/optimize.js.");
  binaryen.setDebugInfo(true);
  const lean = module.emitBinary();
  module.dispose();
  if (blankLocations(lean) < 10) throw new Problem("The compiler keeps the places of panics in another way: look at .scripts/locations.js.");
  return lean;
}
