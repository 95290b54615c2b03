// The port to a database, which each driver implements, and how a driver's package is loaded.
import { detailed } from "../rows/problems.js";

/**
 * @typedef {object} Queries SQL with `?` for each value
 * @property {(sql: string, values: readonly unknown[]) => Promise<any[]>} all
 * @property {(sql: string, values: readonly unknown[]) => Promise<number>} run resolves with the number of changed rows
 *
 * @typedef {object} Upserting
 * @property {import("./statements.js").Dialect} dialect
 * @property {(sdkAppId: number, rows: readonly import("../rows/row.js").Row[]) => Promise<void>} upsert writes rows with distinct keys in one transaction, durably
 * @property {(work: (queries: Queries) => Promise<void>) => Promise<void>} exclusive runs a transaction that excludes other migrations
 * @property {() => Promise<void>} close
 *
 * @typedef {Queries & Upserting} Database
 */

/**
 * @param {{ name: string, wanted: string }} driver its package, and the command that installs it
 * @param {() => Promise<any>} load
 */
export async function loadDriver(driver, load) {
  try {
    const loaded = await load();
    return loaded.default ?? loaded;
  } catch (cause) {
    throw detailed("ERR_STORE", "store-driver-missing", driver, cause);
  }
}
