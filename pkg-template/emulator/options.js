/** The options of createEmulator: defaults and validation. */

import { given, named } from "./code.js";
import { areWebhookNames } from "./webhook.js";

/** @typedef {import("./index.js").EmulatorOptions} EmulatorOptions */

/** The key of the signing samples in the vendor's documentation. It is public: for demos only. */
const DEMO_SECRET_KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

const DEFAULTS = {
  sdkAppId: 1400000000,
  secretKey: DEMO_SECRET_KEY,
  administrators: ["administrator"],
  accounts: /** @type {string[]} */ ([]),
  seed: 1,
  rateLimit: /** @type {number | null} */ (200),
  // Off, so that a test can send as many messages as it needs.
  sendLimits: /** @type {{ perSecond: number, perHour: number } | "documented" | null} */ (null),
  lockAfter: /** @type {number | null} */ (10),
  roamingDays: 90,
  recallTimeLimit: /** @type {number | null} */ (null),
  alreadyRecalledCode: 10030,
  expiredCode: 10030,
  onlineOnlyCode: 10032,
  malformedMsgKey: /** @type {"refuseRequest" | "notFound"} */ ("refuseRequest"),
  historyFinished: /** @type {"end" | "page"} */ ("end"),
  historyOrder: /** @type {"newestFirst" | "oldestFirst"} */ ("newestFirst"),
  hosts: /** @type {string[] | null} */ (null),
  cors: /** @type {"permissive" | "documented" | "none"} */ ("permissive"),
  ledgerEntries: 10_000,
  faults: /** @type {import("./index.js").FaultPlanInput | undefined} */ (undefined),
  webhook: /** @type {import("./index.js").WebhookTarget | undefined} */ (undefined),
  now: /** @type {(() => number) | undefined} */ (undefined),
  sleep: /** @type {((ms: number) => Promise<unknown>) | undefined} */ (undefined),
};

/** @typedef {typeof DEFAULTS} ResolvedOptions */

/** @type {Record<string, [expected: string, test: (value: any) => boolean]>} */
const CHECKS = {
  sdkAppId: ["a whole number from 1 to 4294967295", (v) => whole(v, 1, 4294967295)],
  secretKey: ["a non-empty string", (v) => typeof v === "string" && v !== ""],
  administrators: ["an array of at least one UserID", (v) => strings(v) && v.length > 0],
  accounts: ["an array of official account IDs", strings],
  seed: ["a whole number", (v) => Number.isSafeInteger(v)],
  rateLimit: ["a whole number from 1 to 1000000, or null", (v) => v === null || whole(v, 1, 1_000_000)],
  sendLimits: ['"documented", { perSecond, perHour } with whole numbers from 1, or null',
    (v) => v === null || v === "documented" || (whole(v?.perSecond, 1, 1e6) && whole(v?.perHour, 1, 1e6))],
  lockAfter: ["a whole number from 1, or null", (v) => v === null || whole(v, 1, 1e6)],
  roamingDays: ["a number above 0", (v) => typeof v === "number" && v > 0],
  recallTimeLimit: ["a number of seconds above 0, or null", (v) => v === null || (typeof v === "number" && v > 0)],
  alreadyRecalledCode: ["a whole number", Number.isSafeInteger],
  expiredCode: ["a whole number", Number.isSafeInteger],
  onlineOnlyCode: ["a whole number (0: recallable)", Number.isSafeInteger],
  malformedMsgKey: ['"refuseRequest" or "notFound"', (v) => v === "refuseRequest" || v === "notFound"],
  historyFinished: ['"end" or "page"', (v) => v === "end" || v === "page"],
  historyOrder: ['"newestFirst" or "oldestFirst"', (v) => v === "newestFirst" || v === "oldestFirst"],
  hosts: ["an array of host names, or null", (v) => v === null || strings(v)],
  cors: ['"permissive", "documented" or "none"', (v) => ["permissive", "documented", "none"].includes(v)],
  ledgerEntries: ["a whole number from 0", (v) => whole(v, 0, 100_000_000)],
  faults: ["a plan, the name of a plan, or an array of these", () => true],
  webhook: ["{ url, token?, fetch?, commands? }, url beginning with http:// or https://, commands \"all\" or an array of webhooks",
    (v) => v === undefined || (typeof v?.url === "string" && /^https?:\/\//.test(v.url) && areWebhookNames(v.commands))],
  now: ["a function that returns milliseconds", optionalFunction],
  sleep: ["a function that returns a promise", optionalFunction],
};

/** Options whose values are secret: errors never quote them. */
const SECRET = new Set(["secretKey"]);

/**
 * @param {EmulatorOptions} options
 * @returns {ResolvedOptions}
 * @throws {TypeError} naming every option that is wrong, what was found and what was expected
 */
export function resolveOptions(options) {
  if (options === null || typeof options !== "object") {
    throw new TypeError(`createEmulator: options: found ${given(options)}, expected an object`);
  }
  /** @type {Record<string, unknown>} */
  const resolved = { ...DEFAULTS };
  const problems = [];
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
    if (!check) problems.push(`${named(name)}: not an option; the options are ${Object.keys(CHECKS).join(", ")}`);
    else if (value !== undefined && !check[1](value)) problems.push(`${name}: found ${shown(name, value)}, expected ${check[0]}`);
    else if (value !== undefined) resolved[name] = value;
  }
  if (problems.length > 0) throw new TypeError(`createEmulator: ${problems.join("; ")}`);
  return /** @type {ResolvedOptions} */ (resolved);
}

/** @param {string} name @param {unknown} value */
function shown(name, value) {
  if (SECRET.has(name)) return value === "" ? "an empty string" : `a ${typeof value}`;
  return given(value);
}

/** @param {unknown} value @param {number} least @param {number} most */
function whole(value, least, most) {
  return Number.isSafeInteger(value) && /** @type {number} */ (value) >= least && /** @type {number} */ (value) <= most;
}

/** @param {unknown} value */
function strings(value) {
  return Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
}

/** @param {unknown} value */
function optionalFunction(value) {
  return value === undefined || typeof value === "function";
}
