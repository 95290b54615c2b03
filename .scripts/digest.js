// Detects whether the inputs of a build step have changed: a digest of files and versions, stored next to the step's outputs.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./command.js";

/**
 * Lists all files at or under some paths of the checkout, sorted. Paths that do not exist are ignored.
 * @param {string[]} paths relative to the checkout
 * @returns {string[]} relative to the checkout, with forward slashes
 */
export function filesUnder(paths) {
  return paths.flatMap((path) => {
    const absolute = join(ROOT, path);
    if (!existsSync(absolute)) return [];
    if (!statSync(absolute).isDirectory()) return [path];
    return filesUnder(readdirSync(absolute).sort().map((name) => `${path}/${name}`));
  });
}

/**
 * @param {string[]} paths files and folders that are inputs
 * @param {string[]} facts other inputs: versions, options
 * @returns {string}
 */
export function digestOf(paths, facts) {
  const hash = createHash("sha256");
  for (const fact of facts) hash.update(`${fact}\0`);
  for (const file of filesUnder(paths)) {
    const content = readFileSync(join(ROOT, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}
