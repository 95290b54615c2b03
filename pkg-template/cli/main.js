#!/usr/bin/env node
// Entry of the command line: dispatches to the command, and turns every failure into a sentence and an exit status.
import { isRecallError } from "tencent-chat-recall";
import { errorText as textOfError, issueText, lossText, rejectedText } from "tencent-chat-recall/texts";
// @ts-expect-error Node would ask for an import attribute; the bundler, which alone reads this line, puts the text here.
import { version } from "../package.json";
import { readArguments } from "./settings/arguments.js";
import { emulator } from "./commands/emulator.js";
import { explain } from "./commands/explain.js";
import { history } from "./commands/history.js";
import { inspect } from "./commands/inspect.js";
import { parse } from "./commands/parse.js";
import { recall } from "./commands/recall.js";
import { report } from "./commands/report.js";
import { sign } from "./commands/sign.js";
import { verify } from "./commands/verify.js";
import { webhook } from "./commands/webhook.js";
import { shown } from "../lib/errors/excerpt.js";
import { EXIT, Failure, plain, reasonCode } from "./failures/failure.js";
import { helpOf, overview } from "./screen/help.js";
import { sentence, usePackageTexts } from "./languages/sentence.js";
import { languageOfWords } from "./languages/locale.js";
import { isDiverted } from "./terminal/stdout_fallback.js";
import { paintFor, paragraph, proseWidthOf } from "./terminal/layout.js";
import { failureOf } from "./failures/recall_failure.js";
import { wordsOf } from "./languages/screen_texts.js";

/** @type {import("./screen/help.js").Command[]} */
const COMMANDS = [recall, report, history, parse, explain, sign, inspect, verify, webhook, emulator];

usePackageTexts({ errorText: textOfError, issueText, lossText, rejectedText });

const LANGUAGE = languageOfWords(process.argv.slice(2));

/** @param {string[]} words @returns {Promise<number>} exit status */
async function main([name = "--help", ...words]) {
  if (name === "--version" || name === "-v" || name === "-V") return print(`${version}\n`);
  if (name === "--help" || name === "-h" || (name === "help" && words.length === 0)) return print(overview(COMMANDS, LANGUAGE, process.stdout));
  const asked = name === "help" ? words[0] : name;
  const command = COMMANDS.find((candidate) => candidate.name === asked);
  if (!command) throw new Failure(sentence("unknownCommand", { found: shown(asked ?? ""), commands: COMMANDS.map((candidate) => candidate.name) }));
  if (name === "help") return print(helpOf(command, LANGUAGE, process.stdout));
  const limits = { command: command.name, ...(command.most === undefined ? {} : { most: command.most }), ...(command.expected === undefined ? {} : { expected: command.expected }) };
  const { values, positionals } = readArguments(words, command.options, limits);
  if (values.help) return print(helpOf(command, LANGUAGE, process.stdout));
  return command.run(values, positionals);
}

/** @param {string} text */
function print(text) {
  process.stdout.write(text);
  return EXIT.DONE;
}

/** @param {unknown} error @returns {number} exit status */
function fail(error) {
  const { text, status } = errorText(error);
  const paint = paintFor(process.stderr);
  const words = wordsOf(LANGUAGE).error;
  const [first = "", ...rest] = paragraph(`${words}${plain(text)}`, proseWidthOf(process.stderr)).split("\n");
  process.stderr.write(`${[first.replace(words.trim(), (found) => paint(["bold", "red"], found)), ...rest].join("\n")}\n`);
  return status;
}

/** @param {unknown} error @returns {{ text: string, status: number }} */
function errorText(error) {
  if (error instanceof Failure) return { text: error.in(LANGUAGE), status: error.exitStatus };
  if (isRecallError(error) && error.code !== "ERR_INTERNAL") return errorText(failureOf(error, { names: {}, values: {} }));
  // The location without the message: an unknown error may contain a URL with a UserSig.
  const places = error instanceof Error ? (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)).slice(0, 8) : [];
  return { text: new Failure(sentence("defect", { name: error instanceof Error ? error.name : typeof error, places })).in(LANGUAGE), status: EXIT.SOME_NOT };
}

// A reader such as `head` closes the pipe early. If the command is ending, its exit status is known a moment later: a
// failed recall must report failure even if its summary is not read.
process.stdout.on("error", (error) => {
  setImmediate(() => {
    if (isDiverted()) return;
    // EIO: the terminal was closed.
    if (["EPIPE", "EIO"].includes(reasonCode(error))) process.exit(process.exitCode ?? EXIT.DONE);
    const status = fail(new Failure(sentence("outputUnwritable", { reason: reasonCode(error) }), EXIT.SOME_NOT));
    process.exit(process.exitCode || status);
  });
});
// A recall continues when its terminal is closed.
process.stderr.on("error", () => {});
process.exitCode = await main(process.argv.slice(2)).catch(fail);
