// `parse` with official accounts: each key is printed with the account that its own row, object or line names.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { cli, folderOf } from "../support/command.js";

const TEXT = "from,MsgKey\n@TOA#_a,71_1_1698741698\n@TOA#_b c,71_1_1698741698\n,72_1_1698741698\n";

describe("parse", () => {
  it("prints accounts before their keys, as JSON and as text that it reads back", async (t) => {
    const path = join(folderOf(t), "sent.csv");
    writeFileSync(path, TEXT);
    const json = await cli(["parse", path, "--account-column", "from", "--json"]);
    const rows = json.stdout.trim().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(rows, [
      { officialAccount: "@TOA#_a", msgKey: "71_1_1698741698" }, { officialAccount: "@TOA#_b c", msgKey: "71_1_1698741698" }, { msgKey: "72_1_1698741698" },
    ]);
    assert.match(json.stderr, /: read from column "MsgKey", accounts from column "from"\n/);
    const text = await cli(["parse", path, "--account-column", "from"]);
    assert.equal(text.stdout, "@TOA#_a\t71_1_1698741698\n@TOA#_b c\t71_1_1698741698\n72_1_1698741698\n");
    const first = text.stdout.split("\n").slice(0, 2).join("\n");
    writeFileSync(path, first);
    assert.equal((await cli(["parse", path])).stdout.trim(), first);
  });

  it("refuses a column of accounts that does not exist, and lists a row whose account is not one", async (t) => {
    const path = join(folderOf(t), "sent.csv");
    writeFileSync(path, TEXT);
    const missing = await cli(["parse", path, "--account-column", "sender"]);
    assert.equal(missing.status, 2);
    assert.match(missing.stderr, /:1: found a header without column "sender"/);
    writeFileSync(path, TEXT.replace("@TOA#_a", "news"));
    const invalid = await cli(["parse", path, "--account-column", "from"]);
    assert.equal(invalid.status, 2);
    assert.match(invalid.stderr, /:2: found "news" in the place of the official account/);
  });
});
