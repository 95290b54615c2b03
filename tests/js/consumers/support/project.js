// Helpers of the consumer tests: install the packed tarball into an empty folder, start emulators, and record results for the table of
// runtimes.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after } from "node:test";
import { ROOT } from "../../../../.scripts/command.js";
import { consumersFolder } from "../../../../.scripts/consumers.js";
import { startEmulator } from "../../../../pkg/emulator/index.js";

/** @typedef {import("../conformance.js").Claim} Claim */
/** @typedef {import("../conformance.js").Stage} Stage */

const HERE = join(ROOT, "tests/js/consumers");
const FOUND = join(ROOT, "target/consumers");
const VECTORS = JSON.parse(readFileSync(join(ROOT, "tests/vectors/usersig.json"), "utf8"));

/** Each fault occurs a fixed number of times, so that the outcome is the same for every order of requests. */
const FAULTS = {
  lostRequest: { times: 1 },
  http502: { times: 1, workDone: 1 },
  truncatedJson: { times: 1 },
  code: [{ code: 60008, level: /** @type {const} */ ("item"), times: 3 }],
};

/**
 * Makes a folder with only the package from its tarball. It is removed after the tests of the file.
 * @param {{ amongTools?: boolean, files?: string[], manifest?: object }} [options]
 *   `amongTools`: inside the folder of the bundlers and runners, so that they are resolved as if installed next to the package;
 *   `files`: of tests/js/consumers, copied into it; `manifest`: members of its package.json
 * @returns {string}
 */
export function installPackage({ amongTools = false, files = [], manifest = { type: "module" } } = {}) {
  const parent = amongTools ? join(consumersFolder(), "apps") : tmpdir();
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "tencent-chat-recall-"));
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, ...manifest }));
  const [{ filename }] = Object.values(JSON.parse(npm(["pack", "--json", "--pack-destination", folder], join(ROOT, "pkg"))));
  npm(["install", "--offline", "--no-audit", "--no-fund", "--install-links", `./${filename}`], folder);
  rmSync(join(folder, filename));
  // These files name the deleted tarball, and other programs would look for it.
  for (const name of ["package-lock.json", "node_modules/.package-lock.json"]) rmSync(join(folder, name), { force: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, ...manifest }));
  for (const file of ["conformance.js", ...files]) cpSync(join(HERE, file), join(folder, basename(file)), { recursive: true });
  return folder;
}

/**
 * @param {string[]} args
 * @param {string} cwd
 */
function npm(args, cwd) {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], shell: process.platform === "win32" });
}

/**
 * Starts emulators for one consumer, runs its conformance checks, and compares the results with the emulators' ledgers.
 * @param {(stage: Stage) => Promise<Claim[]>} consume
 * @param {{ inBrowser?: boolean }} [options]
 */
export async function checkClaims(consume, options) {
  await withStage(async (stage, recalledCount) => {
    const claims = await consume(stage);
    assert.ok(Array.isArray(claims) && claims.length > 0, `found ${JSON.stringify(claims)}, expected a list of claims`);
    assert.deepEqual(claims.filter(({ ok }) => !ok), []);
    assert.ok(claims.length >= 17, `found only ${claims.length} claims`);
    assert.equal(recalledCount(), 50, "messages that the service recalled");
  }, options);
}

/**
 * Starts emulators, and closes them after use.
 * @param {(stage: Stage, recalledCount: () => number) => Promise<void>} use
 * @param {{ inBrowser?: boolean }} [options]
 */
export async function withStage(use, { inBrowser = false } = {}) {
  const { secretKey, vectors } = VECTORS;
  const faulty = await startEmulator({ secretKey, faults: FAULTS });
  const stalled = await startEmulator({ secretKey, faults: { stall: 1 } });
  const { emulator } = faulty;
  try {
    const officialAccount = emulator.createAccount();
    const broadcast = () => emulator.broadcast({ officialAccount, count: 25, text: "wrong" });
    const credentials = { sdkAppId: emulator.sdkAppId, identifier: "administrator", secretKey };
    const { identifier, sdkAppId, time, userSigLevel6: userSig } = vectors[0];
    const vector = { userSig, identifier, sdkAppId, secretKey, now: time * 1000 };
    const lists = { msgKeys: broadcast(), streamed: broadcast() };
    const urls = { url: faulty.url, stalledUrl: stalled.url };
    await use({ ...urls, ...lists, credentials, officialAccount, vector, inBrowser }, () => emulator.ledger.recalledCount);
  } finally {
    await Promise.all([faulty.close(), stalled.close()]);
  }
}

/**
 * Records for the table of runtimes that the package has passed.
 * @param {string} runtime
 * @param {string} version
 * @param {string} loaded how
 */
export function passed(runtime, version, loaded) {
  mkdirSync(FOUND, { recursive: true });
  const name = `${runtime} ${version} ${loaded}`.replace(/[^\w.-]+/g, "_");
  writeFileSync(join(FOUND, `${name}.json`), JSON.stringify({ runtime, version, loaded }));
}

/**
 * The version of an installed consumer.
 * @param {string} name of its npm package, or the name under which it is installed
 * @returns {string}
 */
export function versionOf(name) {
  return JSON.parse(readFileSync(join(consumersFolder(), "node_modules", name, "package.json"), "utf8")).version;
}
