// The table of messages: filters and sorts all of them, and renders only the visible rows.
import { element, fill } from "../dom/element.js";
import { codeTexts } from "../languages/code_texts.js";
import { clock, number, text } from "../languages/language.js";
import { accountOf, keyOf } from "../connection/message.js";
import { STATUSES } from "../state/run.js";

const ROW = 28;
/** Rows rendered above and below the visible ones. */
const MARGIN = 12;
/** Visible rows, including the header. */
const SEEN = 15;
const COLUMNS = ["position", "msgKey", "status", "meaning", "attempts"];
/** With the account, for messages of several accounts. */
const COLUMNS_OF_MANY = ["position", "officialAccount", "msgKey", "status", "meaning", "attempts"];

/** A table that stays in the document; `use` shows a run in it, `refresh` shows the changes. */
export class ResultTable {
  /** @type {import("../state/run.js").Run | undefined} */
  #run = undefined;
  /** @type {number[]} positions in the run, in the order of the table */
  #rows = [];
  #columns = COLUMNS;
  #sort = { column: "position", down: false };
  #filter = { words: "", status: "" };
  #body = element("div", { role: "rowgroup" });
  #space = element("div", { role: "presentation" });
  #head = element("div", { role: "rowgroup", class: "grid-head" });
  #grid = element("div", { class: "grid", role: "table", tabindex: "0", onscroll: () => this.#draw() }, this.#head, this.#space);
  #counted = element("span", { class: "rest", role: "status" });
  #tools = element("div", { class: "toolbar" });
  element = element("div", {}, this.#tools, this.#grid);

  /** @param {() => Element[]} actions buttons beside the filter */
  constructor(actions) {
    this.#space.append(this.#body);
    this.actions = actions;
  }

  /** @param {import("../state/run.js").Run} run */
  use(run) {
    this.#run = run;
    this.#filter = { words: "", status: "" };
    this.#columns = run.accounts.length > 1 ? COLUMNS_OF_MANY : COLUMNS;
    if (!this.#columns.includes(this.#sort.column)) this.#sort = { column: "position", down: false };
    this.#grid.classList.toggle("of-many", run.accounts.length > 1);
    this.words();
  }

  /** Updates the texts after a change of language. */
  words() {
    this.#grid.setAttribute("aria-label", text("resultsTitle"));
    fill(this.#tools,
      element("input", { type: "search", "aria-label": text("filter"), placeholder: text("filter"), value: this.#filter.words, oninput: (/** @type {any} */ event) => this.#narrow({ words: event.target.value }) }),
      element("select", { "aria-label": text("status"), onchange: (/** @type {any} */ event) => this.#narrow({ status: event.target.value }) },
        element("option", { value: "" }, text("allStatuses")),
        STATUSES.map((status) => element("option", { value: status, selected: status === this.#filter.status }, text(status)))),
      this.#counted, this.actions());
    this.#heads();
    this.refresh();
  }

  /** @param {Partial<{ words: string, status: string }>} filter */
  #narrow(filter) {
    Object.assign(this.#filter, filter);
    this.#grid.scrollTop = 0;
    this.refresh();
  }

  #heads() {
    const { column: sorted, down } = this.#sort;
    fill(this.#head, element("div", { class: "grid-row", role: "row" }, this.#columns.map((column) =>
      element("div", { class: `of-${column}`, role: "columnheader", "aria-sort": column === sorted ? (down ? "descending" : "ascending") : "none" },
        element("button", { type: "button", onclick: () => this.#order(column) }, text(/** @type {any} */ (column)))))));
  }

  /** @param {string} column */
  #order(column) {
    this.#sort = { column, down: this.#sort.column === column && !this.#sort.down };
    this.#heads();
    /** @type {HTMLElement} */ (this.#head.querySelectorAll("button")[this.#columns.indexOf(column)]).focus();
    this.refresh();
  }

  /** Filters and sorts again; about 50 ms for 100,000 messages. */
  refresh() {
    const run = this.#run;
    if (!run) return;
    const { ids } = run;
    const words = this.#filter.words.trim().toLowerCase();
    const { status } = this.#filter;
    this.#rows = [];
    for (let index = 0; index < ids.length; index += 1) {
      const outcome = run.outcome(ids[index]);
      if (status !== "" && outcome.status !== status) continue;
      if (words !== "" && !matches(run.accounts.length > 1 ? ids[index] : keyOf(ids[index]), outcome, words)) continue;
      this.#rows.push(index);
    }
    this.#arrange(run);
    this.#counted.textContent = text("shownOf", { shown: this.#rows.length, n: ids.length });
    this.#space.style.height = `${Math.max(1, this.#rows.length) * ROW}px`;
    // The content below must not jump at each letter of a filter.
    this.#grid.style.minHeight = `${Math.min(SEEN, ids.length + 1) * ROW}px`;
    this.#grid.setAttribute("aria-rowcount", String(this.#rows.length + 1));
    this.#draw();
  }

  /** @param {import("../state/run.js").Run} run */
  #arrange(run) {
    const { column, down } = this.#sort;
    const sign = down ? -1 : 1;
    if (column === "position") {
      if (down) this.#rows.reverse();
      return;
    }
    const value = valueOf(run, column);
    const values = new Map(this.#rows.map((index) => [index, value(index)]));
    this.#rows.sort((a, b) => {
      const left = /** @type {string | number} */ (values.get(a));
      const right = /** @type {string | number} */ (values.get(b));
      return left < right ? -sign : left > right ? sign : a - b;
    });
  }

  #draw() {
    const run = this.#run;
    if (!run) return;
    const first = Math.max(0, Math.floor(this.#grid.scrollTop / ROW) - MARGIN);
    const last = Math.min(this.#rows.length, Math.ceil((this.#grid.scrollTop + (this.#grid.clientHeight || 400)) / ROW) + MARGIN);
    this.#body.style.transform = `translateY(${first * ROW}px)`;
    fill(this.#body, this.#rows.slice(first, last).map((index, offset) => row(run, index, first + offset + 2)));
    if (this.#rows.length === 0) fill(this.#body, element("div", { class: "grid-row none", role: "row" }, element("div", { role: "cell", "aria-colspan": this.#columns.length }, text("noneMatch"))));
  }
}

/** @param {import("../state/run.js").Run} run @param {number} index @param {number} place 1-based, with the head */
function row(run, index, place) {
  const id = run.ids[index];
  const { status, code, attempts } = run.outcome(id);
  const meaning = code === undefined ? undefined : codeTexts(code).meaning;
  const recalledAt = run.recalledBy.get(id);
  const why = meaning && `${code} ${meaning.words}${recalledAt === undefined ? "" : ` ${text("recalledByOne", { moment: clock(recalledAt) })}`}`;
  return element("div", { class: "grid-row", role: "row", "aria-rowindex": place },
    element("div", { class: "position", role: "cell" }, number(index + 1)),
    run.accounts.length > 1 && element("div", { class: "code of-account", role: "cell", title: accountOf(id) }, accountOf(id)),
    element("div", { class: "code", role: "cell" }, keyOf(id)),
    element("div", { class: `status is-${status}`, role: "cell" }, text(status)),
    element("div", { role: "cell", lang: meaning?.lang, title: why }, why),
    element("div", { class: "attempts", role: "cell" }, attempts > 0 && number(attempts)));
}

/** @param {import("../state/run.js").Run} run @param {string} column @returns {(index: number) => string | number} */
function valueOf(run, column) {
  const of = (/** @type {number} */ index) => run.outcome(run.ids[index]);
  if (column === "msgKey") return (index) => keyOf(run.ids[index]);
  if (column === "officialAccount") return (index) => accountOf(run.ids[index]);
  if (column === "status") return (index) => STATUSES.indexOf(of(index).status);
  if (column === "attempts") return (index) => of(index).attempts;
  return (index) => of(index).code ?? -1;
}

/** @param {string} message @param {import("../state/run.js").Outcome} outcome @param {string} words */
const matches = (message, { code }, words) =>
  message.toLowerCase().includes(words) || (code !== undefined && (String(code).startsWith(words) || codeTexts(code).meaning.words.toLowerCase().includes(words)));
