// The form for a handler on the user's own server, which keeps the secret key.
import { handlerConnection } from "../connection/connections.js";
import { element, fill } from "../dom/element.js";
import { field } from "../dom/form.js";
import { text } from "../languages/language.js";
import { issuesOf } from "../widgets/problem_notice.js";

/** @param {import("../state/app_state.js").AppState} appState */
export function handlerForm(appState) {
  const form = element("div", { oninput: () => appState.enter({ connection: undefined, connectionProblems: [] }) });
  const url = element("input", { id: "handler-url", class: "code", spellcheck: "false", placeholder: "/api/recall" });
  const token = element("input", { id: "handler-token", type: "password", class: "code", autocomplete: "off" });
  const cookies = element("input", { id: "handler-cookies", type: "checkbox" });
  let kept = "";
  const connect = () => {
    if (token.value !== "") kept = token.value.trim();
    token.value = "";
    try {
      const connection = handlerConnection({ url: url.value.trim() || "/api/recall", token: kept, credentials: cookies.checked ? "include" : "same-origin" });
      appState.enter({ connection, connectionProblems: [] });
    } catch (error) {
      appState.enter({ connection: undefined, connectionProblems: issuesOf(error) });
    }
  };
  const words = () => fill(form,
    element("p", { class: "hint" }, text("handlerHint")),
    field(text("handlerUrl"), url),
    field(text("handlerToken"), token, text("handlerTokenHint")),
    element("label", { class: "tick" }, cookies, text("handlerCookies")),
    element("div", { class: "actions foot" }, element("button", { type: "button", class: "primary", id: "connect", onclick: connect }, text("connect"))));
  /** Restores the target of a run from an earlier page, but not its token, which is not stored. */
  const aim = (/** @type {import("../state/run.js").Target} */ { identity }) => { url.value = identity.slice("handler ".length); };
  return { element: form, words, aim, enter: () => (url.value ? connect() : appState.enter({ connection: undefined, connectionProblems: [] })) };
}
