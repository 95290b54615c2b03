// The size that a browser loads: bundled and minified by esbuild, then gzipped at a server's usual level and at the highest level.
import { gzipSync, brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { virtualModules } from "../../.scripts/virtual.js";
import { shown, table } from "./measure.js";

const BAR = 60_000;
const AIM = 33_000;

const OFFLINE = ["signUserSig", "inspectUserSig", "verifyUserSig", "buildRequest", "decodeResponse", "explainCode", "parseMsgKeys", "readWebhook"];
const CLIENT = ["recall", "RecallClient", "RecallError", "isRecallError"];

/**
 * @param {string[]} names names that a page imports
 * @param {string} from
 */
async function bundled(names, from = "../../pkg/index.js") {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `import { ${names} } from "${from}"; globalThis.used = [${names}];`, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    plugins: [virtualModules()],
  });
  const [inputs = {}] = Object.values(metafile.outputs).map((output) => output.inputs);
  return { code: outputFiles[0].contents, inputs };
}

/** @param {string[]} names */
const gzipped = async (names) => gzipSync((await bundled(names)).code, { level: 9 }).length;

const { code } = await bundled(["recall"]);
const gzip = gzipSync(code, { level: 9 }).length;
table("Size of what a browser loads for recall(), bytes", [
  ["bundle", String(code.length)],
  ["gzip -6", String(gzipSync(code).length)],
  ["gzip -9", String(gzip), `${shown(gzip / BAR)}x the bar of ${BAR}`, `${shown(gzip / AIM)}x the aim of ${AIM}`],
  ["brotli", String(brotliCompressSync(code).length)],
]);
table("By what a page imports, gzip -9", [
  [CLIENT.join(", "), String(await gzipped(CLIENT))],
  ["one function that works offline", String(await gzipped(OFFLINE.slice(0, 1)))],
  ["everything", String(await gzipped([...CLIENT, ...OFFLINE]))],
]);
const { inputs } = await bundled(["recall"], "../../pkg-template/index.js");
const files = Object.entries(inputs).map(([path, { bytesInOutput }]) => ({ path, bytes: bytesInOutput }));
table("JavaScript of recall() by file, minified", [
  ["file", "bytes"],
  ...files.sort((one, other) => other.bytes - one.bytes).filter(({ bytes }) => bytes > 100).map(({ path, bytes }) => /** @type {[string, string]} */ ([path, String(bytes)])),
]);
