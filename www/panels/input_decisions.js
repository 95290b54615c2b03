// The user's decisions about pasted text before there is a plan: which column holds the keys, and whether to leave out rejected lines.
import { element, fill, keepFocus } from "../dom/element.js";
import { number, text } from "../languages/language.js";

/** A text of this length or more may be a secret, so only its beginning is shown. */
const SECRET_CHARS = 32;
const SHOWN_CHARS = 12;

/** An excerpt of unexpected text that is safe to show. @param {string} found */
export const shown = (found) => {
  const characters = [...found];
  return characters.length >= SECRET_CHARS ? `${characters.slice(0, SHOWN_CHARS).join("")}…` : found;
};

/** The decision that is still needed, as a sentence for the plan; undefined if there is none. @param {import("../state/app_state.js").AppState} appState @returns {string | undefined} */
export function pendingDecision({ columns, column, parsed, leavesOut }) {
  if (columns && column === undefined) return text("columnAsk");
  return parsed.rejected.length > 0 && !leavesOut ? text("leaveOutAsk", { n: parsed.rejected.length }) : undefined;
}

/** Shows the questions in this place. @param {HTMLElement} place @param {import("../state/app_state.js").AppState} appState */
export function showDecisions(place, appState) {
  keepFocus(place, () => fill(place, noKey(appState), appState.columns && columnChoice(appState.columns, appState), appState.parsed.rejected.length > 0 && appState.parsed.msgKeys.length > 0 && leaveOutChoice(appState)));
}

/** Describes a text without a key: its number of lines, and its beginning. @param {import("../state/app_state.js").AppState} appState */
function noKey({ keysText, parsed, columns, foundSoFar }) {
  if (columns || foundSoFar !== undefined || parsed.msgKeys.length > 0 || keysText.trim() === "") return null;
  const lines = keysText.trim().split("\n");
  return element("p", { class: "problem", id: "keys-none" }, text("keysNone", { n: lines.length, sample: shown(lines[0].trim()) }));
}

/** @param {readonly string[]} columns @param {import("../state/app_state.js").AppState} appState */
const columnChoice = (columns, appState) => element("fieldset", { class: "columns" },
  element("legend", { class: "problem" }, text("columnAsk")),
  columns.map((name, index) => element("label", { class: "tick" },
    element("input", { type: "radio", name: "column", id: `column-${index}`, checked: name === appState.column, onchange: () => appState.enter({ column: name }) }),
    element("span", { class: "code" }, shown(name)))));

/** @param {import("../state/app_state.js").AppState} appState */
const leaveOutChoice = (appState) => [
  appState.parsed.incomplete && element("p", { class: "problem" }, text("textIncomplete", { line: number(appState.parsed.incomplete.line) })),
  element("label", { class: "tick" },
    element("input", { type: "checkbox", id: "leave-out", checked: appState.leavesOut, onchange: (/** @type {any} */ event) => appState.enter({ leavesOut: event.target.checked }) }),
    text("leaveOut", { n: appState.parsed.rejected.length })),
];
