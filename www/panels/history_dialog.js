// The dialog that finds MsgKeys: messages of an account between two times, to be ticked.
import { element, fill } from "../dom/element.js";
import { field, openDialog } from "../dom/form.js";
import { moment, text } from "../languages/language.js";
import { problemNotice } from "../widgets/problem_notice.js";

/** Most messages listed; the user narrows the times for more. */
const LISTED = 2000;

/** @param {import("../state/app_state.js").AppState} appState */
export function openHistory(appState) {
  const account = element("input", { id: "history-account", class: "code", value: appState.officialAccount });
  const since = element("input", { id: "history-since", type: "datetime-local", step: "1", value: local(Date.now() - 3600_000) });
  const until = element("input", { id: "history-until", type: "datetime-local", step: "1", value: local(Date.now() + 60_000) });
  const list = element("div", { class: "found", tabindex: "0", role: "group", "aria-label": text("historyFound") });
  const state = element("div", { class: "hint", role: "status" });
  const use = element("button", { type: "button", class: "primary", disabled: true, id: "history-use" }, text("historyUse", { n: 0 }));
  const find = element("button", { type: "button", id: "history-find" }, text("historyFind"));
  const all = element("button", { type: "button", class: "quiet", hidden: true }, text("historyAll"));
  const stop = new AbortController();
  const boxes = () => [...list.querySelectorAll("input")];
  const ticked = () => boxes().filter((box) => box.checked).map((box) => box.value);
  const count = () => { const n = ticked().length; use.disabled = n === 0; use.textContent = text("historyUse", { n }); };
  const search = async () => {
    find.disabled = true;
    try {
      const options = { since: new Date(since.value), until: new Date(until.value), signal: stop.signal };
      const n = await collect(appState, account.value.trim(), options, list, (found) => { state.textContent = text("historyCount", { n: found }); });
      state.textContent = text(n === LISTED ? "historyFull" : "historyCount", { n });
    } catch (error) {
      fill(state, problemNotice(error, appState.connection));
    }
    find.disabled = false;
    all.hidden = boxes().length === 0;
    count();
  };
  const dialog = openDialog("history-title",
    element("h2", { id: "history-title" }, text("historyTitle")),
    field(text("officialAccount"), account),
    element("div", { class: "pair" }, field(text("historySince"), since), field(text("historyUntil"), until)),
    element("div", { class: "actions foot" }, find, all, state), list,
    element("div", { class: "foot" }, element("button", { type: "button", onclick: () => dialog.close() }, text("cancel")), use));
  list.addEventListener("change", count);
  find.addEventListener("click", () => void search());
  all.addEventListener("click", () => { tickAll(boxes()); count(); });
  use.addEventListener("click", () => { const found = { officialAccount: account.value.trim(), keysText: ticked().join("\n") }; dialog.close(); appState.enter(found); });
  dialog.addEventListener("close", () => stop.abort());
}

/**
 * Lists the messages of the history as they arrive.
 * @param {import("../state/app_state.js").AppState} appState @param {string} account
 * @param {import("../pkg/index.js").HistoryOptions} options @param {Element} list @param {(found: number) => void} found
 */
async function collect(appState, account, options, list, found) {
  let n = 0;
  fill(list);
  if (!appState.connection) return n;
  for await (const message of appState.connection.open().history(account, options)) {
    if (message.state !== "normal") continue;
    list.append(entry(message));
    n += 1;
    if (n % 50 === 0) found(n);
    if (n === LISTED) break;
  }
  return n;
}

/** Ticks all boxes, or unticks them if all are ticked. @param {HTMLInputElement[]} boxes */
function tickAll(boxes) {
  const on = boxes.some((box) => !box.checked);
  for (const box of boxes) box.checked = on;
}

/** @param {import("../pkg/index.js").HistoryMessage} message */
const entry = ({ msgKey, msgTime, from, msgBody }) =>
  element("label", { class: "found-row" }, element("input", { type: "checkbox", value: msgKey }),
    element("span", { class: "found-time" }, moment(msgTime * 1000)), element("span", { class: "found-text" }, preview(msgBody)),
    element("span", { class: "found-key" }, from, " ", element("span", { class: "code" }, msgKey)));

/** The first words of a message, or the names of its elements. @param {unknown[]} body */
function preview(body) {
  const elements = /** @type {{ MsgType?: string, MsgContent?: { Text?: string } }[]} */ (body);
  return elements.map((part) => part.MsgContent?.Text ?? `[${part.MsgType ?? "?"}]`).join(" ").slice(0, 200);
}

/** The value for a datetime-local field: local time without a zone. @param {number} ms */
const local = (ms) => new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
