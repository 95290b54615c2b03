// Runs a recall with its journal beside it, and offers to take up one that an earlier page left behind.
import { confirmRecall } from "./confirmation.js";
import { emulatorConnection } from "./connection.js";
import { openDemo } from "./demo.js";
import { byId, element, fill } from "./element.js";
import { Journal, discard, latest } from "./journal.js";
import { moment, text } from "./language.js";
import { Run } from "./run.js";

/** Held while a run is under way, so that a second page does not offer to take it up. */
const lockOf = (/** @type {string} */ id) => `recall-dashboard-${id}`;

/**
 * Shows a run, starts it (or starts what is open of it again) and keeps its journal.
 * A browser that refuses the journal, as in some private windows, does not stop the recall.
 * @param {import("./page.js").Page} page @param {Run} run
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
}

/** Asks, then sends what is open of a run once more. @param {import("./page.js").Page} page @param {Run} run */
export async function sendOpen(page, run) {
  const { officialAccount, reason, target } = run;
  const live = target.kind !== "emulator";
  if (await confirmRecall({ count: run.open.length, officialAccount, reason, live, where: target.host })) await record(page, run);
}

/** Forgets the run that is shown, once its journal is written, and goes back to the form. @param {import("./page.js").Page} page */
export async function leave(page) {
  const { run } = page;
  await run?.recorded;
  if (run) await discard(run.id).catch(() => {});
  page.show(undefined);
}

/** Offers the run of an earlier page, if there is one and no other page has it. @param {import("./page.js").Page} page */
export async function offerLatest(page) {
  const found = await latest().catch(() => undefined);
  if (!found || !(await isFree(found.run.id))) return;
  const run = new Run({ ...found.run });
  run.restore(found.entries);
  const place = byId("resume");
  const close = () => { place.hidden = true; page.removeEventListener("words", show); page.removeEventListener("run", close); };
  const take = () => {
    close();
    if (found.run.demo) page.enter({ connection: emulatorConnection(openDemo({ ...found.run.demo, recalled: found.entries.flatMap(({ gone }) => gone ?? []) })) });
    run.connection = page.connection?.identity === run.target.identity ? page.connection : undefined;
    page.enter({ officialAccount: run.officialAccount, reason: run.reason, keysText: run.msgKeys.join("\n") });
    page.show(run);
  };
  const show = () => fill(place, element("div", { class: "notice warn" },
    element("p", {}, text(run.open.length > 0 ? "resumeOpen" : "resumeDone", { n: run.msgKeys.length, moment: moment(run.startedAt), account: run.officialAccount })),
    run.open.length > 0 && element("p", {}, text("resumeCounts", { done: run.msgKeys.length - run.counts.unconfirmed - run.counts.notAttempted, unconfirmed: run.counts.unconfirmed, notAttempted: run.counts.notAttempted })),
    element("div", { class: "actions" },
      element("button", { type: "button", id: "resume-show", onclick: take }, text("resumeShow")),
      element("button", { type: "button", id: "resume-forget", onclick: () => { close(); void discard(run.id); } }, text("resumeForget")))));
  page.addEventListener("words", show);
  page.addEventListener("run", close);
  show();
  place.hidden = false;
}

/** @param {string} id */
const isFree = (id) => navigator.locks.request(lockOf(id), { ifAvailable: true }, (lock) => lock !== null);
