// wasm-pack and wasm-bindgen: found where they are, or installed once for all checkouts of this user.
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { Problem, ROOT, firstLine, run, say } from "./command.js";
import { withLock } from "./lock.js";

const WASM_PACK_VERSION = "0.15.1";
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "tencent-chat-recall", "tools");

/** The tools run for a moment each: optimising them would cost more than it saves, and doubles the wait of the first set-up. */
const QUICK_COMPILE = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: "1",
  CARGO_PROFILE_RELEASE_LTO: "off",
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "16",
};

/**
 * The two programs that turn the crate into a module. wasm-bindgen must be of exactly the version of the crate it reads.
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
  if (!version) throw new Problem(`Cargo.lock names no ${crate}: restore Cargo.lock from git.`);
  return version;
}

/**
 * Folders in which a tool may be: its own in the cache, the shared one, and PATH.
 * @param {{ crate: string, version: string }} tool
 */
function places({ crate, version }) {
  return [join(CACHE, `${crate}-${version}`, "bin"), join(CACHE, "bin"), ...(process.env.PATH ?? "").split(delimiter)];
}

/**
 * @param {{ crate: string, program: string, version: string }} tool
 * @returns {string | undefined} the folder that holds the tool in the version wanted
 */
function find(tool) {
  const file = process.platform === "win32" ? `${tool.program}.exe` : tool.program;
  return places(tool).find(
    (folder) =>
      folder && existsSync(join(folder, file)) && firstLine(join(folder, file), ["--version"])?.split(" ")[1] === tool.version,
  );
}

/** Installs what is missing. Compiling both takes some minutes on two cores, once. */
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
  // Without --locked: the lock files these crates were published with no longer build.
  await run("cargo", ["install", `${crate}@${version}`, "--bin", program, "--root", root, "--quiet"], {
    env: { ...process.env, ...QUICK_COMPILE },
    problem: `${program} could not be installed: run \`cargo install ${crate}@${version}\` by hand and see that its folder is on PATH.`,
  });
}

/**
 * The environment in which wasm-pack finds wasm-bindgen, and wasm-opt of the npm package binaryen.
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment() {
  const folders = wanted().map((tool) => find(tool) ?? "");
  const path = [join(ROOT, "node_modules", ".bin"), ...folders, process.env.PATH ?? ""];
  return { ...process.env, PATH: path.filter(Boolean).join(delimiter) };
}
