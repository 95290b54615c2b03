// The options of createWebhookHandler: names, defaults, and validation of all of them at once.
import { OPTIONS } from "../lib/generated/facts.js";
import { promiseTry } from "../lib/errors/try_call.js";
import { invalid, issue, outOfRange, unexpected, unknownMembers } from "../store/rows/problems.js";

/** @typedef {import("./index.js").WebhookHandlerOptions} WebhookHandlerOptions */

const MOST_APP_ID = 4_294_967_295;
const isFunction = (/** @type {unknown} */ value) => typeof value === "function";

/** What each option must be: a word and a test. @type {Record<string, [expected: string, test: (value: any) => boolean]>} */
const KINDS = {
  sdkAppId: ["sdk-app-id", (value) => Number.isInteger(value) && value >= 1 && value <= MOST_APP_ID],
  token: ["token", (value) => typeof value === "string" && value !== ""],
  onSent: ["listener", isFunction],
  onRecalled: ["listener", isFunction],
  onEvent: ["listener", isFunction],
  store: ["webhook-store", (value) => isFunction(value?.put) && isFunction(value?.markRecalled)],
};
const REQUIRED = ["sdkAppId", "token"];

/** @type {Record<string, { min: number, max: number, unit?: string, default: number }>} */
const NUMBERS = {
  maxAge: { min: OPTIONS.maxAge.least, max: OPTIONS.maxAge.most, unit: "seconds", default: OPTIONS.maxAge.default },
  // The service waits for 2 s.
  answerWithin: { min: 10, max: 1900, unit: "milliseconds", default: 1500 },
  queueLimit: { min: 1, max: 1_000_000, default: 10_000 },
  retryFor: { min: 0, max: 86_400_000, unit: "milliseconds", default: 600_000 },
};

/** @param {WebhookHandlerOptions} options */
export function readOptions(options) {
  if (typeof options !== "object" || options === null || Array.isArray(options)) throw invalid([unexpected("", options, "webhook-handler-options")]);
  // A copy: a getter may return something else the next time.
  const given = /** @type {any} */ ({ ...options });
  const issues = [...unknownMembers(given, [...Object.keys(KINDS), ...Object.keys(NUMBERS)]), ...wrongOnes(given)];
  const app = given.store?.sdkAppId;
  if (issues.length === 0 && app !== undefined && app !== given.sdkAppId) issues.push(issue("store.sdkAppId", "parameter-value", { value: String(app), wanted: String(given.sdkAppId) }));
  if (issues.length > 0) throw invalid(issues);
  const { maxAge, answerWithin, queueLimit, retryFor } = Object.fromEntries(Object.entries(NUMBERS).map(([name, range]) => [name, given[name] ?? range.default]));
  const { sdkAppId, token, store, onSent, onRecalled, onEvent } = /** @type {WebhookHandlerOptions} */ (given);
  return {
    /** Of `readWebhook`. */
    expected: { sdkAppId, token, maxAge: /** @type {number} */ (maxAge) },
    answerWithin: /** @type {number} */ (answerWithin),
    queueLimit: /** @type {number} */ (queueLimit),
    retryFor: /** @type {number} */ (retryFor),
    store,
    callbacks: { sent: onSent, recalled: onRecalled },
    /** Never throws, and does not wait. @type {(event: import("./index.js").WebhookHandlerEvent) => void} */
    tell: (event) => void promiseTry(() => onEvent?.(event)).catch(() => {}),
  };
}

/** @typedef {ReturnType<typeof readOptions>} Config */

/** @param {Record<string, any>} given */
function wrongOnes(given) {
  const kinds = Object.entries(KINDS).filter(([name, [, test]]) => (given[name] === undefined ? REQUIRED.includes(name) : !test(given[name])));
  const numbers = Object.entries(NUMBERS).filter(([name, { min, max }]) => given[name] !== undefined && !(Number.isInteger(given[name]) && given[name] >= min && given[name] <= max));
  return [
    ...kinds.map(([name, [expected]]) => unexpected(name, given[name], expected)),
    ...numbers.map(([name, { min, max, unit }]) => outOfRange(name, given[name], { min, max, ...(unit && { unit }) })),
  ];
}
