// The package from its tarball in Deno and Bun, with no permission but the one to reach the service.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BUN, DENO, finish } from "./support/programs.js";
import { checkClaims, installPackage, passed, versionOf } from "./support/project.js";

const folder = installPackage({ files: ["programs/esm.mjs", "programs/cjs.cjs"] });

/**
 * @param {string} program
 * @param {string[]} args of which the last may be a script
 */
function check(program, args) {
  return checkClaims(async (stage) => {
    const { stdout, stderr } = await finish(program, [...args, JSON.stringify(stage)], { cwd: folder });
    assert.equal(stderr, "");
    return JSON.parse(stdout);
  });
}

describe("Deno", { timeout: 300_000 }, () => {
  test("keeps every promise by import, with --allow-net alone", async () => {
    await check(DENO, ["run", "--no-prompt", "--allow-net", "esm.mjs"]);
    passed("Deno", versionOf("deno"), "import, with --allow-net alone");
  });

  test("keeps every promise by require, with --allow-net and leave to read the package", async () => {
    await check(DENO, ["run", "--no-prompt", "--allow-net", "--allow-read=.", "cjs.cjs"]);
    passed("Deno", versionOf("deno"), "require, with --allow-net and --allow-read");
  });
});

describe("Bun", { timeout: 300_000 }, () => {
  for (const [way, file] of Object.entries({ import: "esm.mjs", require: "cjs.cjs" })) {
    test(`keeps every promise by ${way}`, async () => {
      await check(BUN, [file]);
      passed("Bun", versionOf("bun"), way);
    });
  }

  test("keeps every promise as one executable file", async () => {
    await finish(BUN, ["build", "--compile", "esm.mjs", "--outfile", "compiled"], { cwd: folder });
    await check(`${folder}/compiled`, []);
    passed("Bun", versionOf("bun"), "`bun build --compile`");
  });
});
