// The panel that selects the connection: one form for each kind.
import { emulatorForm } from "./emulator_form.js";
import { handlerForm } from "./handler_form.js";
import { userSigForm } from "./user_sig_form.js";
import { byId, element, fill, keepFocus } from "../dom/element.js";
import { problemNotice, localized } from "../widgets/problem_notice.js";
import { reachText } from "../connection/connection_check.js";
import { sayIssue } from "../languages/problem_texts.js";
import { text } from "../languages/language.js";
import { destinationOf } from "./start_panel.js";

/** @type {Record<string, { label: import("../languages/language.js").TextKey, form: (appState: import("../state/app_state.js").AppState) => { element: Element, words: () => void, enter: () => void, aim?: (target: import("../state/run.js").Target) => void } }>} */
const KINDS = {
  emulator: { label: "emulator", form: emulatorForm },
  userSig: { label: "userSig", form: userSigForm },
  handler: { label: "handler", form: handlerForm },
};

/** @param {import("../state/app_state.js").AppState} appState */
export function connectConnection(appState) {
  const forms = Object.fromEntries(Object.entries(KINDS).map(([kind, { form }]) => [kind, form(appState)]));
  let kind = "";
  /** What was entered for each kind: keys of the emulator must not reach the service, nor be lost on the way back. @type {Record<string, object>} */
  const drafts = {};
  const panel = byId("connection");
  const state = element("div", { id: "connection-state", role: "status" });
  const choose = (/** @type {string} */ chosen) => {
    const { officialAccount, keysText, reason } = appState;
    if (kind !== "") drafts[kind] = { officialAccount, keysText, reason };
    kind = chosen;
    show();
    appState.enter({ officialAccount: "", keysText: "", reason: "" });
    forms[kind].enter();
    if (drafts[kind]) appState.enter(drafts[kind]);
  };
  const show = () => {
    forms[kind].words();
    keepFocus(panel, () => fill(panel, element("fieldset", { class: "choice" }, element("legend", { class: "hidden" }, text("connectionKind")),
      Object.entries(KINDS).map(([name, { label }]) => element("label", {},
        element("input", { type: "radio", name: "connection", id: `connection-${name}`, value: name, checked: name === kind, onchange: () => choose(name) }), text(label)))),
    forms[kind].element, state));
  };
  const head = () => {
    const { connection } = appState;
    if (connection !== appState.reach?.connection) void tryOut(appState);
    byId("where").textContent = connection?.host ? text("whereHost", { host: connection.host }) : destinationOf(appState);
    byId("where").className = `where${connection && connection.kind !== "emulator" ? " live" : ""}`;
    fill(state, stateOf(appState));
  };
  appState.addEventListener("target", (/** @type {any} */ { detail: target }) => {
    if (appState.connection?.identity === target.identity) return;
    if (target.kind !== kind) choose(target.kind);
    forms[kind].aim?.(target);
  });
  appState.addEventListener("input", head);
  appState.addEventListener("words", () => { show(); head(); });
  choose("emulator");
}

/** Tries a connection once it is made; what came of it counts only while it is still the one. @param {import("../state/app_state.js").AppState} appState */
async function tryOut(appState) {
  const { connection, officialAccount } = appState;
  appState.reach = connection && { connection, found: connection.check ? "trying" : "untried" };
  const reach = await connection?.check?.(officialAccount);
  if (connection && reach && appState.connection === connection) appState.enter({ reach: { connection, ...reach } });
}

/** What came of Connect, beside it. @param {import("../state/app_state.js").AppState} appState */
function stateOf({ connection, connectionProblems, reach }) {
  if (connectionProblems.length > 0) return connectionProblems.map((issue) => localized(sayIssue(issue), "p", { class: "problem" }));
  if (!connection?.host || !reach) return null;
  const { found, error } = reach;
  const isWell = ["trying", "untried", "reached"].includes(found);
  return [
    element("p", { class: "hint connected", "data-reach": isWell ? found : "lost" }, text("connectedTo", { host: connection.host }), isWell && ` ${reachText(connection.kind, connection.address, reach)}`),
    found === "refused" ? problemNotice(error, connection) : !isWell && element("p", { class: "problem" }, reachText(connection.kind, connection.address, reach)),
  ];
}
