// What a run has done so far, for progress events and for its end.
import { lossSentence, readLoss } from "../errors/problems.js";
import { COUNTERS } from "../generated/crossing.js";
import { STATUSES } from "../generated/facts.js";

/** @typedef {import("tencent-chat-recall-glue").CoreRun} CoreRun */
/** @typedef {import("../../index.js").RecallCounts} RecallCounts */
/** @typedef {{ total: number, requests: number, retries: number, inFlight: number, rate: number, durationMs: number, counts: RecallCounts, said: { lastLoss?: string, loss?: any, errorInfo?: any } }} Traffic */

/**
 * @param {CoreRun} run
 * @returns {Traffic}
 */
export function trafficOf(run) {
  const counters = run.counters();
  const named = (/** @type {readonly string[]} */ names, /** @type {number} */ from) => Object.fromEntries(names.map((name, at) => [name, counters[from + at]]));
  const [lastLoss, errorInfo] = [run.lastLoss(), run.errorInfo()];
  const said = { ...(lastLoss !== undefined && saidOf(lastLoss)), ...(errorInfo !== undefined && { errorInfo }) };
  return /** @type {any} */ ({ ...named(COUNTERS, 0), counts: named(STATUSES, COUNTERS.length), said });
}

/** The latest loss, in English and as data. @param {string} text */
function saidOf(text) {
  const { loss: code, ...params } = readLoss(text);
  return { lastLoss: lossSentence({ loss: code, ...params }), loss: { code, params } };
}

/**
 * @param {Traffic} traffic
 * @param {import("./eta.js").Eta} eta
 */
export function progressOf({ said, ...traffic }, eta) {
  const { total, counts, requests, retries, inFlight, rate, durationMs } = traffic;
  const known = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const secondsLeft = eta.secondsLeft(known, traffic);
  return { total, counts, requests, retries, inFlight, rate, ...(secondsLeft !== undefined && { secondsLeft }), durationMs, ...said };
}
