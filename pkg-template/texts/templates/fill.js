// Makes a sentence from a code and its parameters, with the templates of one language.

/**
 * A template, or in English two: for a `count` of 1 and for any other. `{name}` is a parameter; the text in `[...]` is left out when its
 * parameter is absent.
 * @typedef {string | readonly string[]} Template
 * @typedef {Readonly<Record<string, Template>>} Table templates by row, or words by name. A row is a code and the names of its parameters
 * @typedef {{ issues: Table, details: Table, losses: Table, words: Table, list: { string: string, pair: string, between: string, more: string, spaced?: (phrase: string, before?: string, after?: string) => string } }} Texts the sentences of one language; `spaced` adds the spaces around an inserted phrase
 * @typedef {Readonly<Record<string, any>>} Params
 */

/** Parameters whose values are names that each language has a word for. */
export const NAMES = ["found", "expected", "unit"];

/**
 * Uses no regular expression: V8 ends the process if it compiles one when the stack is nearly full, and errors can occur there too.
 * @param {Texts} texts
 * @param {Template} template
 * @param {Params} params
 * @returns {string}
 */
export function fill(texts, template, params) {
  const form = typeof template === "string" ? template : String(template[params.count === 1 ? 0 : 1]);
  const [always = "", ...rest] = form.split("[");
  const parts = rest.map((part) => {
    const [optional = "", after = ""] = part.split("]");
    const name = optional.slice(optional.indexOf("{") + 1, optional.indexOf("}"));
    return (params[name] === undefined ? "" : optional) + after;
  });
  const [start = "", ...holes] = [always, ...parts].join("").split("{");
  let text = start;
  for (const hole of holes) {
    const [name = "", after = ""] = hole.split("}");
    const said = phrase(texts, name, params);
    text += (texts.list.spaced?.(String(said), text.at(-1), after[0]) ?? said) + after;
  }
  return text;
}

/**
 * The text for a parameter.
 * @param {Texts} texts
 * @param {string} name
 * @param {Params} params
 */
function phrase(texts, name, params) {
  const value = params[name];
  if (name === "loss") return sentence(texts, texts.losses, value, params);
  // A string is introduced as a string; a number is shown alone.
  if (name === "found" && params.value !== undefined) return fill(texts, value === "string" ? texts.list.string : (texts.words[`${value}-of`] ?? "{value}"), params);
  return NAMES.includes(name) ? (texts.words[value] ?? value) : value;
}

/**
 * The sentence of a code in a table.
 * @param {Texts} texts
 * @param {Table} table
 * @param {string} code
 * @param {Params} params
 * @returns {string} empty if the table lacks the code
 */
export function sentence(texts, table, code, params) {
  const row = Object.keys(table).find((one) => one.split(" ")[0] === code) ?? "";
  return fill(texts, table[row] ?? "", params);
}

/** Most issues in one message. */
const MOST = 5;

/**
 * The message of an error: its detail, or its issues.
 * @param {Texts} texts
 * @param {{ detail?: { code: string, params: Params }, apiCode?: number, issues?: readonly { path: string, message: string }[], words?: string }} error `words`: the meaning of a refusal's code
 */
export function errorSentence(texts, { detail, apiCode, issues = [], words }) {
  if (detail) return sentence(texts, texts.details, detail.code, { ...detail.params, apiCode, words });
  const { pair, between, more } = texts.list;
  const shown = issues.slice(0, MOST).map((issue) => (issue.path ? fill(texts, pair, issue) : issue.message));
  if (issues.length > MOST) shown.push(fill(texts, more, { count: issues.length - MOST }));
  return shown.join(between);
}

/**
 * Merges the sentences of several parts of a language.
 * @param {Texts} run
 * @param {Pick<Texts, "issues" | "details" | "words">[]} parts
 * @returns {Texts}
 */
export function merge(run, ...parts) {
  const all = (/** @type {"issues" | "details" | "words"} */ kind) => Object.assign({}, ...[run, ...parts].map((part) => part[kind]));
  return { ...run, issues: all("issues"), details: all("details"), words: all("words") };
}
