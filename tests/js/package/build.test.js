// The built package: its files, their form and size, and a reproducible build.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { build } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { bundle } from "../../../.scripts/bundle.js";
import { ROOT } from "../../../.scripts/command.js";
import { filesUnder } from "../../../.scripts/digest.js";
import { lacks } from "../../../.scripts/needs.js";
import { PARTS, compileInto, wasmPackage } from "../../../.scripts/wasm.js";

const PACKAGE = join(ROOT, "pkg");
const manifest = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
const budget = JSON.parse(readFileSync(join(ROOT, "tests/js/package/budget.json"), "utf8"));
const scripts = filesUnder(["pkg"]).filter((file) => /\.c?js$/.test(file)).map((file) => file.slice("pkg/".length));

/** @param {string} path in the package */
const read = (path) => readFileSync(join(PACKAGE, path));

/** @type {string} */
let scratch;
/** @type {{ files: { path: string }[], filename: string }} */
let packed;

before(() => {
  scratch = mkdtempSync(join(tmpdir(), "tencent-chat-recall-"));
  const answer = execFileSync("npm", ["pack", "--json", "--pack-destination", scratch], { cwd: PACKAGE, encoding: "utf8" });
  const report = JSON.parse(answer);
  packed = Array.isArray(report) ? report[0] : Object.values(report)[0];
});

after(() => rmSync(scratch, { recursive: true, force: true }));

describe("the tarball", () => {
  test("has exactly package.json and the files that `files` lists", () => {
    const found = packed.files.map((file) => file.path).sort();
    assert.deepEqual(found, [...manifest.files, "package.json"].sort());
  });

  test("runs no scripts when it is installed, and has no dependencies", () => {
    for (const field of ["scripts", "dependencies", "optionalDependencies", "gypfile"]) {
      assert.equal(manifest[field], undefined, field);
    }
    assert.deepEqual(manifest.peerDependenciesMeta, Object.fromEntries(Object.keys(manifest.peerDependencies).map((name) => [name, { optional: true }])));
    assert.equal(manifest.private, undefined);
    assert.equal(manifest.sideEffects, false);
  });

  test("has every file linked in its documents", () => {
    const documents = packed.files.map(({ path }) => path).filter((path) => path.endsWith(".md"));
    assert.ok(documents.includes("handler/README.md"), documents.join(", "));
    for (const document of documents) {
      const text = read(document).toString();
      for (const [, to] of text.matchAll(/\]\((?!https?:|#)([^)]+)\)/g)) statSync(join(PACKAGE, dirname(document), String(to)));
      assert.doesNotMatch(text, /npm start/, "it tells of a checkout");
    }
  });

  test("has no paths of the build machine", () => {
    for (const { path } of packed.files) {
      const text = read(path).toString("latin1");
      for (const folder of [ROOT, homedir(), ".cargo/registry"]) assert.ok(!text.includes(folder), `${path} contains ${folder}`);
    }
  });

  test("passes publint", async () => {
    const { messages } = await publint({ pkgDir: PACKAGE, strict: true });
    assert.deepEqual(messages.map((message) => formatMessage(message, manifest, { color: false })), []);
  });

  test("has types that match its modules with every module resolution", { skip: lacks("time") }, async () => {
    const data = new Uint8Array(readFileSync(join(scratch, packed.filename)));
    const analysis = await checkPackage(createPackageFromTarballData(data), { excludeEntrypoints: ["./core.wasm", "./offline.wasm", "./package.json"] });
    // The old node10 resolution ignores `exports`. TypeScript has removed it, and `.` works there anyway.
    const problems = "problems" in analysis ? analysis.problems : [{ kind: "no types" }];
    assert.deepEqual(problems.filter((problem) => !("resolutionKind" in problem) || problem.resolutionKind !== "node10"), []);
  });
});

describe("every script of the package", () => {
  test("parses", async () => {
    assert.ok(scripts.length >= 3, `only ${scripts.join(", ")}`);
    for (const script of scripts) {
      execFileSync(process.execPath, ["--check", join(PACKAGE, script)]);
    }
  });

  test("does not use import.meta", () => {
    for (const script of scripts) assert.ok(!read(script).includes("import.meta"), script);
  });

  test("imports only the package itself; only the CLI and the store import Node modules, and the store its drivers, when it opens a database", async () => {
    for (const script of scripts) {
      const found = await imports(script);
      const foreign = found.filter((path) => !/^(tencent-chat-recall(\/|$)|\.\/(core|offline)\.wasm\?module$)/.test(path));
      if (script === "cli.js") assert.ok(foreign.every((path) => path.startsWith("node:")), `${script}: ${foreign}`);
      else if (script.startsWith("store/")) assert.deepEqual(foreign.sort(), ["better-sqlite3", "node:fs/promises", "node:sqlite", "pg"], script);
      else assert.deepEqual(foreign, [], script);
    }
  });

  test("that is a command begins with a shebang line", () => {
    for (const path of Object.values(manifest.bin)) assert.match(read(path).toString("utf8"), /^#!\/usr\/bin\/env node\n/);
  });
});

test("the size that a browser loads for recall() is within the budget", async (context) => {
  const size = gzipSync(await bundledForBrowsers('export { recall } from "./index.js";'), { level: 9 }).length;
  context.diagnostic(`${size} bytes of ${budget.browserGzipBytes}: bundled and minified by esbuild, gzip -9`);
  assert.ok(size <= budget.browserGzipBytes, `found ${size} bytes, the budget is ${budget.browserGzipBytes}`);
});

describe("an uncaught error", () => {
  test("shows a short source line, since the texts of the core are on separate lines at the end", () => {
    for (const script of ["index.js", "index.cjs"]) {
      const lines = read(script).toString("utf8").trimEnd().split("\n");
      const long = lines.flatMap((line, index) => (line.length > 1000 ? [index - lines.length] : []));
      assert.deepEqual(long, [-5, -2], `${script}: lines from the end that have more than 1000 characters`);
    }
  });

  test("prints less than 3 KB in Node", () => {
    for (const load of ['require("./index.cjs")', 'import("./index.js")']) {
      const program = `Promise.resolve(${load}).then(({ recall }) => recall({}));`;
      const { status, stderr } = spawnSync(process.execPath, ["-e", program], { cwd: PACKAGE, encoding: "utf8" });
      assert.equal(status, 1, stderr.slice(0, 3000));
      assert.match(stderr, /RecallError/);
      assert.ok(stderr.length < 3000, `${load}: ${stderr.length} characters`);
    }
  });
});

test("the modules inside index.js are core.wasm and offline.wasm", async () => {
  const { inflateRawSync } = await import("node:zlib");
  const texts = read("index.js").toString("utf8").match(/[A-Za-z0-9+/=]{5000,}/g) ?? [];
  const inside = texts.map((text) => inflateRawSync(Buffer.from(text, "base64")));
  for (const name of ["core.wasm", "offline.wasm"]) assert.ok(inside.some((bytes) => bytes.equals(read(name))), name);
  assert.equal(inside.length, 2);
});

test("a bundle with only recall() lacks the offline module, and one with only offline functions lacks the run module", async () => {
  const count = async (/** @type {string} */ names) => {
    const text = Buffer.from(await bundledForBrowsers(`export { ${names} } from "./index.js";`)).toString("utf8");
    return text.match(/[A-Za-z0-9+/=]{5000,}/g)?.length;
  };
  assert.equal(await count("recall"), 1);
  assert.equal(await count("RecallClient, RecallError, isRecallError, recall"), 1);
  assert.equal(await count("buildRequest, createMsgKeyReader, decodeResponse, explainCode, inspectUserSig, parseMsgKeys, readMsgKeys, readWebhook, signUserSig, verifyUserSig"), 1);
  assert.equal(await count("recall, signUserSig"), 2);
});

test("two builds give the same bytes", { skip: lacks("time") }, async () => {
  for (const part of PARTS) {
    const again = `target/wasm-package-again/${part}`;
    await compileInto(again, part);
    for (const file of ["core.js", "core_bg.wasm"]) {
      assert.ok(readFileSync(join(ROOT, again, file)).equals(readFileSync(join(ROOT, wasmPackage(part), file))), `${part}/${file}`);
    }
  }
  await bundle(join(scratch, "pkg"));
  for (const { path } of packed.files) assert.ok(readFileSync(join(scratch, "pkg", path)).equals(read(path)), path);
});

/**
 * Bundles a program that uses the package.
 * @param {string} contents the program, in the folder of the package
 */
async function bundledForBrowsers(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: PACKAGE },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
  });
  return outputFiles[0].contents;
}

/**
 * The imports of a script of the package, as found by a bundler.
 * @param {string} script
 * @returns {Promise<string[]>}
 */
async function imports(script) {
  const path = join(PACKAGE, script);
  const { metafile } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    metafile: true,
    platform: "neutral",
    logLevel: "silent",
    plugins: [{ name: "stay outside", setup: ({ onResolve }) => onResolve({ filter: /./ }, (found) => (found.kind === "entry-point" ? null : { path: found.path, external: true })) }],
  });
  return Object.values(metafile.outputs).flatMap((output) => output.imports.map((found) => found.path));
}
