// The examples of the emulator's README with fake timers, each unchanged in its test runner.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { consumersFolder } from "../../../.scripts/consumers.js";
import { openPage } from "../package/support/documented_examples.js";
import { finish, nodeProgram } from "./support/programs.js";
import { installPackage } from "./support/project.js";

const EXAMPLES = openPage("pkg-template/emulator/README.md").examples("js").filter((example) => /^\/\/ .*\.test\.js\n/.test(example));
const tool = (/** @type {string} */ path) => join(consumersFolder(), "node_modules", path);

/** @type {[string, "commonjs" | "module", string[], RegExp, string][]} runner, kind of its modules, arguments, what a pass prints, program */
const RUNNERS = [
  ["Jest", "commonjs", [tool("jest/bin/jest.js"), "--rootDir=."], /Tests: +1 passed, 1 total/, process.execPath],
  ["Vitest", "module", [tool("vitest/vitest.mjs"), "run", "--root=."], /Tests +1 passed \(1\)/, nodeProgram(24)],
  ["sinon", "module", ["--test", "--test-reporter=tap", "recall.test.js"], /# pass 1\n# fail 0/, process.execPath],
];

describe("an example with fake timers", { timeout: 300_000 }, () => {
  test("is there for each library", () => {
    assert.deepEqual(EXAMPLES.map((example) => /^\/\/ (\w+)/.exec(example)?.[1]), RUNNERS.map(([name]) => name));
  });

  for (const [index, [name, type, args, pass, program]] of RUNNERS.entries()) {
    test(`passes unchanged with ${name}`, async () => {
      const folder = installPackage({ amongTools: true, manifest: { type } });
      writeFileSync(join(folder, "recall.test.js"), EXAMPLES[index] ?? "");
      const { stdout, stderr } = await finish(program, args, { cwd: folder });
      assert.match(stdout + stderr, pass);
    });
  }
});
