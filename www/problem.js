// Why something did not work: what it means in the page's language, and what the library says of it, in English.
import * as library from "./pkg/index.js";
import { element } from "./element.js";
import { explained, inFields } from "./explanation.js";
import { language, text } from "./language.js";
import { sayIssue } from "./sentences.js";

/** Errors that a reader can do something about; the others are shown as they are. */
const EXPLAINED = /** @type {const} */ ([
  "ERR_USER_SIG", "ERR_PERMISSION", "ERR_REGION", "ERR_OFFICIAL_ACCOUNT", "ERR_PLAN", "ERR_REFUSED", "ERR_RATE_LIMITED", "ERR_NO_REPLY",
  "ERR_UNREADABLE_REPLY", "ERR_INTERNAL",
]);

/** Every problem an error names, each with its place. @param {unknown} error @returns {import("./pkg/index.js").Issue[]} */
export function issuesOf(error) {
  if (library.isRecallError(error) && error.issues.length > 0) return [...error.issues];
  return [{ path: "", message: error instanceof Error ? error.message : String(error) }];
}

/** A text in a language of its own. @param {import("./explanation.js").Said} said @param {"p" | "span"} [tag] @param {Record<string, unknown>} [attributes] */
export const spoken = ({ words, lang }, tag = "p", attributes = {}) => element(tag, { ...attributes, lang: lang || null }, words);

/**
 * A notice of an error.
 * @param {unknown} error
 * @param {import("./connection.js").Connection["kind"]} [kind] of the connection, which decides whose refusal it is
 */
export function problem(error, kind) {
  if (!library.isRecallError(error)) return element("div", { class: "notice bad" }, issuesOf(error).map((issue) => spoken(sayIssue(issue))));
  const { code, apiCode, issues, message } = error;
  const known = EXPLAINED.find((one) => one === code);
  const headline = known === "ERR_PERMISSION" && apiCode === undefined && kind === "handler" ? text("handlerRefused") : known && text(known);
  const about = apiCode !== undefined && language() !== "en" ? explained(apiCode) : undefined;
  return element("div", { class: "notice bad" },
    headline && element("p", {}, element("b", {}, headline)),
    about && element("p", {}, element("span", { class: "code" }, String(apiCode)), " ", spoken(about.meaning, "span"), " ", spoken(about.advice, "span")),
    known === "ERR_NO_REPLY" && kind === "userSig" && element("p", {}, text("userSigHint")),
    issues.length > 0 ? issues.map((issue) => spoken(sayIssue(issue))) : element("p", { class: "hint", lang: "en" }, `${code}: ${language() === "en" ? inFields(message, "en") : message}`));
}
