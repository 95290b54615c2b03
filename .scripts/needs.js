// The programs that some tests need and a machine may lack. The stages of `npm test` and the tests skip what cannot run.
import { createRequire } from "node:module";
import { missingConsumers } from "./consumers.js";
import { missingProgram } from "./debian.js";
import { pythonSigner } from "./python.js";

/**
 * For each need, a function that returns why it is missing; undefined if it is available.
 * @satisfies {Record<string, () => string | undefined>}
 */
const REASONS = {
  chromium: () => missingProgram("chromium"),
  firefox: () => missingProgram("firefox"),
  webkit: () => missingProgram("webkit") ?? missingProgram("xvfb"),
  /** At least one of the browsers in which the dashboard is tested. */
  browsers: () => inFullRun() ?? missingBrowsers(),
  consumers: () => inFullRun() ?? missingConsumers(),
  curl: () => missingProgram("curl"),
  python: () => {
    const found = pythonSigner();
    return typeof found === "string" ? found : undefined;
  },
  postgres: () => missingProgram("postgres"),
  /** The driver of SQLite for Node.js 20, an optional package that npm may have to compile. */
  sqlite: missingSqlite,
  /** More time than the quick run has. */
  time: () => inFullRun(),
};

/** @typedef {keyof typeof REASONS} Need */

/**
 * Returns the value for a test's option `skip`: the first missing need with the reason, or false.
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

/** The needs that may be missing even with `--no-skips`: pip may have no index, and npm no headers of Node.js to compile with. */
const OPTIONAL = /^needs (python|sqlite): /;

/**
 * Returns whether `npm test -- --no-skips` allows a skip: an optional need, or a test that gives its own reason.
 * @param {string} reason
 */
export const isAllowedSkip = (reason) => OPTIONAL.test(reason) || !/^(needs .*|SKIP)$/.test(reason);

/** @returns {string | undefined} */
function missingSqlite() {
  try {
    const Database = createRequire(import.meta.url)("better-sqlite3");
    new Database(":memory:").close();
    return undefined;
  } catch (error) {
    return `better-sqlite3 does not load (\`npm ci\` compiles it, which takes a C++ compiler, make and Python): ${error instanceof Error ? error.message.split("\n")[0] : error}`;
  }
}

/** @returns {string | undefined} */
function missingBrowsers() {
  const reasons = [missingProgram("chromium"), missingProgram("firefox")];
  return reasons.every(Boolean) ? reasons.join(", and ") : undefined;
}

/** @returns {string | undefined} */
function inFullRun() {
  return process.env.TEST_RUN === "quick" ? "left to the full run" : undefined;
}
