// `npm test` without some programs, and the quick run: tests that cannot run are skipped and listed, with how to install what they need.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { ROOT } from "../../../.scripts/command.js";
import { isAllowedSkip } from "../../../.scripts/needs.js";
import { Tally } from "../../../.scripts/tally.js";

const PROGRAM = `
  import { lacks } from "./.scripts/needs.js";
  import { testFiles } from "./.scripts/test_files.js";
  const needs = ["chromium", "firefox", "webkit", "browsers", "consumers", "curl", "python", "postgres", "sqlite", "time"];
  console.log(JSON.stringify({ lacked: needs.map((need) => lacks(need)), ...testFiles([]) }));
`;

/** @type {string} */
let empty;
before(() => (empty = mkdtempSync(join(tmpdir(), "tencent-chat-recall-"))));
after(() => rmSync(empty, { recursive: true }));

/**
 * The missing needs of a machine without any program, and the test files that run or are skipped there.
 * @param {Record<string, string>} [env]
 * @returns {{ lacked: (string | false)[], files: string[], skipped: [string, string][] }}
 */
function bareMachine(env = {}) {
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", PROGRAM], { cwd: ROOT, encoding: "utf8", env: { PATH: empty, XDG_CACHE_HOME: empty, POSTGRES_PATH: join(empty, "postgres"), ...env } });
  return JSON.parse(stdout);
}

/** @param {string[]} words */
const npmTest = (...words) => spawnSync(process.execPath, [join(ROOT, ".scripts/test.js"), ...words], { encoding: "utf8", env: { PATH: empty } });

describe("a machine without browsers, runtimes and programs", () => {
  test("gets instructions to install each of them", () => {
    const { lacked } = bareMachine();
    const advice = [/^needs chromium: .*apt-get install chromium.*CHROMIUM_PATH/, /FIREFOX_PATH/, /WEBKIT_PATH|XVFB_PATH/, /CHROMIUM_PATH.*FIREFOX_PATH/, /^needs consumers: .*npm install/, /^needs curl: .*CURL_PATH/, /^needs python: /, /^needs postgres: .*apt-get install postgresql.*POSTGRES_PATH/];
    advice.forEach((pattern, index) => assert.match(String(lacked[index]), pattern));
    assert.equal(lacked.at(-1), false);
  });

  test("still runs the tests of the library, the command line, the handler and the emulator", () => {
    const { files, skipped } = bareMachine();
    for (const folder of ["library", "cli", "handler", "remote", "emulator", "webhook", "package", "dashboard/without_browser"]) {
      assert.ok(files.some((file) => file.startsWith(`tests/js/${folder}/`)), folder);
      assert.deepEqual(skipped.filter(([file]) => file.startsWith(`tests/js/${folder}/`) && !file.endsWith("/runtimes.test.js")), []);
    }
    assert.ok(skipped.every(([file]) => /^tests\/js\/((dashboard|consumers|examples)\/|store\/node_sqlite|webhook\/runtimes)/.test(file)));
  });
});

test("the quick run skips browsers, other runtimes and slow tests, and reports it", () => {
  const { files, skipped } = bareMachine({ TEST_RUN: "quick" });
  assert.ok(files.length > 60);
  assert.ok(skipped.every(([, reason]) => /^needs (browsers|consumers|time): left to the full run$/.test(reason)));
  assert.ok(files.every((file) => !/^tests\/js\/(consumers|dashboard\/[^/]*$|store\/node_sqlite|webhook\/runtimes)/.test(file)));
});

test("the last lines list the skipped tests by reason", () => {
  const tally = new Tally();
  const lines = ["ℹ pass 5", "﹣ the page (0.1ms) # needs firefox: firefox was not found", "  ﹣ another (12.5ms) # needs firefox: firefox was not found", "﹣ a third (1ms) # SKIP"];
  lines.forEach((line) => tally.read(line));
  tally.skip("tests/js/slow.test.js", "needs time: left to the full run");
  assert.equal(String(tally), [
    "5 passed, 0 failed, 4 skipped",
    "skipped, needs firefox: firefox was not found (2): the page, another",
    "skipped, SKIP (1): a third",
    "skipped, needs time: left to the full run (1)",
  ].join("\n"));
});

test("--no-skips allows only a missing Python, and skips that give their own reason", () => {
  assert.ok(isAllowedSkip("needs python: there is no python3"));
  assert.ok(isAllowedSkip("nothing is forbidden to root"));
  for (const reason of ["SKIP", "needs firefox: firefox was not found", "needs time: left to the full run"]) assert.ok(!isAllowedSkip(reason), reason);
});

for (const words of [["fast"], ["quick", "tests/js/cli"], ["rusty", "x"]]) {
  test(`npm test -- ${words.join(" ")} is rejected before any stage`, () => {
    const { status, stdout, stderr } = npmTest(...words);
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, new RegExp(`^\\nFound "${words.join(" ")}", expected one of: npm test; npm test -- quick; [^\\n]+\\.\\n$`));
  });
}
