/** Helpers of the benchmarks: medians, tables, and an emulator in a separate process. */

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export const CREDENTIALS = Object.freeze({
  sdkAppId: 1400000000,
  identifier: "administrator",
  secretKey: "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e",
});
export const ACCOUNT = "@TOA#_2J4SZEAEL";

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Rounds to three significant digits. @param {number} value */
export const shown = (value) => (Math.abs(value) >= 100 ? value.toFixed(0) : Number(value.toPrecision(3)).toString());

/**
 * Prints a title and rows of names and values, in columns.
 * @param {string} title
 * @param {[string, ...string[]][]} rows
 */
export function table(title, rows) {
  const widths = rows.reduce((most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)), /** @type {number[]} */ ([]));
  process.stdout.write(`\n${title}\n`);
  for (const row of rows) process.stdout.write(`  ${row.map((cell, i) => cell.padEnd(widths[i])).join("  ")}\n`);
}

/**
 * Measures contestants in turns, so that other load on the machine affects all of them.
 * @param {number} rounds
 * @param {Record<string, () => Promise<number> | number>} contestants each returns one measurement
 * @returns {Promise<Record<string, number[]>>}
 */
export async function inTurns(rounds, contestants) {
  /** @type {Record<string, number[]>} */
  const figures = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const names = Object.keys(contestants);
    if (round % 2) names.reverse();
    for (const name of names) figures[name].push(await contestants[name]());
  }
  return figures;
}

/**
 * Starts an emulator with `count` messages in another process, and returns functions to query it.
 * @param {{ count: number, options?: import("../../pkg/emulator/index.js").EmulatorOptions }} setup
 */
export async function emulatorProcess(setup) {
  const child = fork(fileURLToPath(new URL("./emulator_process.js", import.meta.url)), [JSON.stringify(setup)], { execArgv: [] });
  /** @param {unknown} message @returns {Promise<any>} */
  const ask = async (message) => {
    child.send(/** @type {any} */ (message));
    return (await once(child, "message"))[0];
  };
  const [{ url, msgTime, firstSeq }] = await once(child, "message");
  /** @param {number} index */
  const keyAt = (index) => `${firstSeq + index}_1_${msgTime}`;
  return {
    url,
    keyAt,
    keys: (/** @type {number} */ from, /** @type {number} */ to) => Array.from({ length: to - from }, (_, index) => keyAt(from + index)),
    /** @param {string} [command] default: that of recalls */
    counters: (command) => ask({ command }),
    async close() {
      child.disconnect();
      await once(child, "exit");
    },
  };
}
