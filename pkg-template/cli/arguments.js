// Reads the words of a command line by the options of its command. For every command.
import { parseArgs } from "node:util";
import leven from "leven";
import { Failure, harmless } from "./failure.js";
import { oneOf } from "./values.js";

/**
 * One option. With `value` (its name in the help) it takes one; `many`: it may be repeated.
 * @typedef {{ about: string, value?: string, many?: boolean, short?: string, read?: import("./values.js").ReadValue }} Option
 * @typedef {Record<string, Option>} Options
 */

/** Options of every command. @type {Options} */
export const COMMON = {
  lang: { value: "en|zh", about: "Language of what is printed. Default: that of the locale.", read: oneOf(["en", "zh"]) },
  help: { short: "h", about: "Print this." },
};

/** Options that would put a secret where every process of the machine can read it. */
const SECRETS = /^(secret|secret-?key|sdk-?secret(-?key)?|user-?sig|sig|password|token)$/i;

/**
 * @param {string[]} words
 * @param {Options} own
 * @param {{ command: string, most?: number, expected?: string }} about `most` positional words, and what they are
 * @returns {{ values: Record<string, any>, positionals: string[] }}
 */
export function readArguments(words, own, { command, most = 0, expected = "no words, only options" }) {
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
  if (positionals.length > most && !values.help) {
    throw new Failure(`${command}: found "${harmless(positionals[most] ?? "")}", expected ${expected}${seeHelp(command)}`);
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
    if (value !== undefined) throw new Failure(`${rawName}: takes no value${seeHelp(command)}`);
    values[name] = true;
    return;
  }
  if (value === undefined || value === "") throw new Failure(`${rawName}: found nothing, expected ${option.value}${seeHelp(command)}`);
  // A forgotten value would swallow the option behind it, and with --dry-run the promise that nothing is sent.
  if (!inlineValue && /^-./.test(value)) {
    throw new Failure(`${rawName}: found an option behind it, expected ${option.value}; if it is meant, write ${rawName}=...${seeHelp(command)}`);
  }
  const read = option.read ? option.read(value, rawName) : value;
  if (option.many) (values[name] ??= []).push(read);
  else if (name in values) throw new Failure(`${rawName}: given twice, expected once`);
  else values[name] = read;
}

/**
 * @param {string} name
 * @param {string} rawName
 * @param {Options} options
 * @param {string} command
 */
function unknown(name, rawName, options, command) {
  if (SECRETS.test(name)) {
    return new Failure(
      `${rawName}: secrets are not taken from the command line, where every process of this machine can read them and the ` +
        "shell keeps them in its history. Set TENCENT_CHAT_SECRET_KEY (or TENCENT_CHAT_USER_SIG), or use --credentials FILE.",
    );
  }
  // Of four letters, two that differ make another word: --port is no slip for --host.
  const most = Math.min(2, Math.floor(name.length / 3));
  const near = Object.keys(options).filter((known) => leven(known, name) <= most || (name.length > 2 && known.startsWith(name)));
  const all = Object.keys(options).map((known) => `--${known}`).join(", ");
  const guess = near.length > 0 ? `; did you mean ${near.map((known) => `--${known}`).join(" or ")}?` : `. ${command} takes ${all}.`;
  return new Failure(`${harmless(rawName, 40)}: unknown option${guess}${seeHelp(command)}`);
}

/** @param {string} command */
const seeHelp = (command) => `\nSee: tencent-chat-recall ${command} --help`;
