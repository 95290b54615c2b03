// The packed package in the test runners of its users.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { transform } from "esbuild";
import { consumersFolder } from "../../../.scripts/consumers.js";
import { finish, nodeProgram } from "./support/programs.js";
import { checkClaims, installPackage, passed, versionOf } from "./support/project.js";

const FILES = ["jest-case.cjs", "jest-case.mjs", "jest-fake-timers.cjs", "vitest-case.mjs", "jsdom-environment.cjs"].map((file) => `runners/${file}`);
const folder = installPackage({ amongTools: true, files: FILES });
let cases = 0;

/**
 * Runs one test file and reads its results.
 * @param {string} program
 * @param {string[]} args
 * @param {{ inBrowser?: boolean, env?: Record<string, string> }} [options]
 */
function check(program, args, { inBrowser = false, env = {} } = {}) {
  return checkClaims(async (stage) => {
    const found = join(folder, `found-${(cases += 1)}.json`);
    const { stdout, stderr } = await finish(program, args, { cwd: folder, env: { ...env, STAGE: JSON.stringify(stage), FOUND: found } });
    assert.doesNotMatch(stdout + stderr, /console\.|did not exit|open handle|unhandled/i);
    return JSON.parse(readFileSync(found, "utf8"));
  }, { inBrowser });
}

describe("Jest", { timeout: 900_000 }, () => {
  const jest = join(consumersFolder(), "node_modules/jest/bin/jest.js");
  const environments = {
    node: { environment: "node", inBrowser: false },
    jsdom: { environment: "./jsdom-environment.cjs", inBrowser: true },
    "edge runtime": { environment: "@edge-runtime/jest-environment", inBrowser: false },
  };
  /** @param {string} file @param {string} environment */
  const args = (file, environment) => [jest, "--config", JSON.stringify({ testMatch: [`**/${file}`], transform: {}, testEnvironment: environment })];

  before(async () => {
    const { code } = await transform(readFileSync(join(folder, "conformance.js"), "utf8"), { format: "cjs" });
    writeFileSync(join(folder, "conformance.cjs"), code);
  });

  for (const [name, { environment, inBrowser }] of Object.entries(environments)) {
    test(`passes the conformance checks: ${name}`, async () => {
      await check(process.execPath, args("jest-case.cjs", environment), { inBrowser });
      passed("Jest", versionOf("jest"), name);
    });
  }

  test("recalls from the emulator with fake timers, which do not end a request too early", async () => {
    const { stderr } = await finish(process.execPath, args("jest-fake-timers.cjs", "node"), { cwd: folder });
    assert.match(stderr, /Tests: +4 passed, 4 total/);
  });

  test("passes the conformance checks: ES modules", async () => {
    const env = { NODE_OPTIONS: "--experimental-vm-modules" };
    await check(process.execPath, args("jest-case.mjs", "node"), { env });
    passed("Jest", versionOf("jest"), "node, ES modules");
  });
});

describe("Vitest", { timeout: 900_000 }, () => {
  const vitest = join(consumersFolder(), "node_modules/vitest/vitest.mjs");
  for (const environment of ["node", "jsdom"]) {
    test(`passes the conformance checks: ${environment}`, async () => {
      const args = [vitest, "run", "--environment", environment, "--root", folder, "vitest-case"];
      writeFileSync(join(folder, "vitest.config.mjs"), 'export default { test: { include: ["vitest-case.mjs"] } };');
      await check(nodeProgram(24), args, { inBrowser: environment === "jsdom" });
      passed("Vitest", versionOf("vitest"), environment);
    });
  }
});
