// Parses the command line by the options of its command.
import { parseArgs } from "node:util";
import leven from "leven";
import { shown } from "../../lib/errors/excerpt.js";
import { Failure } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";
import { secretIn } from "./pasted_value.js";
import { oneOf } from "./option_values.js";

/**
 * One option. With `value` (its name in the help) it takes one; `many`: it may be repeated.
 * @typedef {{ about: string, value?: string, many?: boolean, short?: string, read?: import("./option_values.js").ReadValue }} Option
 * @typedef {Record<string, Option>} Options
 */

/** @typedef {"nothing" | "code" | "journal"} Words what a command takes besides options */

/** Options of every command. @type {Options} */
export const COMMON = {
  lang: { value: "en|zh", about: "Language of what is printed. Default: that of the locale.", read: oneOf(["en", "zh"]) },
  help: { short: "h", about: "Print this help." },
};

/** Options that would put a secret where every process of the machine can read it. */
const SECRETS = /^(secret|secret-?key|sdk-?secret(-?key)?|user-?sig|sig|password|token)$/i;

/**
 * @param {string[]} words
 * @param {Options} own
 * @param {{ command: string, most?: number, expected?: Words }} about `most` positional words, and what they are
 * @returns {{ values: Record<string, any>, positionals: string[] }}
 */
export function readArguments(words, own, { command, most = 0, expected = "nothing" }) {
  const options = { ...own, ...COMMON };
  const { tokens } = parseArgs({ args: words, options: shapes(options), strict: false, allowPositionals: true, tokens: true });
  /** @type {Record<string, any>} */
  const values = {};
  const positionals = [];
  let last = -1;
  for (const token of tokens ?? []) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const word = words[token.index] ?? "";
    if (!/^-\d+$/.test(word)) take(values, token, options, command);
    // No option is a digit: it is a number below zero, of which each digit is a token.
    else if (token.index !== last) positionals.push(word);
    last = token.index;
  }
  for (const word of positionals) refuseSecret(command, word);
  if (positionals.length > most && !values.help) {
    throw new Failure(sentence("unexpectedWord", { command, found: shown(positionals[most] ?? ""), expected }));
  }
  return { values, positionals };
}

/** @param {Options} options */
function shapes(options) {
  const entries = Object.entries(options).map(([name, { value, many, short }]) => {
    const type = /** @type {"string" | "boolean"} */ (value ? "string" : "boolean");
    return [name, { type, multiple: Boolean(many), ...(short ? { short } : {}) }];
  });
  return Object.fromEntries(entries);
}

/**
 * @param {Record<string, any>} values
 * @param {{ name: string, rawName: string, value?: string, inlineValue?: boolean }} token
 * @param {Options} options
 * @param {string} command
 */
function take(values, { name, rawName, value, inlineValue }, options, command) {
  // Its value is never repeated: it may be a secret under a name that nobody thought of.
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (!option) throw unknown(name, rawName, options, command);
  if (!option.value) {
    if (value !== undefined) throw new Failure(sentence("takesNoValue", { option: rawName, command }));
    values[name] = true;
    return;
  }
  if (value === undefined || value === "") throw new Failure(sentence("valueMissing", { option: rawName, value: option.value, command }));
  // A forgotten value would swallow the option behind it, and with --dry-run the promise that nothing is sent.
  if (!inlineValue && /^-./.test(value)) {
    throw new Failure(sentence("optionAsValue", { option: rawName, value: option.value, command }));
  }
  refuseSecret(rawName, value);
  const read = option.read ? option.read(value, rawName) : value;
  if (option.many) (values[name] ??= []).push(read);
  else if (name in values) throw new Failure(sentence("givenTwice", { option: rawName }));
  else values[name] = read;
}

/** Whatever it was given as: it would be printed, sent or written somewhere. @param {string} where @param {string} text */
function refuseSecret(where, text) {
  const secret = secretIn(text);
  if (secret === undefined) return;
  throw new Failure(sentence("secretAsValue", { where, secret }));
}

/**
 * @param {string} name
 * @param {string} rawName
 * @param {Options} options
 * @param {string} command
 */
function unknown(name, rawName, options, command) {
  if (SECRETS.test(name)) {
    return new Failure(sentence("secretOption", { option: rawName }));
  }
  // Of four letters, two that differ make another word: --port is no slip for --host.
  const most = Math.min(2, Math.floor(name.length / 3));
  const near = Object.keys(options).filter((known) => leven(known, name) <= most || (name.length > 2 && known.startsWith(name)));
  const [guesses, all] = [near, Object.keys(options)].map((names) => names.map((known) => `--${known}`));
  return new Failure(sentence("unknownOption", { option: shown(rawName), near: guesses ?? [], all: all ?? [], command }));
}
