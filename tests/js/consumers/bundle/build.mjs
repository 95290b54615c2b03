// Bundles with the bundler named on the command line, without any setting for the package. Prints only warnings.
import { copyFileSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";

const BUNDLERS = {
  async esbuild(folder) {
    const { build } = await import("esbuild");
    await build({ entryPoints: ["app.js"], bundle: true, minify: true, format: "esm", outfile: `${folder}/app.js`, logLevel: "warning" });
  },

  async rollup(folder) {
    const { rollup } = await import("rollup");
    const { nodeResolve } = await import("@rollup/plugin-node-resolve");
    const onwarn = (warning) => console.warn(warning.message);
    const bundle = await rollup({ input: "app.js", plugins: [nodeResolve({ browser: true })], onwarn });
    await bundle.write({ file: `${folder}/app.js`, format: "es" });
    await bundle.close();
  },

  async webpack(folder) {
    const { default: webpack } = await import("webpack");
    const output = { path: resolve(folder), filename: "app.js" };
    // The advice to split files larger than 244 KiB does not affect whether the bundle runs.
    const compiler = webpack({ mode: "production", entry: "./app.js", output, performance: { hints: false } });
    const stats = await new Promise((done, fail) => compiler.run((error, found) => (error ? fail(error) : done(found))));
    await new Promise((done) => compiler.close(done));
    if (stats.hasErrors() || stats.hasWarnings()) console.warn(stats.toString());
  },

  async vite(folder) {
    const { build } = await import("vite");
    // The advice to split files larger than 500 kB does not affect whether the bundle runs.
    await build({ build: { outDir: folder, chunkSizeWarningLimit: 10_000 } });
  },

  async node(folder) {
    const { build } = await import("esbuild");
    for (const [format, ending] of [["esm", "mjs"], ["cjs", "cjs"]]) {
      await build({ entryPoints: ["server.mjs"], bundle: true, platform: "node", format, outfile: `${folder}/server.${ending}`, logLevel: "warning" });
    }
  },
};

const [name, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
if (name !== "vite") copyFileSync("index.html", `${folder}/index.html`);
await BUNDLERS[name](folder);
