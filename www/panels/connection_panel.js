// The panel that selects the connection: one form for each kind.
import { emulatorForm } from "./emulator_form.js";
import { handlerForm } from "./handler_form.js";
import { userSigForm } from "./user_sig_form.js";
import { byId, element, fill, keepFocus } from "../dom/element.js";
import { problem, spoken } from "../widgets/problem_notice.js";
import { sayReach } from "../connection/connection_check.js";
import { sayIssue } from "../languages/sentences.js";
import { text } from "../languages/language.js";
import { whereOf } from "./start_panel.js";

/** @type {Record<string, { label: import("../languages/language.js").TextKey, form: (page: import("../state/app_state.js").Page) => { element: Element, words: () => void, enter: () => void, aim?: (target: import("../state/run.js").Target) => void } }>} */
const KINDS = {
  emulator: { label: "emulator", form: emulatorForm },
  userSig: { label: "userSig", form: userSigForm },
  handler: { label: "handler", form: handlerForm },
};

/** @param {import("../state/app_state.js").Page} page */
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
    if (connection !== page.reach?.connection) void tryOut(page);
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

/** Tries a connection once it is made; what came of it counts only while it is still the one. @param {import("../state/app_state.js").Page} page */
async function tryOut(page) {
  const { connection, officialAccount } = page;
  page.reach = connection && { connection, found: connection.check ? "trying" : "untried" };
  const reach = await connection?.check?.(officialAccount);
  if (connection && reach && page.connection === connection) page.enter({ reach: { connection, ...reach } });
}

/** What came of Connect, beside it. @param {import("../state/app_state.js").Page} page */
function stateOf({ connection, connectionProblems, reach }) {
  if (connectionProblems.length > 0) return connectionProblems.map((issue) => spoken(sayIssue(issue), "p", { class: "problem" }));
  if (!connection?.host || !reach) return null;
  const { found, error } = reach;
  const isWell = ["trying", "untried", "reached"].includes(found);
  return [
    element("p", { class: "hint connected", "data-reach": isWell ? found : "lost" }, text("connectedTo", { host: connection.host }), isWell && ` ${sayReach(connection.kind, connection.address, reach)}`),
    found === "refused" ? problem(error, connection) : !isWell && element("p", { class: "problem" }, sayReach(connection.kind, connection.address, reach)),
  ];
}
