// Compiles the crate into two wasm modules with wasm-pack: each is `core.js` (glue) and `core_bg.wasm` in a folder of target/wasm-package.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Problem, ROOT, firstLine, run, say } from "./command.js";
import { digestOf } from "./digest.js";
import { shortenNames, usedExports } from "./short_names.js";
import { leanGlue } from "./lean_glue.js";
import { optimize } from "./optimize.js";
import { toolEnvironment } from "./tools.js";

/**
 * The modules: `run` for `recall` and RecallClient, `offline` for the other functions. Each is a feature of the crate.
 * @typedef {"run" | "offline"} Part
 */
export const PARTS = /** @type {const} */ (["run", "offline"]);

const HOME = "target/wasm-package";

/**
 * The folder of a module's files, relative to the checkout.
 * @param {Part} part
 */
export const wasmPackage = (part) => join(HOME, part);

const STAMP = join(ROOT, HOME, ".inputs");
const INPUTS = ["src", "Cargo.toml", "Cargo.lock", ".scripts/wasm.js", ".scripts/short_names.js", ".scripts/lean_glue.js", ".scripts/optimize.js", ".scripts/locations.js", ".scripts/tools.js"];

/** Compiles the rounds of SHA-256 as a loop: unrolled, they take 7 KB and are no faster. */
const COMPACT = ["--cfg", 'sha2_backend_soft="compact"'];

/**
 * Compiles the crate if its inputs have changed.
 * @returns {Promise<string>} digest of the inputs
 */
export async function compileCrate() {
  // First, because withoutMachinePaths needs the source folders of the crates.
  await run("cargo", ["fetch", "--locked", "--quiet"], {
    problem: "The crates could not be downloaded: run `cargo fetch --locked` by hand and read its output.",
  });
  const env = buildEnvironment();
  const digest = digestOf(INPUTS, [firstLine("rustc", ["--version"]) ?? "", firstLine("wasm-opt", ["--version"], env) ?? ""]);
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === digest) {
    say("wasm", "up to date");
    return digest;
  }
  for (const part of PARTS) {
    say("wasm", `compiling the crate: ${part}`);
    await compileInto(wasmPackage(part), part, env);
  }
  writeFileSync(STAMP, digest);
  return digest;
}

/**
 * Compiles one module into a folder, and replaces the folder's content.
 * @param {string} folder relative to the checkout
 * @param {Part} part
 * @param {NodeJS.ProcessEnv} [env]
 * @param {{ names?: boolean }} [options] `names` keeps the names of functions, to analyse the size
 */
export async function compileInto(folder, part, env = buildEnvironment(), { names = false } = {}) {
  rmSync(join(ROOT, folder), { recursive: true, force: true });
  const options = ["--mode", "no-install", "--target", "web", "--release", "--no-pack", "--no-gitignore"];
  await run("wasm-pack", ["--log-level", "warn", "build", ...options, "--out-name", "core", "--out-dir", folder, ".", "--locked", "--no-default-features", "--features", part], {
    env,
    problem: "The crate could not be compiled to WebAssembly: see the lines above.",
  });
  const [module, glue] = [join(ROOT, folder, "core_bg.wasm"), join(ROOT, folder, "core.js")];
  const lean = leanGlue(readFileSync(glue, "utf8"));
  await optimize(`${folder}/core_bg.wasm`, usedExports(lean), env, names ? ["--debuginfo"] : ["--strip-debug"]);
  const short = shortenNames(readFileSync(module), lean);
  writeFileSync(module, short.bytes);
  writeFileSync(glue, short.glue);
  checkModule(readFileSync(module), names);
}

/** @returns {NodeJS.ProcessEnv} */
function buildEnvironment() {
  const flags = [...COMPACT, ...withoutMachinePaths()];
  return { ...toolEnvironment(), CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f") };
}

/**
 * Checks that the module is valid (wasm-opt can write modules that no engine loads) and that wasm-opt ran.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {boolean} names
 */
function checkModule(bytes, names) {
  if (!WebAssembly.validate(bytes)) throw new Problem("wasm-opt wrote an invalid module: check its options in .scripts/optimize.js.");
  if (WebAssembly.Module.customSections(new WebAssembly.Module(bytes), "name").length > 0 !== names) {
    throw new Problem("wasm-opt did not run: delete node_modules and try again.");
  }
}

/**
 * Removes the folders of this machine from the source paths in panic messages: they would be published, and two machines would build
 * different bytes.
 * @returns {string[]}
 */
function withoutMachinePaths() {
  const registry = join(process.env.CARGO_HOME || join(homedir(), ".cargo"), "registry", "src");
  const sources = existsSync(registry) ? readdirSync(registry).map((name) => join(registry, name)) : [];
  return [...[...sources, ROOT].map((folder) => `--remap-path-prefix=${folder}=`), ...withoutLibraryPath()];
}

/**
 * With rustup's component rust-src, the compiler uses its local paths for Rust's library; this maps them to the paths used without it.
 * @returns {string[]}
 */
function withoutLibraryPath() {
  const hash = /^commit-hash: (\w+)$/m.exec(spawnSync("rustc", ["-vV"], { encoding: "utf8" }).stdout ?? "")?.[1];
  const sysroot = firstLine("rustc", ["--print", "sysroot"]);
  return hash && sysroot ? [`--remap-path-prefix=${join(sysroot, "lib/rustlib/src/rust")}=/rustc/${hash}`] : [];
}
