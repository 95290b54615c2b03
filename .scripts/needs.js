// What some tests need and a machine may lack. The stages of `npm test` and the tests ask here, and skip what cannot run.
import { missingConsumers } from "./consumers.js";
import { missingProgram } from "./debian.js";
import { pythonSigner } from "./python.js";

/**
 * Why each is missing, or undefined when it is there.
 * @satisfies {Record<string, () => string | undefined>}
 */
const REASONS = {
  chromium: () => missingProgram("chromium"),
  firefox: () => missingProgram("firefox"),
  webkit: () => missingProgram("webkit") ?? missingProgram("xvfb"),
  /** Either of those that the dashboard is tested in. */
  browsers: () => inFullRun() ?? missingBrowsers(),
  consumers: () => inFullRun() ?? missingConsumers(),
  curl: () => missingProgram("curl"),
  python: () => {
    const found = pythonSigner();
    return typeof found === "string" ? found : undefined;
  },
  /** More than the quick run has. */
  time: () => inFullRun(),
};

/** @typedef {keyof typeof REASONS} Need */

/**
 * The value of a test's option `skip`: false, or the first need that is missing and why.
 * @param {...Need} needs
 * @returns {string | false}
 */
export function lacks(...needs) {
  for (const need of needs) {
    const reason = REASONS[need]();
    if (reason !== undefined) return `needs ${need}: ${reason}`;
  }
  return false;
}

/** A need whose absence is no mistake where `--no-skips` demands the others: pip may have no index to ask. */
const OPTIONAL = /^needs python: /;

/**
 * Whether `npm test -- --no-skips` allows a skip: of a claim that says in its own words why it does not hold here.
 * @param {string} reason
 */
export const isAllowedSkip = (reason) => OPTIONAL.test(reason) || !/^(needs .*|SKIP)$/.test(reason);

/** @returns {string | undefined} */
function missingBrowsers() {
  const reasons = [missingProgram("chromium"), missingProgram("firefox")];
  return reasons.every(Boolean) ? reasons.join(", and ") : undefined;
}

/** @returns {string | undefined} */
function inFullRun() {
  return process.env.TEST_RUN === "quick" ? "left to the full run" : undefined;
}
