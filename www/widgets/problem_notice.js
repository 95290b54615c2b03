// Explains an error in the dashboard's language: its meaning on this page, and the package's text.
import * as library from "../pkg/index.js";
import { element } from "../dom/element.js";
import { text } from "../languages/language.js";
import { answerText } from "../connection/connection_check.js";
import { sayError, sayIssue } from "../languages/problem_texts.js";

/** Errors that the user can act on; the others are shown as they are. */
const EXPLAINED = /** @type {const} */ ([
  "ERR_USER_SIG", "ERR_PERMISSION", "ERR_REGION", "ERR_OFFICIAL_ACCOUNT", "ERR_PLAN", "ERR_REFUSED", "ERR_RATE_LIMITED", "ERR_NO_REPLY",
  "ERR_UNREADABLE_REPLY", "ERR_INTERNAL",
]);
/** Errors without an answer of the service, whose meaning depends on what answered the last request. @type {readonly string[]} */
const UNHEARD = ["ERR_PERMISSION", "ERR_REFUSED", "ERR_NO_REPLY", "ERR_UNREADABLE_REPLY"];

/** Every problem that an error names, with its path. @param {unknown} error @returns {{ path: string, message: string }[]} */
export function issuesOf(error) {
  if (library.isRecallError(error) && error.issues.length > 0) return [...error.issues];
  return [{ path: "", message: error instanceof Error ? error.message : String(error) }];
}

/** An element with a text in its own language. @param {import("../languages/code_texts.js").LocalizedText} said @param {"p" | "span"} [tag] @param {Record<string, unknown>} [attributes] */
export const localized = ({ words, lang }, tag = "p", attributes = {}) => element(tag, { ...attributes, lang: lang || null }, words);

/** The connection of the error: its kind, its address, and what answered its last request. @typedef {{ kind: string, address?: string, answer?: import("../connection/connection_check.js").Answer }} ConnectionContext */

/**
 * Makes the notice of an error.
 * @param {unknown} error an error of the library, or the description of one from a handler
 * @param {ConnectionContext} [met]
 */
export function problemNotice(error, met) {
  if (!isDescription(error)) return element("div", { class: "notice bad" }, issuesOf(error).map((issue) => localized(sayIssue(issue))));
  const { code, apiCode, issues = [] } = error;
  const headline = headlineOf(code, apiCode, met);
  const { words, lang } = sayError(error);
  return element("div", { class: "notice bad" },
    headline && element("p", {}, element("b", {}, headline)),
    code === "ERR_NO_REPLY" && met?.kind === "userSig" && element("p", {}, text("userSigHint")),
    issues.length > 0 ? issues.map((issue) => localized(sayIssue(issue))) : localized({ words: `${code}: ${words}`, lang }, "p", { class: "hint" }));
}

/** @param {any} error @returns {error is import("../pkg/texts/index.js").ErrorData} */
const isDescription = (error) => library.isRecallError(error) || /^ERR_/.test(error?.code);

/** The meaning: a refusal of the service or of the user's server, another server's answer, or none. @param {string} code @param {number | undefined} apiCode @param {ConnectionContext | undefined} met */
function headlineOf(code, apiCode, met) {
  const known = EXPLAINED.find((one) => one === code);
  const general = known && text(known);
  if (apiCode !== undefined || !met?.answer || !known || !UNHEARD.includes(code)) return general;
  const { kind, address = "", answer } = met;
  if (answer.own) return code === "ERR_PERMISSION" ? text("handlerRefused") : code === "ERR_REFUSED" ? text("handlerDeclined") : general;
  const isAnswered = answer.status !== undefined && answer.status >= 200 && answer.status < 300;
  return isAnswered && code !== "ERR_UNREADABLE_REPLY" ? general : answerText(kind, address, answer);
}
