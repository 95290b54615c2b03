// Programs that only tests need, as Debian's packages: `npm test` installs them where it may, tests ask here where they are.
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Problem, firstLine, run, say } from "./command.js";

/**
 * Each program, its Debian package, the names of its file, where it is if not on PATH, and an environment variable by which
 * another copy can be named.
 * @type {Record<"chromium" | "firefox" | "webkit" | "xvfb", { debian: string, files: string[], folder?: string, variable: string }>}
 */
const PROGRAMS = {
  chromium: { debian: "chromium", files: ["chromium"], variable: "CHROMIUM_PATH" },
  firefox: { debian: "firefox-esr", files: ["firefox-esr", "firefox"], variable: "FIREFOX_PATH" },
  // WebKit's own small browser, which comes with its library. It needs a display, and xvfb is one without a screen.
  webkit: { debian: "libwebkit2gtk-4.1-0", files: ["MiniBrowser"], folder: "webkit2gtk-4.1", variable: "WEBKIT_PATH" },
  xvfb: { debian: "xvfb", files: ["Xvfb"], variable: "XVFB_PATH" },
};

/** @typedef {keyof typeof PROGRAMS} TestProgram */

/** Installs what is missing: with apt-get when this is Debian and the user is root, else says what is missing. */
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
  say(missing.join(", "), "installing by apt-get");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env, problem });
  await run("apt-get", ["install", "-qq", "--no-install-recommends", ...packages], { env, problem });
}

/**
 * The path of a program, for a test that starts it.
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
