// Translates the numbers of the core into issues, details and losses as users see them: code, parameters and English message.
import { RUN } from "../../texts/en/run.js";
import { NAMES, errorSentence, fill, sentence } from "../../texts/templates/fill.js";
import { RecallError, isRecallError } from "./recall_error.js";

/**
 * @typedef {import("../../index.js").Issue} Issue
 * @typedef {{ code: string, params: Record<string, any> }} Detail
 * @typedef {{ code: string, detail?: Detail, apiCode?: number, issues?: Issue[], words?: string, cause?: unknown }} Description an error before it has a message
 * @typedef {import("../../texts/templates/fill.js").Texts} Texts
 * @typedef {{ texts: Texts, rows: readonly string[], words: readonly string[] }} Catalog the sentences, and the rows of issues and the words by number
 */

/** @type {() => Catalog} */
const ofRuns = () => ({ texts: RUN, rows: Object.keys(RUN.issues), words: Object.keys(RUN.words) });

/**
 * A code and its parameters, as src/wasm/js_value.rs passes them.
 * @param {readonly string[]} rows by number
 * @param {any[]} fields number of the code, parameters
 * @param {readonly string[]} [words] by number
 * @returns {Detail}
 */
function named(rows, [number, ...values], words = []) {
  const [code = "", ...names] = (rows[number] ?? "").split(" ");
  /** @type {Record<string, any>} */
  const params = {};
  for (const [at, name] of names.entries()) {
    const value = values[at];
    if (value !== undefined) params[name] = (NAMES.includes(name) && words[value]) || value;
  }
  return { code, params };
}

/**
 * An issue with its message.
 * @param {Texts} texts
 * @param {string} path
 * @param {Detail} problem
 * @returns {Issue}
 */
export const makeIssue = (texts, path, problem) => /** @type {Issue} */ ({ path, ...problem, message: sentence(texts, texts.issues, problem.code, problem.params) });

/**
 * Issues as src/wasm/js_value.rs passes them.
 * @param {any[][]} issues each path, number of the code, parameters
 * @param {Catalog} [catalog]
 */
export const readIssues = (issues, { texts, rows, words } = ofRuns()) => issues.map(([path, ...fields]) => makeIssue(texts, path, named(rows, fields, words)));

/**
 * An error as src/wasm/js_value.rs passes it.
 * @param {any} error
 * @param {Catalog} [catalog]
 * @returns {Description}
 */
export function readError({ detail, issues, ...rest }, catalog) {
  const found = detail && named(Object.keys(RUN.details), detail);
  if (found?.params.loss) found.params = readLoss(found.params.loss);
  return { ...rest, ...(found && { detail: found }), issues: readIssues(issues, catalog) };
}

/**
 * How a request was lost, from the text of `Loss::text` in src/wire/response.rs: its code, and the name and value of its parameter.
 * @param {string} text
 * @returns {any} the code as `loss`, and its parameter
 */
export function readLoss(text) {
  const [loss, name, ...words] = text.split(" ");
  const value = words.join(" ");
  return { loss, ...(name && { [name]: name === "said" || !(+value >= 0) ? value : +value }) };
}

/** A loss in English. @param {Record<string, any>} params */
export const lossSentence = (params) => fill(RUN, "{loss}", params);

/**
 * An error that has a detail, before it has a message.
 * @param {string} code
 * @param {string} detail
 * @param {{ cause?: unknown, params?: Record<string, any> }} [more]
 * @returns {Description}
 */
export const detailed = (code, detail, { params = {}, ...more } = {}) => ({ code, detail: { code: detail, params }, ...more });

/**
 * @param {Description & { report?: any }} description
 * @param {Texts} [texts]
 */
export const makeError = (description, texts = RUN) => new RecallError({ ...description, message: errorSentence(texts, description) });

/**
 * Describes an error of the core, a plain object with a code; anything else is a defect.
 * @param {any} thrown
 * @param {Catalog} [catalog]
 * @returns {unknown}
 */
export function asError(thrown, catalog = ofRuns()) {
  if (isRecallError(thrown)) return thrown;
  if (thrown instanceof Error) return makeError(detailed("ERR_INTERNAL", "defect-with-cause", { cause: thrown }));
  if (typeof thrown !== "object" || thrown === null || !("code" in thrown)) return makeError(detailed("ERR_INTERNAL", "defect", { cause: thrown }));
  return makeError(readError(thrown, catalog), catalog.texts);
}
