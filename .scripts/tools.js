// Finds wasm-pack and wasm-bindgen, or installs them once for all checkouts of a user.
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { Problem, ROOT, firstLine, run, say } from "./command.js";
import { withLock } from "./lock.js";

const WASM_PACK_VERSION = "0.15.1";
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "tencent-chat-recall", "tools");

/** The tools run only for a moment: optimizing them would double the time of the first set-up and save little. */
const QUICK_COMPILE = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: "1",
  CARGO_PROFILE_RELEASE_LTO: "off",
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "16",
};

/**
 * The two programs that compile the crate to wasm. The wasm-bindgen program must have the version of the wasm-bindgen crate.
 * @returns {{ crate: string, program: string, version: string }[]}
 */
function wanted() {
  return [
    { crate: "wasm-bindgen-cli", program: "wasm-bindgen", version: lockedVersion("wasm-bindgen") },
    { crate: "wasm-pack", program: "wasm-pack", version: WASM_PACK_VERSION },
  ];
}

/** @param {string} crate */
function lockedVersion(crate) {
  const lock = readFileSync(join(ROOT, "Cargo.lock"), "utf8");
  const version = new RegExp(`name = "${crate}"\\r?\\nversion = "([^"]+)"`).exec(lock)?.[1];
  if (!version) throw new Problem(`Cargo.lock has no ${crate}: restore Cargo.lock from git.`);
  return version;
}

/**
 * The folders to search for a tool: its folder in the cache, the cache's shared folder, and PATH.
 * @param {{ crate: string, version: string }} tool
 */
function places({ crate, version }) {
  return [join(CACHE, `${crate}-${version}`, "bin"), join(CACHE, "bin"), ...(process.env.PATH ?? "").split(delimiter)];
}

/**
 * @param {{ crate: string, program: string, version: string }} tool
 * @returns {string | undefined} the folder with the tool in the wanted version
 */
function find(tool) {
  const file = process.platform === "win32" ? `${tool.program}.exe` : tool.program;
  return places(tool).find(
    (folder) =>
      folder && existsSync(join(folder, file)) && firstLine(join(folder, file), ["--version"])?.split(" ")[1] === tool.version,
  );
}

/** Installs missing tools. Compiling both takes some minutes on two cores, once. */
export async function installTools() {
  for (const tool of wanted()) {
    if (find(tool)) {
      say(tool.program, `${tool.version} is installed`);
      continue;
    }
    await withLock(join(CACHE, ".lock"), async () => {
      if (!find(tool)) await install(tool);
    });
  }
}

/** @param {{ crate: string, program: string, version: string }} tool */
async function install({ crate, program, version }) {
  const root = join(CACHE, `${crate}-${version}`);
  say(program, `installing ${version} into ${root} (some minutes, once)`);
  // Without --locked: the crates no longer build with their published lock files.
  await run("cargo", ["install", `${crate}@${version}`, "--bin", program, "--root", root, "--quiet"], {
    env: { ...process.env, ...QUICK_COMPILE },
    problem: `${program} could not be installed: run \`cargo install ${crate}@${version}\` by hand and check that its folder is on PATH.`,
  });
}

/**
 * Returns an environment whose PATH has wasm-pack, wasm-bindgen, and wasm-opt from the npm package binaryen.
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment() {
  const folders = wanted().map((tool) => find(tool) ?? "");
  const path = [join(ROOT, "node_modules", ".bin"), ...folders, process.env.PATH ?? ""];
  return { ...process.env, PATH: path.filter(Boolean).join(delimiter) };
}
