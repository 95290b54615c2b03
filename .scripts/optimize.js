// Makes the compiled module small: removes the messages of panics, which cannot be read, then optimizes for the deflated size.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Problem, ROOT, run } from "./command.js";
import { blankLocations, blankMessages, lowestData } from "./locations.js";

/** The features of wasm-bindgen's target. With `--all-features`, wasm-opt makes a module that no engine loads. */
const FEATURES = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"];

/**
 * Users download the deflated module, so these options minimize its deflated size. Inlining more makes the module smaller but its deflated
 * form larger: an inlined function body is unique, while a call looks like other calls. For the same reason, local-cse (reuse of computed
 * values) and memory-packing (drops zeros from the data) are skipped.
 */
const PASSES = [
  // Nothing is at the first addresses: the data is above (checked below), and a stack that reaches them is about to overflow.
  ...["--low-memory-unused", "--optimize-added-constants-propagate"],
  ...["-Oz", "--converge", "--always-inline-max-function-size=3", "--one-caller-inline-max-function-size=40"],
  ...["--skip-pass=local-cse", "--skip-pass=memory-packing"],
  // Puts functions of the same origin next to each other: they look alike and deflate better.
  "--reorder-functions-by-name",
  // Removes alignment hints, which engines ignore.
  "--dealign",
];

/** `--low-memory-unused` assumes that nothing is below this address. */
const LOW_MEMORY = 1024;

/**
 * Functions of Rust's library that never return, and functions that only these call. They format a message, print it to standard
 * error, which WebAssembly lacks, and trap.
 */
const PANICS = [
  /^core::panicking::(panic|panic_fmt|panic_nounwind|panic_nounwind_fmt|panic_bounds_check|panic_explicit|panic_misaligned_pointer_dereference)$/,
  /^core::panicking::(panic_const::panic_const_\w+|assert_failed(_inner)?(::<.*>)?)$/,
  /^core::(option|result)::(unwrap_failed|expect_failed)$/,
  /^core::(str::slice_error_fail(_rt)?|slice::index::slice_\w+_fail|slice::copy_from_slice_impl::len_mismatch_fail)$/,
  /^core::cell::(panic_already_(mutably_)?borrowed|lazy::panic_poisoned)$/,
  /^alloc::(alloc::handle_alloc_error|raw_vec::handle_error)$/,
  /^std::alloc::rust_oom$/,
  // Formatting for panic messages. This crate's own messages never use Debug.
  /^<.* as core::fmt::(Debug|LowerHex|UpperHex)>::fmt$/,
  /^<core::fmt::builders::PadAdapter as core::fmt::Write>::\w+$/,
  // The payloads of caught panics. No panic is caught.
  /^<std::panicking::.* as core::panic::PanicPayload>::\w+$/,
  /^core::ptr::drop_in_place(::)?<std::panicking::.*>$/,
];

/**
 * Optimizes a module in place.
 * @param {string} path relative to the checkout
 * @param {Set<string>} exported names of the exports that are used
 * @param {NodeJS.ProcessEnv} env in which wasm-opt is found
 * @param {string[]} names options that keep or remove the names of functions
 */
export async function optimize(path, exported, env, names) {
  const file = join(ROOT, path);
  writeFileSync(file, await withoutPanics(readFileSync(file), exported));
  const features = FEATURES.map((feature) => `--enable-${feature}`);
  await run("wasm-opt", [path, "-o", path, ...features, ...PASSES, ...names, "--strip-producers", "--strip-target-features"], {
    env,
    problem: "wasm-opt failed: see the lines above.",
  });
}

/**
 * Makes panics trap at once, and removes unused exports. Panics would trap anyway, after making a message that is never shown.
 * @param {Uint8Array} bytes
 * @param {Set<string>} exported
 * @returns {Promise<Uint8Array>}
 */
async function withoutPanics(bytes, exported) {
  // Not imported at the top: binaryen is installed by the set-up.
  const { default: binaryen } = await import("binaryen");
  const module = binaryen.readBinary(bytes);
  for (let index = module.getNumExports() - 1; index >= 0; index -= 1) {
    const { name } = binaryen.getExportInfo(module.getExportByIndex(index));
    if (!exported.has(name)) module.removeExport(name);
  }
  let found = 0;
  for (let index = 0; index < module.getNumFunctions(); index += 1) {
    const func = module.getFunctionByIndex(index);
    const { name, module: origin } = binaryen.getFunctionInfo(func);
    const plain = name.replace(/\[[0-9a-f]{16}\]/g, "").replace(/::h[0-9a-f]{16}$/, "");
    if (origin || !PANICS.some((pattern) => pattern.test(plain))) continue;
    /** @type {any} */ (binaryen).Function.setBody(func, module.unreachable());
    found += 1;
  }
  if (found < 10) throw new Problem("The names of the panic functions have changed: adapt the list in .scripts/optimize.js.");
  binaryen.setDebugInfo(true);
  const lean = module.emitBinary();
  module.dispose();
  if (lowestData(lean) < LOW_MEMORY) throw new Problem("There is data at low addresses: remove --low-memory-unused from .scripts/optimize.js.");
  if (blankLocations(lean) < 10) throw new Problem("The format of panic locations has changed: adapt .scripts/locations.js.");
  if (blankMessages(lean) < 10) throw new Problem("The messages of panics have changed: adapt .scripts/locations.js.");
  return lean;
}
