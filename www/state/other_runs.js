// Finds earlier recalls in this browser that explain messages that a later one did not find.
import { recallsOf } from "./run_journal.js";

/** The service and the app, whoever the caller is. @param {import("./run.js").Target} target */
const serviceOf = ({ kind, identity }) => (kind === "userSig" ? identity.split(" ").slice(0, 3).join(" ") : identity);

/** Outcomes of a message that is gone although its run read no answer that confirmed the recall. */
const GONE = ["notFound", "presumedRecalled"];

/**
 * Notes in a run which of its missing messages another run had recalled. An unreadable journal is ignored.
 * @param {import("./run.js").Run} run
 */
export async function findOtherRuns(run) {
  const missing = new Set(run.ids.filter((id) => GONE.includes(run.outcome(id).status)));
  if (missing.size === 0) return;
  const isSame = (/** @type {import("./run_journal.js").JournalledRun} */ other) => other.id !== run.id && serviceOf(other.target) === serviceOf(run.target);
  for (const { startedAt, ids } of await recallsOf(isSame).catch(() => [])) {
    for (const id of ids) if (missing.delete(id)) run.recalledBy.set(id, startedAt);
  }
  run.dispatchEvent(new Event("change"));
}

/**
 * Counts the messages with this outcome by the earlier run that had recalled them, latest run first.
 * @param {import("./run.js").Run} run @param {import("./run.js").Status} status
 * @returns {[number, number][]} the start of each run, in milliseconds, and its number of messages
 */
export function recallers(run, status) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const [id, startedAt] of run.recalledBy) if (run.outcome(id).status === status) counts.set(startedAt, (counts.get(startedAt) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => b - a);
}
