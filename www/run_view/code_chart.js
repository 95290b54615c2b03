// The chart of outcomes by code: a table with a bar in each row, updated in place so that neither the scroll position nor the bars jump.
import { element, fill } from "../dom/element.js";
import { codeTexts } from "../languages/code_texts.js";
import { number, share, text } from "../languages/language.js";
import { localized } from "../widgets/problem_notice.js";
import { STATUSES } from "../state/run.js";

/** @typedef {{ code: number, count: number, statuses: [import("../state/run.js").Status, number][] }} OutcomesOfCode */
/** @typedef {{ line: HTMLElement, count: HTMLElement, bar: HTMLElement, words: HTMLElement, said: HTMLElement }} Row the parts of a row that change */

const COLUMNS = /** @type {const} */ (["code", "count", "share", "meaning", "advice"]);

/** `words` updates its language, `show` its figures. */
export class CodeChart {
  /** @type {Map<number, Row>} */
  #rows = new Map();
  #title = element("h3", { id: "codes-title" });
  #sum = element("p", { class: "hint" });
  // Narrow windows change the layout of the rows, which removes the table semantics in some browsers: hence the roles.
  #head = element("tr", { role: "row" });
  #body = element("tbody", { role: "rowgroup" });
  element = element("div", { class: "by-code", hidden: true }, element("div", { class: "by-code-head" }, this.#title, this.#sum),
    element("table", { class: "codes", role: "table", "aria-labelledby": "codes-title" }, element("thead", { role: "rowgroup" }, this.#head), this.#body));

  words() {
    this.#title.textContent = text("byCode");
    fill(this.#head, COLUMNS.map((column) => element("th", { scope: "col", role: "columnheader", class: `of-${column}` }, text(column))));
    this.#rows.clear();
    fill(this.#body);
  }

  /** @param {import("../state/run.js").Run} run */
  show(run) {
    const found = outcomesByCode(run);
    this.element.hidden = found.length === 0;
    for (const [code, { line }] of this.#rows) {
      if (found.some((one) => one.code === code)) continue;
      line.remove();
      this.#rows.delete(code);
    }
    const all = found.reduce((sum, { count }) => sum + count, 0);
    this.#sum.textContent = text("byCodeSum", { n: all, share: share(all / run.total) });
    for (const [place, one] of found.entries()) {
      const row = this.#rows.get(one.code) ?? newRow(one.code);
      this.#rows.set(one.code, row);
      if (this.#body.children[place] !== row.line) this.#body.insertBefore(row.line, this.#body.children[place] ?? null);
      update(row, one, all);
      say(row, run.errorInfo[one.code]);
    }
  }
}

/** @param {number} code @returns {Row} */
function newRow(code) {
  const { meaning, advice, retryable } = codeTexts(code);
  const cell = (/** @type {string} */ column, /** @type {Record<string, unknown>} */ attributes, /** @type {import("../dom/element.js").Children[]} */ ...children) =>
    element("td", { role: "cell", class: `of-${column}`, ...attributes }, ...children);
  const [count, bar, words] = [cell("count", {}), element("div", { class: "code-bar", "aria-hidden": "true" }), element("span", { class: "hint" })];
  const said = element("p", { class: "hint said", lang: "", hidden: true });
  const line = element("tr", { role: "row" },
    element("th", { scope: "row", role: "rowheader", class: "of-code" }, String(code)), count, cell("share", {}, bar, words),
    cell("meaning", {}, element("span", { lang: meaning.lang }, meaning.words), said),
    cell("advice", {}, localized(advice, "span"), retryable && ` (${text("retryable")})`));
  return { line, count, bar, words, said };
}

/** Shows the ErrorInfo of the code. @param {Row} row @param {string | undefined} info */
function say({ said }, info) {
  const now = info === undefined ? "" : `ErrorInfo: ${info}`;
  if (said.textContent !== now) said.textContent = now;
  said.hidden = now === "";
}

/** The length of a bar is the share of its code among all messages with a code. @param {Row} row @param {OutcomesOfCode} outcomes @param {number} all */
function update(row, { count, statuses }, all) {
  row.count.textContent = number(count);
  const named = statuses.map(([status, n]) => (statuses.length > 1 ? `${text(status)} ${number(n)}` : text(status)));
  row.words.textContent = [share(count / all), ...named].join(" · ");
  for (const [place, [status, n]] of statuses.entries()) {
    const part = row.bar.children[place] ?? row.bar.appendChild(element("span"));
    part.className = `is-${status}`;
    /** @type {HTMLElement} */ (part).style.width = `${(n / all) * 100}%`;
  }
  while (row.bar.children.length > statuses.length) row.bar.lastChild?.remove();
}

/** The codes of messages without success, most frequent first, each with the statuses of its messages. @param {import("../state/run.js").Run} run @returns {OutcomesOfCode[]} */
export function outcomesByCode(run) {
  /** @type {Map<number, Map<import("../state/run.js").Status, number>>} */
  const codes = new Map();
  for (const { status, code } of run.outcomes.values()) {
    if (code === undefined || status === "recalled" || status === "presumedRecalled" || status === "pending") continue;
    const statuses = codes.get(code) ?? new Map();
    codes.set(code, statuses.set(status, (statuses.get(status) ?? 0) + 1));
  }
  const order = (/** @type {[import("../state/run.js").Status, number][]} */ statuses) => statuses.sort((a, b) => STATUSES.indexOf(a[0]) - STATUSES.indexOf(b[0]));
  return [...codes]
    .map(([code, statuses]) => ({ code, count: [...statuses.values()].reduce((sum, n) => sum + n, 0), statuses: order([...statuses]) }))
    .sort((a, b) => b.count - a.count || a.code - b.code);
}
