// The form of the emulator in the browser: which demo to practise with, and the messages of its webhook log.
import { emulatorConnection } from "../connection/connections.js";
import { DEMO_ACCOUNT, DEMO_SIZES, openDemo } from "../connection/emulator_demo.js";
import { ACCOUNTS, SCAM } from "../connection/incident.js";
import { element, fill } from "../dom/element.js";
import { clock, text } from "../languages/language.js";
import { accountsOf, idOf } from "../connection/message.js";

/** @typedef {import("../connection/emulator_demo.js").LoggedMessage} LoggedMessage */

/** @param {import("../state/app_state.js").AppState} appState */
export function emulatorForm(appState) {
  const form = element("div");
  let size = DEMO_SIZES[0];
  /** The texts whose messages are chosen. @type {Set<string>} */
  let chosen = new Set();
  /** @type {import("../connection/connections.js").Connection | undefined} */
  let connection;
  const begin = () => {
    const demo = openDemo({ size, sentAt: Date.now(), recalled: [] });
    connection = emulatorConnection(demo);
    chosen = new Set([SCAM]);
    words();
    const isIncident = size === "incident";
    appState.enter({
      connection, connectionProblems: [], officialAccount: isIncident ? "" : DEMO_ACCOUNT,
      keysText: isIncident ? linesOf(demo.log, chosen) : demo.msgKeys.join("\n"), reason: text(isIncident ? "demoScamReason" : "demoReason"),
    });
  };
  const choose = (/** @type {string} */ words, /** @type {boolean} */ on) => {
    if (on) chosen.add(words);
    else chosen.delete(words);
    appState.enter({ officialAccount: "", keysText: linesOf(connection?.demo?.log ?? [], chosen) });
  };
  const enter = () => (connection ? appState.enter({ connection, connectionProblems: [] }) : begin());
  const words = () => fill(form,
    element("p", { class: "hint" }, text("emulatorHint")),
    element("div", { class: "field" }, element("label", { for: "demo-size" }, text("demo")),
      element("div", { class: "actions" },
        element("select", { id: "demo-size", onchange: (/** @type {any} */ event) => { size = DEMO_SIZES[event.target.selectedIndex]; begin(); } },
          DEMO_SIZES.map((choice) => element("option", { value: choice, selected: choice === size }, typeof choice === "number" ? text("demoList", { n: choice }) : text("demoIncident", { n: ACCOUNTS })))),
        element("button", { type: "button", id: "demo-again", onclick: begin }, text("demoAgain")))),
    size === "incident" && webhookLog(connection?.demo?.log ?? [], chosen, choose));
  return { element: form, words, enter };
}

/** The log of the webhook: its messages by text, to be chosen, the most frequent first. @param {LoggedMessage[]} log @param {Set<string>} chosen @param {(words: string, on: boolean) => void} choose */
function webhookLog(log, chosen, choose) {
  /** @type {Map<string, LoggedMessage[]>} */
  const groups = new Map();
  for (const message of log) groups.set(message.text, [...(groups.get(message.text) ?? []), message]);
  const rows = [...groups].sort(([, one], [, other]) => other.length - one.length);
  return [
    element("p", { class: "hint" }, text("demoStory", { n: groups.get(SCAM)?.length ?? 0 })),
    element("div", { class: "found", id: "demo-log", tabindex: "0", role: "group", "aria-label": text("demoLog") }, rows.map(([words, group]) =>
      element("label", { class: "found-row" },
        element("input", { type: "checkbox", checked: chosen.has(words), onchange: (/** @type {any} */ event) => choose(words, event.target.checked) }),
        element("span", { class: "found-text", lang: "en" }, words), element("span", { class: "found-time" }, timesOf(group)),
        element("span", { class: "found-key" }, text("demoGroup", { n: group.length, accounts: accountsOf(group.map(idOfLogged)).length, from: sendersOf(group) }))))),
  ];
}

/** @param {LoggedMessage} message */
const idOfLogged = ({ officialAccount, msgKey }) => idOf(officialAccount, msgKey);

/** @param {LoggedMessage[]} log @param {Set<string>} chosen */
const linesOf = (log, chosen) => log.filter((message) => chosen.has(message.text)).map(idOfLogged).join("\n");

/** When the first and the last message was sent. @param {LoggedMessage[]} group in the order of sending */
const timesOf = (group) => `${clock(group[0].sentAt)} – ${clock(group[group.length - 1].sentAt)}`;

/** The only sender of the messages, or the number of senders. @param {LoggedMessage[]} group */
function sendersOf(group) {
  const senders = [...new Set(group.map(({ from }) => from))];
  return senders.length === 1 ? senders[0] : text("demoSenders", { n: senders.length });
}
