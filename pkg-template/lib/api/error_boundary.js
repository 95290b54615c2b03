// Calls into the core: turns whatever it throws into a RecallError, and its rows into results.
import { asError } from "../errors/problems.js";
import { resultMaker } from "../run/report.js";

/** @typedef {import("../wasm/instance.js").Core} Core */
/** @typedef {import("../wasm/instance.js").Glue} Glue */
/** @typedef {ReturnType<typeof makeErrorBoundary>} ErrorBoundary */

/**
 * @param {Core} core
 * @param {() => import("../errors/problems.js").Catalog | undefined} [catalog] of its module, where it has more codes than runs have
 */
export function makeErrorBoundary(core, catalog) {
  /** @type {ReturnType<typeof resultMaker> | undefined} */
  let maker;

  /**
   * @template T
   * @param {(glue: Glue) => T} use
   * @returns {T}
   */
  function call(use) {
    try {
      return core.call(use);
    } catch (thrown) {
      throw asError(thrown, catalog?.());
    }
  }

  /**
   * @template T
   * @param {(glue: Glue) => Promise<T>} use
   * @returns {Promise<T>}
   */
  async function wait(use) {
    try {
      return await core.wait(use);
    } catch (thrown) {
      throw asError(thrown, catalog?.());
    }
  }

  /** @param {number} code */
  const explain = (code) => call((glue) => ({ meaning: glue.meaningOf(code), retryable: glue.isRetryable(code) }));
  /** The function that builds a result from a row. */
  const result = () => (maker ??= resultMaker(explain));
  return { call, wait, result };
}
