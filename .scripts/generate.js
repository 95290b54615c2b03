// `npm run generate`: writes the files that repeat facts of the crate for JavaScript, and the dashboard's copy of idb.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT, main, run } from "./command.js";
import { setUp } from "./setup.js";

/** The page is served as it is, without a bundler: what it takes from npm is a file beside its own. */
export const IDB = "www/generated/idb.js";

/** The text of `www/generated/idb.js`. */
export async function bundledIdb() {
  const license = readFileSync(join(ROOT, "node_modules/idb/LICENSE"), "utf8");
  // Not at the top: esbuild exists only after set-up.
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    stdin: { contents: 'export { openDB } from "idb";', resolveDir: ROOT },
    banner: { js: `// openDB of idb, which makes promises of IndexedDB's events. Written by \`npm run generate\` from npm.\n/*\n${license.trim()}\n*/` },
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    absWorkingDir: ROOT,
  });
  return outputFiles[0]?.text ?? "";
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await main(async () => {
    await setUp();
    // tests/generated.rs renders and compares.
    await run("cargo", ["test", "--locked", "--quiet", "--test", "generated"], {
      env: { ...process.env, GENERATE: "1" },
      problem: "The files could not be generated: see the lines above.",
    });
    writeFileSync(join(ROOT, IDB), await bundledIdb());
  });
}
