// The store in SQLite by Node's own module, in the versions of Node.js that have it: the same claims as with better-sqlite3.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ROOT } from "../../../.scripts/command.js";
import { lacks } from "../../../.scripts/needs.js";
import { finish, nodeProgram } from "../consumers/support/programs.js";

describe("node:sqlite", { skip: lacks("consumers") }, () => {
  for (const line of /** @type {const} */ ([24, 26])) {
    test(`of Node.js ${line} passes the claims`, { timeout: 120_000 }, async () => {
      const { stdout } = await finish(nodeProgram(line), ["--test", "--test-reporter=spec", "tests/js/store/sqlite.test.js"], { cwd: ROOT });
      assert.match(stdout, /pass \d\d/);
      assert.match(stdout, /fail 0/);
    });
  }
});
