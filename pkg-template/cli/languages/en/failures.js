// English sentences for failed commands: what was found, where, what was expected, what to do. The codes are those of zh/failures.js.
import PASTE_MISTAKES from "./paste_mistakes.js";

/** @typedef {"en" | "zh"} Locale */
/** @typedef {Pick<import("tencent-chat-recall").RejectedText, "code" | "text" | "params"> & { reason?: string }} Rejected */
/**
 * Sentences of the package by code.
 * @typedef {{
 *   issueText: (issue: import("tencent-chat-recall").Issue, locale: Locale) => string,
 *   errorText: (error: import("tencent-chat-recall").RecallError, locale: Locale) => string,
 *   lossText: (loss: import("tencent-chat-recall").Loss, locale: Locale) => string,
 *   rejectedText: (rejected: Rejected, locale: Locale) => string,
 * }} PackageTexts
 */

/** The meanings of Node's codes for failed file operations. @type {Record<string, string>} */
export const REASONS = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  EEXIST: "it exists already",
  ENOSPC: "the disk is full",
  EFBIG: "it may not grow further",
  EROFS: "the disk is read-only",
  EADDRINUSE: "another program uses it",
};

/** The arguments of a command besides options. */
const WORDS = { nothing: "no words, only options", code: "one code", journal: "one journal" };
/** The expected contents of a small file. */
const CONTENTS = { credentials: "a small file with credentials", plan: "a plan in JSON" };
const SECRETS = { secretKey: "a secret key (64 hexadecimal digits)", userSig: "a UserSig" };
/** Example values of missing settings, which the check of settings recognizes as placeholders. @type {Record<string, string>} */
const EXAMPLES = {
  TENCENT_CHAT_SDK_APP_ID: "<SDKAppID from the console>",
  TENCENT_CHAT_IDENTIFIER: "<UserID of an app administrator>",
  TENCENT_CHAT_SECRET_KEY: "<secret key from the console>",
  TENCENT_CHAT_CALLBACK_TOKEN: "<callback token from the console>",
  TENCENT_CHAT_REGION: "<data centre of the app, such as singapore>",
};

/** The expected values of options. */
const EXPECTED = {
  wholeNumber: "a whole number",
  duration: "a number with its unit, such as 500ms, 8s, 10m, 2h or 1d",
  seconds: "whole seconds, such as 3600s or 1d",
  moment: "a date such as 2026-11-23T08:30:00Z, or how long ago, such as 2h",
};

const NO_SECRETS =
  "secrets are not taken from the command line, where every process of this machine can read them and the shell keeps them in its history. " +
  "Set TENCENT_CHAT_SECRET_KEY (or TENCENT_CHAT_USER_SIG), or use --credentials FILE.";

/** The expected content of a line of a journal. @typedef {{ what: "header" | "msgKey" | "event" | "line" } | { what: "keys", found: number, messages: number } | { what: "numbers", below: number }} Expected */
/** The expected types of the members of its header. */
export const MEMBERS = { date: "a date", wholeNumber: "a whole number", string: "a string", boolean: "true or false" };

const SERVICES = { region: "region", baseUrl: "base URL", host: "host" };
/** @typedef {{ path: string, journal: { kind: keyof typeof SERVICES, value: string }, set: { name: string, value: string }[], option: string }} OtherService */

/** @param {Expected} expected */
function expectedOf(expected) {
  if (expected.what === "keys") return `more keys: ${expected.found} of ${expected.messages} were found`;
  if (expected.what === "numbers") return `numbers of keys below ${expected.below}`;
  return { header: "the header of a journal of a recall", msgKey: "a MsgKey", event: "an event of a journal", line: "a line of a journal" }[expected.what];
}

/** @param {string} where "-" for standard input */
const placeOf = (where) => (where === "-" ? "standard input" : where);
/** @param {string} code */
const reason = (code) => REASONS[code] ?? code;
/** @param {string} command */
const seeHelp = (command) => `\nSee: npx tencent-chat-recall ${command} --help`;

const usage = {
  noFiles: () => `parse: found nothing, expected files, or - for standard input${seeHelp("parse")}`,
  unexpectedWord: (/** @type {{ command: string, found: string, expected: keyof typeof WORDS }} */ { command, found, expected }) =>
    `${command}: found "${found}", expected ${WORDS[expected]}${seeHelp(command)}`,
  takesNoValue: (/** @type {{ option: string, command: string }} */ { option, command }) => `${option}: takes no value${seeHelp(command)}`,
  valueMissing: (/** @type {{ option: string, value: string, command: string }} */ { option, value, command }) =>
    `${option}: found nothing, expected ${value}${seeHelp(command)}`,
  optionAsValue: (/** @type {{ option: string, value: string, command: string }} */ { option, value, command }) =>
    `${option}: found another option after it, expected ${value}; if it is meant, write ${option}=...${seeHelp(command)}`,
  givenTwice: (/** @type {{ option: string }} */ { option }) => `${option}: given twice, expected once`,
  secretAsValue: (/** @type {{ where: string, secret: keyof typeof SECRETS }} */ { where, secret }) =>
    `${where}: found what looks like ${SECRETS[secret]}: ${NO_SECRETS} If it is the name of a file, write ./NAME.`,
  secretOption: (/** @type {{ option: string }} */ { option }) => `${option}: ${NO_SECRETS}`,
  unknownOption: (/** @type {{ option: string, near: string[], all: string[], command: string }} */ { option, near, all, command }) =>
    `${option}: unknown option${near.length > 0 ? `; did you mean ${near.join(" or ")}?` : `. ${command} takes ${all.join(", ")}.`}${seeHelp(command)}`,
  expectedValue: (/** @type {{ option: string, found: string, expected: keyof typeof EXPECTED }} */ { option, found, expected }) =>
    `${option}: found "${found}", expected ${EXPECTED[expected]}`,
  expectedOneOf: (/** @type {{ option: string, found: string, words: readonly string[] }} */ { option, found, words }) =>
    `${option}: found "${found}", expected one of ${words.join(", ")}`,
  expectedUpTo: (/** @type {{ option: string, found: number, what: "port" | "number", most: number }} */ { option, found, what, most }) =>
    `${option}: found ${found}, expected ${what === "port" ? "a port" : "a whole number"} up to ${most}`,
  expectedRate: (/** @type {{ option: string, found: number, most: number }} */ { option, found, most }) => `${option}: found ${found}, expected a whole number from 1 to ${most}, or none`,
  expectedFaults: (/** @type {{ found: string, names: string[] }} */ { found, names }) =>
    `--faults: found "${found}", expected one of ${names.join(", ")}, or a file with a plan in JSON`,
  planNotJson: (/** @type {{ path: string }} */ { path }) => `--faults ${path}: found text that is not JSON, expected a plan in JSON`,
  /** `said`: the emulator's message. */
  emulatorRefusal: (/** @type {{ said: string }} */ { said }) => `the emulator refuses this: ${said}`,
  portUnusable: (/** @type {{ port: number, reason: string }} */ { port, reason: code }) => `--port ${port}: ${reason(code)}`,
  hostUnusable: (/** @type {{ host: string, reason: string }} */ { host, reason: code }) => `--host ${host}: ${reason(code)}`,
  passwordInOption: () =>
    "--store: found a password, which other processes of this machine could read there; set TENCENT_CHAT_STORE instead, or name it in the file for --credentials",
  cutAccount: (/** @type {{ option: string, found: string }} */ { option, found }) =>
    `${option}: found "${found}" and nothing of what follows in an account id: # begins a comment in .env files and shells. Put it in quotes: '@TOA#_ID'`,
  emptyAccount: (/** @type {{ option: string, found: string }} */ { option, found }) => `${option}: found "${found}" and no ID after it, expected all of @TOA#_ID`,
  notWithResume: (/** @type {{ options: string[] }} */ { options }) => `${options.join(", ")}: not with --resume: the journal names what is recalled`,
};

/** `shell`: how a shell sets a variable. @typedef {{ groups: string[][], shell: { before: string, between: string }, set: string[], unknown: string[] }} MissingSettings */

const files = {
  missingSettings: (/** @type {MissingSettings} */ { groups, shell, set, unknown }) => [
    `missing: ${groups.map((group) => group.join(" or ")).join(", ")}`,
    `Set ${groups.length === 1 ? "it" : "them"}, or write KEY=value lines into a file for --credentials FILE:`, "",
    ...groups.map(([name = ""]) => `  ${shell.before}${name}${shell.between}'${EXAMPLES[name] ?? ""}'`), "",
    set.length > 0 ? `Already set: ${set.join(", ")}.` : "None of what is needed is set.",
    ...(unknown.length > 0 ? [`Set, but unknown here: ${unknown.join(", ")}.`] : []),
  ].join("\n"),
  notAFile: (/** @type {{ path: string, isFolder: boolean }} */ { path, isFolder }) => `${path}: found ${isFolder ? "a folder" : "a device"}, expected a file or a pipe`,
  emptyFile: (/** @type {{ path: string }} */ { path }) => `${path}: found an empty file, expected MsgKeys. If another command was to write it, check its output. Nothing was sent.`,
  pipeUnwritten: (/** @type {{ path: string, seconds: number }} */ { path, seconds }) =>
    `${path}: found a pipe with nothing written to it within ${seconds} seconds, expected a file, or a program that writes to it`,
  pipeSilent: (/** @type {{ path: string, seconds: number }} */ { path, seconds }) => `${path}: found a pipe that was silent for ${seconds} seconds, expected its end`,
  inputSilent: (/** @type {{ seconds: number }} */ { seconds }) => `standard input: silent for ${seconds} seconds, expected its end`,
  unreadable: (/** @type {{ path: string, reason: string }} */ { path, reason: code }) => `${placeOf(path)}: cannot be read: ${reason(code)}`,
  tooLarge: (/** @type {{ path: string, most: number, expected: keyof typeof CONTENTS }} */ { path, most, expected }) => `${path}: found more than ${most} bytes, expected ${CONTENTS[expected]}`,
  noUserSig: () => "found no UserSig, expected one on standard input or in TENCENT_CHAT_USER_SIG",
  userSigTooLong: (/** @type {{ most: number }} */ { most }) => `standard input: found more than ${most} characters, expected a UserSig`,
  fileUnwritable: (/** @type {{ path: string, reason: string }} */ { path, reason: code }) => `${path}: cannot be written: ${reason(code)}`,
  expectedAppId: (/** @type {{ where: string }} */ { where }) =>
    `${where}: found something other than up to 10 digits, expected the SDKAppID from the console, such as 1400000000`,
  noCredentialsIn: (/** @type {{ path: string, names: string[] }} */ { path, names }) =>
    `${path}: found none of ${names.join(", ")}, expected KEY=value lines with some of them, or a JSON object`,
  brokenCredentials: (/** @type {{ path: string }} */ { path }) => `${path}: found text that begins like JSON but is not valid JSON, expected a JSON object or KEY=value lines`,
  brokenLine: (/** @type {{ where: string, found: string }} */ { where, found }) =>
    `${where}: found "${found}", expected NAME=value, such as TENCENT_CHAT_REGION=singapore, or a comment that begins with #`,
  hashInLine: (/** @type {{ where: string }} */ { where }) =>
    `${where}: found a # in a value without quotes. If it is part of the value, put the value into quotes; if it begins a comment, put a space on either side of it`,
  quoteInLine: (/** @type {{ where: string }} */ { where }) =>
    `${where}: found a value that begins with a quote and does not end with one, expected the same quote at its end and nothing after it`,
  unknownName: (/** @type {{ where: string, found: string, near: string }} */ { where, found, near }) => `${where}: found "${found}", which is not known here; did you mean ${near}?`,
  repeatedName: (/** @type {{ path: string, name: string, lines: number[] }} */ { path, name, lines }) => `${path}: found ${name} in the lines ${lines.join(" and ")}, expected it once`,
  bothGiven: (/** @type {{ names: string[] }} */ { names }) => `found both ${names.join(" and ")}, expected one of them`,
  twoServices: (/** @type {{ region: string, baseUrl: string }} */ { region, baseUrl }) =>
    `found both ${region} and ${baseUrl}, which name different services. To call the region, unset ${baseUrl}; to call the other, give it as --base-url in place of ${region}. Nothing was sent.`,
  sameMember: (/** @type {{ path: string, names: string[] }} */ { path, names }) =>
    names[0] === names[1] ? `${path}: found ${names[0]} twice, expected it once` : `${path}: found both ${names.join(" and ")}, which are the same, expected one of them`,
  openToOthers: (/** @type {{ path: string, found: string }} */ { path, found }) =>
    `${path}: found permissions ${found}, expected a file that only its owner can read. Run: chmod 600 ${path}`,
  otherApp: (/** @type {{ where: string, found: number, expected: number, path: string }} */ { where, found, expected, path }) =>
    `${where}: found ${found}, expected ${expected}, the app of ${path}. Nothing was sent.`,
  journalBusy: (/** @type {{ path: string, pid: number }} */ { path, pid }) =>
    `${path}: process ${pid} of this machine is working on it; let it finish, or stop it. This process sent nothing.`,
  journalElsewhere: (/** @type {{ path: string, pid: number, host: string }} */ { path, pid, host }) =>
    `${path}: process ${pid} on "${host}" started to work on it and did not record that it stopped. If you know that it has, add --take-over. This process sent nothing.`,
  journalExists: (/** @type {{ path: string }} */ { path }) =>
    `${path}: exists already; resume it with --resume ${path}, or name another file with --journal. Nothing was sent.`,
  journalBegun: (/** @type {{ path: string, pid: number }} */ { path, pid }) =>
    `${path}: process ${pid} of this machine started a run with this journal and is working on it. If that run has the same messages, let it finish. If it has others, name another file with --journal. This process sent nothing.`,
  journalLineEnds: (/** @type {{ path: string }} */ { path }) =>
    `${path}: its line ends were changed to CRLF, so no checksum matches. Restore the file as it was written, or change them back to LF. Nothing was sent.`,
  journalNotPlain: (/** @type {{ path: string, isFolder: boolean }} */ { path, isFolder }) =>
    `--journal ${path}: found ${isFolder ? "a folder" : "a device or a pipe"}, expected the name of a new file. Nothing was sent.`,
  journalNeverBegun: (/** @type {{ path: string, reason: string }} */ { path, reason: code }) => `${path}: the journal cannot be written: ${reason(code)}. Nothing was sent.`,
  journalBrokenOff: (/** @type {{ path: string, reason: string }} */ { path, reason: code }) =>
    `${path}: the journal cannot be written: ${reason(code)}. Nothing more is sent; resume when that is fixed.`,
  /** `set`: the settings of the service, by name. */
  otherService: (/** @type {OtherService} */ { path, journal, set, option }) =>
    `--resume ${path}: found a journal of ${SERVICES[journal.kind]} ${journal.value}, but ${set.length > 0 ? set.map(({ name, value }) => `${name}=${value}`).join(" and ") : "no service"} is set. ` +
    `A journal does not choose the service. If that is the one to call, add ${option}${set.length > 0 ? "; if what is set is, add that as an option" : ""}. Nothing was sent.`,
  journalItself: (/** @type {{ path: string }} */ { path }) => `--csv ${path}: found the journal itself, expected another file`,
};

const journals = {
  journalUnreadable: (/** @type {{ path: string, reason: string }} */ { path, reason: code }) => `${path}: the journal cannot be read: ${reason(code)}`,
  journalNoFile: (/** @type {{ path: string }} */ { path }) => `${path}: the journal cannot be read: found a folder or a device, expected a file`,
  /** Without `text`, the file has ended. */
  journalDamaged: (/** @type {{ path: string, line: number, text?: string, expected: Expected }} */ { path, line, text = "the end of the file", expected }) =>
    `${path}: found "${text}" in line ${line}, expected ${expectedOf(expected)}`,
  journalChanged: (/** @type {{ path: string, line: number }} */ { path, line }) =>
    `${path}: line ${line} is not what was written there: its checksum is missing or does not follow from the lines before. Nothing in this file is relied on, ` +
    "and nothing was sent. Restore the file from a copy, or begin a new run with the keys: messages that are gone already are harmless in it.",
  journalOtherKeys: (/** @type {{ path: string }} */ { path }) => `${path}: the list of keys is not the one that was written: its digest differs. Restore the file.`,
  journalVersion: (/** @type {{ path: string, found: string, oldest: number, newest: number }} */ { path, found, oldest, newest }) =>
    `${path}: found a journal of version ${found}, expected version ${oldest} to ${newest}: use the release that wrote it`,
  /** Without `found`, the member is missing. */
  journalMember: (/** @type {{ path: string, member: string, found: string | undefined, expected: keyof typeof MEMBERS }} */ { path, member, found = "nothing", expected }) =>
    `${path}: found ${found} as "${member}" of the header in line 1, expected ${MEMBERS[expected]}`,
  journalLine: (/** @type {{ path: string, line: number, most: number }} */ { path, line, most }) =>
    `${path}: found more than ${most} MB in line ${line}, expected the line of a journal`,
};

export default {
  unknownCommand: (/** @type {{ found: string, commands: string[] }} */ { found, commands }) =>
    `found "${found}", expected a command: ${commands.join(", ")}\nSee: npx tencent-chat-recall --help`,
  missing: (/** @type {{ command: string, options: string[], instead?: string }} */ { command, options, instead }) =>
    `${command}: missing ${options.join(" and ")}${instead === undefined ? "" : ` (or ${instead})`}${seeHelp(command)}`,
  belongsToResume: (/** @type {{ option: string }} */ { option }) => `${option}: belongs to --resume JOURNAL`,
  oneStandardInput: () => "--keys -: given twice, expected once: there is one standard input",
  noTerminal: () => "there is no terminal for the question: add --yes to recall without it, or --dry-run to see the plan. Nothing was sent.",
  oneOfOptions: (/** @type {{ command: string, options: string[] }} */ { command, options }) => `${command}: found ${options.join(" and ")}, expected one of them`,
  expectedCode: (/** @type {{ found: string }} */ { found }) => `explain: found ${found === "" ? "nothing" : `"${found}"`}, expected a code such as 70016`,
  outputUnwritable: (/** @type {{ reason: string }} */ { reason: code }) => `standard output cannot be written: ${reason(code)}`,
  /** `where` names the option or the variable. */
  issue: (/** @type {{ where: string, issue: import("tencent-chat-recall").Issue }} */ { where, issue }, /** @type {PackageTexts} */ { issueText }) =>
    `${where === "" ? "" : `${where}: `}${issueText(issue, "en")}`,
  recallError: (/** @type {{ error: import("tencent-chat-recall").RecallError }} */ { error }, /** @type {PackageTexts} */ { errorText }) => errorText(error, "en"),
  loss: (/** @type {{ loss: import("tencent-chat-recall").Loss }} */ { loss }, /** @type {PackageTexts} */ { lossText }) => lossText(loss, "en"),
  pasteMistake: (/** @type {{ where: string, mistake: keyof typeof PASTE_MISTAKES }} */ { where, mistake }) => `${placeOf(where)}: ${PASTE_MISTAKES[mistake]}`,
  defect: (/** @type {{ name: string, places: string[] }} */ { name, places }) =>
    `a defect in tencent-chat-recall, please report it (${name})\n${places.join("\n")}`,
  ...usage,
  ...files,
  ...journals,
};
