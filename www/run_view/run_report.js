// The report of a run: its chart in progress, its verdict and summary at the end.
import { progressBar, timeChart } from "./run_chart.js";
import { recallers } from "../state/other_runs.js";
import { append, element, fill } from "../dom/element.js";
import { clock, duration, number, text } from "../languages/language.js";
import { accountNames } from "../widgets/account_names.js";
import { problemNotice } from "../widgets/problem_notice.js";
import { STATUSES } from "../state/run.js";

/** Most messages or accounts named in a sentence. */
const NAMED = 5;

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
  fill(head.children[0], element("h2", { id: "run-title" }, text("runTitle"), run.accounts.length === 1 ? " " : " · ", accountNames(run.accounts)), element("p", { class: "verdict" }, going ? progressText(run) : verdict(run)));
  append(panel, [
    element("p", { class: "hint facts-line" }, going ? goingFacts(run) : endFacts(run)),
    !going && run.error !== undefined && problemNotice(run.error, { ...run.target, answer: run.answer }),
    run.shown && readBackNotice(run.shown),
    !run.journalled && element("p", { class: "notice warn" }, text("journalRefused")),
    !going && run.open.length > 0 && element("p", { class: "notice" }, text("againHint")),
    progressBar(run.counts, run.total),
    figures(run, going),
    // Reserve its place from the beginning, so that the content below does not jump.
    timeChart(run.history, run.total) ?? (going && element("div", { class: "timeline" }))]);
}

/** How many messages show as recalled. @param {import("../state/read_back.js").Shown} shown */
export const readBackText = ({ recalled, visible, missing, unknown }) => text("readBack", { recalled, n: recalled + visible.length + missing.length + unknown });

/** What the history shows after the run. @param {import("../state/read_back.js").Shown} shown */
function readBackNotice(shown) {
  const { read, accounts, visible, missing, unread, unknown } = shown;
  if (read < accounts) return element("p", { class: "notice", id: "read-back" }, text("readingBack", { read, n: accounts }));
  const isWhole = visible.length + missing.length + unknown === 0;
  const named = (/** @type {string[]} */ lines) => lines.slice(0, NAMED).join(text("separator")) + (lines.length > NAMED ? ` ${text("rejectedMore", { n: lines.length - NAMED })}` : "");
  return element("div", { class: isWhole ? "notice good" : "notice warn", id: "read-back" },
    element("p", {}, element("b", {}, readBackText(shown))),
    visible.length > 0 && element("p", {}, text("readBackVisible", { n: visible.length, messages: named(visible) })),
    missing.length > 0 && element("p", {}, text("readBackMissing", { n: missing.length, messages: named(missing) })),
    unread.length > 0 && element("p", {}, text("readBackUnread", { n: unread.length, accounts: named(unread) })));
}

/** @param {import("../state/run.js").Run} run */
export function verdict({ counts, total, error, stopped }) {
  const recalled = counts.recalled + counts.presumedRecalled;
  if (counts.recalled === total) return text("verdictComplete", { n: total });
  const said = text(stopped ? "verdictStopped" : error === undefined ? "verdictPartly" : "verdictBroken", { recalled, total });
  return [
    counts.notFound === total ? text("verdictNoneThere", { n: total }) : said,
    counts.presumedRecalled > 0 && text("verdictPresumed", { n: counts.presumedRecalled }),
    counts.notFound > 0 && counts.notFound < total && text("verdictNotThere", { n: counts.notFound }),
  ].filter(Boolean).join("");
}

/** @param {import("../state/run.js").Run} run */
export const progressText = ({ settled, total }) => text("running", { done: settled, total });

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
