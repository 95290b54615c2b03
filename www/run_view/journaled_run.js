// Runs a recall while recording it in the journal.
import { confirmRecall } from "../widgets/confirm_dialog.js";
import { accountsOf } from "../connection/message.js";
import { findOtherRuns } from "../state/other_runs.js";
import { readBack } from "../state/read_back.js";
import { Journal, archiveRun } from "../state/run_journal.js";

/** The lock held while a run is under way, so that a second page does not offer to resume it. */
const lockOf = (/** @type {string} */ id) => `recall-dashboard-${id}`;

/**
 * Shows a run, starts it (or sends its open messages again), and keeps its journal.
 * A browser that refuses the journal, as in some private windows, does not stop the recall.
 * @param {import("../state/app_state.js").AppState} appState @param {import("../state/run.js").Run} run
 */
export async function runWithJournal(appState, run) {
  const { id, target, reason, ids, startedAt, connection } = run;
  if (appState.run !== run) appState.show(run);
  const demo = connection?.demo;
  const kept = { id, target, reason, ids, startedAt, ...(demo && { demo: { size: demo.size, sentAt: demo.sentAt } }) };
  const journal = await Journal.begin(kept).catch(() => undefined);
  run.journalled = journal !== undefined;
  const quietly = (/** @type {Promise<void> | undefined} */ writing) => writing?.catch(() => { run.journalled = false; });
  run.recorded = navigator.locks.request(lockOf(id), async () => {
    await run.start({
      departing: async (leaving) => { await quietly(journal?.departing(leaving)); },
      settled: (message, outcome) => journal?.settled(message, outcome),
    });
    await quietly(journal?.close());
  });
  await run.recorded;
  await findOtherRuns(run);
  // The demo's incident ends when it has been read back. In the large demos, a page of history holds 20 of 100,000 messages.
  if (demo?.size === "incident" && run.departed.size > 0) await readBack(run);
}

/** Asks for confirmation, then sends the open messages of a run again. @param {import("../state/app_state.js").AppState} appState @param {import("../state/run.js").Run} run */
export async function resendOpen(appState, run) {
  const { open, reason, target } = run;
  const live = target.kind !== "emulator";
  if (await confirmRecall({ count: open.length, accounts: accountsOf(open), reason, live, where: target.host })) await runWithJournal(appState, run);
}

/** Returns to the form once the journal of the current run is written. A run with nothing open is archived. @param {import("../state/app_state.js").AppState} appState */
export async function closeRun(appState) {
  const { run } = appState;
  await run?.recorded;
  if (run && run.open.length === 0) await archiveRun(run.id).catch(() => {});
  appState.show(undefined);
}

/** Whether the run is not under way in any page. @param {string} id @returns {Promise<boolean>} */
export const isNotRunning = (id) => navigator.locks.request(lockOf(id), { ifAvailable: true }, (lock) => lock !== null);
