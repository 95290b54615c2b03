// Checks what the build needs and installs what is missing, with one line of output per step.
// Uses only Node's modules, because it runs before `npm ci`.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Problem, ROOT, firstLine, main, run, say } from "./command.js";
import { installTools } from "./tools.js";

const WASM_TARGET = "wasm32-unknown-unknown";

/** Runs all steps. Completed steps are skipped. */
export async function setUp() {
  checkNode();
  checkPrograms();
  await addWasmTarget();
  await installPackages();
  await installTools();
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Problem(`Node.js ${process.versions.node} is too old: install version 20.19 or newer from https://nodejs.org.`);
  }
  say("node", `${process.versions.node} is installed`);
}

function checkPrograms() {
  const hints = {
    git: "install git from https://git-scm.com or your system's packages",
    rustup: "install Rust with rustup from https://rustup.rs",
    cargo: "run `rustup toolchain install stable`",
  };
  for (const [program, hint] of Object.entries(hints)) {
    const version = firstLine(program, ["--version"]);
    if (!version) throw new Problem(`${program} was not found: ${hint}, open a new terminal and try again.`);
    say(program, `${/\d[\w.]*/.exec(version)?.[0] ?? version} is installed`);
  }
}

async function addWasmTarget() {
  const sysroot = firstLine("rustc", ["--print", "sysroot"]);
  if (sysroot && existsSync(join(sysroot, "lib", "rustlib", WASM_TARGET, "lib"))) {
    say("wasm target", `${WASM_TARGET} is installed`);
    return;
  }
  say("wasm target", `installing ${WASM_TARGET}`);
  await run("rustup", ["target", "add", WASM_TARGET], {
    problem: `The compiler's wasm target is missing: run \`rustup target add ${WASM_TARGET}\` by hand.`,
  });
}

/** Runs `npm ci`, unless node_modules was installed from the current package-lock.json. */
async function installPackages() {
  const stamp = join(ROOT, "node_modules", ".package-lock.sha256");
  const digest = createHash("sha256").update(readFileSync(join(ROOT, "package-lock.json"))).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) {
    say("npm packages", "node_modules is up to date");
    return;
  }
  say("npm packages", "installing");
  await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    problem: "The npm packages could not be installed: run `npm ci` by hand and read its output.",
  });
  mkdirSync(join(ROOT, "node_modules"), { recursive: true });
  writeFileSync(stamp, digest);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main(setUp);
