// The report of a run: its chart in progress, its verdict and summary at the end.
import { progressBar, timeChart } from "./run_chart.js";
import { recallers } from "../state/other_runs.js";
import { append, element, fill } from "../dom/element.js";
import { clock, duration, number, text } from "../languages/language.js";
import { problemNotice } from "../widgets/problem_notice.js";
import { STATUSES } from "../state/run.js";

/**
 * @param {Element} panel
 * @param {import("../state/run.js").Run} run
 * @param {Element} actions the buttons for the current actions. They stay in the document: a button that is removed and inserted again
 *   between the press and the release of the mouse receives no click.
 */
export function showRun(panel, run, actions) {
  const going = run.state !== "ended";
  if (actions.parentElement?.parentElement !== panel) fill(panel, element("div", { class: "run-head" }, element("div"), actions));
  const [head, ...old] = panel.children;
  for (const part of old) part.remove();
  fill(head.children[0], element("h2", { id: "run-title" }, text("runTitle"), " ", element("span", { class: "code" }, run.officialAccount)), element("p", { class: "verdict" }, going ? progressText(run) : verdict(run)));
  append(panel, [
    element("p", { class: "hint facts-line" }, going ? goingFacts(run) : endFacts(run)),
    !going && run.error !== undefined && !run.stopped && problemNotice(run.error, { ...run.target, answer: run.answer }),
    !run.journalled && element("p", { class: "notice warn" }, text("journalRefused")),
    !going && run.open.length > 0 && element("p", { class: "notice" }, text("againHint")),
    progressBar(run.counts, run.msgKeys.length),
    figures(run, going),
    // Reserve its place from the beginning, so that the content below does not jump.
    timeChart(run.history, run.msgKeys.length) ?? (going && element("div", { class: "timeline" }))]);
}

/** @param {import("../state/run.js").Run} run */
export function verdict({ counts, msgKeys, error, stopped }) {
  const recalled = counts.recalled + counts.presumedRecalled;
  const total = msgKeys.length;
  if (counts.recalled === total) return text("verdictComplete", { n: total });
  const said = text(stopped ? "verdictStopped" : error === undefined ? "verdictPartly" : "verdictBroken", { recalled, total });
  return [
    counts.notFound === total ? text("verdictNoneThere", { n: total }) : said,
    counts.presumedRecalled > 0 && text("verdictPresumed", { n: counts.presumedRecalled }),
    counts.notFound > 0 && counts.notFound < total && text("verdictNotThere", { n: counts.notFound }),
  ].filter(Boolean).join("");
}

/** @param {import("../state/run.js").Run} run */
export const progressText = ({ settled, msgKeys }) => text("running", { done: settled, total: msgKeys.length });

/** @param {import("../state/run.js").Run} run */
const goingFacts = ({ requests, retries, rate, secondsLeft }) => inSequence([
  secondsLeft !== undefined && text("runLeft", { duration: duration(Math.max(1, Math.round(secondsLeft))) }),
  ...requestFacts(requests, retries), rate > 0 && text("runPace", { rate: Math.round(rate) }),
]);

/** @param {import("../state/run.js").Run} run */
const endFacts = ({ durationMs, requests, retries }) => requests > 0 && inSequence([
  text("runTook", { duration: durationMs < 1000 ? text("secondsLess") : duration(durationMs / 1000) }), ...requestFacts(requests, retries),
]);

/** @param {number} requests @param {number} retries */
const requestFacts = (requests, retries) => [text("runRequests", { n: requests }), retries > 0 && text("runRepeats", { n: retries })];

/** @param {(string | false)[]} facts */
const inSequence = (facts) => facts.filter(Boolean).join(" · ");

/** During a run, always the same figures; afterwards, only those above zero, each with its meaning. @param {import("../state/run.js").Run} run @param {boolean} going */
function figures(run, going) {
  const { counts } = run;
  const shown = STATUSES.filter((status) => counts[status] > 0 || status === "recalled" || (going && status !== "notAttempted"));
  return element("div", { class: "figures" }, shown.map((status) =>
    element("div", { class: `figure is-${status}${counts[status] === 0 ? " none" : ""}` },
      element("b", {}, number(counts[status])), element("span", {}, text(status)),
      !going && counts[status] > 0 && element("p", { class: "hint" }, text(/** @type {any} */ (`${status}Meaning`))),
      !going && recallers(run, status).map(([startedAt, n]) => element("p", { class: "hint" }, text("recalledByMany", { n, moment: clock(startedAt) }))))));
}
