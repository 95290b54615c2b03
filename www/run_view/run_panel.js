// The panels of a run, in progress or ended: redraws them a few times a second, and offers the actions on it.
import { CodeChart } from "./code_chart.js";
import { byId, element, fill, keepFocus } from "../dom/element.js";
import { download, fileName, toCsv, toJson } from "./report_export.js";
import { language, text } from "../languages/language.js";
import { closeRun, resendOpen } from "./journaled_run.js";
import { readBackText, showRun, verdict } from "./run_report.js";
import { ResultTable } from "./message_table.js";

/** Milliseconds between redraws of a run under way. */
const FRAME = 150;
/** The actions on the current run. */
const actions = element("div", { class: "actions" });

/** @param {import("../state/app_state.js").AppState} appState */
export function connectRun(appState) {
  const table = new ResultTable(() => exportsOf(appState));
  const codes = new CodeChart();
  const now = element("div", { class: "run-now" });
  let timer = 0;
  codes.words();
  fill(byId("run"), now, codes.element);
  fill(byId("results"), element("h2", { id: "results-title", "data-t": "resultsTitle" }, text("resultsTitle")), table.element);
  const draw = () => {
    clearTimeout(timer);
    timer = 0;
    layOut(appState);
    if (!appState.run) return;
    drawRun(appState, appState.run, now);
    codes.show(appState.run);
    table.refresh();
  };
  const changed = (/** @type {Event} */ event) => {
    if (event.target === appState.run && timer === 0) timer = window.setTimeout(draw, FRAME);
  };
  const ended = (/** @type {Event} */ event) => {
    if (event.target !== appState.run || !appState.run) return;
    if (appState.run.refused) disconnect(appState, appState.run);
    draw();
    byId("announcer").textContent = text("announceDone", { verdict: verdict(appState.run) });
    appState.dispatchEvent(new Event("input"));
  };
  appState.addEventListener("run", () => {
    const { run } = appState;
    run?.addEventListener("change", changed);
    run?.addEventListener("end", ended);
    run?.addEventListener("readBack", () => announceReadBack(appState, run));
    if (run) table.use(run);
    draw();
    byId(run ? "work" : "form").focus();
    scrollTo(0, 0);
  });
  appState.addEventListener("input", () => { if (reconnect(appState)) draw(); else layOut(appState); });
  appState.addEventListener("words", () => { codes.words(); draw(); if (appState.run) table.words(); });
}

/** @param {import("../state/app_state.js").AppState} appState @param {import("../state/run.js").Run} run */
function announceReadBack(appState, run) {
  if (appState.run === run && run.shown) byId("announcer").textContent = readBackText(run.shown);
}

/** The same connection would be refused again, so the connection panel returns. @param {import("../state/app_state.js").AppState} appState @param {import("../state/run.js").Run} run */
function disconnect(appState, run) {
  run.connection = undefined;
  appState.enter({ connection: undefined, connectionProblems: [] });
}

/** Gives a run without a connection the new one, if it fits; returns whether it did. @param {import("../state/app_state.js").AppState} appState */
function reconnect({ run, connection }) {
  if (!run || run.connection || connection?.identity !== run.target.identity) return false;
  run.connection = connection;
  return true;
}

/** Shows the panels for the current run, or for none: the connection panel stays until the run's own connection has been checked. @param {import("../state/app_state.js").AppState} appState */
function layOut({ run, reach }) {
  const lost = run !== undefined && run.connection === undefined;
  const isDoubtful = run?.state === "ended" && reach !== undefined && reach.connection === run.connection && !["reached", "untried"].includes(reach.found);
  document.body.classList.toggle("reporting", run !== undefined);
  document.body.classList.toggle("reconnecting", lost || isDoubtful);
  byId("reconnect").hidden = !lost;
  byId("reconnect").textContent = lost ? text("reconnect", { where: run.target.host, kind: text(run.target.kind) }) : "";
  byId("run").hidden = run === undefined;
  byId("results").hidden = run === undefined;
}

/** @param {import("../state/app_state.js").AppState} appState @param {import("../state/run.js").Run} run @param {Element} place */
function drawRun(appState, run, place) {
  const open = run.state === "ended" ? run.open.length : 0;
  // A ready run starts at once. Its button may be pressed already.
  const state = run.state === "ready" ? "running" : run.state;
  const shown = [run.id, state, open, run.connection !== undefined, language()].join();
  keepFocus(place, () => {
    if (actions.dataset.shown !== shown) fill(actions, actionsOf(appState, run, open));
    actions.dataset.shown = shown;
    showRun(place, run, actions);
  }, byId("work"));
}

/** @param {import("../state/app_state.js").AppState} appState @param {import("../state/run.js").Run} run @param {number} open @returns {HTMLElement[]} */
function actionsOf(appState, run, open) {
  if (run.state !== "ended") {
    const stopping = run.state === "stopping";
    return [element("button", { type: "button", id: "stop", class: "stop", disabled: stopping, onclick: () => run.stop() }, text(stopping ? "stopping" : "stop"))];
  }
  return [
    element("button", { type: "button", id: "another", onclick: () => void closeRun(appState) }, text("another")),
    open > 0 && element("button", { type: "button", id: "again", class: "danger", disabled: !run.connection, onclick: () => void resendOpen(appState, run) }, text("again", { n: open })),
  ].filter((button) => button !== false);
}

/** @param {import("../state/app_state.js").AppState} appState */
function exportsOf({ run }) {
  if (!run) return [];
  const save = (/** @type {string} */ ending, /** @type {string} */ type, /** @type {typeof toCsv} */ write) =>
    element("button", { type: "button", id: `save-${ending}`, onclick: () => download(fileName(run, ending), type, write(run)) }, text("save", { kind: ending.toUpperCase() }));
  return [save("csv", "text/csv;charset=utf-8", toCsv), save("json", "application/json", toJson)];
}
