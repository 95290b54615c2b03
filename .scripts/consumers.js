// The runtimes, bundlers and test runners in which the package must load: installed once for all checkouts of this user,
// in the versions that tests/js/consumers/package.json names. Tests ask here where they are.
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Problem, ROOT, run, say } from "./command.js";
import { digestOf } from "./digest.js";
import { withLock } from "./lock.js";

const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "tencent-chat-recall", "consumers");
const LISTS = ["package.json", "package-lock.json"];
const HERE = "tests/js/consumers";

/** The folder for exactly these versions on this kind of machine. */
function folder() {
  const inputs = LISTS.map((list) => `${HERE}/${list}`);
  return join(CACHE, digestOf(inputs, [process.platform, process.arch]).slice(0, 16));
}

const isComplete = () => existsSync(join(folder(), ".complete"));

/** Installs all of them, unless they are there; where that fails, their tests are skipped. */
export async function installConsumers() {
  const place = folder();
  await withLock(join(CACHE, ".lock"), async () => {
    if (isComplete()) {
      say("consumers", `are installed in ${place}`);
      return;
    }
    say("consumers", `installing runtimes, bundlers and test runners into ${place} (some minutes and 2 GB, once)`);
    mkdirSync(place, { recursive: true });
    for (const list of LISTS) copyFileSync(join(ROOT, HERE, list), join(place, list));
    // Not `npm ci`, which wants the binaries for every other system in the lock file too, where a registry may lack them.
    // Some packages want a newer Node than this one: they are started with one that is among what is installed here.
    const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    try {
      await run("npm", ["install", ...options], { cwd: place, problem: "npm failed: see the lines above." });
      writeFileSync(join(place, ".complete"), "");
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      say("consumers", `${error.message} ${missingConsumers()}; their tests are skipped`);
    }
  });
}

/**
 * How to get them when they are missing, or undefined when they are there.
 * @returns {string | undefined}
 */
export function missingConsumers() {
  return isComplete() ? undefined : `they are not installed (\`npm test\` does \`npm install --ignore-scripts\` in ${folder()})`;
}

/**
 * The folder in which they are, or would be: a folder inside it finds all of them by the usual search for modules.
 * @returns {string}
 */
export const consumersFolder = folder;
