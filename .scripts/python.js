// Installs the vendor's Python package, which signs UserSigs independently of this project, once for all checkouts of a user and in the
// version of tests/js/emulator/support/requirements.txt. Without Python or pip it is skipped with a message.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ROOT, firstLine, say } from "./command.js";
import { digestOf } from "./digest.js";
import { withLock } from "./lock.js";

const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "tencent-chat-recall", "python");
const LIST = "tests/js/emulator/support/requirements.txt";
const PROGRAM = process.platform === "win32" ? "python" : "python3";
const MOST_MS = 180_000;

const folder = () => join(CACHE, digestOf([LIST], []).slice(0, 16));
const completeIn = (/** @type {string} */ place) => join(place, ".complete");
/** Holds the reason why it is not installed, for the tests that are skipped. */
const reasonFile = () => join(CACHE, "missing.txt");

/** Installs the package, unless it is installed. */
export async function installPythonSigner() {
  await withLock(join(CACHE, ".lock"), async () => {
    const place = folder();
    if (existsSync(completeIn(place))) return say("python signer", `is installed in ${place}`);
    const reason = install(place);
    if (reason === undefined) {
      rmSync(reasonFile(), { force: true });
      writeFileSync(completeIn(place), "");
      return say("python signer", `has been installed in ${place}`);
    }
    rmSync(place, { recursive: true, force: true });
    writeFileSync(reasonFile(), reason);
    say("python signer", `is not installed, so its tests are skipped: ${reason}`);
  });
}

/** @param {string} place @returns {string | undefined} why it is not installed */
function install(place) {
  if (!firstLine(PROGRAM, ["--version"])) return `there is no ${PROGRAM}`;
  if (!firstLine(PROGRAM, ["-m", "pip", "--version"])) return `${PROGRAM} has no pip`;
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  // Installed into a separate folder, which leaves the user's Python unchanged and needs no venv.
  const words = ["-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--no-compile", "--target", place, "-r", join(ROOT, LIST)];
  const { status, stderr } = spawnSync(PROGRAM, words, { encoding: "utf8", timeout: MOST_MS });
  return status === 0 ? undefined : `pip could not install it (${/ERROR: (.*)/.exec(stderr ?? "")?.[1] ?? `status ${status}`})`;
}

/**
 * Returns how to run a Python that can import the package, or the reason why there is none.
 * @returns {{ program: string, env: Record<string, string> } | string}
 */
export function pythonSigner() {
  const place = folder();
  if (existsSync(completeIn(place)) && firstLine(PROGRAM, ["--version"])) {
    return { program: PROGRAM, env: { PATH: process.env.PATH ?? "", PYTHONPATH: place, PYTHONDONTWRITEBYTECODE: "1", PYTHONUTF8: "1" } };
  }
  return existsSync(reasonFile()) ? readFileSync(reasonFile(), "utf8") : "the vendor's Python package is not installed: run `npm test`, which installs it";
}
