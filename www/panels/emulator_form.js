// The form of the emulator in the browser: the size of the wrong broadcast.
import { emulatorConnection } from "../connection/connections.js";
import { DEMO_ACCOUNT, DEMO_SIZES, openDemo } from "../connection/emulator_demo.js";
import { element, fill } from "../dom/element.js";
import { number, text } from "../languages/language.js";

/** @param {import("../state/app_state.js").AppState} appState */
export function emulatorForm(appState) {
  const form = element("div");
  let size = DEMO_SIZES[0];
  /** @type {import("../connection/connections.js").Connection | undefined} */
  let connection;
  const begin = () => {
    const demo = openDemo({ size, sentAt: Date.now(), recalled: [] });
    connection = emulatorConnection(demo);
    appState.enter({ connection, connectionProblems: [], officialAccount: DEMO_ACCOUNT, keysText: demo.msgKeys.join("\n"), reason: text("demoReason") });
  };
  const enter = () => (connection ? appState.enter({ connection, connectionProblems: [] }) : begin());
  const words = () => fill(form,
    element("p", { class: "hint" }, text("emulatorHint")),
    element("div", { class: "field" }, element("label", { for: "demo-size" }, text("demoCount")),
      element("div", { class: "actions" },
        element("select", { id: "demo-size", onchange: (/** @type {any} */ event) => { size = Number(event.target.value); begin(); } },
          DEMO_SIZES.map((choice) => element("option", { value: choice, selected: choice === size }, number(choice)))),
        element("button", { type: "button", id: "demo-again", onclick: begin }, text("demoAgain")))));
  return { element: form, words, enter };
}
