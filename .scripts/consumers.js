// Installs the runtimes, bundlers and test runners in which the package must load, once for all checkouts of a user and in the versions of
// tests/js/consumers/package.json. Tests get the folder from here.
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Problem, ROOT, run, say } from "./command.js";
import { digestOf } from "./digest.js";
import { withLock } from "./lock.js";

const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "tencent-chat-recall", "consumers");
const LISTS = ["package.json", "package-lock.json"];
const HERE = "tests/js/consumers";

/** The folder for these versions on this platform. */
function folder() {
  const inputs = LISTS.map((list) => `${HERE}/${list}`);
  return join(CACHE, digestOf(inputs, [process.platform, process.arch]).slice(0, 16));
}

const isComplete = () => existsSync(join(folder(), ".complete"));

/** Installs the consumers, unless they are installed. If that fails, their tests are skipped. */
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
    // Not `npm ci`: it also requires the binaries of all other platforms in the lock file, which a registry may lack.
    // Some packages need a newer Node.js than this one: the tests run them with a Node.js that is installed here.
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
 * Returns how to install the consumers if they are missing; undefined if they are installed.
 * @returns {string | undefined}
 */
export function missingConsumers() {
  return isComplete() ? undefined : `they are not installed (\`npm test\` does \`npm install --ignore-scripts\` in ${folder()})`;
}

/**
 * The folder of the consumers, whether or not it exists. Node's module resolution finds them from any folder inside it.
 * @returns {string}
 */
export const consumersFolder = folder;
