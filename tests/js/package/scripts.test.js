// The project's scripts: helpful messages for missing programs, a lock against concurrent installers, correct test counts.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ROOT } from "../../../.scripts/command.js";
import { withLock } from "../../../.scripts/lock.js";
import { serve } from "../../../.scripts/serve.js";
import { Tally } from "../../../.scripts/tally.js";

/** @type {string} */
let scratch;
before(() => (scratch = mkdtempSync(join(tmpdir(), "tencent-chat-recall-"))));
after(() => rmSync(scratch, { recursive: true, force: true }));

/**
 * Runs set-up with only some programs.
 * @param {Record<string, string>} programs the version of each
 */
function setUpWith(programs) {
  const folder = mkdtempSync(join(scratch, "path-"));
  for (const [name, version] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} ${version}"\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return spawnSync(process.execPath, [join(ROOT, ".scripts/setup.js")], { encoding: "utf8", env: { PATH: folder } });
}

for (const [missing, present, advice] of /** @type {[string, Record<string, string>, RegExp][]} */ ([
  ["git", {}, /git-scm\.com/],
  ["rustup", { git: "2.40.0" }, /rustup\.rs/],
  ["cargo", { git: "2.40.0", rustup: "1.28.0" }, /rustup toolchain install/],
])) {
  test(`without ${missing}, set-up fails with one sentence that says what to install`, () => {
    const { status, stderr } = setUpWith(present);
    assert.equal(status, 1);
    assert.match(stderr, new RegExp(`^\\n${missing} was not found: [^\\n]+\\.\\n$`));
    assert.match(stderr, advice);
  });
}

test("a lock is never held twice at the same time", async () => {
  const lock = join(scratch, "lock");
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
  };
  await Promise.all([withLock(lock, work), withLock(lock, work), withLock(lock, work)]);
  assert.equal(most, 1);
  assert.ok(!existsSync(lock));
});

test("the lock of a dead process is taken over", async () => {
  const lock = join(scratch, "abandoned");
  mkdirSync(lock);
  const child = spawn(process.execPath, ["--eval", ""]);
  await new Promise((resolve) => child.on("close", resolve));
  writeFileSync(join(lock, "pid"), String(child.pid));
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(lock, longAgo, longAgo);
  assert.equal(await withLock(lock, async () => "done"), "done");
});

test("a lock is released when its work fails", async () => {
  const lock = join(scratch, "failed");
  await assert.rejects(withLock(lock, () => Promise.reject(new Error("no"))), /no/);
  assert.equal(await withLock(lock, async () => "again"), "again");
});

test("the tally adds the counts of cargo and node, and a cancelled test counts as failed", () => {
  const tally = new Tally();
  const lines = [
    "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
    "test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
    "ℹ pass 5",
    "ℹ fail 1",
    "ℹ cancelled 1",
    "ℹ skipped 0",
    "the word pass 7 in a test's name",
  ];
  lines.forEach((line) => tally.read(line));
  assert.equal(String(tally), "20 passed, 4 failed, 1 skipped");
});

test("the file server serves files only from its folders", async () => {
  const { url, close } = await serve({ "/scripts/": ".scripts", "/": "tests/js" });
  try {
    const found = await fetch(`${url}scripts/serve.js`);
    assert.equal(found.headers.get("content-type"), "text/javascript; charset=utf-8");
    assert.equal(await found.text(), readFileSync(join(ROOT, ".scripts/serve.js"), "utf8"));
    const refused = ["scripts/..%2fpackage.json", "..%2f..%2fpackage.json", "scripts/.hidden.js", "scripts/", "nothing.js", "scripts%00.js"];
    for (const path of refused) assert.equal((await fetch(url + path)).status, 404, path);
    assert.equal((await fetch(`${url}scripts/serve.js`, { method: "POST" })).status, 404);
  } finally {
    await close();
  }
});
