// The recall button and the plan beside it, kept up to date with the input.
import { confirmRecall } from "../widgets/confirm_dialog.js";
import { undecided } from "./input_decisions.js";
import { byId, element, fill } from "../dom/element.js";
import { text } from "../languages/language.js";
import { RATE_LIMIT, planOf } from "../state/app_state.js";
import { showPlan } from "../widgets/plan_summary.js";
import { record } from "../run_view/journaled_run.js";
import { Run } from "../state/run.js";
import { sayIssue } from "../languages/sentences.js";

/** @param {import("../state/app_state.js").Page} page */
export function connectStart(page) {
  const button = element("button", { type: "submit", form: "form", class: "danger", id: "recall", "aria-describedby": "recall-hint" });
  const hint = element("p", { class: "hint", id: "recall-hint" });
  fill(byId("start"), button, hint);
  let timer = 0;
  const show = () => {
    clearTimeout(timer);
    const { plan, problems } = assess(page);
    const ready = plan !== undefined && page.connection !== undefined && page.connectionProblems.length === 0 && !page.running;
    button.disabled = !ready;
    button.textContent = page.distinct > 0 ? text("recallButton", { n: page.distinct }) : text("recallButtonEmpty");
    hint.textContent = text(nextStep(page, ready));
    byId("plan").hidden = page.run !== undefined;
    byId("start").hidden = page.run !== undefined;
    showPlan(byId("plan"), { plan, officialAccount: page.officialAccount, where: page.connection?.kind === "emulator" ? text("hostEmulator") : whereOf(page), problems, leftOut: page.parsed.rejected.length, rateLimit: rateOf(page) });
  };
  // A plan over 100,000 keys is made once the typing pauses, not at each key.
  const soon = () => { clearTimeout(timer); timer = window.setTimeout(show, page.parsed.msgKeys.length > 5000 ? 150 : 0); };
  page.addEventListener("input", soon);
  page.addEventListener("words", show);
  page.addEventListener("run", show);
  byId("form").addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    show();
    if (!button.disabled) void begin(page);
  });
  show();
}

/** @param {import("../state/app_state.js").Page} page @returns {{ plan?: import("../pkg/index.js").RecallPlan, problems: import("../languages/code_texts.js").Said[] }} */
function assess(page) {
  const { officialAccount, reason, parsed, connectionProblems } = page;
  const unconnected = connectionProblems.map(sayIssue);
  const open = undecided(page);
  if (parsed.msgKeys.length === 0 && !page.columns) return { problems: unconnected };
  if (open !== undefined) return { problems: [...unconnected, { words: open, lang: "" }] };
  const { plan, issues } = planOf({ officialAccount, reason, msgKeys: parsed.msgKeys, rateLimit: rateOf(page) });
  const missing = officialAccount === "" ? [{ words: text("accountMissing"), lang: "" }] : issues.map(sayIssue);
  return { plan, problems: [...unconnected, ...(plan ? [] : missing)] };
}

/** What the button waits for, or what to know before it is pressed. @param {import("../state/app_state.js").Page} page @param {boolean} ready @returns {import("../languages/language.js").TextKey} */
function nextStep({ connection, parsed, columns }, ready) {
  if (ready) return "cannotUndo";
  if (!connection) return "connectFirst";
  return parsed.msgKeys.length === 0 && !columns ? "pasteFirst" : "correctFirst";
}

/** @param {import("../state/app_state.js").Page} page */
const rateOf = ({ connection }) => Number(connection?.requestOptions?.rateLimit ?? RATE_LIMIT);

/** @param {import("../state/app_state.js").Page} page */
export const whereOf = ({ connection }) => (connection?.host ? connection.host : connection ? text("whereEmulator") : text("whereNone"));

/** @param {import("../state/app_state.js").Page} page */
async function begin(page) {
  const { connection, officialAccount, reason, distinct } = page;
  if (!connection) return;
  const msgKeys = page.parsed.msgKeys;
  const agreed = await confirmRecall({ count: distinct, officialAccount, reason, live: connection.kind !== "emulator", where: whereOf(page) });
  if (agreed) await record(page, new Run({ target: connection, connection, officialAccount, reason, msgKeys }));
}
