// Finds the programs that only tests need. `npm test` installs their Debian packages if it has the permission.
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Problem, firstLine, run, say } from "./command.js";

/**
 * Each program: its Debian package, the possible names of its file, its folder if it is not on PATH, and the environment variable
 * that overrides its path.
 * @type {Record<"chromium" | "firefox" | "webkit" | "xvfb" | "curl" | "postgres", { debian: string, files: string[], folder?: string, variable: string }>}
 */
const PROGRAMS = {
  chromium: { debian: "chromium", files: ["chromium"], variable: "CHROMIUM_PATH" },
  firefox: { debian: "firefox-esr", files: ["firefox-esr", "firefox"], variable: "FIREFOX_PATH" },
  // The MiniBrowser that comes with the WebKit library. It needs a display: xvfb is a virtual one.
  webkit: { debian: "libwebkit2gtk-4.1-0", files: ["MiniBrowser"], folder: "webkit2gtk-4.1", variable: "WEBKIT_PATH" },
  xvfb: { debian: "xvfb", files: ["Xvfb"], variable: "XVFB_PATH" },
  curl: { debian: "curl", files: ["curl"], variable: "CURL_PATH" },
  // The server. Debian keeps each version in a folder of its own, which is not on PATH.
  postgres: { debian: "postgresql", files: ["postgres"], folder: "postgresql/*/bin", variable: "POSTGRES_PATH" },
};

/** @typedef {keyof typeof PROGRAMS} TestProgram */

/** Installs missing programs with apt-get, if this is Debian and the user is root. */
export async function installTestPrograms() {
  const names = /** @type {TestProgram[]} */ (Object.keys(PROGRAMS));
  for (const name of names) if (find(name)) say(name, "is installed");
  const missing = names.filter((name) => !find(name));
  if (missing.length > 0 && process.getuid?.() === 0 && firstLine("apt-get", ["--version"])) await installByApt(missing);
  for (const name of missing) if (!find(name)) say(name, `${missingProgram(name)}; its tests are skipped`);
}

/** @param {TestProgram[]} names */
async function installByApt(names) {
  say(names.join(", "), "installing with apt-get");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const problem = "apt-get failed: see the lines above.";
  try {
    await run("apt-get", ["update", "-qq"], { env, problem });
    await run("apt-get", ["install", "-qq", "--no-install-recommends", ...names.map((name) => PROGRAMS[name].debian)], { env, problem });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say("apt-get", error.message);
  }
}

/**
 * Returns how to install a missing program; undefined if it is installed.
 * @param {TestProgram} name
 * @returns {string | undefined}
 */
export function missingProgram(name) {
  const { debian, variable } = PROGRAMS[name];
  return find(name) ? undefined : `${name} was not found (Debian: \`apt-get install ${debian}\`, or set ${variable})`;
}

/**
 * Returns the path of a program.
 * @param {TestProgram} name
 * @returns {string}
 */
export function testProgram(name) {
  const path = find(name);
  if (!path) throw new Error(missingProgram(name));
  return path;
}

/** @param {TestProgram} name */
function find(name) {
  const { files, folder, variable } = PROGRAMS[name];
  const named = process.env[variable];
  if (named) return existsSync(named) ? named : undefined;
  const onPath = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const places = folder ? libraryFolders().flatMap((place) => foldersOf(place, folder)) : onPath;
  return places.flatMap((place) => files.map((file) => join(place, file))).find(isExecutable);
}

/** The folders of a path in which `*` matches any name, the last one first. @param {string} place @param {string} folder */
function foldersOf(place, folder) {
  const [before = "", after] = folder.split("/*/");
  if (after === undefined) return [join(place, folder)];
  const parent = join(place, before);
  return existsSync(parent) ? readdirSync(parent).sort().reverse().map((name) => join(parent, name, after)) : [];
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
