// `npm start -- --once` takes an incident's messages back, and its output agrees with the emulator.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** @param {string[]} args */
function start(...args) {
  return spawnSync(process.execPath, [".scripts/start.js", ...args], { cwd: ROOT, encoding: "utf8", timeout: 300_000 });
}

test("npm start -- --once exits with 0 and a report that agrees with the emulator", () => {
  const { status, stdout, stderr } = start("--once");
  assert.equal(status, 0, stderr);
  const holds = /The emulator holds (\d+) recalled messages; the report says (\d+) are gone,/.exec(stdout);
  assert.ok(holds, stdout);
  assert.equal(holds[1], holds[2]);
  assert.match(stdout, /the report agrees with the emulator, message by message/);
  assert.match(stdout, /160 in 160 accounts/);
  // One account was closed, and one message was taken back by hand, whatever the network does.
  assert.match(stdout, /1 {2}10010/);
  assert.match(stdout, /1 {2}notFound/);
  assert.match(stdout, /Read back: 159 of 160 show as recalled/);
  assert.match(stdout, /None of the 249 honest messages is recalled/);
});

test("npm start rejects an unknown word and names the expected one", () => {
  const { status, stdout, stderr } = start("--onse");
  assert.notEqual(status, 0);
  assert.match(stdout + stderr, /Found "--onse", expected nothing or --once/);
});
