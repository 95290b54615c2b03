// What a browser loads for `import { recall }`: bundled and minified by esbuild, gzipped as servers do and at most.
import { gzipSync, brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { shown, table } from "./measure.js";

const BAR = 60_000;
const AIM = 33_000;

/** @param {string} names */
async function bundled(names) {
  const { outputFiles } = await build({
    stdin: { contents: `import { ${names} } from "../../pkg/index.js"; globalThis.used = [${names}];`, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
  });
  return outputFiles[0].contents;
}

const code = await bundled("recall");
const gzip = gzipSync(code, { level: 9 }).length;
table("Size of what a browser loads for recall(), bytes", [
  ["bundle", String(code.length)],
  ["gzip -6", String(gzipSync(code).length)],
  ["gzip -9", String(gzip), `${shown(gzip / BAR)}x the bar of ${BAR}`, `${shown(gzip / AIM)}x the aim of ${AIM}`],
  ["brotli", String(brotliCompressSync(code).length)],
]);
