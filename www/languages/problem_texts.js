// The package's sentences about inputs and failures, in the page's language and with the names of its fields.
import { errorText, issueText } from "../pkg/texts/index.js";
import { fieldOf, inFields } from "./field_names.js";
import { language, text } from "./language.js";

/** @typedef {import("./code_texts.js").LocalizedText} LocalizedText */
/** An issue of the package, or an object with only a message. @typedef {import("../pkg/index.js").Issue | { path: string, message: string }} Problem */

/** A server newer than the page may send an unknown code: then its English message is shown. @param {string} words @param {string} message @returns {LocalizedText} */
const localizedFrom = (words, message) => ({ words: inFields(words), lang: words === message && language() !== "en" ? "en" : "" });

/** @type {() => import("../pkg/texts/index.js").Locale} */
const locale = () => /** @type {any} */ (language());

/** The text of a problem, without its field. @param {Problem} problem @returns {LocalizedText} */
export function sayWarning(problem) {
  // The page has no field for insecureHttpHost: its own policy forbids http: to other machines.
  if ("code" in problem && problem.code === "url-http" && "host" in problem.params) return { words: text("reachBlocked", { where: String(problem.params.host) }), lang: "" };
  return localizedFrom("code" in problem ? issueText(problem, locale()) : problem.message, problem.message);
}

/** The text of a problem, with its field. @param {Problem} issue @returns {LocalizedText} */
export function sayIssue(issue) {
  const { words, lang } = sayWarning(issue);
  return { words: issue.path === "" ? words : text("issue", { field: fieldOf(issue.path), problem: words }), lang };
}

/** The text of an error, or of the description of one. @param {import("../pkg/texts/index.js").ErrorData} error */
export const sayError = (error) => localizedFrom(errorText(error, locale()), error.message);
