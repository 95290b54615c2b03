// The panel for account, keys and reason, with problems shown while typing.
import { MAX_OFFICIAL_ACCOUNT_BYTES, MAX_REASON_BYTES, OFFICIAL_ACCOUNT_PREFIX } from "../generated/facts.js";
import { showDecisions } from "./input_decisions.js";
import { byId, element, fill, keepFocus } from "../dom/element.js";
import { connectFiles } from "./file_drop.js";
import { openHistory } from "./history_dialog.js";
import { duration, language, text } from "../languages/language.js";
import { rejectedText } from "../pkg/texts/index.js";
import { byteLength } from "../state/app_state.js";
import { sentAt } from "../connection/message.js";

/** Most rejected lines listed; there may be a hundred thousand. */
const LISTED = 50;
/** Milliseconds between updates of the progress of reading a long text. */
const PROGRESS_MS = 250;

/** @param {import("../state/app_state.js").AppState} appState */
export function connectInput(appState) {
  const account = byId("official-account");
  const keys = byId("keys");
  const reason = byId("reason");
  const chooseFiles = connectFiles(appState);
  account.addEventListener("input", () => appState.enter({ officialAccount: account.value.trim() }));
  keys.addEventListener("input", () => appState.enter({ keysText: keys.value }));
  reason.addEventListener("input", () => appState.enter({ reason: reason.value }));
  const show = () => {
    keepFocus(byId("keys-actions"), () => fill(byId("keys-actions"),
      element("button", { type: "button", class: "quiet", id: "find", disabled: !appState.connection, onclick: () => openHistory(appState) }, text("find")),
      element("button", { type: "button", class: "quiet", id: "open-file", onclick: chooseFiles }, text("openFile")),
      element("button", { type: "button", class: "quiet", id: "clear", disabled: appState.keysText === "", onclick: () => { appState.enter({ keysText: "" }); keys.focus(); } }, text("clear"))), keys);
    if (keys.value !== appState.keysText) keys.value = appState.keysText;
    if (reason.value !== appState.reason) reason.value = appState.reason;
    if (account.value.trim() !== appState.officialAccount) account.value = appState.officialAccount;
    showAccount(appState, account);
    showCounts(appState);
    showDecisions(byId("keys-decisions"), appState);
    showReason(appState, reason);
  };
  appState.addEventListener("input", show);
  appState.addEventListener("words", show);
  show();
}

/** @param {import("../state/app_state.js").AppState} appState @param {HTMLInputElement} field */
function showAccount({ officialAccount, messages }, field) {
  const wrong = officialAccount !== "" && (!officialAccount.startsWith(OFFICIAL_ACCOUNT_PREFIX) || byteLength(officialAccount) > MAX_OFFICIAL_ACCOUNT_BYTES);
  const problem = byId("official-account-problem");
  problem.hidden = !wrong;
  problem.textContent = wrong ? text("accountWrong") : "";
  field.setAttribute("aria-invalid", String(wrong));
  field.placeholder = messages.isNamed ? text("accountsNamed") : OFFICIAL_ACCOUNT_PREFIX;
}

/** @param {import("../state/app_state.js").AppState} appState */
function showCounts(appState) {
  const { parsed, messages, foundSoFar } = appState;
  const { msgKeys, rejected, format } = parsed;
  const { distinct, duplicates, conflicts, isNamed, accounts } = messages;
  const counts = byId("keys-counts");
  if (foundSoFar !== undefined) {
    fill(counts, element("span", { class: "hint" }, text("keysReading", { n: foundSoFar })));
    setTimeout(() => showCounts(appState), PROGRESS_MS);
  } else if (msgKeys.length === 0 && rejected.length === 0) {
    fill(counts);
  } else {
    fill(counts, element("div", { class: "counts" },
      element("b", {}, text("countKeys", { n: distinct })),
      isNamed && element("span", {}, text("countAccounts", { n: accounts.size })),
      element("span", { class: "hint" }, [agesOf(msgKeys), text("format", { format: formatName(format) })].filter(Boolean).join(" · ")),
      duplicates > 0 && element("span", { class: "warn" }, text("countDuplicates", { n: duplicates })),
      rejected.length > 0 && element("span", { class: "bad" }, text("countRejected", { n: rejected.length })),
      conflicts.length > 0 && element("span", { class: "bad" }, text("countConflicts", { n: conflicts.length }))));
  }
  fill(byId("keys-rejected"), rejected.length > 0 && rejectedList(rejected), conflicts.length > 0 && conflictList(conflicts));
}

/** @param {import("../pkg/index.js").ParsedMsgKeys["format"]} format */
const formatName = (format) => (format === "lines" ? text("formatLines") : format === "log" ? text("formatLog") : { csv: "CSV", json: "JSON", jsonl: "JSON Lines" }[format]);

/** @param {string[]} msgKeys */
function agesOf(msgKeys) {
  let oldest = Infinity;
  let newest = 0;
  for (const msgKey of msgKeys) {
    const time = sentAt(msgKey);
    if (time < oldest) oldest = time;
    if (time > newest) newest = time;
  }
  if (newest === 0) return "";
  const age = (/** @type {number} */ time) => duration(Math.max(0, Math.round(Date.now() / 1000 - time)));
  return age(oldest) === age(newest) ? text("age", { age: age(newest) }) : text("ages", { oldest: age(oldest), newest: age(newest) });
}

/** @param {import("../pkg/index.js").ParsedMsgKeys["rejected"]} rejected */
function rejectedList(rejected) {
  const locale = /** @type {"en" | "zh" | "ja"} */ (language());
  return lineList(text("countRejected", { n: rejected.length }), rejected, (one) => rejectedText(one, locale));
}

/** Lines with another account than the field. @param {import("../state/input_messages.js").InputMessages["conflicts"]} conflicts */
const conflictList = (conflicts) => lineList(text("countConflicts", { n: conflicts.length }), conflicts, ({ officialAccount }) => text("conflictLine", { account: officialAccount }));

/** @template {{ line: number }} One @param {string} name @param {readonly One[]} lines @param {(one: One) => string} say */
function lineList(name, lines, say) {
  const items = lines.slice(0, LISTED).map((one) =>
    element("li", {}, element("span", { class: "line" }, text("line", { line: one.line })), element("span", { class: "why" }, say(one))));
  const more = lines.length - items.length;
  return element("ul", { class: "rejected", tabindex: "0", "aria-label": name }, items, more > 0 && element("li", {}, text("rejectedMore", { n: more })));
}

/** @param {import("../state/app_state.js").AppState} appState @param {HTMLInputElement} field */
function showReason({ reason }, field) {
  const used = byteLength(reason);
  const over = used - MAX_REASON_BYTES;
  const hint = byId("reason-bytes");
  hint.textContent = over > 0 ? text("bytesOver", { used, over, limit: MAX_REASON_BYTES }) : text("bytes", { used, limit: MAX_REASON_BYTES });
  hint.className = over > 0 ? "problem" : "hint";
  field.setAttribute("aria-invalid", String(over > 0));
}
