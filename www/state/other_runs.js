// Finds earlier recalls in this browser that explain messages which a later one no longer found.
import { recallsOf } from "./run_journal.js";

/** The service and the app, whoever asks there. @param {import("./run.js").Target} target */
const serviceOf = ({ kind, identity }) => (kind === "userSig" ? identity.split(" ").slice(0, 3).join(" ") : identity);

/** Outcomes of a message that is gone, and not by a request of its run whose answer was read. */
const GONE = ["notFound", "presumedRecalled"];

/**
 * Tells a run which of the messages that were not there another run had recalled. A journal that cannot be read tells nothing.
 * @param {import("./run.js").Run} run
 */
export async function findOtherRuns(run) {
  const missing = new Set(run.msgKeys.filter((msgKey) => GONE.includes(run.outcome(msgKey).status)));
  if (missing.size === 0) return;
  const isSame = (/** @type {import("./run_journal.js").JournalledRun} */ other) =>
    other.id !== run.id && other.officialAccount === run.officialAccount && serviceOf(other.target) === serviceOf(run.target);
  for (const { startedAt, msgKeys } of await recallsOf(isSame).catch(() => [])) {
    for (const msgKey of msgKeys) if (missing.delete(msgKey)) run.recalledBy.set(msgKey, startedAt);
  }
  run.dispatchEvent(new Event("change"));
}

/**
 * How many messages with this outcome each earlier run had recalled, the latest run first.
 * @param {import("./run.js").Run} run @param {import("./run.js").Status} status
 * @returns {[number, number][]} when it began, in milliseconds, and its messages
 */
export function recallers(run, status) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const [msgKey, startedAt] of run.recalledBy) if (run.outcome(msgKey).status === status) counts.set(startedAt, (counts.get(startedAt) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => b - a);
}
