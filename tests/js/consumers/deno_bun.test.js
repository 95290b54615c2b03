// The packed package in Deno and Bun, with only the permission for network access.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BUN, DENO, finish } from "./support/programs.js";
import { checkClaims, installPackage, passed, versionOf } from "./support/project.js";

const folder = installPackage({ files: ["programs/esm.mjs", "programs/cjs.cjs"] });

/**
 * @param {string} program
 * @param {string[]} args the last one may be a script
 */
function check(program, args) {
  return checkClaims(async (stage) => {
    const { stdout, stderr } = await finish(program, [...args, JSON.stringify(stage)], { cwd: folder });
    assert.equal(stderr, "");
    return JSON.parse(stdout);
  });
}

describe("Deno", { timeout: 300_000 }, () => {
  test("passes the conformance checks by import, with only --allow-net", async () => {
    await check(DENO, ["run", "--no-prompt", "--allow-net", "esm.mjs"]);
    passed("Deno", versionOf("deno"), "import, with --allow-net alone");
  });

  test("passes the conformance checks by require, with --allow-net and read access to the package", async () => {
    await check(DENO, ["run", "--no-prompt", "--allow-net", "--allow-read=.", "cjs.cjs"]);
    passed("Deno", versionOf("deno"), "require, with --allow-net and --allow-read");
  });
});

describe("Bun", { timeout: 300_000 }, () => {
  for (const [way, file] of Object.entries({ import: "esm.mjs", require: "cjs.cjs" })) {
    test(`passes the conformance checks by ${way}`, async () => {
      await check(BUN, [file]);
      passed("Bun", versionOf("bun"), way);
    });
  }

  test("passes the conformance checks as one executable file", async () => {
    await finish(BUN, ["build", "--compile", "esm.mjs", "--outfile", "compiled"], { cwd: folder });
    await check(`${folder}/compiled`, []);
    passed("Bun", versionOf("bun"), "`bun build --compile`");
  });
});
