// Helpers of the tests of the handler and its client: a handler with an emulator, requests to it, and a check of answers for secrets.
import assert from "node:assert/strict";
import { createEmulator } from "../../../../pkg/emulator/index.js";
import { createHandler } from "../../../../pkg/handler/index.js";
import { signUserSig } from "../../../../pkg/index.js";

/** @typedef {import("../../../../pkg/handler/index.js").HandlerOptions} HandlerOptions */
/** @typedef {import("../../../../pkg/handler/index.js").AuditRecord} AuditRecord */

export const SECRET_KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
export const SDK_APP_ID = 1400000000;
export const ACCOUNT = "@TOA#_2J4SZEAEL";
export const OTHER_ACCOUNT = "@TOA#_OTHER";
export const URL_OF_HANDLER = "https://ops.example.com/api/recall";
export const COOKIE = "session=of-eve";

/** Accepts every request with the cookie. @param {Request} request */
export const authorize = (request) => (request.headers.get("cookie") === COOKIE ? { user: "eve" } : null);

/**
 * An emulator with two accounts and some messages, and a handler for it.
 * @param {Partial<HandlerOptions>} [options]
 * @param {import("../../../../pkg/emulator/index.js").EmulatorOptions} [emulated]
 */
export function stage(options = {}, emulated = {}) {
  const emulator = createEmulator({ secretKey: SECRET_KEY, accounts: [ACCOUNT, OTHER_ACCOUNT], rateLimit: null, ...emulated });
  /** @type {AuditRecord[]} */
  const records = [];
  /** @type {unknown[]} */
  const told = [];
  const base = /** @type {HandlerOptions} */ ({
    sdkAppId: SDK_APP_ID, identifier: "administrator", secretKey: SECRET_KEY, region: "singapore", fetch: emulator.fetch,
    rateLimit: 100_000, authorize, audit: (record) => records.push(record), onError: (_what, error) => told.push(error),
  });
  const handler = createHandler({ ...base, ...options });
  const broadcast = (/** @type {number} */ count, account = ACCOUNT) => emulator.broadcast({ officialAccount: account, count, text: "wrong" });
  return { emulator, handler, records, told, broadcast, base };
}

/**
 * A request as the page sends it. A `body` that is a text, bytes or a stream is sent unchanged.
 * @param {unknown} body
 * @param {{ method?: string, url?: string, headers?: Record<string, string | null>, signal?: AbortSignal }} [how] headers that are null are omitted
 */
export function ask(body, { method = "POST", url = URL_OF_HANDLER, headers = {}, signal } = {}) {
  const given = { "content-type": "application/json", origin: "https://ops.example.com", cookie: COOKIE, ...headers };
  const kept = /** @type {[string, string][]} */ (Object.entries(given).filter(([, value]) => value !== null));
  const raw = typeof body === "string" || body instanceof Uint8Array || body instanceof ReadableStream || body === undefined;
  const init = { method, headers: kept, signal, ...(method === "POST" ? { body: raw ? body : JSON.stringify(body), duplex: "half" } : {}) };
  const request = new Request(url, /** @type {any} */ (init));
  // Node sets no content type for a text; a page's fetch would.
  if (given["content-type"] === null) request.headers.delete("content-type");
  return request;
}

/** Lines of an answer. @param {Response} response @returns {Promise<any[]>} */
export async function linesOf(response) {
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type") ?? "", /^application\/x-ndjson/);
  return (await response.text()).split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

/** Rows of all lines. @param {any[]} lines @returns {any[]} */
export const rowsOf = (lines) => lines.filter((line) => line.type === "results").flatMap((line) => line.results);

/**
 * Asserts that a text has no secret key, no UserSig and no source location.
 * @param {string} text
 */
export function assertDiscreet(text) {
  assert.ok(!text.includes(SECRET_KEY), "the secret key");
  assert.doesNotMatch(text, /usersig=|"?stack"?:|\bat .*\.js:\d+/i);
  // All UserSigs begin alike, since they are compressed JSON.
  const userSig = signUserSig({ sdkAppId: SDK_APP_ID, identifier: "administrator", secretKey: SECRET_KEY });
  assert.ok(!text.includes(userSig.slice(0, 12)), "a UserSig");
}

/** Resolves when `test` is true. @param {() => boolean} test @param {string} what */
export async function until(test, what) {
  for (const end = Date.now() + 60_000; !test(); ) {
    assert.ok(Date.now() < end, `waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Fails the test on an unhandled rejection. @param {import("node:test").TestContext} t */
export function assertNothingUnhandled(t) {
  /** @type {unknown[]} */
  const unhandled = [];
  const listener = (/** @type {unknown} */ error) => unhandled.push(error);
  process.on("unhandledRejection", listener);
  t.after(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", listener);
    assert.deepEqual(unhandled, []);
  });
}
