// The packed package in every supported major version of Node.js, as ES module and as CommonJS.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { finish, nodeProgram } from "./support/programs.js";
import { checkClaims, installPackage, passed } from "./support/project.js";

const LINES = /** @type {const} */ ([20, 22, 24, 26]);
const WAYS = {
  "import": "esm.mjs",
  "require": "cjs.cjs",
  "require of an ES module": "require-esm.cjs",
};

const folder = installPackage({ files: ["programs/esm.mjs", "programs/cjs.cjs", "programs/reexport.mjs", "programs/require-esm.cjs"] });
const manifest = JSON.parse(readFileSync(join(folder, "node_modules/tencent-chat-recall/package.json"), "utf8"));

for (const line of LINES) {
  describe(`Node.js ${line}`, { timeout: 300_000, concurrency: 3 }, () => {
    for (const [way, file] of Object.entries(WAYS)) {
      test(`passes the conformance checks by ${way}`, async () => {
        const { stdout: version } = await finish(nodeProgram(line), ["--version"], { cwd: folder });
        await checkClaims(async (stage) => {
          const { stdout, stderr } = await finish(nodeProgram(line), [file, JSON.stringify(stage)], { cwd: folder });
          assert.equal(stderr, "");
          return JSON.parse(stdout);
        });
        passed("Node.js", version.trim().slice(1), way);
      });
    }

    test("loads every export of package.json in every way, with the same names", async () => {
      const entries = Object.keys(manifest.exports).filter((path) => !/\.(wasm|json)$/.test(path)).map((path) => join(manifest.name, path));
      assert.ok(entries.length >= 3, `found only ${entries}`);
      const program = `const names = (space) => Object.keys(space).filter((name) => !/^(default|module.exports)$/.test(name)).sort().join();
        const load = async (entry) => [entry, names(require(entry)), names(await import(entry)), names(await import(require.resolve(entry)))];
        Promise.all(${JSON.stringify(entries)}.map(load))
          .then((found) => process.stdout.write(JSON.stringify(found)));`;
      const { stdout, stderr } = await finish(nodeProgram(line), ["-e", program], { cwd: folder });
      assert.equal(stderr, "");
      for (const [entry, required, imported, mixed] of JSON.parse(stdout)) {
        assert.notEqual(imported, "", entry);
        assert.equal(required, imported, entry);
        assert.equal(mixed, imported, `the CommonJS file of ${entry}, imported`);
      }
    });
  });
}
