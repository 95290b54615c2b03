// Renders the help of a command from its definition; in Chinese with languages/zh/help.js.
import { COMMON } from "../settings/arguments.js";
import zh from "../languages/zh/help.js";
import { widthOfText } from "../terminal/text_flow.js";
import { INDENT, paragraph, table, widthOf } from "../terminal/layout.js";
import { wordsOf } from "../languages/screen_texts.js";

/** @typedef {import("../languages/locale.js").Language} Language */
/**
 * A command: its name, its arguments, and the function that runs it.
 * @typedef {{
 *   name: string, summary: string, usage: string[], options: import("../settings/arguments.js").Options, notes: string[][], examples: string[],
 *   most?: number, expected?: import("../settings/arguments.js").Words, run: (options: Record<string, any>, words: string[]) => Promise<number>,
 * }} Command
 */

const PROGRAM = "npx tencent-chat-recall";
/** Width of the column of option names. */
const NAMES = 29;

/** @param {Command[]} commands @param {Language} language @param {NodeJS.WriteStream} stream */
export function overview(commands, language, stream) {
  const width = widthOf(stream);
  const { help } = wordsOf(language);
  const rows = commands.map((command) => [{ text: command.name, width: 14, indent: INDENT }, { text: summaryOf(command, language) }]);
  const line = (/** @type {string} */ title, /** @type {string} */ command) => `${paragraph(title, width)}\n  ${command}`;
  return [
    paragraph(help.intro, width),
    line(help.usage, `${PROGRAM} ${help.command}`),
    table(rows, width),
    line(help.more, `${PROGRAM} ${help.command.split(" ")[0]} --help`),
    line(help.version, `${PROGRAM} --version`),
    line(help.practice, `${PROGRAM} emulator`),
  ].join("\n\n") + "\n";
}

/** @param {Command} command @param {Language} language @param {NodeJS.WriteStream} stream */
export function helpOf(command, language, stream) {
  const width = widthOf(stream);
  const { help, anyOptions } = wordsOf(language);
  const { usage, options, examples } = command;
  const rows = Object.entries({ ...options, ...COMMON }).map(([name, { value, about, short }]) => {
    const written = `${short ? `-${short}, ` : ""}--${name}${value ? ` ${value}` : ""}`;
    return [{ text: written, width: NAMES, indent: INDENT }, { text: language === "zh" ? aboutInChinese(command.name, name) ?? about : about }];
  });
  const notes = language === "zh" ? zh.notes[command.name] ?? command.notes : command.notes;
  const parts = [
    paragraph(`${summaryOf(command, language)}${language === "zh" ? "。" : "."}`, width),
    `${help.usage}\n${usage.map((line) => synopsis(`${PROGRAM} ${line.replace("[options]", anyOptions)}`, width)).join("\n")}`,
    `${help.options}\n${table(rows, width)}`,
    ...notes.map((note) => noteText(note, width)),
    `${help.examples}\n${examples.map((line) => `  ${PROGRAM} ${line}`).join("\n")}`,
  ];
  return `${parts.join("\n\n")}\n`;
}

/** @param {Command} command @param {Language} language */
const summaryOf = ({ name, summary }, language) => (language === "zh" ? zh.summaries[name] ?? summary : summary);

/** The Chinese text of an option: for this command, else for every command that has the option. @param {string} command @param {string} option */
const aboutInChinese = (command, option) => zh.options[`${command} ${option}`] ?? zh.options[option];

/** Wraps the synopsis of a command between its options. @param {string} line @param {number} width */
function synopsis(line, width) {
  const lines = [""];
  for (const piece of line.split(/ (?=\[|--|<)/u)) {
    const last = /** @type {string} */ (lines.at(-1));
    if (last !== "" && INDENT + widthOfText(last) + 1 + widthOfText(piece) > width) lines.push(`    ${piece}`);
    else lines[lines.length - 1] = last === "" ? piece : `${last} ${piece}`;
  }
  return lines.map((part) => `  ${part}`).join("\n");
}

/** A note: a sentence, followed by names with their meanings, or by lines. @param {string[]} note @param {number} width */
function noteText([first = "", ...rest], width) {
  const named = rest.map((line) => /^(\S+) {2,}(.*)$/u.exec(line));
  const names = Math.max(0, ...named.map((found) => (found?.[1] ?? "").length)) + INDENT + 2;
  const lines = rest.map((line, index) => {
    const [, name, meaning] = named[index] ?? [];
    if (name === undefined || meaning === undefined) return paragraph(`  ${line}`, width);
    return table([[{ text: name, width: names, indent: INDENT }, { text: meaning }]], width);
  });
  return [paragraph(first, width), ...lines].join("\n");
}
