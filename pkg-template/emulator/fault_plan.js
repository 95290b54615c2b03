/** The named fault plans, and the validation of plans for setFaults and the command line. */

import { beginning, given, named as nameOf } from "./code.js";

/** @typedef {import("./index.js").FaultPlan} FaultPlan */
/** @typedef {{ p: number, times: number, workDone: number }} Chance */

/** Faults of an exchange, in the order in which they are drawn. The number is the default share of requests that are carried out anyway. */
export const EXCHANGE_FAULTS = /** @type {const} */ ({
  lostRequest: 0, stall: 0.5, lostReply: 1, http502: 0.5, http503: 0, cutReply: 1, truncatedJson: 1, garbage: 1, hugeBody: 1,
});

/** Faults in the rows of an otherwise intact reply. */
export const ROW_FAULTS = /** @type {const} */ (["unknownKeys", "missingKeys", "repeatedKeys", "shuffledKeys", "contradiction"]);

/** @type {Readonly<Record<string, FaultPlan>>} */
export const FAULT_PLANS = Object.freeze({
  none: {},
  slow: { latency: { min: 100, max: 2000 } },
  lossy: { latency: { min: 5, max: 50 }, lostRequest: 0.05, lostReply: 0.05 },
  gateway: { http502: 0.1, http503: 0.05 },
  busy: { otherTraffic: 150 },
  overloaded: { code: [{ code: 60008, p: 0.1, workDone: true }, { code: 10002, p: 0.05 }, { code: 10002, p: 0.02, level: "item" }] },
  expired: { refuseUserSigOnce: true },
  outage: { outages: [{ from: 1000, to: 4000, kind: "http502" }] },
  mangled: { truncatedJson: 0.05, garbage: 0.05, cutReply: 0.05, hugeBody: { p: 0.01, times: 3 } },
  scrambled: { unknownKeys: 0.1, missingKeys: 0.1, repeatedKeys: 0.1, shuffledKeys: 0.5 },
  storm: {
    latency: { min: 1, max: 300 }, lostRequest: 0.05, lostReply: 0.05, http502: 0.05, truncatedJson: 0.03, garbage: 0.02, cutReply: 0.03,
    unknownKeys: 0.05, missingKeys: 0.05, repeatedKeys: 0.05, otherTraffic: 50,
    code: [{ code: 60008, p: 0.03, workDone: true }, { code: 10002, p: 0.03, level: "item" }],
  },
});

/** The longest delay of a JavaScript timer. */
const MOST_MS = 2 ** 31 - 1;

/** @param {unknown} v */
const isProbability = (v) => typeof v === "number" && v >= 0 && v <= 1;
/** @param {any} v */
const isChance = (v) => isProbability(v) || (isProbability(v?.p ?? 1) && (v?.times === undefined || isCount(v.times))
  && (v?.workDone === undefined || typeof v.workDone === "boolean" || isProbability(v.workDone)) && hasOnly(v, ["p", "times", "workDone"]));
/** @param {unknown} v */
const isCount = (v) => Number.isSafeInteger(v) && /** @type {number} */ (v) >= 0;
/** @param {unknown} v */
const isMilliseconds = (v) => typeof v === "number" && v >= 0 && v <= MOST_MS;
/** @param {unknown} v */
const isUnixSeconds = (v) => typeof v === "number" && v >= 0 && Number.isFinite(v);

/** @type {Record<string, [expected: string, test: (value: any) => boolean]>} */
const CHECKS = {
  latency: ["{ min, max, before? } in milliseconds, min <= max, before from 0 to 1",
    (v) => isMilliseconds(v?.min) && isMilliseconds(v?.max) && v.min <= v.max && (v.before === undefined || isProbability(v.before))
      && hasOnly(v, ["min", "max", "before"])],
  code: ["an array of { code, p?, times?, level?, workDone?, msgKeys?, command? }", (v) => Array.isArray(v) && v.every(isCodeRule)],
  otherTraffic: ["calls a second, 0 to 100000", (v) => isMilliseconds(v) && v <= 100_000],
  expireUserSigsBefore: ["Unix seconds", isUnixSeconds],
  refuseUserSigOnce: ["true or false", (v) => typeof v === "boolean"],
  outages: ["an array of { from, to, kind? } in milliseconds after the plan was set, kind one of lost, stall, http502, http503",
    (v) => Array.isArray(v) && v.every(isOutage)],
  commands: ["an array of API names", (v) => Array.isArray(v) && v.every((name) => typeof name === "string")],
};
for (const name of [...Object.keys(EXCHANGE_FAULTS), ...ROW_FAULTS]) {
  CHECKS[name] = ["a probability from 0 to 1, or { p?, times?, workDone? }", isChance];
}

/** @param {any} v */
function isCodeRule(v) {
  return Number.isSafeInteger(v?.code) && (v.p === undefined || isProbability(v.p)) && (v.times === undefined || isCount(v.times))
    && [undefined, "request", "item"].includes(v.level) && [undefined, true, false].includes(v.workDone)
    && (v.msgKeys === undefined || Array.isArray(v.msgKeys)) && (v.command === undefined || typeof v.command === "string")
    && hasOnly(v, ["code", "p", "times", "level", "workDone", "msgKeys", "command"]);
}

/** @param {any} v */
function isOutage(v) {
  return isMilliseconds(v?.from) && isMilliseconds(v?.to) && v.from <= v.to
    && [undefined, "lost", "stall", "http502", "http503"].includes(v.kind) && hasOnly(v, ["from", "to", "kind"]);
}

/** @param {unknown} object @param {string[]} names */
function hasOnly(object, names) {
  return object !== null && typeof object === "object" && Object.keys(object).every((name) => names.includes(name));
}

/**
 * Reads a plan from a name, JSON text, an object, or an array of these. In an array, later plans override earlier ones member by member.
 * @param {import("./index.js").FaultPlanInput | undefined} input
 * @returns {FaultPlan}
 * @throws {TypeError} naming what was found, where, and what was expected
 */
export function readFaultPlan(input) {
  if (input === undefined || input === null) return {};
  if (Array.isArray(input)) return Object.assign({}, ...input.map(readFaultPlan));
  if (typeof input === "string") return input.trimStart().startsWith("{") ? readFaultPlan(parse(input)) : named(input);
  if (typeof input !== "object") throw new TypeError(`faults: found ${given(input)}, expected a plan or the name of one`);
  for (const [name, value] of Object.entries(input)) {
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
    if (!check) throw new TypeError(`faults.${nameOf(name)}: not a fault; the faults are ${Object.keys(CHECKS).join(", ")}`);
    if (value !== undefined && !check[1](value)) throw new TypeError(`faults.${name}: found ${inShort(value)}, expected ${check[0]}`);
  }
  return input;
}

/** Shows a member of a plan as JSON, with long texts shortened. @param {unknown} value */
function inShort(value) {
  if (value === null || typeof value !== "object") return given(value);
  const shortened = (/** @type {string} */ _name, /** @type {any} */ part) => {
    if (typeof part === "string") return beginning(part);
    if (part === null || typeof part !== "object" || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [beginning(name), inner]));
  };
  const text = JSON.stringify(value, shortened);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** @param {string} name */
function named(name) {
  if (Object.hasOwn(FAULT_PLANS, name)) return FAULT_PLANS[name];
  throw new TypeError(`faults: found ${given(name)}, expected JSON or one of ${Object.keys(FAULT_PLANS).join(", ")}`);
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The message of the JavaScript engine quotes the text.
    const at = /position (\d+)/.exec(String(error))?.[1];
    throw new TypeError(`faults: the text begins with { and is not JSON${at ? ` from character ${Number(at) + 1} on` : ""}`);
  }
}

/**
 * @param {import("./index.js").FaultChance | undefined} value
 * @param {number} workDone share of requests that are carried out anyway, unless the plan sets it
 * @returns {Chance | undefined}
 */
export function readChance(value, workDone) {
  if (value === undefined) return undefined;
  const { p = 1, times = Infinity, workDone: done = workDone } = typeof value === "number" ? { p: value } : value;
  return { p, times, workDone: Number(done) };
}
