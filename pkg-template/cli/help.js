// The help of every command, from its definition.
import { COMMON } from "./arguments.js";
import { INDENT, table, widthOf } from "./screen/page.js";

/**
 * A command: what it is called, what it takes, and what it does.
 * @typedef {{
 *   name: string, summary: string, usage: string[], options: import("./arguments.js").Options, notes: string[][], examples: string[],
 *   most?: number, expected?: string, run: (options: Record<string, any>, words: string[]) => Promise<number>,
 * }} Command
 */

const PROGRAM = "npx tencent-chat-recall";

/** @param {Command[]} commands @param {NodeJS.WriteStream} stream */
export function overview(commands, stream) {
  const rows = commands.map(({ name, summary }) => [{ text: name, width: 14, indent: INDENT }, { text: summary }]);
  return [
    "Recalls Tencent Cloud Chat official-account messages: any number, paced, with the truth about each one.",
    `Usage: ${PROGRAM} COMMAND [options]`,
    table(rows, widthOf(stream)),
    `${PROGRAM} COMMAND --help says more, with examples. ${PROGRAM} --version prints the version.`,
    `To try it without an account: ${PROGRAM} emulator`,
  ].join("\n\n") + "\n";
}

/** @param {Command} command @param {NodeJS.WriteStream} stream */
export function helpOf({ summary, usage, options, notes, examples }, stream) {
  const width = widthOf(stream);
  const rows = Object.entries({ ...options, ...COMMON }).map(([name, { value, about, short }]) => {
    const written = `${short ? `-${short}, ` : ""}--${name}${value ? ` ${value}` : ""}`;
    return [{ text: written, width: 28, indent: INDENT }, { text: about }];
  });
  const parts = [
    `${summary}.`,
    `Usage:\n${usage.map((line) => `  ${PROGRAM} ${line}`).join("\n")}`,
    `Options:\n${table(rows, width)}`,
    ...notes.map(([first = "", ...rest]) => [...table([[{ text: first }]], width).split("\n"), ...rest.map((line) => `  ${line}`)].join("\n")),
    `Examples:\n${examples.map((line) => `  ${PROGRAM} ${line}`).join("\n")}`,
  ];
  return `${parts.join("\n\n")}\n`;
}
