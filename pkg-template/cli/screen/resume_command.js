// Builds the shell command that resumes a run, with the options that the journal does not keep.

/** Options that a resumed run needs again, and how to write their values. @type {[string, (value: any) => string][]} */
const KEPT = [
  ["credentials", named], ["region", String], ["base-url", String], ["insecure-http-host", String], ["standby", String], ["rate-limit", String], ["concurrency", String], ["retries", String], ["timeout", durationText], ["deadline", durationText], ["lang", String],
];

/** @param {number} ms */
function durationText(ms) {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

/**
 * Quotes a word for a shell. `#` begins a comment in some shells, and `@` is an operator in others, so both are quoted.
 * @param {string} word
 * @param {NodeJS.Platform} [platform]
 */
export function quoted(word, platform = process.platform) {
  if (/^[\w%+=:,./-]+$/.test(word) && word !== "") return word;
  return platform === "win32" ? `"${word.replaceAll('"', '""')}"` : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Adds ./ to a file name that would be read as an option. @param {string} path */
function named(path) {
  return path.startsWith("-") ? `./${path}` : path;
}

/** @param {string} path */
export const quotedPath = (path) => quoted(named(path));

/**
 * @param {Record<string, any>} options the options that began the run
 * @returns {string} with a leading space, or empty
 */
export function keptOptions(options) {
  const given = KEPT.filter(([name]) => options[name] !== undefined);
  return given.map(([name, write]) => ` --${name}${options[name] === true ? "" : ` ${quoted(write(options[name]))}`}`).join("");
}

/** @param {string} path of the journal @param {string} [kept] from `keptOptions` */
export const resumeCommand = (path, kept = "") => `npx tencent-chat-recall recall --resume ${quotedPath(path)}${kept}`;
