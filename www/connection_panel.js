// The panel in which the connection is chosen: one form for each kind.
import { emulatorForm } from "./connection_emulator.js";
import { handlerForm } from "./connection_handler.js";
import { userSigForm } from "./connection_user_sig.js";
import { byId, element, fill, keepFocus } from "./element.js";
import { spoken } from "./problem.js";
import { sayIssue } from "./sentences.js";
import { text } from "./language.js";
import { whereOf } from "./start.js";

/** @type {Record<string, { label: import("./language.js").TextKey, form: (page: import("./page.js").Page) => { element: Element, words: () => void, enter: () => void, aim?: (target: import("./run.js").Target) => void } }>} */
const KINDS = {
  emulator: { label: "emulator", form: emulatorForm },
  userSig: { label: "userSig", form: userSigForm },
  handler: { label: "handler", form: handlerForm },
};

/** @param {import("./page.js").Page} page */
export function connectConnection(page) {
  const forms = Object.fromEntries(Object.entries(KINDS).map(([kind, { form }]) => [kind, form(page)]));
  let kind = "";
  /** What was entered for each kind: keys of the emulator must not reach the service, nor be lost on the way back. @type {Record<string, object>} */
  const drafts = {};
  const panel = byId("connection");
  const state = element("div", { id: "connection-state", role: "status" });
  const choose = (/** @type {string} */ chosen) => {
    const { officialAccount, keysText, reason } = page;
    if (kind !== "") drafts[kind] = { officialAccount, keysText, reason };
    kind = chosen;
    show();
    page.enter({ officialAccount: "", keysText: "", reason: "" });
    forms[kind].enter();
    if (drafts[kind]) page.enter(drafts[kind]);
  };
  const show = () => {
    forms[kind].words();
    keepFocus(panel, () => fill(panel, element("fieldset", { class: "choice" }, element("legend", { class: "hidden" }, text("connectionKind")),
      Object.entries(KINDS).map(([name, { label }]) => element("label", {},
        element("input", { type: "radio", name: "connection", id: `connection-${name}`, value: name, checked: name === kind, onchange: () => choose(name) }), text(label)))),
    forms[kind].element, state));
  };
  const head = () => {
    const { connection } = page;
    byId("where").textContent = connection?.host ? text("whereHost", { host: connection.host }) : whereOf(page);
    byId("where").className = `where${connection && connection.kind !== "emulator" ? " live" : ""}`;
    fill(state, stateOf(page));
  };
  page.addEventListener("target", (/** @type {any} */ { detail: target }) => {
    if (page.connection?.identity === target.identity) return;
    if (target.kind !== kind) choose(target.kind);
    forms[kind].aim?.(target);
  });
  page.addEventListener("input", head);
  page.addEventListener("words", () => { show(); head(); });
  choose("emulator");
}

/** What came of Connect, beside it. @param {import("./page.js").Page} page */
function stateOf({ connection, connectionProblems }) {
  if (connectionProblems.length > 0) return connectionProblems.map((issue) => spoken(sayIssue(issue), "p", { class: "problem" }));
  return connection?.host && element("p", { class: "hint connected" }, text("connectedTo", { host: connection.host }));
}
