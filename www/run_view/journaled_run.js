// Runs a recall while recording it in the journal.
import { confirmRecall } from "../widgets/confirm_dialog.js";
import { lookBack } from "../state/other_runs.js";
import { Journal, putAway } from "../state/run_journal.js";

/** Held while a run is under way, so that a second page does not offer to take it up. */
const lockOf = (/** @type {string} */ id) => `recall-dashboard-${id}`;

/**
 * Shows a run, starts it (or starts what is open of it again) and keeps its journal.
 * A browser that refuses the journal, as in some private windows, does not stop the recall.
 * @param {import("../state/app_state.js").Page} page @param {import("../state/run.js").Run} run
 */
export async function record(page, run) {
  const { id, target, officialAccount, reason, msgKeys, startedAt, connection } = run;
  if (page.run !== run) page.show(run);
  const demo = connection?.demo;
  const kept = { id, target, officialAccount, reason, msgKeys, startedAt, ...(demo && { demo: { size: demo.size, sentAt: demo.sentAt } }) };
  const journal = await Journal.begin(kept).catch(() => undefined);
  run.journalled = journal !== undefined;
  const quietly = (/** @type {Promise<void> | undefined} */ writing) => writing?.catch(() => { run.journalled = false; });
  run.recorded = navigator.locks.request(lockOf(id), async () => {
    await run.start({
      departing: async (keys) => { await quietly(journal?.departing(keys)); },
      arrived: async (keys) => { if (demo) await quietly(journal?.gone(demo.gone(keys))); },
      settled: (msgKey, outcome) => journal?.settled(msgKey, outcome),
    });
    await quietly(journal?.close());
  });
  await run.recorded;
  await lookBack(run);
}

/** Asks, then sends what is open of a run once more. @param {import("../state/app_state.js").Page} page @param {import("../state/run.js").Run} run */
export async function sendOpen(page, run) {
  const { officialAccount, reason, target } = run;
  const live = target.kind !== "emulator";
  if (await confirmRecall({ count: run.open.length, officialAccount, reason, live, where: target.host })) await record(page, run);
}

/** Goes back to the form once the journal of the run that is shown is written. A run with nothing open is put away. @param {import("../state/app_state.js").Page} page */
export async function leave(page) {
  const { run } = page;
  await run?.recorded;
  if (run && run.open.length === 0) await putAway(run.id).catch(() => {});
  page.show(undefined);
}

/** Whether no page has this run under way. @param {string} id @returns {Promise<boolean>} */
export const isFree = (id) => navigator.locks.request(lockOf(id), { ifAvailable: true }, (lock) => lock !== null);
