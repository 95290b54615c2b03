/** Helpers of the library's tests: an app, its emulator over HTTP, seeded random numbers, and checks of promises and reports. */

import assert from "node:assert/strict";
import { RecallClient } from "../../../../pkg/index.js";
import { startEmulator } from "../../../../pkg/emulator/index.js";

/** @typedef {import("../../../../pkg/index.js").RecallError} RecallError */
/** @typedef {import("../../../../pkg/index.js").RecallReport} RecallReport */

export const SDK_APP_ID = 1400000000;
export const SECRET_KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
export const ACCOUNT = "@TOA#_2J4SZEAEL";
export const CREDENTIALS = Object.freeze({ sdkAppId: SDK_APP_ID, identifier: "administrator", secretKey: SECRET_KEY });

/**
 * Consecutive MsgKeys.
 * @param {number} count
 * @param {number} [from]
 */
export const keysOf = (count, from = 1) => Array.from({ length: count }, (_, index) => `${from + index}_1_1698741698`);

/**
 * Starts an emulator over HTTP with one account, closed at the end of the test, and makes a client for it.
 * @param {import("node:test").TestContext} t
 * @param {import("../../../../pkg/emulator/index.js").EmulatorOptions} [options]
 * @param {Partial<import("../../../../pkg/index.js").ClientOptions>} [clientOptions]
 */
export async function stage(t, options = {}, clientOptions = {}) {
  const { emulator, url, close } = await startEmulator({ secretKey: SECRET_KEY, accounts: [ACCOUNT], ...options });
  t.after(close);
  const clientDefaults = { ...CREDENTIALS, baseUrl: url, rateLimit: 100_000, timeout: 30_000 };
  const client = new RecallClient({ ...clientDefaults, ...clientOptions });
  const broadcast = (/** @type {number} */ count) => emulator.broadcast({ officialAccount: ACCOUNT, count, text: "wrong" });
  return { emulator, url, client, broadcast, options: clientDefaults };
}

/** A small seeded generator (mulberry32): numbers from 0 up to 1. @param {number} seed */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Returns the rejection of a promise; fails if it resolves.
 * @param {Promise<unknown> | (() => unknown)} work
 * @returns {Promise<RecallError>}
 */
export async function refused(work) {
  try {
    await (typeof work === "function" ? work() : work);
  } catch (error) {
    return /** @type {RecallError} */ (error);
  }
  return assert.fail("expected an error");
}

/**
 * Asserts that the counts add up to the input and agree with the rows.
 * @param {RecallReport} report
 * @param {readonly string[]} msgKeys
 */
export function assertSums(report, msgKeys) {
  assert.deepEqual(report.results.map(({ msgKey }) => msgKey), [...msgKeys]);
  /** @type {Record<string, number>} */
  const counted = { recalled: 0, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 0, notAttempted: 0 };
  for (const { status } of report.results) counted[status] += 1;
  assert.deepEqual({ ...report.counts }, counted);
  assert.equal(report.complete, counted.recalled === msgKeys.length);
}

/** The keys with a status in a report. @param {RecallReport} report @param {string} status */
export const keysWith = (report, status) => report.results.filter((one) => one.status === status).map(({ msgKey }) => msgKey);

/** The memory of an instance, whose exports have short names. @param {WebAssembly.Instance | undefined} instance */
export const memoryOf = (instance) => /** @type {WebAssembly.Memory} */ (Object.values(instance?.exports ?? {}).find((one) => one instanceof WebAssembly.Memory));
