// What the package says of inputs and failures, by code, in the page's language and with the names of its fields.
import { errorText, issueText } from "../pkg/messages/index.js";
import { fieldOf, inFields } from "./field_names.js";
import { language, text } from "./language.js";

/** @typedef {import("./code_texts.js").LocalizedText} LocalizedText */
/** Of the package, or with a message alone. @typedef {import("../pkg/index.js").Issue | { path: string, message: string }} Problem */

/** A server that is newer than the page may send a code that the page does not know: then there is its English message. @param {string} words @param {string} message @returns {LocalizedText} */
const localizedFrom = (words, message) => ({ words: inFields(words), lang: words === message && language() !== "en" ? "en" : "" });

/** @type {() => import("../pkg/messages/index.js").Locale} */
const locale = () => /** @type {any} */ (language());

/** A problem without its field. @param {Problem} problem */
export const sayWarning = (problem) => localizedFrom("code" in problem ? issueText(problem, locale()) : problem.message, problem.message);

/** A problem with its field. @param {Problem} issue @returns {LocalizedText} */
export function sayIssue(issue) {
  const { words, lang } = sayWarning(issue);
  return { words: issue.path === "" ? words : text("issue", { field: fieldOf(issue.path), problem: words }), lang };
}

/** An error, or the description of one. @param {import("../pkg/messages/index.js").ErrorData} error */
export const sayError = (error) => localizedFrom(errorText(error, locale()), error.message);
