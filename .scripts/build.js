// `npm run build`: builds `pkg/`, the published package, from the crate and pkg-template.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT, main, say } from "./command.js";
import { digestOf, filesUnder } from "./digest.js";
import { withLock } from "./lock.js";
import { setUp } from "./setup.js";
import { compileCrate } from "./wasm.js";

const PACKAGE = "pkg";
const STAMP = join(ROOT, "target", "pkg.inputs");
const INPUTS = ["pkg-template", "README.md", "LICENSE", "CHANGELOG.md", "package-lock.json", ".scripts"];

/** Builds the package if its inputs have changed. */
export async function buildPackage() {
  await withLock(join(ROOT, "target", ".build-lock"), async () => {
    const wasm = await compileCrate();
    const state = () => digestOf([...INPUTS, PACKAGE], [wasm]);
    if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === state()) {
      say("package", "up to date");
      return;
    }
    const fresh = "target/pkg";
    rmSync(join(ROOT, fresh), { recursive: true, force: true });
    // Not imported at the top: esbuild is installed by the set-up.
    const { bundle } = await import("./bundle.js");
    await bundle(join(ROOT, fresh));
    replace(fresh, PACKAGE);
    writeFileSync(STAMP, state());
    say("package", `${filesUnder([PACKAGE]).length} files in ${PACKAGE}/`);
  });
}

/**
 * Replaces the files of a folder one by one, so that a process that reads the folder meanwhile finds every file, old or new.
 * @param {string} from relative to the checkout
 * @param {string} to
 */
function replace(from, to) {
  const fresh = filesUnder([from]).map((file) => relative(from, file));
  for (const file of fresh) {
    mkdirSync(dirname(join(ROOT, to, file)), { recursive: true });
    renameSync(join(ROOT, from, file), join(ROOT, to, file));
  }
  const known = new Set(fresh);
  for (const file of filesUnder([to])) {
    if (!known.has(relative(to, file))) rmSync(join(ROOT, file));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await main(async () => {
    await setUp();
    await buildPackage();
  });
}
