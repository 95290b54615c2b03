// What is said in English when a command cannot do its work: what was found, where, what was expected, what to do. The same codes as
// in failures_zh.js; `sentence.js` puts values into them.

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

/** @param {string} code */
const reason = (code) => REASONS[code] ?? code;
/** @param {string} command */
const seeHelp = (command) => `\nSee: npx tencent-chat-recall ${command} --help`;

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
  refusal: (/** @type {{ message: string }} */ { message }) => message,
  defect: (/** @type {{ name: string, places: string[] }} */ { name, places }) =>
    `a defect of tencent-chat-recall, please report it (${name})\n${places.join("\n")}`,
};
