// The list of recalls saved in this browser: each can be opened, or discarded.
import { progressBar } from "./run_chart.js";
import { emulatorConnection } from "../connection/connections.js";
import { openDemo } from "../connection/emulator_demo.js";
import { findOtherRuns } from "../state/other_runs.js";
import { byId, element, fill } from "../dom/element.js";
import { openDialog } from "../dom/form.js";
import { discard, read, recalledIn, runs } from "../state/run_journal.js";
import { duration, moment, text } from "../languages/language.js";
import { accountNames } from "../widgets/account_names.js";
import { keyOf } from "../connection/message.js";
import { isNotRunning } from "./journaled_run.js";
import { Run } from "../state/run.js";

/** @typedef {Pick<Run, "id" | "target" | "accounts" | "startedAt" | "counts" | "total"> & { open: number }} Left a run in the list */

/** Recalls shown at first; the others are a click away. */
const SHOWN = 3;

/** Shows the list whenever no run is shown; resolves when it has been shown for the first time. @param {import("../state/app_state.js").AppState} appState */
export async function connectResume(appState) {
  const place = byId("resume");
  /** @type {Left[]} */
  let left = [];
  let turn = 0;
  const draw = (note = "") => {
    const unfolded = place.querySelector("details")?.open;
    const items = left.map((one, index) => entry(one, index === 0 ? "" : `-${index + 1}`, () => void open(one), () => void drop(one)));
    place.hidden = appState.run !== undefined || (left.length === 0 && note === "");
    fill(place, panel(items, note, unfolded === true));
  };
  const refresh = async (note = "") => {
    turn += 1;
    const mine = turn;
    const found = appState.run ? [] : await leftBehind().catch(() => []);
    if (mine !== turn) return;
    left = found;
    draw(note);
  };
  const open = async (/** @type {Left} */ one) => {
    if (await take(appState, one.id).catch(() => false)) return;
    await refresh(text("resumeGone"));
    focusAfter(place, 0);
  };
  const drop = async (/** @type {Left} */ one) => {
    if (!(await confirmDiscard(one))) return;
    const index = left.findIndex(({ id }) => id === one.id);
    await discard(one.id).catch(() => {});
    await refresh();
    byId("announcer").textContent = text("discarded");
    focusAfter(place, index);
  };
  appState.addEventListener("words", () => draw());
  appState.addEventListener("run", () => void refresh());
  // Another page may have begun or ended a run meanwhile. Do not redraw under the focus or an open question.
  const isBusy = () => document.hidden || place.contains(document.activeElement) || document.querySelector("dialog[open]") !== null;
  document.addEventListener("visibilitychange", () => { if (!isBusy()) void refresh(); });
  await refresh();
}

/** @param {Element[]} items @param {string} note @param {boolean} unfolded */
const panel = (items, note, unfolded) => element("div", { class: "panel earlier" },
  element("h2", { id: "resume-title" }, text("resumeTitle")),
  note !== "" && element("p", { class: "notice warn" }, note),
  items.length > 0 && element("p", { class: "hint" }, text("resumeHint")),
  element("ul", {}, items.slice(0, SHOWN)),
  items.length > SHOWN && element("details", { open: unfolded }, element("summary", {}, text("rejectedMore", { n: items.length - SHOWN })), element("ul", {}, items.slice(SHOWN))));

/** The runs that are not under way in any page: those with open messages first, then by date, latest first. @returns {Promise<Left[]>} */
async function leftBehind() {
  const found = [];
  for (const { id } of await runs()) {
    const kept = (await isNotRunning(id)) ? await read(id) : undefined;
    if (!kept) continue;
    const run = new Run(kept.run);
    run.restore(kept.entries);
    const { target, accounts, startedAt, counts, total, open } = run;
    found.push({ id, target, accounts, startedAt, counts, total, open: open.length });
  }
  return found.sort((a, b) => Number(b.open > 0) - Number(a.open > 0));
}

/** Opens a run of the list. @param {import("../state/app_state.js").AppState} appState @param {string} id @returns {Promise<boolean>} false if it is gone or under way in another page */
async function take(appState, id) {
  const kept = (await isNotRunning(id)) ? await read(id) : undefined;
  if (!kept) return false;
  const { demo } = kept.run;
  const run = new Run(kept.run);
  run.restore(kept.entries);
  appState.connectTo(run.target);
  if (demo) appState.enter({ connection: emulatorConnection(openDemo({ ...demo, recalled: recalledIn(kept.entries) })) });
  run.connection = appState.connection?.identity === run.target.identity ? appState.connection : undefined;
  const [account, ...others] = run.accounts;
  appState.enter({ reason: run.reason, ...(others.length === 0 ? { officialAccount: account, keysText: run.ids.map(keyOf).join("\n") } : { officialAccount: "", keysText: run.ids.join("\n") }) });
  appState.show(run);
  void findOtherRuns(run);
  return true;
}

/** @param {Left} run @param {string} suffix of its ids @param {() => void} open @param {() => void} drop */
function entry(run, suffix, open, drop) {
  const { target, accounts, startedAt, counts, total } = run;
  const live = target.kind !== "emulator";
  const title = `resume-run${suffix}`;
  return element("li", { class: "earlier-run" },
    element("div", { class: "earlier-what" },
      element("h3", { id: title }, accountNames(accounts), " ",
        element("span", { class: run.open > 0 ? "tag warn" : "tag" }, run.open > 0 ? text("resumeOpen", { n: run.open }) : text("resumeDone")), " ",
        element("span", { class: live ? "tag live" : "tag" }, live ? text("whereHost", { host: target.host }) : text("emulator"))),
      element("p", {}, begun(total, startedAt)),
      progressBar(counts, total),
      element("p", { class: "hint" }, inWords(run))),
    element("div", { class: "actions" },
      element("button", { type: "button", class: "primary", id: `resume-show${suffix}`, "aria-describedby": title, onclick: open }, text("resumeShow")),
      element("button", { type: "button", id: `resume-forget${suffix}`, "aria-describedby": title, onclick: drop }, text("resumeForget"))));
}

/** @param {number} n @param {number} startedAt */
const begun = (n, startedAt) => text("resumeBegun", { n, moment: moment(startedAt), age: duration(Math.max(0, Math.round((Date.now() - startedAt) / 1000))) });

/** @param {Left} run */
function inWords({ counts, total, open }) {
  const { unconfirmed, notAttempted } = counts;
  /** @type {[import("../languages/language.js").TextKey, number][]} */
  const parts = [["resumeSettled", total - open], ["resumeUnheard", unconfirmed], ["resumeRetryable", open - unconfirmed - notAttempted], ["resumeUnsent", notAttempted]];
  return parts.filter(([, n]) => n > 0).map(([key, n]) => text(key, { n })).join(text("separator"));
}

/** Asks before a record is discarded. @param {Left} run @returns {Promise<boolean>} */
function confirmDiscard({ accounts, total, startedAt, open }) {
  let agreed = false;
  const keep = element("button", { type: "button", onclick: () => dialog.close() }, text("discardKeep"));
  const dialog = openDialog("discard-title",
    element("h2", { id: "discard-title" }, text("discardTitle")),
    element("p", {}, accountNames(accounts), " ", begun(total, startedAt)),
    element("p", { class: "notice warn" }, open > 0 ? text("discardOpen", { n: open }) : text("discardReport")),
    element("p", {}, text("discardNothingSent")),
    element("div", { class: "foot" }, keep,
      element("button", { type: "button", class: "danger", id: "discard-go", onclick: () => { agreed = true; dialog.close(); } }, text("discardGo"))));
  dialog.classList.remove("wide");
  keep.focus();
  return new Promise((resolve) => { dialog.addEventListener("close", () => resolve(agreed)); });
}

/** Moves the focus to the entry at the same place, or past the list. @param {Element} place @param {number} index */
function focusAfter(place, index) {
  const buttons = /** @type {HTMLElement[]} */ ([...place.querySelectorAll("[id^=resume-show]")]);
  (buttons[Math.max(0, Math.min(index, buttons.length - 1))] ?? byId("work")).focus();
}
