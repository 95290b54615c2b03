// The panels of a run under way or ended: they redraw it, a few times a second, and offer what can be done with it.
import { byId, element, fill } from "./element.js";
import { text } from "./language.js";
import { showRun, verdict } from "./report.js";
import { ResultTable } from "./table.js";

/** Milliseconds between two pictures of a run that is under way. */
const FRAME = 150;

/** @param {import("./page.js").Page} page */
export function connectRun(page) {
  const table = new ResultTable([]);
  let timer = 0;
  fill(byId("results"), element("h2", { id: "results-title", "data-t": "resultsTitle" }, text("resultsTitle")), table.element);
  const draw = () => {
    clearTimeout(timer);
    timer = 0;
    const { run } = page;
    byId("run").hidden = run === undefined;
    byId("results").hidden = run === undefined;
    if (!run) return;
    keepFocus(byId("run"), () => showRun(byId("run"), run, actionsOf(page, run)));
    table.refresh();
  };
  const changed = (/** @type {Event} */ event) => {
    if (event.target === page.run && timer === 0) timer = window.setTimeout(draw, FRAME);
  };
  const ended = (/** @type {Event} */ event) => {
    if (event.target !== page.run || !page.run) return;
    draw();
    byId("announcer").textContent = text("announceDone", { verdict: verdict(page.run) });
    page.dispatchEvent(new Event("input"));
  };
  page.addEventListener("run", () => {
    const { run } = page;
    if (run) {
      run.addEventListener("change", changed);
      run.addEventListener("end", ended);
      table.use(run);
    }
    draw();
  });
  page.addEventListener("words", () => { draw(); if (page.run) table.words(); });
}

/** Redraws without taking the focus from the button that has it. @param {Element} panel @param {() => void} redraw */
function keepFocus(panel, redraw) {
  const held = panel.contains(document.activeElement) ? document.activeElement?.id : undefined;
  redraw();
  if (held) document.getElementById(held)?.focus();
}

/** @param {import("./page.js").Page} page @param {import("./run.js").Run} run @returns {HTMLElement[]} */
function actionsOf(page, run) {
  if (run.state !== "ended") {
    const stopping = run.state === "stopping";
    return [element("button", { type: "button", id: "stop", disabled: stopping, onclick: () => run.stop() }, text(stopping ? "stopping" : "stop"))];
  }
  return [element("button", { type: "button", id: "another", onclick: () => page.show(undefined) }, text("another"))];
}
