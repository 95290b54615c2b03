// Programs that only tests need, as Debian's packages: `npm test` installs them where it may, tests ask here where they are.
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Problem, firstLine, run, say } from "./command.js";

/**
 * Each program, its Debian package, the names of its file, where it is if not on PATH, and an environment variable by which
 * another copy can be named.
 * @type {Record<"chromium" | "firefox" | "webkit" | "xvfb" | "curl", { debian: string, files: string[], folder?: string, variable: string }>}
 */
const PROGRAMS = {
  chromium: { debian: "chromium", files: ["chromium"], variable: "CHROMIUM_PATH" },
  firefox: { debian: "firefox-esr", files: ["firefox-esr", "firefox"], variable: "FIREFOX_PATH" },
  // WebKit's own small browser, which comes with its library. It needs a display, and xvfb is one without a screen.
  webkit: { debian: "libwebkit2gtk-4.1-0", files: ["MiniBrowser"], folder: "webkit2gtk-4.1", variable: "WEBKIT_PATH" },
  xvfb: { debian: "xvfb", files: ["Xvfb"], variable: "XVFB_PATH" },
  curl: { debian: "curl", files: ["curl"], variable: "CURL_PATH" },
};

/** @typedef {keyof typeof PROGRAMS} TestProgram */

/** Installs what is missing where it may: with apt-get, when this is Debian and the user is root. */
export async function installTestPrograms() {
  const names = /** @type {TestProgram[]} */ (Object.keys(PROGRAMS));
  for (const name of names) if (find(name)) say(name, "is installed");
  const missing = names.filter((name) => !find(name));
  if (missing.length > 0 && process.getuid?.() === 0 && firstLine("apt-get", ["--version"])) await installByApt(missing);
  for (const name of missing) if (!find(name)) say(name, `${missingProgram(name)}; its tests are skipped`);
}

/** @param {TestProgram[]} names */
async function installByApt(names) {
  say(names.join(", "), "installing by apt-get");
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
 * How to get a program that is missing, or undefined when it is there.
 * @param {TestProgram} name
 * @returns {string | undefined}
 */
export function missingProgram(name) {
  const { debian, variable } = PROGRAMS[name];
  return find(name) ? undefined : `${name} was not found (Debian: \`apt-get install ${debian}\`, or set ${variable})`;
}

/**
 * The path of a program, for a test that starts it.
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
  const places = folder ? libraryFolders().map((place) => join(place, folder)) : onPath;
  return places.flatMap((place) => files.map((file) => join(place, file))).find(isExecutable);
}

/** Debian keeps what belongs to a library in a folder named after the kind of machine. */
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
