// English sentences for failed commands: what was found, where, what was expected, what to do. The codes are those of failures_zh.js;
// sentence.js fills in the values.

/** What Node's codes of failed file operations mean. @type {Record<string, string>} */
export const REASONS = {
  ENOENT: "there is no such file or folder",
  EACCES: "this user may not",
  EPERM: "this user may not",
  EISDIR: "it is a folder",
  EEXIST: "it exists already",
  ENOSPC: "the disk is full",
  EFBIG: "it may not grow any more",
  EROFS: "the disk can only be read",
  EADDRINUSE: "another program listens there",
};

/** What the values of options are. */
const EXPECTED = {
  wholeNumber: "a whole number",
  duration: "a number with its unit, such as 500ms, 8s, 10m, 2h or 1d",
  seconds: "whole seconds, such as 3600s or 1d",
  moment: "a date such as 2026-11-23T08:30:00Z, or how long ago, such as 2h",
};

const NO_SECRETS =
  "secrets are not taken from the command line, where every process of this machine can read them and the shell keeps them in its history. " +
  "Set TENCENT_CHAT_SECRET_KEY (or TENCENT_CHAT_USER_SIG), or use --credentials FILE.";

/** What was expected in a line of a journal. @typedef {{ what: "header" | "msgKey" | "event" | "line" } | { what: "keys", found: number, messages: number } | { what: "numbers", below: number }} Expected */
/** What the members of its header are. */
export const MEMBERS = { date: "a date", wholeNumber: "a whole number", string: "a string", boolean: "true or false" };

/** @param {Expected} expected */
function expectedOf(expected) {
  if (expected.what === "keys") return `more keys: ${expected.found} of ${expected.messages} were found`;
  if (expected.what === "numbers") return `numbers of keys below ${expected.below}`;
  return { header: "the header of a journal of a recall", msgKey: "a MsgKey", event: "an event of a journal", line: "a line of a journal" }[expected.what];
}

/** What a file is that holds no text. */
const OTHER_KINDS = {
  workbook: () => "a workbook or another zip file, expected text; save the sheet as CSV",
  gzip: (/** @type {string} */ file) => `a gzip file, expected text; pipe it: gunzip -c ${file} | ... --keys -`,
  journal: () => "a journal of a recall, expected MsgKeys: go on with it by recall --resume, or list its messages by report",
};

/** What became of the other lines, or what to do about those that hold no key. */
const REJECTED_ADVICE = {
  printed: "The keys of the other lines were printed.",
  nonePrinted: "No key was found.",
  correct: "Correct the input. Nothing was sent.",
  correctOrSkip: "Correct the input, or leave them out with --skip-invalid. Nothing was sent.",
};

/** What there is too much of in an input. */
const OF_ENDLESS = {
  megabytes: (/** @type {number} */ most) => `${most} MB without a MsgKey`,
  rejected: (/** @type {number} */ most) => `more than ${most} lines that hold no MsgKey`,
  keys: (/** @type {number} */ most) => `more than ${most} MsgKeys`,
};

/** @param {string} code */
const reason = (code) => REASONS[code] ?? code;
/** @param {string} command */
const seeHelp = (command) => `\nSee: npx tencent-chat-recall ${command} --help`;

const usage = {
  noFiles: () => `parse: found nothing, expected files, or - for standard input${seeHelp("parse")}`,
  unexpectedWord: (/** @type {{ command: string, found: string, expected: string, most: number }} */ { command, found, expected }) =>
    `${command}: found "${found}", expected ${expected}${seeHelp(command)}`,
  takesNoValue: (/** @type {{ option: string, command: string }} */ { option, command }) => `${option}: takes no value${seeHelp(command)}`,
  valueMissing: (/** @type {{ option: string, value: string, command: string }} */ { option, value, command }) =>
    `${option}: found nothing, expected ${value}${seeHelp(command)}`,
  optionAsValue: (/** @type {{ option: string, value: string, command: string }} */ { option, value, command }) =>
    `${option}: found an option behind it, expected ${value}; if it is meant, write ${option}=...${seeHelp(command)}`,
  givenTwice: (/** @type {{ option: string }} */ { option }) => `${option}: given twice, expected once`,
  secretAsValue: (/** @type {{ where: string, secret: string }} */ { where, secret }) =>
    `${where}: found what looks like ${secret}: ${NO_SECRETS} If it is the name of a file, write ./NAME.`,
  secretOption: (/** @type {{ option: string }} */ { option }) => `${option}: ${NO_SECRETS}`,
  unknownOption: (/** @type {{ option: string, near: string[], all: string[], command: string }} */ { option, near, all, command }) =>
    `${option}: unknown option${near.length > 0 ? `; did you mean ${near.join(" or ")}?` : `. ${command} takes ${all.join(", ")}.`}${seeHelp(command)}`,
  expectedValue: (/** @type {{ option: string, found: string, expected: keyof typeof EXPECTED }} */ { option, found, expected }) =>
    `${option}: found "${found}", expected ${EXPECTED[expected]}`,
  expectedOneOf: (/** @type {{ option: string, found: string, words: readonly string[] }} */ { option, found, words }) =>
    `${option}: found "${found}", expected one of ${words.join(", ")}`,
  expectedUpTo: (/** @type {{ option: string, found: number, what: "port" | "number", most: number }} */ { option, found, what, most }) =>
    `${option}: found ${found}, expected ${what === "port" ? "a port" : "a whole number"} up to ${most}`,
  expectedFaults: (/** @type {{ found: string, names: string[] }} */ { found, names }) =>
    `--faults: found "${found}", expected one of ${names.join(", ")}, or a file with a plan in JSON`,
  portUnusable: (/** @type {{ port: number, reason: string }} */ { port, reason: code }) => `--port ${port}: ${reason(code)}`,
  cutAccount: (/** @type {{ option: string, found: string }} */ { option, found }) =>
    `${option}: found "${found}" and nothing of what follows in an account's name: # begins a comment in .env files and shells. Put it into quotes: '@TOA#_ID'`,
  emptyAccount: (/** @type {{ option: string, found: string }} */ { option, found }) => `${option}: found "${found}" and no ID behind it, expected @TOA#_ID whole`,
  notWithResume: (/** @type {{ options: string[] }} */ { options }) => `${options.join(", ")}: not with --resume: the journal says what is recalled`,
};

const files = {
  missingSettings: (/** @type {{ groups: string[][], lines: string[], set: string[], unknown: string[] }} */ { groups, lines, set, unknown }) => [
    `missing: ${groups.map((group) => group.join(" or ")).join(", ")}`,
    `Set ${lines.length === 1 ? "it" : "them"}, or write KEY=value lines into a file for --credentials FILE:`, "", ...lines, "",
    set.length > 0 ? `Already set: ${set.join(", ")}.` : "None of what is needed is set.",
    ...(unknown.length > 0 ? [`Set, but of no meaning here: ${unknown.join(", ")}.`] : []),
  ].join("\n"),
  notAFile: (/** @type {{ path: string, isFolder: boolean }} */ { path, isFolder }) => `${path}: found ${isFolder ? "a folder" : "a device"}, expected a file or a pipe`,
  emptyFile: (/** @type {{ path: string }} */ { path }) => `${path}: found an empty file, expected MsgKeys. If another command was to write it, see what that one said. Nothing was sent.`,
  pipeUnwritten: (/** @type {{ path: string, seconds: number }} */ { path, seconds }) =>
    `${path}: found a pipe into which nothing was written within ${seconds} seconds, expected a file, or a program that writes into it`,
  pipeSilent: (/** @type {{ path: string, seconds: number }} */ { path, seconds }) => `${path}: found a pipe that was silent for ${seconds} seconds, expected its end`,
  inputSilent: (/** @type {{ seconds: number }} */ { seconds }) => `standard input: silent for ${seconds} seconds, expected its end`,
  unreadable: (/** @type {{ path: string, reason: string }} */ { path, reason: code }) => `${path}: cannot be read: ${reason(code)}`,
  tooLarge: (/** @type {{ path: string, most: number, expected: string }} */ { path, most, expected }) => `${path}: found more than ${most} bytes, expected ${expected}`,
  noUserSig: () => "found no UserSig, expected one on standard input or in TENCENT_CHAT_USER_SIG",
  userSigTooLong: (/** @type {{ most: number }} */ { most }) => `standard input: found more than ${most} characters, expected a UserSig`,
  fileUnwritable: (/** @type {{ path: string, reason: string }} */ { path, reason: code }) => `${path}: cannot be written: ${reason(code)}`,
  expectedAppId: (/** @type {{ where: string }} */ { where }) =>
    `${where}: found something else than up to 10 digits, expected the SDKAppID from the console, such as 1400000000`,
  noCredentialsIn: (/** @type {{ path: string, names: string[] }} */ { path, names }) =>
    `${path}: found none of ${names.join(", ")}, expected KEY=value lines with some of them, or a JSON object`,
  brokenCredentials: (/** @type {{ path: string }} */ { path }) => `${path}: found text that begins as JSON and is not, expected a JSON object or KEY=value lines`,
  brokenLine: (/** @type {{ where: string, found: string }} */ { where, found }) =>
    `${where}: found "${found}", expected NAME=value, such as TENCENT_CHAT_REGION=singapore, or a comment that begins with #`,
  hashInLine: (/** @type {{ where: string }} */ { where }) =>
    `${where}: found a # in a value without quotes. If it is part of the value, put the value into quotes; if it begins a comment, put a space on either side of it`,
  quoteInLine: (/** @type {{ where: string }} */ { where }) =>
    `${where}: found a value that begins with a quote and does not end with one, expected the same quote at its end and nothing behind it`,
  unknownName: (/** @type {{ where: string, found: string, near: string }} */ { where, found, near }) => `${where}: found "${found}", which is not known here; did you mean ${near}?`,
  repeatedName: (/** @type {{ path: string, name: string, lines: number[] }} */ { path, name, lines }) => `${path}: found ${name} in the lines ${lines.join(" and ")}, expected it once`,
  bothGiven: (/** @type {{ names: string[] }} */ { names }) => `found both ${names.join(" and ")}, expected one of them`,
  twoServices: (/** @type {{ region: string, baseUrl: string }} */ { region, baseUrl }) =>
    `found both ${region} and ${baseUrl}, which name different services. To call the region, unset ${baseUrl}; to call the other, give it as --base-url in place of ${region}. Nothing was sent.`,
  sameMember: (/** @type {{ path: string, names: string[] }} */ { path, names }) =>
    names[0] === names[1] ? `${path}: found ${names[0]} twice, expected it once` : `${path}: found both ${names.join(" and ")}, which are the same, expected one of them`,
  openToOthers: (/** @type {{ path: string, found: string }} */ { path, found }) =>
    `${path}: found permissions ${found}, expected a file that only its owner can read. Run: chmod 600 ${path}`,
  otherKind: (/** @type {{ file: string, kind: "workbook" | "gzip" | "journal" }} */ { file, kind }) => `${file}: found ${OTHER_KINDS[kind](file)}`,
  twoColumns: (/** @type {{ file: string, columns: string[], option: string }} */ { file, columns, option }) =>
    `${file}: found MsgKeys in ${columns.map((name) => `"${name}"`).join(" and ")}, expected one of them to be named: --column ${option}`,
  rejectedLine: (/** @type {{ file: string, line: number, told: string }} */ { file, line, told }) => `${file}:${line}: ${told}`,
  rejectedLines: (/** @type {{ count: number, told: string, advice: keyof typeof REJECTED_ADVICE }} */ { count, told, advice }) =>
    `${count === 1 ? "1 line holds" : `${count} lines hold`} no MsgKey where one was expected:\n${told}\n${REJECTED_ADVICE[advice]}`,
  longLine: (/** @type {{ file: string }} */ { file }) =>
    `${file}: found one document or line of more than 64 MB, expected JSON Lines, a table in UTF-8 or a list of keys at that size`,
  openQuote: (/** @type {{ file: string, line: number }} */ { file, line }) =>
    `${file}:${line}: found a quote that nothing closes in a row of more than 1 MB, expected another before the end of the row`,
  endlessInput: (/** @type {{ file: string, most: number, of: keyof typeof OF_ENDLESS }} */ { file, most, of }) =>
    `${file}: found ${OF_ENDLESS[of](most)}, expected a list of keys that ends. Nothing was sent.`,
  noKeys: (/** @type {{ told: string }} */ { told }) => `${told}\nNothing was sent.`,
  otherApp: (/** @type {{ where: string, found: number, expected: number, path: string }} */ { where, found, expected, path }) =>
    `${where}: found ${found}, expected ${expected}, the app of ${path}. Nothing was sent.`,
  journalBusy: (/** @type {{ path: string, pid: number }} */ { path, pid }) =>
    `${path}: process ${pid} of this machine is at work on it; let it end, or stop it. Nothing was sent by this one.`,
  journalElsewhere: (/** @type {{ path: string, pid: number, host: string }} */ { path, pid, host }) =>
    `${path}: process ${pid} on "${host}" has begun to work on it and has not said that it stopped. If you know that it has, add --take-over. Nothing was sent by this one.`,
  journalExists: (/** @type {{ path: string }} */ { path }) =>
    `${path}: exists already; go on with it by --resume ${path}, or name another file by --journal. Nothing was sent.`,
  journalBegun: (/** @type {{ path: string, pid: number }} */ { path, pid }) =>
    `${path}: process ${pid} of this machine has begun a run with this journal and is at work on it. If that run has the same messages, let it end. If it has others, name another file by --journal. Nothing was sent by this one.`,
  journalLineEnds: (/** @type {{ path: string }} */ { path }) =>
    `${path}: its line ends were changed to CRLF, so that no checksum fits. Restore the file as it was written, or change them back to LF. Nothing was sent.`,
  journalNotPlain: (/** @type {{ path: string, isFolder: boolean }} */ { path, isFolder }) =>
    `--journal ${path}: found ${isFolder ? "a folder" : "a device or a pipe"}, expected the name of a new file. Nothing was sent.`,
  journalNeverBegun: (/** @type {{ path: string, reason: string }} */ { path, reason: code }) => `${path}: the journal cannot be written: ${reason(code)}. Nothing was sent.`,
  journalBrokenOff: (/** @type {{ path: string, reason: string }} */ { path, reason: code }) =>
    `${path}: the journal cannot be written: ${reason(code)}. What was not sent stays so; resume when that is mended.`,
  journalItself: (/** @type {{ path: string }} */ { path }) => `--csv ${path}: found the journal itself, expected another file`,
};

const journals = {
  journalUnreadable: (/** @type {{ path: string, reason: string }} */ { path, reason: code }) => `${path}: the journal cannot be read: ${reason(code)}`,
  journalNoFile: (/** @type {{ path: string }} */ { path }) => `${path}: the journal cannot be read: found a folder or a device, expected a file`,
  /** Without `text` the file has ended. */
  journalDamaged: (/** @type {{ path: string, line: number, text?: string, expected: Expected }} */ { path, line, text = "the end of the file", expected }) =>
    `${path}: found "${text}" in line ${line}, expected ${expectedOf(expected)}`,
  journalChanged: (/** @type {{ path: string, line: number }} */ { path, line }) =>
    `${path}: line ${line} is not what was written there: its checksum is missing or does not follow from the lines before. Nothing in this file is relied on, ` +
    "and nothing was sent. Restore the file from a copy, or begin a new run with the keys: messages that are gone already are harmless in it.",
  journalOtherKeys: (/** @type {{ path: string }} */ { path }) => `${path}: the list of keys is not the one that was written: its digest differs. Restore the file.`,
  journalVersion: (/** @type {{ path: string, found: string, oldest: number, newest: number }} */ { path, found, oldest, newest }) =>
    `${path}: found a journal of version ${found}, expected version ${oldest} or ${newest}: use the release that wrote it`,
  /** Without `found` it is missing. */
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
  noTerminal: () => "there is no terminal to ask on: add --yes to recall without a question, or --dry-run to see the plan. Nothing was sent.",
  oneOfOptions: (/** @type {{ command: string, options: string[] }} */ { command, options }) => `${command}: found ${options.join(" and ")}, expected one of them`,
  expectedCode: (/** @type {{ found: string }} */ { found }) => `explain: found ${found === "" ? "nothing" : `"${found}"`}, expected a code such as 70016`,
  outputUnwritable: (/** @type {{ reason: string }} */ { reason: code }) => `standard output cannot be written: ${reason(code)}`,
  /** Of the library, whose sentences are English: `where` names the option or the variable. */
  issues: (/** @type {{ issues: { where: string, message: string }[] }} */ { issues }) =>
    issues.map(({ where, message }) => (where === "" ? message : `${where}: ${message}`)).join("\n"),
  /** `lead`: what it means and what to do, in Chinese. */
  refusal: (/** @type {{ message: string, lead?: string | undefined }} */ { message }) => message,
  defect: (/** @type {{ name: string, places: string[] }} */ { name, places }) =>
    `a defect of tencent-chat-recall, please report it (${name})\n${places.join("\n")}`,
  ...usage,
  ...files,
  ...journals,
};
