// Charts of a run: outcomes by status, and their growth over time.
import { element, svg } from "../dom/element.js";
import { duration, number, text } from "../languages/language.js";
import { STATUSES } from "../state/run.js";

/** Runs shorter than this, in milliseconds, have no chart over time. */
const LEAST = 500;

/** @typedef {Record<import("../state/run.js").Status, number>} Counts */

/** One bar, divided by outcome. @param {Counts} counts @param {number} total */
export function progressBar(counts, total) {
  let x = 0;
  const parts = STATUSES.map((status) => {
    const width = (counts[status] / Math.max(1, total)) * 1000;
    const part = svg("rect", { class: `tone-${status}`, x, y: 0, width, height: 14 });
    x += width;
    return part;
  });
  return svg("svg", { class: "bar", viewBox: "0 0 1000 14", preserveAspectRatio: "none", role: "img", "aria-label": inWords(counts) }, parts);
}

/**
 * Outcomes over time as stacked areas, with the recalled messages at the bottom.
 * @param {{ at: number, counts: Counts }[]} history
 * @param {number} total
 */
export function timeChart(history, total) {
  const last = history.at(-1);
  if (history.length < 3 || !last) return null;
  const span = last.at - history[0].at;
  if (span < LEAST) return null;
  const x = (/** @type {number} */ at) => ((at - history[0].at) / span) * 1000;
  const shown = STATUSES.filter((status) => status !== "pending" && status !== "notAttempted");
  let floor = history.map(() => 0);
  const areas = shown.map((status) => {
    const top = history.map(({ counts }, index) => floor[index] + counts[status]);
    const path = outline(history.map(({ at }) => x(at)), floor, top, total);
    floor = top;
    return svg("path", { class: `tone-${status}`, d: path });
  });
  const picture = svg("svg", { class: "chart", viewBox: "0 0 1000 96", preserveAspectRatio: "none", role: "img", "aria-label": text("chartLabel", { duration: duration(span / 1000) }) },
    areas, svg("line", { class: "axis", x1: 0, x2: 1000, y1: 95.5, y2: 95.5, "vector-effect": "non-scaling-stroke" }));
  return element("div", { class: "timeline" }, picture, element("div", { class: "scale", "aria-hidden": "true" }, element("span", {}, "0"), element("span", {}, duration(span / 1000))));
}

/** @param {number[]} xs @param {number[]} floor @param {number[]} top @param {number} total */
function outline(xs, floor, top, total) {
  const y = (/** @type {number} */ count) => (95 - (count / Math.max(1, total)) * 92).toFixed(2);
  const up = xs.map((x, index) => `${x.toFixed(1)},${y(top[index])}`);
  const back = xs.map((x, index) => `${x.toFixed(1)},${y(floor[index])}`).reverse();
  return `M${up.join("L")}L${back.join("L")}Z`;
}

/** @param {Counts} counts */
const inWords = (counts) => STATUSES.filter((status) => counts[status] > 0).map((status) => `${text(status)}: ${number(counts[status])}`).join(", ");
