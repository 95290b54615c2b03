// The recall button and the plan beside it, kept up to date with the input.
import { OPTIONS } from "../generated/facts.js";
import { confirmRecall } from "../widgets/confirm_dialog.js";
import { pendingDecision } from "./input_decisions.js";
import { byId, element, fill } from "../dom/element.js";
import { text } from "../languages/language.js";
import { planOf } from "../state/app_state.js";
import { accountsOf } from "../connection/message.js";
import { showPlan } from "../widgets/plan_summary.js";
import { runWithJournal } from "../run_view/journaled_run.js";
import { Run } from "../state/run.js";
import { sayIssue } from "../languages/problem_texts.js";

/** @param {import("../state/app_state.js").AppState} appState */
export function connectStartPanel(appState) {
  const button = element("button", { type: "submit", form: "form", class: "danger", id: "recall", "aria-describedby": "recall-hint" });
  const hint = element("p", { class: "hint", id: "recall-hint" });
  fill(byId("start"), button, hint);
  let timer = 0;
  const show = () => {
    clearTimeout(timer);
    const { plan, problems } = assess(appState);
    const ready = plan !== undefined && appState.connection !== undefined && appState.connectionProblems.length === 0 && !appState.running;
    button.disabled = !ready;
    button.textContent = appState.distinct > 0 ? text("recallButton", { n: appState.distinct }) : text("recallButtonEmpty");
    hint.textContent = text(nextStep(appState, ready));
    byId("plan").hidden = appState.run !== undefined;
    byId("start").hidden = appState.run !== undefined;
    showPlan(byId("plan"), { plan, where: appState.connection?.kind === "emulator" ? text("hostEmulator") : destinationOf(appState), problems, leftOut: appState.parsed.rejected.length, rateLimit: rateOf(appState) });
  };
  // A plan of 100,000 keys is made when typing pauses, not at each keystroke.
  const soon = () => { clearTimeout(timer); timer = window.setTimeout(show, appState.parsed.msgKeys.length > 5000 ? 150 : 0); };
  appState.addEventListener("input", soon);
  appState.addEventListener("words", show);
  appState.addEventListener("run", show);
  byId("form").addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    show();
    if (!button.disabled) void begin(appState);
  });
  show();
}

/** @param {import("../state/app_state.js").AppState} appState @returns {{ plan?: import("../pkg/index.js").RecallPlan, problems: import("../languages/code_texts.js").LocalizedText[] }} */
function assess(appState) {
  const { officialAccount, parsed, messages, connectionProblems } = appState;
  const unconnected = connectionProblems.map(sayIssue);
  const open = pendingDecision(appState);
  if (parsed.msgKeys.length === 0 && !appState.columns) return { problems: unconnected };
  if (open !== undefined) return { problems: [...unconnected, { words: open, lang: "" }] };
  const ownerless = accountProblem(messages, officialAccount);
  if (ownerless !== undefined) return { problems: [...unconnected, { words: ownerless, lang: "" }] };
  const { plan, issues } = planOf(appState, rateOf(appState));
  const missing = issues.map(sayIssue);
  return { plan, problems: [...unconnected, ...(plan ? [] : missing)] };
}

/** What is wrong with the accounts of the messages. @param {import("../state/input_messages.js").InputMessages} messages @param {string} officialAccount that of the field @returns {string | undefined} */
function accountProblem({ isNamed, conflicts, unnamed }, officialAccount) {
  if (conflicts.length > 0) return text("conflictAsk", { n: conflicts.length, account: officialAccount });
  if (unnamed.length > 0) return text("unnamedAsk", { n: unnamed.length, line: unnamed[0] });
  return !isNamed && officialAccount === "" ? text("accountMissing") : undefined;
}

/** What the button waits for, or a warning before it is pressed. @param {import("../state/app_state.js").AppState} appState @param {boolean} ready @returns {import("../languages/language.js").TextKey} */
function nextStep({ connection, parsed, columns, foundSoFar }, ready) {
  if (ready) return "cannotUndo";
  if (!connection) return "connectFirst";
  if (foundSoFar !== undefined) return "readFirst";
  return parsed.msgKeys.length === 0 && !columns ? "pasteFirst" : "correctFirst";
}

/** @param {import("../state/app_state.js").AppState} appState */
const rateOf = ({ connection }) => Number(connection?.requestOptions?.rateLimit ?? OPTIONS.rateLimit.default);

/** @param {import("../state/app_state.js").AppState} appState */
export const destinationOf = ({ connection }) => (connection?.host ? connection.host : connection ? text("whereEmulator") : text("whereNone"));

/** @param {import("../state/app_state.js").AppState} appState */
async function begin(appState) {
  const { connection, ids, reason, distinct } = appState;
  if (!connection) return;
  const agreed = await confirmRecall({ count: distinct, accounts: accountsOf(ids), reason, live: connection.kind !== "emulator", where: destinationOf(appState) });
  if (agreed) await runWithJournal(appState, new Run({ target: connection, connection, ids, reason }));
}
