// Finds the programs that only tests need. `npm test` installs their Debian packages if it has the permission.
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Problem, firstLine, run, say } from "./command.js";

/**
 * Each program: its Debian package, the possible names of its file, its folder if it is not on PATH, and the environment variable
 * that overrides its path.
 * @type {Record<"chromium" | "firefox" | "webkit" | "xvfb", { debian: string, files: string[], folder?: string, variable: string }>}
 */
const PROGRAMS = {
  chromium: { debian: "chromium", files: ["chromium"], variable: "CHROMIUM_PATH" },
  firefox: { debian: "firefox-esr", files: ["firefox-esr", "firefox"], variable: "FIREFOX_PATH" },
  // The MiniBrowser that comes with the WebKit library. It needs a display: xvfb is a virtual one.
  webkit: { debian: "libwebkit2gtk-4.1-0", files: ["MiniBrowser"], folder: "webkit2gtk-4.1", variable: "WEBKIT_PATH" },
  xvfb: { debian: "xvfb", files: ["Xvfb"], variable: "XVFB_PATH" },
};

/** @typedef {keyof typeof PROGRAMS} TestProgram */

/** Installs missing programs with apt-get on Debian as root; elsewhere fails with the list of missing programs. */
export async function installTestPrograms() {
  const names = /** @type {TestProgram[]} */ (Object.keys(PROGRAMS));
  const missing = names.filter((name) => !find(name));
  for (const name of names) if (!missing.includes(name)) say(name, "is installed");
  if (missing.length === 0) return;
  const packages = missing.map((name) => PROGRAMS[name].debian);
  const problem =
    `The tests need ${missing.join(" and ")}: install ${missing.length > 1 ? "them" : "it"} ` +
    `(Debian: \`apt-get install ${packages.join(" ")}\`) or set ${missing.map((name) => PROGRAMS[name].variable).join(" and ")}.`;
  if (process.getuid?.() !== 0 || !firstLine("apt-get", ["--version"])) throw new Problem(problem);
  say(missing.join(", "), "installing with apt-get");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env, problem });
  await run("apt-get", ["install", "-qq", "--no-install-recommends", ...packages], { env, problem });
}

/**
 * Returns the path of a program.
 * @param {TestProgram} name
 * @returns {string}
 */
export function testProgram(name) {
  const path = find(name);
  if (!path) throw new Error(`${name} is not installed: run \`npm test\`, which installs it, or set ${PROGRAMS[name].variable}`);
  return path;
}

/** @param {TestProgram} name */
function find(name) {
  const { files, folder, variable } = PROGRAMS[name];
  const named = process.env[variable];
  if (named) return existsSync(named) ? named : undefined;
  const onPath = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const places = folder ? libraryFolders().map((place) => join(place, folder)) : onPath;
  return places.flatMap((place) => files.map((file) => join(place, file))).find(isExecutable);
}

/** The folders of libraries. Debian has one for each architecture. */
function libraryFolders() {
  const machines = { x64: "x86_64-linux-gnu", arm64: "aarch64-linux-gnu" };
  const machine = /** @type {Record<string, string>} */ (machines)[process.arch];
  return ["/usr/lib", "/usr/libexec", ...(machine ? [`/usr/lib/${machine}`] : [])];
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
