// The panel for manual work: the request as a curl command without its UserSig, and a raw response explained.
import { MAX_KEYS } from "../generated/facts.js";
import * as library from "../pkg/index.js";
import { MASK } from "../connection/connections.js";
import { byId, element, fill, keepFocus } from "../dom/element.js";
import { codeTexts } from "../languages/code_texts.js";
import { number, text } from "../languages/language.js";
import { accountOf, keyOf } from "../connection/message.js";
import { issuesOf, problemNotice, localized } from "../widgets/problem_notice.js";
import { sayIssue } from "../languages/problem_texts.js";

/** @param {import("../state/app_state.js").AppState} appState */
export function connectManualRequest(appState) {
  const panel = byId("tools");
  const request = element("div");
  const answer = element("div", { role: "status" });
  const reply = element("textarea", { id: "reply", class: "code", rows: "4", spellcheck: "false" });
  const showRequest = () => keepFocus(request, () => fill(request, curlOf(appState)));
  const explain = () => fill(answer, reply.value.trim() === "" ? null : explanation(reply.value));
  reply.addEventListener("input", explain);
  const show = () => {
    const title = element("h2", { id: "tools-title" }, text("toolsTitle"));
    fill(panel, title,
      element("details", {}, element("summary", {}, text("curlTitle")), request),
      element("details", {}, element("summary", {}, text("replyTitle")), element("label", { class: "hint", for: "reply" }, text("replyHint")), reply, answer));
    showRequest();
    explain();
  };
  appState.addEventListener("input", showRequest);
  appState.addEventListener("words", show);
  show();
}

/** @param {import("../state/app_state.js").AppState} appState */
function curlOf(appState) {
  const { connection, reason } = appState;
  if (!connection) return element("p", { class: "hint" }, text("whereNone"));
  if (!connection.requestOptions) return element("p", { class: "hint" }, text("curlHandler"));
  try {
    const { officialAccount, msgKeys } = firstRequest(appState);
    const options = { ...connection.requestOptions, officialAccount, msgKeys, ...(reason && { reason }) };
    const { url, headers, body } = library.buildRequest(/** @type {any} */ (options));
    const lines = [`curl '${quoted(url)}'`, ...Object.entries(headers).map(([name, value]) => `  -H '${name}: ${value}'`), `  --data-raw '${quoted(body)}'`];
    const command = element("pre", { tabindex: "0", "aria-label": text("curlTitle") }, lines.join(" \\\n"));
    const copy = element("button", { type: "button", id: "copy-curl", onclick: () => void copyFrom(command, copy) }, text("copy"));
    return [element("div", { class: "field-head" }, element("p", { class: "hint" }, text("curlHint", { mask: MASK })), copy), command];
  } catch (error) {
    return issuesOf(error).map((issue) => localized(sayIssue(issue), "p", { class: "hint" }));
  }
}

/** The messages of one account that leave first. @param {Pick<import("../state/app_state.js").AppState, "officialAccount" | "parsed" | "messages">} input */
function firstRequest({ officialAccount: entered, parsed, messages: { isNamed, ids } }) {
  if (!isNamed) return { officialAccount: entered, msgKeys: parsed.msgKeys.slice(0, MAX_KEYS) };
  const [first = " "] = ids;
  const officialAccount = accountOf(first);
  /** @type {string[]} */
  const msgKeys = [];
  for (const id of ids) if (msgKeys.length < MAX_KEYS && accountOf(id) === officialAccount) msgKeys.push(keyOf(id));
  return { officialAccount, msgKeys };
}

/** Copies a text, or if the browser forbids it, selects it for the user to copy. @param {HTMLElement} source @param {HTMLElement} button shows what was done */
async function copyFrom(source, button) {
  try {
    await navigator.clipboard.writeText(source.textContent ?? "");
    button.textContent = text("copied");
  } catch {
    getSelection()?.selectAllChildren(source);
    button.textContent = text("copySelected");
  }
  byId("announcer").textContent = button.textContent;
}

/** Escapes text for a shell's single quotes. @param {string} words */
const quoted = (words) => words.replaceAll("'", `'\\''`);

/** @param {string} body the body of a response. It names its messages, or none if it refuses the whole request */
function explanation(body) {
  const asked = [...new Set(library.parseMsgKeys(body).msgKeys)];
  try {
    const { ok, errorCode, errorInfo, results } = library.decodeResponse({ status: 200, body }, asked.length > 0 ? asked : ["1_1_1"]);
    const codes = new Set([...(errorCode ? [errorCode] : []), ...results.flatMap(({ code }) => (code ? [code] : []))]);
    const statuses = [...new Set(results.map(({ status }) => status))];
    const count = (/** @type {string} */ status) => results.filter((row) => row.status === status).length;
    return [
      element("p", { class: `notice ${ok ? "good" : "bad"}` }, ok ? text("replyOk") : `${errorCode} ${errorInfo}`),
      asked.length > 0 && element("p", {}, statuses.map((status) => `${text(status)}: ${number(count(status))}`).join(text("separator"))),
      [...codes].map(codeNote),
    ];
  } catch (error) {
    return problemNotice(error);
  }
}

/** @param {number} code */
function codeNote(code) {
  const { name, meaning, advice } = codeTexts(code);
  return element("p", { class: "code-note" }, element("b", {}, `${code} ${name} `), localized(meaning, "span"), " ", localized(advice, "span"));
}
