// The dashboard's copy of a library is the one that package-lock.json names.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../../../.scripts/command.js";
import { IDB, bundledIdb } from "../../../.scripts/generate.js";

test("the dashboard's idb is up to date", async () => {
  assert.equal(readFileSync(join(ROOT, IDB), "utf8"), await bundledIdb(), "run `npm run generate`");
});
